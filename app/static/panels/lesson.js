// A lesson beside the race: its steps one after the other, with what each says, asks and wants done.

import {asText, changesToStep, feedback, isElsewhere, isOpen, words} from "../model/lesson.js"
import {download} from "./download.js"
import {Kept} from "./kept.js"
import {LessonAnswers} from "./lesson_answers.js"
import {LessonSteps} from "./lesson_steps.js"
import {Lessons, OWN} from "./lessons.js"
import {Look} from "./look.js"
import {put} from "./text.js"

export class Lesson {
  lessons = new Lessons()
  // The step that is shown, as "key at".
  #shown = ""
  // Whether the race of the step that is opened is another than that before.
  #moved = true
  t = 0

  // names: what settings are called, by key; undo: what asks for changes, see undo.js; reveal(): play a race from its
  // start, or show its end to who asked for less motion; tell(texts): show notices.
  constructor(root, engine, {names, undo, playback, reveal, tell}) {
    Object.assign(this, {root, undo, playback, reveal, tell, kept: new Kept()})
    this.panel = root.querySelector("[data-part=lesson]")
    this.find = (name) => this.panel.querySelector(`[data-lesson=${name}]`)
    this.announce = root.querySelector("[data-part=announce]")
    this.back = root.querySelector("[data-part=lesson-back]")
    this.look = new Look(root, this.find("looks"), names)
    this.answers = new LessonAnswers(this.panel, (answer) => this.#take(answer))
    this.steps = new LessonSteps(this.panel, {
      back: () => this.go(-1),
      next: () => this.next(),
      skip: () => this.go(1),
      to: (at) => this.#open(this.key, at),
    })
    const on = (name, act) => this.find(name).addEventListener("click", act)
    on("leave", () => this.leave())
    on("reset", () => this.#setRace())
    on("save", () => download(`${this.key}-answers.txt`, asText(this.lesson, this.#mine.answers)))
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
    return this.kept.of(this.#name)
  }

  // What answers are kept by: lessons of one's own share a key.
  get #name() {
    return this.key === OWN ? `${OWN}: ${this.lesson.title}` : this.key
  }

  get #isOpen() {
    return isOpen(this.step, this.#mine.answers[this.at] ?? {}, this.#mine.done.includes(this.at))
  }

  // Before a class nothing blocks: every gate becomes a question to all.
  get #presents() {
    return this.root.dataset.present === "1"
  }

  follow({reply, race}) {
    Object.assign(this, {reply, race})
    const {lesson: key, at} = reply.values
    if (!key) {
      this.#close()
      return
    }
    const lesson = this.lessons.of(key)
    if (!lesson) {
      this.#load(key).then((found) => found && this.follow(this))
      return
    }
    const before = this.#shown
    this.#shown = `${key} ${at}`
    Object.assign(this, {key, lesson, at: Math.min(Number(at), lesson.steps.length)})
    if (before !== this.#shown) this.#begin(before)
    this.#fill()
  }

  show(t) {
    this.t = t
    if (this.lesson) this.#fill()
  }

  // Go on, where the step lets go.
  next() {
    if (!this.#isOpen && !this.#presents) {
      put(this.announce, "This step waits for an answer. Skip goes on without.")
      this.answers.focus(this.step)
    } else if (this.at < this.lesson.steps.length) this.go(1)
    else if (this.lesson.next) this.#load(this.lesson.next.key).then((found) => found && this.#open(found.key, 1))
    else this.leave()
  }

  go(by) {
    const at = this.at + by
    if (at >= 1 && at <= this.lesson.steps.length) this.#open(this.key, at)
  }

  // The race stays, and whatever was answered.
  leave() {
    this.undo.ask({lesson: "", at: "1", hide: "0"}, "lesson, left")
  }

  // Open the text of a lesson, as it came from a file or is being composed: what is wrong with it is told.
  async openText(text) {
    const fault = await this.lessons.take(text)
    this.#shown = ""
    if (fault) this.tell([`This is no lesson that can be opened. ${fault}`])
    else this.#open(OWN, 1)
  }

  // The lesson of that key, once it is read; undefined, and told, where it cannot be.
  async #load(key) {
    const found = await this.lessons.load(key)
    if (!found) this.tell(["The lesson could not be loaded."])
    return found
  }

  #open(key, at) {
    const lesson = this.lessons.of(key)
    const changes = changesToStep(this.reply.values, lesson.defaults, lesson.steps[at - 1].state)
    this.#moved = Object.keys(changes).length > 0
    this.undo.begin()
    this.undo.ask({...changes, lesson: key, at: String(at)}, `${lesson.title}, step ${at}`)
  }

  // The race of the step, as the lesson has it.
  #setRace() {
    this.undo.ask(changesToStep(this.reply.values, this.lesson.defaults, this.step.state), "race of the lesson")
    this.steps.next.focus()
  }

  // A step comes into sight.
  #begin(before) {
    const {step, at, lesson} = this
    this.panel.hidden = false
    this.back.hidden = true
    this.root.dataset.lesson = "1"
    this.kept.visit(this.#name, at, lesson.steps.length)
    put(this.find("title"), lesson.title)
    put(this.find("name"), step.title)
    this.steps.show(lesson, at, this.#mine.seen)
    this.answers.show(step, this.#mine.answers[at] ?? {})
    this.look.at(step.look)
    const hint = this.find("hint")
    hint.hidden = !step.requires
    hint.open = false
    if (step.requires) put(hint.querySelector("p"), step.requires.hint)
    this.panel.scrollTop = 0
    if (before) {
      // On a page that scrolls a step is read from its beginning.
      this.panel.scrollIntoView({block: "start"})
      put(this.announce, `Step ${at} of ${lesson.steps.length}, ${step.title}. ${this.#say()}`)
    }
    if (this.#waits()) {
      this.#afterwards(() => {
        this.playback.pause()
        this.playback.seek(0)
      })
    } else if (before && this.#moved) this.#afterwards(() => this.reveal())
    this.#moved = true
  }

  // Once all parts have followed the state, for all of them show the playhead.
  #afterwards(act) {
    queueMicrotask(() => this.lesson && act())
  }

  // Whether the step waits for a prediction of what the race would tell.
  #waits() {
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
    const {step, at, lesson} = this
    const mine = this.#mine
    put(this.find("say"), this.#say())
    const {text, tone} = feedback(step, mine.answers[at] ?? {}, this.#scene(), this.t)
    if (step.kind === "task" && tone === "good" && !mine.done.includes(at)) this.kept.done(this.#name, at)
    const said = this.find("feedback")
    put(said, text)
    said.dataset.tone = tone
    this.steps.gate(this.#isOpen, this.#presents)
    this.find("reset").hidden = !isElsewhere(this.reply.values, lesson.defaults, step.state)
    const withheld = this.#isOpen ? "" : step.hide.join(" ")
    if (this.root.dataset.withheld !== withheld) this.root.dataset.withheld = withheld
  }

  #take(answer) {
    const waited = this.#waits()
    this.kept.answer(this.#name, this.at, answer)
    this.answers.mark(this.step, answer)
    if (waited) this.reveal()
    this.#fill()
  }

  #hear(answer) {
    if (answer.kind === "progress") return
    this.answer = answer
    if (this.lesson) this.#fill()
  }

  #close() {
    const {key, at, lesson} = this
    if (!lesson) return
    const held = this.panel.contains(document.activeElement)
    Object.assign(this.back.dataset, {lesson: key, at})
    this.back.title = `Back to step ${at} of the lesson: ${lesson.title}`
    this.back.hidden = false
    this.look.at([])
    this.root.dataset.withheld = ""
    delete this.root.dataset.lesson
    this.lesson = undefined
    this.#shown = ""
    this.panel.hidden = true
    if (held) this.back.focus()
  }

  #clear() {
    this.kept.clear(this.#name)
    this.answers.show(this.step, {})
    this.steps.show(this.lesson, this.at, [])
    this.#fill()
    put(this.announce, "Your answers to this lesson are cleared.")
  }
}
