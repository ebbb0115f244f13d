// @ts-check
// Who does long work for the page: a worker beside it, or, where there can be none, the page between two frames.

import {workerOf} from "./beside.js"
import {Work} from "./work.js"

/** @typedef {(question: string, answer: any) => void} Post */

/** @typedef {{ask(job: import("./work.js").Job | undefined): void, drop(): void}} Worked */

export class Hands {
  /** @type {Worked | undefined} */
  #work
  /** What is worked at. @type {import("./work.js").Job | undefined} */
  #job

  // kernels and table as everywhere; beside: makes a worker of worker.js, where there can be one.
  /** @param {any} kernels @param {any} table @param {Post} post @param {() => Worker} [beside] */
  constructor(kernels, table, post, beside) {
    const inPage = () => new Work(kernels, table, post)
    /** @returns {Worked} */
    this.begin = () => {
      const worker = beside && workerOf(beside, kernels, table, {
        hear: ({question, answer, shape}) => {
          // A message carries an array without what is written on it.
          if (shape) Object.assign(answer.loss, {shape})
          post(question, answer)
        },
        without: () => {
          this.#work = inPage()
          this.#work.ask(this.#job)
        },
      })
      if (!worker) return inPage()
      return {
        ask: (job) => worker.postMessage(job ? {job} : {drop: true}),
        drop: () => worker.postMessage({drop: true}),
      }
    }
  }

  /** @param {import("./work.js").Job | undefined} job */
  ask(job) {
    this.#job = job
    if (job) this.#work ??= this.begin()
    this.#work?.ask(job)
  }

  drop() {
    this.ask(undefined)
  }
}
