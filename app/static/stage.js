// When each part of a page hears of what is new.
//
// What a slider is moved for, the maps and the loss, follows in the task in which a reply comes, and is in the next frame.
// All else follows in the time that frames leave, part by part, so that no frame waits for it. Until a part has followed, it
// is shown no step either.

import {whenIdle} from "./idle.js"

// Milliseconds after which the others follow where frames leave no time, and how many each frame then gives to them.
const LATE = 50, SLICE = 4
// Words are read, not watched: they change this often while a race plays, in milliseconds.
const WORDS_EVERY = 100

export class Stage {
  // Parts that have not followed the newest state, who has waited longest first.
  #behind = new Set()
  #waits = false
  state = undefined

  // atOnce: parts that follow a new state in the task in which it comes; afterwards: the others; everyFrame: those of both
  // that show each step of a race that plays.
  constructor(playback, {atOnce, afterwards, everyFrame}) {
    Object.assign(this, {playback, atOnce, afterwards, everyFrame})
    this.words = [...atOnce, ...afterwards].filter((part) => part.show && !everyFrame.includes(part))
    this.wordsAt = -Infinity
  }

  // Whether all that is shown is of the newest state.
  get settled() {
    return this.#behind.size === 0
  }

  follow(state) {
    const {playback, state: before} = this
    if (before?.race.steps !== state.race.steps || before.reply.surface.key !== state.reply.surface.key) {
      this.#followAll(state)
      playback.setSteps(state.race.steps)
      return
    }
    this.state = state
    for (const part of this.atOnce) part.follow?.(state)
    for (const part of this.atOnce) part.show?.(playback.step, playback.playing)
    for (const part of this.afterwards) this.#behind.add(part)
    this.#later()
  }

  // All of a state at once: on paper there is no later.
  followNow(state) {
    this.#followAll(state)
    this.show(this.playback.step, false)
  }

  // The figures show another part of what they showed.
  repaint() {
    if (this.state) this.#show(this.everyFrame, this.playback.step, this.playback.playing)
  }

  // The playhead is at ``step``.
  show(step, playing) {
    if (!this.state) return
    this.#show(this.everyFrame, step, playing)
    const now = performance.now()
    if (playing && now - this.wordsAt < WORDS_EVERY) return
    this.wordsAt = now
    this.#show(this.words, step, playing)
  }

  #followAll(state) {
    this.state = state
    for (const part of [...this.atOnce, ...this.afterwards]) part.follow?.(state)
    this.#behind.clear()
  }

  #show(parts, step, playing) {
    for (const part of parts) if (!this.#behind.has(part)) part.show(step, playing)
  }

  #later() {
    if (this.#waits || this.settled) return
    this.#waits = true
    whenIdle((left) => {
      this.#waits = false
      this.#catchUp(performance.now() + Math.max(left, SLICE))
      this.#later()
    }, LATE)
  }

  #catchUp(until) {
    const {step, playing} = this.playback
    for (const part of this.#behind) {
      if (performance.now() > until) return
      this.#behind.delete(part)
      part.follow?.(this.state)
      part.show?.(step, playing)
    }
  }
}
