// @ts-check
// The races of replies: in the page, at once, where they are quick; where they are dear, beside it, so that it goes on.

import {breath} from "../kernels/ends.js"
import {workerOf} from "./beside.js"
import {longest} from "../made/cost.js"
import {racing} from "./reply.js"

// Nanoseconds of a race for which the page is not to stand still; milliseconds after which it says that it waits.
export const LONG = 30e6
const LATE = 200

/** @typedef {import("./answerer.js").Said} Said */
/** @typedef {import("./reply.js").Races} Found */
/** @typedef {{said: Said, give: (said: Said, races?: Found) => void, late: number}} Job */

export class Races {
  /** @type {Job | undefined} */
  #job
  /** @type {Worker | undefined} */
  #worker

  // tell(answer) hears that a reply takes long; beside: makes a worker of worker.js, where there can be one.
  /** @param {import("./answerer.js").Answerer} own @param {(answer: any) => void} tell @param {() => Worker} [beside] */
  constructor(own, tell, beside) {
    this.own = own
    this.tell = tell
    this.beside = beside
  }

  // Whether something is asked that is not there yet.
  get waits() {
    return this.#job !== undefined
  }

  // Have give(said, races) called once there are the races of a reply to the settings in force, unless something newer
  // is asked before: then what was to be said is said with that. Quick ones are left to whoever makes the reply.
  /** @param {Said} said @param {Job["give"]} give */
  ask(said, give) {
    const before = this.drop()
    const told = before ? together(before, said) : said
    if (longest(this.own.settings.bills) <= LONG) {
      give(told)
      return
    }
    const late = setTimeout(() => this.tell({kind: "progress", of: "race", share: 0}), LATE)
    const job = {said: told, give, late}
    this.#job = job
    this.#begin(job)
  }

  // Give up what is asked; what was to be said with it.
  drop() {
    const job = this.#job
    if (!job) return undefined
    clearTimeout(job.late)
    this.#job = undefined
    // It hears of nothing before it is done.
    this.#worker?.terminate()
    this.#worker = undefined
    return job.said
  }

  /** @param {Job} job */
  #begin(job) {
    const {settings, lacksPinned: lacks} = this.own
    this.#worker ??= this.#made()
    if (this.#worker) this.#worker.postMessage({texts: {...settings.texts}, lacks})
    else this.#inSlices(job)
  }

  #made() {
    const {kernels, table} = this.own
    const worker = this.beside && workerOf(this.beside, kernels, table, {
      // One that was ended may have said something before.
      hear: ({races}) => worker === this.#worker && this.#end(races),
      without: () => {
        this.#worker = this.beside = undefined
        if (this.#job) this.#inSlices(this.#job)
      },
    })
    return worker
  }

  // In the page, which draws a frame after each racer.
  /** @param {Job} job */
  async #inSlices(job) {
    const {kernels, settings, lacksPinned} = this.own
    const pieces = racing(kernels, settings, lacksPinned)
    for (;;) {
      await breath()
      if (this.#job !== job) return
      let piece
      try {
        piece = pieces.next()
      } catch {
        // Whoever makes the reply tries again, and says what is wrong.
        return this.#end()
      }
      if (piece.done) return this.#end(piece.value)
    }
  }

  /** @param {Found} [races] none where something went wrong */
  #end(races) {
    const job = this.#job
    if (!job) return
    clearTimeout(job.late)
    this.#job = undefined
    job.give(job.said, races)
  }
}

/** @param {Said} before @param {Said} now @returns {Said} */
export function together(before, now) {
  return {notices: [...before.notices, ...now.notices], refused: {...before.refused, ...now.refused}}
}
