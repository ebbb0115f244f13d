// Time belongs to the browser: play, pause, step, scrub, speed and loop, without a word to the server.

// At 1× a race lasts this long, whatever its budget: what a class can watch.
const SECONDS = 8

export class Playback {
  constructor(onMove) {
    this.onMove = onMove
    this.steps = 0
    this.at = 0
    this.speed = 1
    this.loop = false
    this.playing = false
    this.tick = this.tick.bind(this)
    document.addEventListener("visibilitychange", () => {
      this.last = undefined
    })
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
    if (this.last !== undefined) {
      this.at += ((now - this.last) / 1000 / SECONDS) * this.steps * this.speed
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

// The bar at the bottom, and the keys that do the same.
export function bindPlayback(playback, bar) {
  const find = (name) => bar.querySelector(`[data-playback=${name}]`)
  const scrub = find("scrub")
  find("play").addEventListener("click", () => playback.toggle())
  find("back").addEventListener("click", () => playback.nudge(-1))
  find("forward").addEventListener("click", () => playback.nudge(1))
  find("first").addEventListener("click", () => playback.nudge(-Infinity))
  find("last").addEventListener("click", () => playback.nudge(Infinity))
  scrub.addEventListener("input", () => {
    // Read first: pausing shows the playhead, and with it the slider, where it was.
    const wanted = Number(scrub.value)
    playback.pause()
    playback.seek(wanted)
  })
  find("speed").addEventListener("change", (event) => (playback.speed = Number(event.target.value)))
  find("loop").addEventListener("click", (event) => {
    playback.loop = !playback.loop
    event.currentTarget.setAttribute("aria-pressed", playback.loop)
  })
  document.addEventListener("keydown", (event) => {
    // Keys that a control under the focus has a use for are its own; a slider has none for the space bar.
    const users = event.key === " " ? "input:not([type=range]), select, button, summary, a" : "input, select, button, summary, a"
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.(users)) return
    const act = {
      " ": () => playback.toggle(),
      ArrowLeft: () => playback.nudge(-1),
      ArrowRight: () => playback.nudge(1),
      Home: () => playback.nudge(-Infinity),
      End: () => playback.nudge(Infinity),
    }[event.key]
    if (act) {
      event.preventDefault()
      act()
    }
  })
  return function show(step, playing) {
    scrub.max = playback.steps
    scrub.value = step
    scrub.setAttribute("aria-valuetext", `step ${step} of ${playback.steps}`)
    find("where").textContent = `step ${step} of ${playback.steps}`
    const button = find("play")
    if (button.dataset.playing !== String(playing)) {
      button.dataset.playing = playing
      button.querySelector("use").setAttribute("href", playing ? "#icon-pause" : "#icon-play")
      button.setAttribute("aria-label", playing ? "Pause" : "Play")
    }
  }
}
