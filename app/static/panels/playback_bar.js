// The bar at the bottom.

import {put} from "./text.js"

export class PlaybackBar {
  constructor(root, playback) {
    const bar = root.querySelector("[data-part=playback]")
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
    const speed = find("speed")
    speed.value = String(playback.speed)
    speed.addEventListener("change", () => {
      playback.speed = Number(speed.value)
      playback.moved()
    })
    find("loop").addEventListener("click", (event) => {
      playback.loop = !playback.loop
      event.currentTarget.setAttribute("aria-pressed", playback.loop)
    })
    Object.assign(this, {playback, scrub, where: find("where").children, button: find("play")})
  }

  show(step, playing) {
    const {playback} = this
    this.scrub.max = playback.steps
    this.scrub.value = step
    this.scrub.setAttribute("aria-valuetext", `step ${step} of ${playback.steps}`)
    // Where there is little room the words go, and the numbers stay.
    put(this.where[1], String(step))
    put(this.where[3], String(playback.steps))
    const button = this.button
    if (button.dataset.playing !== String(playing)) {
      button.dataset.playing = playing
      button.querySelector("use").setAttribute("href", playing ? "#icon-pause" : "#icon-play")
      button.setAttribute("aria-label", playing ? "Pause" : "Play")
    }
  }
}
