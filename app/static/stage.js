// When each part of a page hears of what is new.

// Words are read, not watched: they change this often while a race plays, in milliseconds.
const WORDS_EVERY = 100

export class Stage {
  // atOnce: parts that follow a new state in the frame in which it comes; aFrameLater: the others;
  // everyFrame: those of both that show each step of a race that plays.
  constructor(playback, {atOnce, aFrameLater, everyFrame}) {
    Object.assign(this, {playback, atOnce, aFrameLater, everyFrame})
    this.words = [...atOnce, ...aFrameLater].filter((part) => part.show && !everyFrame.includes(part))
    this.prompt = everyFrame.filter((part) => atOnce.includes(part))
    this.state = undefined
    this.wordsAt = -Infinity
  }

  // Whether all that is shown is of the newest state.
  get settled() {
    return this.waiting === undefined
  }

  follow(state) {
    const before = this.state
    this.state = state
    for (const part of this.atOnce) part.follow?.(state)
    const {playback} = this
    const another = before?.race.steps !== state.race.steps || before.reply.surface.key !== state.reply.surface.key
    if (playback.playing || another) {
      cancelAnimationFrame(this.waiting)
      this.waiting = undefined
      this.#followLater()
      playback.setSteps(state.race.steps)
      return
    }
    for (const part of this.prompt) part.show(playback.step, false)
    // Not in the frame that paints those, but in the next.
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = requestAnimationFrame(() => {
        this.waiting = undefined
        this.#followLater()
        this.show(playback.step, playback.playing, this.aFrameLater)
      })
    })
  }

  // All of a state at once: on paper there is no later.
  followNow(state) {
    cancelAnimationFrame(this.waiting)
    this.waiting = undefined
    this.state = state
    for (const part of [...this.atOnce, ...this.aFrameLater]) part.follow?.(state)
    this.show(this.playback.step, false)
  }

  // The figures show another part of what they showed.
  repaint() {
    if (!this.state) return
    for (const part of this.everyFrame) part.show(this.playback.step, this.playback.playing)
  }

  #followLater() {
    for (const part of this.aFrameLater) part.follow?.(this.state)
  }

  // The playhead is at ``step``; only the parts ``among`` are to show it.
  show(step, playing, among = undefined) {
    if (!this.state) return
    const shows = (part) => among === undefined || among.includes(part)
    for (const part of this.everyFrame.filter(shows)) part.show(step, playing)
    const now = performance.now()
    if (playing && now - this.wordsAt < WORDS_EVERY) return
    this.wordsAt = now
    for (const part of this.words.filter(shows)) part.show(step, playing)
  }
}
