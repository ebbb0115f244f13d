// A lesson beside the race: its steps one after the other, with what each says, asks and wants done.

import {asText, changesToStep, feedback, isElsewhere, isOpen, words} from "../model/lesson.js"
import {download} from "./download.js"
import {Kept} from "./kept.js"
import {LessonAnswers} from "./lesson_answers.js"
import {Look} from "./look.js"
import {put} from "./text.js"

export class Lesson {
  // The lessons that were read, by key.
  #read = {}
  // The step that is shown, as "key at".
  #shown = ""
  // Whether the race of the step that is opened is another than that before.
  #moved = true
  t = 0

  // names: what settings are called, by key; undo: what asks for changes, see undo.js; reveal(): play a race from its
  // start, or show its end to who asked for less motion.
  constructor(root, engine, {names, undo, playback, reveal}) {
    Object.assign(this, {root, undo, playback, reveal, kept: new Kept()})
    this.panel = root.querySelector("[data-part=lesson]")
    this.find = (name) => this.panel.querySelector(`[data-lesson=${name}]`)
    this.announce = root.querySelector("[data-part=announce]")
    this.back = root.querySelector("[data-part=lesson-back]")
    this.look = new Look(root, this.find("looks"), names)
    this.answers = new LessonAnswers(this.panel, (answer) => this.#take(answer))
    const on = (name, act) => this.find(name).addEventListener("click", act)
    on("leave", () => this.leave())
    on("back", () => this.go(-1))
    on("next", () => this.next())
    on("skip", () => this.go(1))
    on("reset", () => this.#setRace())
    on("save", () => this.#save())
    on("clear", () => this.#clear())
    this.back.addEventListener("click", () => this.#open(this.back.dataset.lesson, Number(this.back.dataset.at)))
    engine.listen({answer: (answer) => this.#hear(answer)})
    this.answer = engine.answer ?? undefined
  }

  // What the keys n and p do, while a lesson is open.
  get keys() {
    return this.lesson ? {n: () => this.next(), p: () => this.go(-1)} : {}
  }

  get step() {
    return this.lesson?.steps[this.at - 1]
  }

  get #mine() {
    return this.kept.of(this.key)
  }

  get #isOpen() {
    return isOpen(this.step, this.#mine.answers[this.at] ?? {}, this.#mine.done.includes(this.at))
  }

  follow({reply, race}) {
    Object.assign(this, {reply, race})
    const {lesson: key, at} = reply.values
    if (!key) {
      this.#close()
      return
    }
    if (!this.#read[key]) {
      this.#fetch(key)
      return
    }
    const before = this.#shown
    this.#shown = `${key} ${at}`
    Object.assign(this, {key, lesson: this.#read[key], at: Math.min(Number(at), this.#read[key].steps.length)})
    if (before !== this.#shown) this.#begin(before)
    this.#fill()
  }

  show(t, playing) {
    this.t = t
    this.playing = playing
    if (this.lesson) this.#fill()
  }

  // Go on, where the step lets go.
  next() {
    if (this.#isOpen || this.presents) {
      if (this.at < this.lesson.steps.length) this.go(1)
      else this.leave()
      return
    }
    put(this.announce, "This step waits for an answer. Skip goes on without.")
    this.answers.focus(this.step)
  }

  go(by) {
    const at = this.at + by
    if (at >= 1 && at <= this.lesson.steps.length) this.#open(this.key, at)
  }

  leave() {
    this.undo.ask({lesson: "", at: "1", hide: "0"}, "the lesson, left")
    this.root.querySelector("[data-part=lesson-back]").focus()
  }

  // Before a class nothing blocks.
  get presents() {
    return "present" in this.root.dataset
  }

  async #fetch(key) {
    this.#read[key] = null
    try {
      const said = await fetch(`lesson.json?of=${key}`)
      if (!said.ok) throw new Error(String(said.status))
      this.#read[key] = await said.json()
    } catch {
      delete this.#read[key]
      put(this.announce, "The lesson could not be loaded.")
      return
    }
    this.follow(this)
  }

  #open(key, at) {
    const lesson = this.#read[key]
    const {state} = lesson.steps[at - 1]
    const changes = changesToStep(this.reply.values, lesson.defaults, state)
    this.#moved = Object.keys(changes).length > 0
    this.undo.begin()
    this.undo.ask({...changes, lesson: key, at: String(at)}, `${lesson.title}, step ${at}`)
  }

  // The race of the step, as the lesson has it.
  #setRace() {
    this.undo.ask(changesToStep(this.reply.values, this.lesson.defaults, this.step.state), "the lesson's race")
    this.reveal()
    this.find("next").focus()
  }

  // A step comes into sight.
  #begin(before) {
    const {step, at} = this
    this.panel.hidden = false
    this.back.hidden = true
    this.root.dataset.lesson = "1"
    this.kept.visit(this.key, at, this.lesson.steps.length)
    put(this.find("title"), this.lesson.title)
    put(this.find("name"), step.title)
    this.#dots()
    this.answers.show(step, this.#mine.answers[at] ?? {})
    this.look.at(step.look)
    const hint = this.find("hint")
    hint.hidden = !step.requires
    hint.open = false
    if (step.requires) put(hint.querySelector("p"), step.requires.hint)
    this.panel.scrollTop = 0
    if (before) {
      put(this.announce, `Step ${at} of ${this.lesson.steps.length}, ${step.title}. ${this.#say()}`)
    }
    if (this.#withholds()) {
      this.playback.pause()
      this.playback.seek(0)
    } else if (before && this.#moved) this.reveal()
    this.#moved = true
  }

  // Whether the step waits for what the race would tell.
  #withholds() {
    return this.step.kind === "predict" && !this.#isOpen
  }

  #scene() {
    const {race, reply, answer} = this
    const found = answer && answer.question === reply.question && answer.last ? answer : undefined
    return {race, surface: reply.surface, answer: found}
  }

  #say() {
    return words(this.step.say, this.#scene(), this.t)
  }

  // What changes with the race, the playhead and what was answered.
  #fill() {
    const {step, at, t} = this
    const scene = this.#scene()
    const mine = this.#mine
    put(this.find("say"), this.#say())
    const {text, tone} = feedback(step, mine.answers[at] ?? {}, scene, t)
    if (step.kind === "task" && tone === "good" && !mine.done.includes(at)) this.kept.done(this.key, at)
    const said = this.find("feedback")
    put(said, text)
    said.dataset.tone = tone
    const open = this.#isOpen
    const [next, skip, reset] = [this.find("next"), this.find("skip"), this.find("reset")]
    const last = at === this.lesson.steps.length
    put(next, last ? "Finish" : "Next ›")
    next.setAttribute("aria-disabled", String(!open && !this.presents))
    skip.hidden = open || last || this.presents
    this.find("back").disabled = at === 1
    reset.hidden = !isElsewhere(this.reply.values, this.lesson.defaults, step.state)
    const withheld = open ? "" : step.hide.join(" ")
    if (this.root.dataset.withheld !== withheld) this.root.dataset.withheld = withheld
  }

  #take(answer) {
    const withheld = this.#withholds()
    this.kept.answer(this.key, this.at, answer)
    this.answers.mark(this.step, answer)
    if (withheld) this.reveal()
    this.#fill()
  }

  #hear(answer) {
    if (answer.kind === "progress") return
    this.answer = answer
    if (this.lesson && this.reply) this.#fill()
  }

  #dots() {
    this.find("dots").replaceChildren(
      ...this.lesson.steps.map(({title}, i) => {
        const item = document.createElement("li")
        const dot = Object.assign(document.createElement("button"), {type: "button", title})
        dot.setAttribute("aria-label", `Step ${i + 1}, ${title}`)
        if (i + 1 === this.at) dot.setAttribute("aria-current", "step")
        dot.classList.toggle("seen", this.#mine.seen.includes(i + 1))
        dot.addEventListener("click", () => this.#open(this.key, i + 1))
        item.append(dot)
        return item
      }),
    )
  }

  #close() {
    if (this.lesson) {
      const {key, at, lesson} = this
      Object.assign(this.back.dataset, {lesson: key, at})
      put(this.back, `‹ ${lesson.title}`)
      this.back.title = `Back to the lesson, step ${at}`
      this.back.hidden = false
      this.look.at([])
      this.root.dataset.withheld = ""
      delete this.root.dataset.lesson
    }
    this.lesson = undefined
    this.#shown = ""
    this.panel.hidden = true
  }

  #save() {
    download(`${this.key}-answers.txt`, asText(this.lesson, this.#mine.answers))
  }

  #clear() {
    this.kept.clear(this.key)
    this.answers.show(this.step, {})
    this.#dots()
    this.#fill()
    put(this.announce, "Your answers to this lesson are cleared.")
  }
}
