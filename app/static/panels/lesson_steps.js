// The way through the steps of a lesson: a dot for each, back, next, and past what is not answered.

import {put} from "./text.js"

export class LessonSteps {
  // acts: back(), next(), skip(), to(at): where a press leads.
  constructor(panel, acts) {
    const find = (name) => panel.querySelector(`[data-lesson=${name}]`)
    Object.assign(this, {acts, holder: find("dots")})
    for (const name of ["back", "next", "skip"]) {
      this[name] = find(name)
      this[name].addEventListener("click", () => acts[name]())
    }
  }

  // A step comes into sight; seen: those that were.
  show({steps, next}, at, seen) {
    Object.assign(this, {at, last: at === steps.length, following: next})
    const held = [...this.holder.querySelectorAll("button")].indexOf(document.activeElement)
    this.holder.replaceChildren(...steps.map(({title}, i) => this.#dot(title, i + 1, seen.includes(i + 1))))
    if (held >= 0) this.holder.querySelectorAll("button")[at - 1].focus()
  }

  // Whether the step lets go on; nothing blocks where it is presented.
  gate(open, presents) {
    put(this.next, this.last ? (this.following ? "Next lesson ›" : "Finish") : "Next ›")
    this.next.title = this.last && this.following ? this.following.title : "Next step (n)"
    this.next.setAttribute("aria-disabled", String(!open && !presents))
    this.skip.hidden = open || this.last || presents
    this.back.disabled = this.at === 1
  }

  #dot(title, at, seen) {
    const item = document.createElement("li")
    const dot = Object.assign(document.createElement("button"), {type: "button", title})
    dot.setAttribute("aria-label", `Step ${at}, ${title}`)
    if (at === this.at) dot.setAttribute("aria-current", "step")
    dot.classList.toggle("seen", seen)
    dot.addEventListener("click", () => this.acts.to(at))
    item.append(dot)
    return item
  }
}
