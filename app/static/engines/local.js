// @ts-check
// The engine that answers in the page itself, with nobody else.

import {Answerer} from "../local/answerer.js"
import {Hands} from "../local/hands.js"
import {questionOf} from "../local/questions.js"
import {Kernels} from "../kernels/kernels.js"
import {Engine} from "./engine.js"

export const UNTUNED = "Tuning is worked out by a server, and there is none here."

export class Local extends Engine {
  /** The question of the view that was asked, or stopped, last. @type {string | null} */
  #question = null

  /** @param {Answerer} answerer @param {() => Worker} [beside] */
  constructor(answerer, beside) {
    super()
    this.answerer = answerer
    this.hands = new Hands(answerer.kernels, answerer.table, (question, answer) => {
      this.answered({...answer, question})
    }, beside)
    this.#tell(null, answerer.said)
  }

  /** @param {{id: number, changes: Record<string, string>, do?: string}} request */
  send({id, changes, do: action}) {
    const said = this.answerer.change(changes)
    if (action === "stop view") this.hands.drop()
    if (action === "tune") this.answered({kind: "refused", of: "tune", text: UNTUNED, question: null})
    // Not before whoever asked has done what is to be done after asking.
    queueMicrotask(() => this.#tell(id, said))
  }

  /** @param {number | null} id @param {import("../local/answerer.js").Said} said */
  #tell(id, said) {
    const {settings} = this.answerer
    const question = questionOf(settings)
    this.replied({id, ...said, ...this.answerer.reply(), question, tuned: false})
    if (question === this.#question) return
    this.#question = question
    this.hands.ask(question === null ? undefined : {question, texts: {...settings.texts}})
  }
}

// An engine for a page that has the module of kernels and the table at hand: bytes, and an object. ``query`` is that of
// the race that the page opens with; ``beside`` makes a worker of local/worker.js, where there can be one. Nothing is
// fetched.
/** @param {{module: BufferSource, table: any, query?: string, beside?: () => Worker}} means */
export async function openLocal({module, table, query, beside}) {
  return new Local(new Answerer(await Kernels.load(module), table, query), beside)
}
