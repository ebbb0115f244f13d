// @ts-check
// Who does long work for the page: a worker beside it, or, where there can be none, the page between two frames.

import {Work} from "./work.js"

/** @typedef {(question: string, answer: any) => void} Post */

/** @typedef {{ask(job: import("./work.js").Job | undefined): void, drop(): void}} Worked */

export class Hands {
  /** @type {Worked | undefined} */
  #work

  // kernels and table as everywhere; beside: makes a worker of worker.js, where there can be one.
  /** @param {any} kernels @param {any} table @param {Post} post @param {() => Worker} [beside] */
  constructor(kernels, table, post, beside) {
    /** @returns {Worked} */
    this.begin = () => {
      if (!beside) return new Work(kernels, table, post)
      const worker = beside()
      worker.addEventListener("message", ({data: {question, answer, shape}}) => {
        // A message carries an array without what is written on it.
        if (shape) Object.assign(answer.loss, {shape})
        post(question, answer)
      })
      worker.postMessage({module: kernels.module, table})
      return {
        ask: (/** @type {any} */ job) => worker.postMessage(job ? {job} : {drop: true}),
        drop: () => worker.postMessage({drop: true}),
      }
    }
  }

  /** @param {import("./work.js").Job | undefined} job */
  ask(job) {
    if (job) this.#work ??= this.begin()
    this.#work?.ask(job)
  }

  drop() {
    this.#work?.drop()
  }
}
