// @ts-check
// The engine that answers in the page itself, with nobody else.

import {Answerer} from "../local/answerer.js"
import {Kernels} from "../kernels/kernels.js"
import {Engine} from "./engine.js"

export class Local extends Engine {
  /** @param {Answerer} answerer */
  constructor(answerer) {
    super()
    this.answerer = answerer
    this.#tell(null, answerer.said)
  }

  /** @param {{id: number, changes: Record<string, string>, do?: string}} request */
  send({id, changes}) {
    const said = this.answerer.change(changes)
    // Not before whoever asked has done what is to be done after asking.
    queueMicrotask(() => this.#tell(id, said))
  }

  /** @param {number | null} id @param {import("../local/answerer.js").Said} said */
  #tell(id, said) {
    this.replied({id, ...said, ...this.answerer.reply()})
  }
}

// An engine for a page that has the module of kernels and the table at hand: bytes, and an object. ``query`` is that of
// the race that the page opens with. Nothing is fetched.
/** @param {{module: BufferSource, table: any, query?: string}} means */
export async function openLocal({module, table, query}) {
  return new Local(new Answerer(await Kernels.load(module), table, query))
}
