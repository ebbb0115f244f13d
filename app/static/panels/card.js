// The card of the racer that was picked: what it does, its maths, and what lies below, at the depth that was chosen.

import {typeset} from "../made/numerals.js"
import {departures, filled, script, settingsOf} from "../model/script.js"
import {homeOf} from "./home.js"
import {put} from "./text.js"
import {keep, kept} from "./remembered.js"

const KEY = "optimizer-race depth"
// Of a line of PyTorch, where a recipe applies.
const BESIDE = "The line is of the rule alone; the script has the recipe for all beside it."
// Milliseconds after which nobody waits for the cards any more.
const PATIENCE = 10_000
const MISSING = "What there is to say could not be fetched. Choose a depth to try again."

// What cards are made of, which is too much for the page and the same for everybody: a part of the page where that is
// to need nobody, else fetched. A frame shows no card.
export async function fetchCards(root, address) {
  const within = root.querySelector("[data-json=cards]")
  if (within) return JSON.parse(within.textContent)
  if (root.dataset.embed === "1") return undefined
  try {
    const answer = await fetch(address, {signal: AbortSignal.timeout(PATIENCE)})
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}

export class Card {
  // first: the cards, or a promise of them; again(): another promise, if they did not come; reply: the first, which says
  // how deep a link goes.
  constructor(root, {first, again}, {values, query}) {
    const card = root.querySelector("[data-part=explain]")
    Object.assign(this, {root, card, again, linkTo: homeOf(root), depths: [...card.querySelectorAll("[name^=depth]")]})
    this.find = (name) => card.querySelector(`[data-explain=${name}]`)
    const before = kept(KEY)
    const known = this.depths.some(({value}) => value === before)
    this.depth = "depth" in query || !known ? values.depth : before
    for (const choice of this.depths) choice.addEventListener("change", () => this.#go(choice.value))
    for (const link of card.querySelectorAll("[data-to-depth]")) {
      link.addEventListener("click", () => {
        this.#go(link.dataset.toDepth)
        this.depths.find(({checked}) => checked).focus({preventScroll: true})
        card.scrollIntoView({block: "nearest"})
      })
    }
    this.find("copy").addEventListener("click", () => this.#copy())
    this.ready = this.#take(first)
  }

  // What there is to say of a racer's path, if anybody races.
  tell(path, reply, race) {
    Object.assign(this, {path, reply, race})
    this.card.hidden = !path
    if (path) this.#show()
  }

  async #take(cards) {
    this.cards = await cards
    this.tried = true
    if (this.path) this.#show()
  }

  #go(depth) {
    this.depth = depth
    keep(KEY, depth)
    if (!this.cards) this.#take(this.again())
    this.#show()
    this.changed?.()
  }

  #show() {
    const {path, depth} = this
    for (const choice of this.depths) choice.checked = choice.value === depth
    put(this.find("title"), path.title)
    put(this.find("variant"), path.variant)
    const all = this.cards?.[path.key]
    put(this.find("missing"), all ? "" : MISSING)
    this.find("missing").hidden = this.cards !== undefined || !this.tried
    for (const part of this.card.querySelectorAll("[data-depth]")) part.hidden = !all || part.dataset.depth !== depth
    if (!all) return
    const {values} = this.reply
    const own = settingsOf(values, path.key)
    const numbers = values.shared === "1" ? {...own, lr: values.lr} : own
    const variant = all.variants[all.switches.map((name) => own[name]).join("|")]
    const told = {all, variant, numbers}
    if (depth === "idea") this.#idea(told)
    else if (depth === "maths") this.#maths(told)
    else this.#deeper(told)
  }

  #idea({all, numbers}) {
    for (const name of ["idea", "best_for", "use", "avoid"]) put(this.find(name), all[name])
    const rows = all.typical.map(([label, practice, name]) => [label, typeset(practice), typeset(numbers[name])])
    this.#rewrite("typical", JSON.stringify(rows), (holder) =>
      holder.replaceChildren(
        ...rows.map(([label, ...cells]) => {
          const row = document.createElement("tr")
          row.append(
            Object.assign(document.createElement("th"), {scope: "row", textContent: label}),
            ...cells.map((textContent) => Object.assign(document.createElement("td"), {textContent})),
          )
          return row
        }),
      ))
  }

  #maths({all, variant, numbers}) {
    put(this.find("reference"), all.reference)
    this.#html("recurrence", variant.recurrence.join(""))
    const matrix = all.matrices[this.reply.surface.key]
    this.#html("matrix", matrix ? `<p>On this surface</p>${matrix}` : "")
    this.find("elementwise").hidden = !variant.elementwise
    const entries = variant.symbols.map((
      [symbol, meaning, name],
    ) => [symbol, meaning, name ? typeset(numbers[name]) : ""])
    this.#rewrite("symbols", JSON.stringify(entries), (holder) =>
      holder.replaceChildren(
        ...entries.flatMap(([symbol, meaning, number]) => {
          const [term, says] = [document.createElement("dt"), document.createElement("dd")]
          term.innerHTML = symbol
          if (number) says.append(Object.assign(document.createElement("b"), {textContent: number}), " · ")
          says.append(meaning)
          return [term, says]
        }),
      ))
  }

  #deeper({all, variant, numbers}) {
    const {reply, path} = this
    const recipe = settingsOf(reply.values, "recipe")
    put(this.find("torch"), filled(variant.torch, numbers))
    const text = script({
      title: path.title,
      address: this.linkTo({...reply.query, racers: path.key}),
      variant,
      numbers,
      cycled: all.cycled,
      surface: reply.surface,
      shape: settingsOf(reply.values, reply.surface.key),
      start: this.race.start.map(String),
      steps: reply.values.steps,
      recipe,
    })
    const plain = Object.keys(reply.query).every((key) => !key.startsWith("recipe."))
    const beside = plain || !text ? [] : [BESIDE]
    const departs = text ? departures(variant, numbers, recipe, reply.surface) : []
    put(this.find("departs"), [...departs, ...beside].join(" "))
    this.find("whole").hidden = text === ""
    if (this.find("script").textContent !== text) put(this.find("says"), "")
    put(this.find("script"), text)
    put(this.find("kernel"), all.kernel)
    this.#rewrite("deeper", path.key, (holder) =>
      holder.replaceChildren(
        ...all.deeper.map(({text, source}) => {
          const note = Object.assign(document.createElement("p"), {textContent: `${text} `})
          note.append(Object.assign(document.createElement("cite"), {textContent: source}))
          return note
        }),
      ))
  }

  #html(name, html) {
    this.#rewrite(name, html, (holder) => {
      holder.hidden = html === ""
      holder.innerHTML = html
    })
  }

  // Write a part anew only where it is to say something else.
  #rewrite(name, said, write) {
    const holder = this.find(name)
    if (holder.dataset.shown === said) return
    holder.dataset.shown = said
    write(holder)
  }

  async #copy() {
    const code = this.find("script")
    const range = document.createRange()
    range.selectNodeContents(code)
    const selection = getSelection()
    selection.removeAllRanges()
    selection.addRange(range)
    try {
      await navigator.clipboard.writeText(code.textContent)
      put(this.find("says"), "The script is copied.")
    } catch {
      put(this.find("says"), "This browser does not let the page copy. The script is selected: press Ctrl+C or ⌘C.")
    }
  }
}
