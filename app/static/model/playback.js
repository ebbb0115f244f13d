// @ts-check
// Time belongs to the browser: play, pause, step, scrub, speed and loop, without a word to the server.

// At 1× a race lasts this long, whatever its budget: what a class can watch.
const SECONDS = 8
// A frame that comes this late, in seconds, comes after the page was out of sight.
const HIDDEN = 1

export class Playback {
  constructor(onMove) {
    this.onMove = onMove
    this.steps = 0
    this.at = 0
    this.speed = 1
    this.loop = false
    this.playing = false
    this.tick = this.tick.bind(this)
  }

  // A new race: the playhead stays where it was, or at the end if it was there.
  setSteps(steps) {
    const wasAtEnd = this.steps > 0 && this.at >= this.steps
    this.steps = steps
    this.at = wasAtEnd ? steps : Math.min(this.at, steps)
    this.moved()
  }

  get step() {
    return Math.floor(this.at)
  }

  seek(step) {
    this.at = Math.max(0, Math.min(step, this.steps))
    this.moved()
  }

  nudge(by) {
    this.pause()
    this.seek(this.step + by)
  }

  play() {
    if (this.playing) return
    if (this.at >= this.steps) this.at = 0
    this.playing = true
    this.last = undefined
    this.moved()
    requestAnimationFrame(this.tick)
  }

  pause() {
    this.playing = false
    this.moved()
  }

  toggle() {
    this.playing ? this.pause() : this.play()
  }

  tick(now) {
    if (!this.playing) return
    const gone = (now - this.last) / 1000
    // Out of sight no frame is painted: the race goes on where it was.
    if (gone < HIDDEN) {
      this.at += (gone / SECONDS) * this.steps * this.speed
      if (this.at >= this.steps) {
        this.at = this.loop ? 0 : this.steps
        this.playing = this.loop
      }
      this.moved()
    }
    this.last = now
    if (this.playing) requestAnimationFrame(this.tick)
  }

  moved() {
    this.onMove(this.step, this.playing)
  }
}
