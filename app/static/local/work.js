// @ts-check
// Long work for one page: one question at a time, the newest, answered piece by piece. As app/jobs.py does it.

import {gives_way as givesWay, is_told as isTold} from "../made/asked.js"
import {answers} from "./inquiry.js"
import {questionFrom, textOf} from "./questions.js"
import {settingsOf} from "./settings.js"

/** Nobody waits for this piece of work any more. */
class Unwanted extends Error {}

/**
 * @typedef {object} Job
 * @property {string} question
 * @property {Record<string, string>} texts Of all settings.
 */

/** @typedef {{job: Job, begun: number, told: number, answered: boolean, dropped: boolean}} Piece */

export class Work {
  /** @type {Piece | undefined} */
  #now
  /** @type {Job | undefined} */
  #next

  // post(question, answer) is called with each answer, and with words of progress between them.
  /** @param {any} kernels @param {any} table @param {(question: string, answer: any) => void} post */
  constructor(kernels, table, post) {
    this.kernels = kernels
    this.table = table
    this.post = post
  }

  // Answer this instead of whatever was asked before; undefined is no question.
  /** @param {Job | undefined} job */
  ask(job) {
    if (!job) this.drop()
    else if (!this.#now) this.#begin(job)
    else this.#next = this.#now.job.question === job.question ? undefined : job
  }

  // End the work at once.
  drop() {
    if (this.#now) this.#now.dropped = true
    this.#now = this.#next = undefined
  }

  /** @param {Job} job */
  async #begin(job) {
    const now = performance.now()
    const work = {job, begun: now, told: now, answered: false, dropped: false}
    this.#now = work
    const question = questionFrom(job.question, settingsOf(this.table, job.texts))
    try {
      if (question && textOf(question) === job.question) {
        for await (const answer of answers(this.kernels, this.table, question, (share) => this.#watch(work, share))) {
          if (work.dropped) return
          this.post(job.question, answer)
          work.answered = true
          if (this.#next) break
        }
      }
    } catch (error) {
      if (!(error instanceof Unwanted)) {
        this.post(job.question, {kind: "refused", of: question?.kind, text: "This went wrong in your browser."})
        reportError(error)
      }
    }
    // Unless it was dropped, and something else is under way by now.
    if (this.#now !== work) return
    this.#now = undefined
    const next = this.#next
    this.#next = undefined
    if (next) this.#begin(next)
  }

  /** @param {Piece} work @param {number} share */
  #watch(work, share) {
    const now = performance.now()
    const since = (/** @type {number} */ then) => (now - then) / 1000
    if (work.dropped || (this.#next && givesWay(work.answered, since(work.begun)))) throw new Unwanted()
    if (!isTold(share, since(work.told))) return
    work.told = now
    this.post(work.job.question, {kind: "progress", of: JSON.parse(work.job.question)[0], share})
  }
}
