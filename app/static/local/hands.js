// @ts-check
// Who does long work for the page: a worker beside it, or, where there can be none, the page between two frames.

import {Work} from "./work.js"

/** @typedef {(question: string, answer: any) => void} Post */

/** @typedef {{ask(job: import("./work.js").Job | undefined): void, drop(): void}} Worked */

export class Hands {
  /** @type {Worked | undefined} */
  #work
  /** What was asked last, until it is dropped. @type {import("./work.js").Job | undefined} */
  #job

  // kernels and table as everywhere; beside: makes a worker of worker.js, where there can be one.
  /** @param {any} kernels @param {any} table @param {Post} post @param {() => Worker} [beside] */
  constructor(kernels, table, post, beside) {
    /** @returns {Worked} */
    const here = () => new Work(kernels, table, post)
    /** @returns {Worked} */
    this.begin = () => {
      const worker = beside && begun(beside)
      if (!worker) return here()
      let heard = false
      worker.addEventListener("message", ({data: {question, answer, shape}}) => {
        heard = true
        // A message carries an array without what is written on it.
        if (shape) Object.assign(answer.loss, {shape})
        post(question, answer)
      })
      // The page around may allow no worker, which only its first error tells.
      worker.addEventListener("error", () => {
        if (heard) return
        this.begin = here
        this.#work = here()
        this.#work.ask(this.#job)
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
    this.#job = job
    if (job) this.#work ??= this.begin()
    this.#work?.ask(job)
  }

  drop() {
    this.#job = undefined
    this.#work?.drop()
  }
}

/** @param {() => Worker} beside */
function begun(beside) {
  try {
    return beside()
  } catch {
    return undefined
  }
}
