// Who leads at the playhead, and what there is to say of the racer that was picked.

import {readable} from "../model/numbers.js"
import {put} from "./text.js"
import {swatch} from "./swatch.js"

// Of a line of PyTorch, where a recipe applies.
const BESIDE = "The line is of the rule alone: the recipe for all comes beside it."

export class Standings {
  // endings: what there is to say of an outcome, by the number of its kind.
  constructor(root, endings) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {table: find("standings"), card: find("explain"), announce: find("announce")})
    this.tones = Object.fromEntries(Object.values(endings).map(({kind, tone}) => [kind, tone]))
  }

  follow({race, reply}) {
    this.race = race
    this.recipe = Object.keys(reply.query).some((key) => key.startsWith("recipe."))
    while (this.table.tBodies.length > race.paths.length) this.table.tBodies[0].remove()
    while (this.table.tBodies.length < race.paths.length) this.table.append(this.entry())
    if (!race.paths.some((path) => path.key === this.picked)) this.picked = race.paths.at(-1)?.key
    this.explain()
  }

  // Two rows a racer: its numbers, and below them its variant and outcome in words.
  entry() {
    const entry = document.createElement("tbody")
    entry.innerHTML = `<tr><td class="rank"></td><th scope="row"><button type="button"></button></th>
      <td class="number"></td><td class="number"></td><td class="number"></td></tr>
      <tr><td></td><td colspan="4" class="words"><span class="outcome"></span> <small></small></td></tr>`
    entry.querySelector("button").addEventListener("click", () => {
      this.picked = entry.dataset.racer
      this.explain()
      this.#fill(this.at)
    })
    return entry
  }

  show(t, playing) {
    this.#fill(t)
    if (!playing && t === this.race.steps) this.finish()
  }

  #fill(t) {
    this.at = t
    put(this.table.caption, this.race.paths.length ? `Standings at step ${t}` : "No racer is switched on")
    this.race.standings(t).forEach(({path, gone}, place) => {
      const entry = this.table.tBodies[place]
      const at = this.race.row(path, t)
      const button = entry.querySelector("button")
      if (entry.dataset.racer !== path.key) {
        entry.dataset.racer = path.key
        button.replaceChildren(swatch(path), path.title)
      }
      entry.classList.toggle("picked", path.key === this.picked)
      button.setAttribute("aria-pressed", path.key === this.picked)
      const known = this.race.known(path, t)
      const numbers = gone ? ["–", "–"] : [readable(path.loss[at], 3), readable(path.distance[at], 3)]
      put(entry.querySelector(".rank"), gone ? "–" : String(place + 1))
      ;[...numbers, String(path.evaluations[at])].forEach((text, i) => put(entry.rows[0].cells[i + 2], text))
      put(entry.querySelector("small"), path.variant)
      put(entry.querySelector(".outcome"), known ? path.outcome.text : "running")
      entry.querySelector(".outcome").dataset.tone = this.tones[known ? path.outcome.kind : "running"]
    })
  }

  // For screen readers, once a race is over.
  finish() {
    const said = this.race
      .standings(this.race.steps)
      .map(({path}, place) => `${place + 1}: ${path.title}, ${path.outcome.text}`)
    this.announce.textContent = `The race is over. ${said.join(". ")}.`
  }

  explain() {
    const path = this.race.paths.find((each) => each.key === this.picked)
    this.card.hidden = !path
    if (!path) return
    for (const name of ["title", "variant", "torch", "use", "avoid", "reference"]) {
      put(this.card.querySelector(`[data-explain=${name}]`), path[name])
    }
    const beside = this.recipe && path.torch.startsWith("torch.") ? [BESIDE] : []
    put(this.card.querySelector("[data-explain=departs]"), [path.departs, ...beside].filter(Boolean).join(" "))
    this.#formula("recurrence", path.recurrence.join(""))
    this.#formula("matrix", path.matrix && `<p>On this surface</p>${path.matrix}`)
  }

  #formula(name, html) {
    const holder = this.card.querySelector(`[data-explain=${name}]`)
    holder.hidden = html === ""
    if (holder.dataset.shown === html) return
    holder.dataset.shown = html
    holder.innerHTML = html
  }
}
