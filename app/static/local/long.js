// @ts-check
// What a page's own answerer works at beside its replies: what the view asks, and the tuning.

import {Hands} from "./hands.js"
import {questionOf, textOf, tuning} from "./questions.js"

/** @typedef {import("./answerer.js").Answerer} Answerer */

const OTHERS = "The settings have changed: tuning was stopped."

export class Long {
  /** What is worked at for the view, or was, or is not to be; what is tuned. @type {string | null | undefined} */
  #question
  /** @type {string | undefined} */
  #tuning

  // tell(answer) hears of each answer; called() says what the question of the view in force is called; beside makes a
  // worker, where there can be one.
  /** @param {Answerer} own @param {(answer: any) => void} tell @param {() => unknown} called @param {() => Worker} [beside] */
  constructor(own, tell, called, beside) {
    this.own = own
    this.tell = tell
    this.viewer = new Hands(own.kernels, own.table, (question, answer) => {
      const current = question === questionOf(own.settings)
      if (question === this.#question) tell({...answer, question: current ? called() : null})
    }, beside)
    this.tuner = new Hands(own.kernels, own.table, (question, answer) => this.#tuned(question, answer), beside)
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

  // Whether it is worked at.
  get views() {
    return typeof this.#question === "string"
  }

  tune() {
    const {settings} = this.own
    const question = textOf(tuning(settings))
    if (question === null) return
    this.#tuning = question
    this.tuner.ask({question, texts: {...settings.texts}})
  }

  // Tune no more, if it is not of the settings in force, or anyway.
  untune(anyway = false) {
    if (this.#tuning === undefined || (!anyway && this.#tuning === textOf(tuning(this.own.settings)))) return
    this.#tuning = undefined
    this.tuner.drop()
    if (!anyway) this.tell({kind: "refused", of: "tune", text: OTHERS, question: null})
  }

  /** @param {string} question @param {any} answer */
  #tuned(question, answer) {
    if (question !== this.#tuning) return
    if (answer.kind !== "progress") this.#tuning = undefined
    if (answer.kind === "tune") this.own.tell(question)
    this.tell({...answer, question: null})
  }
}
