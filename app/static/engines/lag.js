// @ts-check
// How long a server takes to reply, of late: whether it is far.

// Milliseconds from which on a server is far, and below which it is near again.
const FAR = 80, NEAR = 50
// The share that the newest time has in what is gone by.
const SHARE = 0.5

export class Lag {
  far = false
  /** @type {number | undefined} */
  #begun
  /** @type {number | undefined} */
  #took

  // Something is asked.
  begin(now = performance.now()) {
    this.#begun ??= now
  }

  // All that was asked is answered.
  end(now = performance.now()) {
    if (this.#begun === undefined) return
    const took = now - this.#begun
    this.#begun = undefined
    this.#took = this.#took === undefined ? took : this.#took + SHARE * (took - this.#took)
    this.far = this.#took > (this.far ? NEAR : FAR)
  }

  // It takes too long to be waited for.
  miss() {
    this.far = true
    this.#took = Math.max(this.#took ?? 0, 2 * FAR)
  }
}
