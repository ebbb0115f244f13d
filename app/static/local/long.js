// @ts-check
// What a page's own answerer works at beside its replies: what the view asks, a tuning, and the best rate of a racer.

import {NOBODY, STOPPED} from "../made/asked.js"
import {Hands} from "./hands.js"
import {questionFrom, questionOf, textOf} from "./questions.js"

/** @typedef {import("./answerer.js").Answerer} Answerer */

export class Long {
  /** What is worked at for the view, or was, or is not to be. @type {string | null | undefined} */
  #question

  // tell(answer) hears of each answer; called() says what the question of the view in force is called; beside makes a
  // worker, where there can be one.
  /** @param {Answerer} own @param {(answer: any) => void} tell @param {() => unknown} called @param {() => Worker} [beside] */
  constructor(own, tell, called, beside) {
    this.own = own
    this.viewer = new Hands(own.kernels, own.table, (question, answer) => {
      const current = question === questionOf(own.settings)
      if (question === this.#question) tell({...answer, question: current ? called() : null})
    }, beside)
    this.asides = ["tune", "best"].map((kind) => new Aside(kind, own, tell, beside))
  }

  // Have what the view asks answered, unless it is already.
  view() {
    const {settings} = this.own
    const question = questionOf(settings)
    if (question === this.#question) return
    this.#question = question
    this.viewer.ask(question === null ? undefined : {question, texts: {...settings.texts}})
  }

  // Work at the view's question no more; ``again`` where it may be worked at anew.
  rest(again = false) {
    if (again) this.#question = undefined
    this.viewer.drop()
  }

  // What a request wants beside changes; and that of settings before is not wanted any more. What is to be said of it.
  /** @param {string} [action] @param {boolean} [here] Whether it is to be begun here. @returns {string[]} */
  act(action = "", here = true) {
    const said = []
    if (action === "stop view") this.rest()
    for (const aside of this.asides) {
      if (action === (aside.kind === "tune" ? "stop tuning" : "stop best")) aside.drop()
      aside.heed()
      const [kind, racer] = action.split(" ")
      if (here && kind === aside.kind && !aside.begin(racer)) said.push(NOBODY[kind])
    }
    return said
  }
}

// Work that is begun by hand, of the settings as they are.
class Aside {
  /** @type {string | undefined} */
  #question

  /** @param {string} kind @param {Answerer} own @param {(answer: any) => void} tell @param {() => Worker} [beside] */
  constructor(kind, own, tell, beside) {
    this.kind = kind
    this.own = own
    this.tell = tell
    this.hands = new Hands(own.kernels, own.table, (question, answer) => this.#told(question, answer), beside)
  }

  // Whether there is somebody to begin with.
  /** @param {string} [racer] */
  begin(racer) {
    const {settings} = this.own
    const question = textOf(questionFrom(JSON.stringify([this.kind, "", [racer]]), settings))
    if (question === null) return false
    this.#question = question
    this.hands.ask({question, texts: {...settings.texts}})
    return true
  }

  drop() {
    this.#question = undefined
    this.hands.drop()
  }

  // The settings may be others.
  heed() {
    const question = this.#question
    if (question === undefined || textOf(questionFrom(question, this.own.settings)) === question) return
    this.drop()
    this.tell({kind: "refused", of: this.kind, text: STOPPED[this.kind], question: null})
  }

  /** @param {string} question @param {any} answer */
  #told(question, answer) {
    if (question !== this.#question) return
    if (answer.kind !== "progress") this.#question = undefined
    if (answer.kind === "tune") this.own.tell(question)
    this.tell({...answer, question: null})
  }
}
