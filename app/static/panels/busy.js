// That a race takes long: the one before stays until it is there. Before there was any the page itself says so.

export class Busy {
  constructor(root, engine) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {bar: find("busy"), words: find("busy-says")})
    engine.listen({answer: (answer) => answer.of === "race" && this.take(answer)})
  }

  // A reply that is there takes long no more.
  follow() {
    this.bar.hidden = true
  }

  take({kind, text}) {
    this.bar.hidden = false
    this.words.textContent = kind === "refused" ? text : "Working out the race: what you see is the one before."
  }
}
