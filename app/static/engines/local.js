// @ts-check
// The engine that answers in the page itself, with nobody else.

import {Kernels} from "../kernels/kernels.js"
import {Answerer} from "../local/answerer.js"
import {Long} from "../local/long.js"
import {questionOf} from "../local/questions.js"
import {Races} from "../local/races.js"
import {Engine} from "./engine.js"

export class Local extends Engine {
  /** @param {Answerer} own @param {() => Worker} [beside] */
  constructor(own, beside) {
    super()
    this.own = own
    this.races = new Races(own, (answer) => this.answered(answer), beside)
    this.long = new Long(own, (answer) => this.answered(answer), () => questionOf(own.settings), beside)
    this.#tell(null, own.said)
  }

  // Who answers in the page.
  get answerer() {
    return this.own
  }

  /** @param {{id: number, changes: Record<string, string>, do?: string}} request */
  send({id, changes, do: action}) {
    const said = this.own.change(changes)
    said.notices.push(...this.long.act(action))
    // Not before whoever asked has done what is to be done after asking.
    queueMicrotask(() => this.#tell(id, said))
  }

  /** @param {number | null} id @param {import("../local/answerer.js").Said} said */
  #tell(id, said) {
    this.races.ask(said, (told, races) => {
      const {own} = this
      this.replied({id, ...told, ...own.reply(races), question: questionOf(own.settings), tuned: own.tuned})
      this.long.view()
    })
  }
}

// An engine for a page that has the module of kernels and the table at hand: bytes, and an object. ``query`` is that of
// the race that the page opens with; ``beside`` makes a worker of local/worker.js, where there can be one. Nothing is
// fetched.
/** @param {{module: BufferSource, table: any, query?: string, beside?: () => Worker}} means */
export async function openLocal({module, table, query, beside}) {
  return await new Local(new Answerer(await Kernels.load(module), table, query), beside).ready
}
