// The views: which one is shown, and how what the server works out for it becomes a picture and a line of words.

// Milliseconds for which words of the settings before may stand uncommented: while a slider moves, the next answer is
// there before anybody could have read them.
const READING = 500

export class Views {
  // The module of each view is named after it. means: what a view may use, see view.js.
  static async load(root, {engine, ...means}) {
    const records = means.facts.views
    const modules = await Promise.all(records.map(({key}) => import(`./${key}.js`)))
    const view = (record, i) => {
      const figure = means.figures.model(record.key)
      return [record.key, new modules[i].default({...means, root, record, figure})]
    }
    return new Views(root, Object.fromEntries(records.map(view)), engine)
  }

  constructor(root, views, engine) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {root, views, answers: {}})
    for (const name of ["asking", "says", "progress", "stop", "picture-key", "offers", "announce"])
      this[name] = find(name)
    this.offer = ({text, changes}) => {
      const button = Object.assign(document.createElement("button"), {type: "button", textContent: text})
      button.addEventListener("click", () => this.shown.means.ask(changes))
      return button
    }
    this.stop.addEventListener("click", () => {
      engine.ask({}, "stop view")
      this.report(null)
      this.stopped = this.state.reply.question
      this.draw()
    })
    engine.listen({
      answer: (answer) => (answer.of ?? answer.kind) in views && this.take(answer),
      // Who takes over begins anew.
      link: ({is}) => is === "gone" && this.report(null),
    })
    if (engine.answer && (engine.answer.of ?? engine.answer.kind) in views) this.early = engine.answer
  }

  get shown() {
    return this.views[this.key]
  }

  follow(state) {
    const {key: before, shown: left} = this
    this.state = state
    this.key = state.reply.values.view
    if (before !== this.key) {
      left?.clear()
      this.#open(this.shown.means.record)
    }
    this.shown.follow(state)
    const {early} = this
    this.early = undefined
    if (early) this.take(early)
    else this.draw()
  }

  show(step, playing) {
    this.shown.show(step, playing)
  }

  #open({key, stage, about, asks}) {
    Object.assign(this.root.dataset, {view: key, stage})
    for (const picture of this.root.querySelectorAll("[data-picture]")) {
      picture.hidden = picture.dataset.picture !== stage
      if (!picture.hidden) picture.setAttribute("aria-label", about)
    }
    for (const part of this.root.querySelectorAll("[data-only-view]")) part.hidden = part.dataset.onlyView !== key
    this.asking.hidden = !asks
  }

  // An answer of the server: coarse first, then sharper.
  take(answer) {
    const of = answer.of ?? answer.kind
    // Pieces that were on their way when the visitor stopped them come too late.
    if (this.stopped !== undefined && answer.question === this.stopped) return
    if (answer.kind === "progress") {
      if (of === this.key) this.report(answer.share)
      return
    }
    this.answers[of] = answer
    if (of !== this.key) return
    const last = answer.kind === "refused" || answer.last
    this.report(last ? null : 0)
    this.draw()
    // Once, for screen readers: not every coarser answer on the way.
    if (last) this.announce.textContent = this.says.textContent
  }

  // Show how far the work is; null when it is done.
  report(share) {
    this.progress.hidden = this.stop.hidden = share === null
    if (share !== null) this.progress.value = share
  }

  draw() {
    const {reply} = this.state
    clearTimeout(this.waiting)
    for (const part of ["picture-key", "offers"]) this[part].replaceChildren()
    if (!this.shown.means.record.asks) return
    const nobody = this.shown.absent(this.state)
    if (nobody) {
      this.shown.clear()
      this.report(null)
      this.says.textContent = nobody
      return
    }
    const answer = this.answers[this.key]
    const stopped = this.stopped === reply.question
    // What was found on another surface is no answer here, unlike what a slider has only just moved away from.
    const here = answer?.kind === "refused" || answer?.surface === reply.surface.key
    if (!here) {
      this.shown.clear()
      this.says.textContent = stopped ? "Stopped." : "Working it out…"
    } else if (answer.kind === "refused") {
      this.says.textContent = answer.text
    } else {
      const {text, key, offers} = this.shown.draw(answer, this.state)
      const coarse = answer.last && !answer.sharpest ? " Sharper would take too long." : ""
      this.says.textContent = (stopped ? "Stopped; this is as far as it came. " : "") + text + coarse
      if (answer.question !== reply.question && !stopped) {
        this.waiting = setTimeout(() => (this.says.textContent = `Still of the settings before: ${text}`), READING)
      }
      this["picture-key"].replaceChildren(...(key ?? []))
      this.offers.replaceChildren(...(offers ?? []).map(this.offer))
    }
  }
}
