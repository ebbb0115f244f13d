// A lesson of one's own, composed beside the race: the race as it is becomes a step, which is given words and a question.

import {fileOf, packed} from "../model/own_lesson.js"
import {linkTo, shared} from "../model/links.js"
import {download} from "./download.js"
import {Drafts} from "./kept.js"
import {put} from "./text.js"

// Characters of a link that every program still takes.
const SHORT = 2000

const NEW = {title: "", say: "", kind: "", question: "", expected: "", choices: []}

export class Compose {
  // lesson: plays lessons and has them read, see lesson.js; undo: what asks for changes.
  constructor(root, lesson, undo) {
    Object.assign(this, {root, lesson, undo, drafts: new Drafts()})
    this.panel = root.querySelector("[data-part=compose]")
    this.find = (name) => this.panel.querySelector(`[data-compose=${name}]`)
    const on = (name, act) => this.find(name).addEventListener("click", act)
    root.querySelector("[data-part=compose-open]").addEventListener("click", () => this.#open())
    on("close", () => this.#close())
    on("add", () => this.#add())
    on("keep", () => this.#change(() => Object.assign(this.step, {values: this.#values()})))
    on("show", () => this.undo.ask(this.step.values, "race of the draft"))
    on("earlier", () => this.#move(-1))
    on("later", () => this.#move(1))
    on("remove", () => this.#remove())
    on("try", () => this.#try())
    on("save", () => this.#save())
    on("link", () => this.#link())
    this.panel.addEventListener("input", ({target}) => this.#typed(target))
    // A file that is dropped anywhere on the page is opened.
    root.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault())
    root.addEventListener("drop", (event) => {
      const [file] = event.dataTransfer?.files ?? []
      if (!file) return
      event.preventDefault()
      file.text().then((text) => this.lesson.openText(text))
    })
    const chooser = root.querySelector("[data-part=lesson-file]")
    chooser.addEventListener("change", () => {
      root.querySelector("[data-part=share]").close()
      chooser.files[0]?.text().then((text) => this.lesson.openText(text))
      chooser.value = ""
    })
  }

  follow({reply}) {
    this.reply = reply
    if (!this.panel.hidden) this.#fill()
  }

  get step() {
    return this.draft.steps[this.at]
  }

  async #open() {
    this.root.querySelector("[data-part=share]").close()
    this.defaults ??= await this.lesson.lessons.defaults()
    if (!this.defaults) return
    if (this.reply.values.lesson) this.lesson.leave()
    this.draft ??= this.drafts.read() ?? {title: "", minutes: 5, steps: [{...NEW, values: this.#values()}]}
    this.at ??= 0
    this.panel.hidden = false
    this.root.dataset.composing = "1"
    this.#show()
    this.panel.querySelector("[data-draft=title]").focus()
  }

  #close() {
    this.panel.hidden = true
    delete this.root.dataset.composing
    this.root.querySelector("[data-part=share-open]").focus()
  }

  // The settings that are a lesson's, as they are now.
  #values() {
    return Object.fromEntries(Object.keys(this.defaults).map((key) => [key, this.reply.values[key]]))
  }

  #change(change) {
    change()
    this.drafts.write(this.draft)
    this.#fill()
  }

  #add() {
    this.#change(() => this.draft.steps.splice(this.at += 1, 0, {...NEW, values: this.#values()}))
    this.#show()
    this.panel.querySelector("[data-step=title]").focus()
  }

  #move(by) {
    const {steps} = this.draft
    const to = this.at + by
    if (to < 0 || to >= steps.length) return
    this.#change(() => steps.splice(to, 0, ...steps.splice(this.at, 1)))
    this.at = to
    this.#show()
  }

  #remove() {
    if (this.draft.steps.length === 1) return
    this.#change(() => this.draft.steps.splice(this.at, 1))
    this.at = Math.min(this.at, this.draft.steps.length - 1)
    this.#show()
  }

  #typed({dataset, value}) {
    this.#change(() => {
      if (dataset.draft) this.draft[dataset.draft] = dataset.draft === "minutes" ? Number(value) : value
      else if (dataset.step === "choices")
        this.step.choices = value.split("\n").filter((line) => line.trim()).map(choiceOf)
      else if (dataset.step) this.step[dataset.step] = value
    })
  }

  // The boxes of the step that is written.
  #show() {
    const {draft, step} = this
    for (const box of this.panel.querySelectorAll("[data-draft]")) box.value = draft[box.dataset.draft]
    for (const box of this.panel.querySelectorAll("[data-step]")) {
      const {step: name} = box.dataset
      box.value = name === "choices" ? step.choices.map(lineOf).join("\n") : step[name]
    }
    this.find("dots").replaceChildren(
      ...draft.steps.map((_, i) => {
        const [item, dot] = ["li", "button"].map((name) => document.createElement(name))
        Object.assign(dot, {type: "button"}).setAttribute("aria-label", `Step ${i + 1} of the draft`)
        if (i === this.at) dot.setAttribute("aria-current", "step")
        dot.addEventListener("click", () => {
          this.at = i
          this.#show()
        })
        item.append(dot)
        return item
      }),
    )
    this.#fill()
  }

  // What follows from what was typed and from the race.
  #fill() {
    const {step, at, draft} = this
    const same = Object.entries(this.#values()).every(([key, text]) => step.values[key] === text)
    put(
      this.find("race"),
      same ? "The race in sight is that of the step." : "The race in sight is another than that of the step.",
    )
    this.find("keep").disabled = this.find("show").disabled = same
    this.find("asks").hidden = step.kind === ""
    this.find("choices").hidden = step.kind !== "check"
    this.find("earlier").disabled = at === 0
    this.find("later").disabled = at === draft.steps.length - 1
    this.find("remove").disabled = draft.steps.length === 1
  }

  // The draft as a file, once it was read without a fault; undefined, and told, where it was not.
  async #sound() {
    const text = fileOf(this.draft, this.defaults)
    const fault = await this.lesson.lessons.faultOf(text)
    put(this.find("says"), fault)
    return fault ? undefined : text
  }

  async #try() {
    const text = await this.#sound()
    if (!text) return
    this.#close()
    this.lesson.openText(text)
  }

  async #save() {
    const text = await this.#sound()
    if (text) download(`${this.draft.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-") || "lesson"}.toml`, text)
  }

  async #link() {
    const text = await this.#sound()
    if (!text) return
    const race = Object.entries(this.draft.steps[0].values).filter(([key, each]) => this.defaults[key] !== each)
    const query = shared({...Object.fromEntries(race), lesson: "own"}, {}, [])
    const link = `${linkTo(location.origin + location.pathname, query)}#lesson=${await packed(text)}`
    const long = link.length > SHORT
      ? ` It has ${link.length} characters, which some programs cut: a file is safer.`
      : ""
    try {
      await navigator.clipboard.writeText(link)
      put(this.find("says"), `The link is copied.${long}`)
    } catch {
      put(this.find("says"), `This browser does not let the page copy. The link: ${link}`)
    }
  }
}

// An answer in a line: * before the right one, // before what is said of it.
function choiceOf(line) {
  const [said, feedback = ""] = line.split("//")
  return {text: said.replace(/^\s*\*/, "").trim(), correct: /^\s*\*/.test(said), feedback: feedback.trim()}
}

const lineOf = ({text, correct, feedback}) => `${correct ? "* " : ""}${text}${feedback ? ` // ${feedback}` : ""}`
