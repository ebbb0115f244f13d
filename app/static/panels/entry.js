// A box in which something is typed. What is refused stays in it, marked, until it is mended or given up.

import {put} from "./text.js"

export class Entry {
  // What is in force, as it was shown last.
  shown = undefined
  // Whether what was asked for last came from this control.
  asked = false
  // A word beside the box.
  said = undefined

  // key: of the setting; read(text): what is meant by an entry; optional: whether none is a value as well.
  constructor(box, {key, read, optional}, ask) {
    Object.assign(this, {box, key, read, optional, ask})
    box.dataset.typed = "0"
    box.addEventListener("input", () => (box.dataset.typed = "1"))
    box.addEventListener("change", () => this.#send())
    box.addEventListener("blur", () => (box.dataset.typed = "0"))
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !(this.typed || this.said)) return
      // It neither closes the dialog around nor what is said elsewhere.
      event.preventDefault()
      event.stopPropagation()
      this.back()
    })
  }

  // Whether something is being typed that was not sent.
  get typed() {
    return this.box.dataset.typed === "1"
  }

  get invalid() {
    return this.box.ariaInvalid === "true"
  }

  // A value was asked for, here or on the slider beside it.
  takes(text) {
    this.#clear()
    this.asked = true
    this.ask({[this.key]: text})
  }

  // Whether a refusal is told here.
  tells() {
    return this.asked && this.box.checkVisibility()
  }

  // This is in force; refusal: why what was asked for is not.
  follow(value, refusal) {
    if (refusal && this.tells()) {
      this.shown = value
      this.#say(refusal)
      this.box.ariaInvalid = "true"
      return
    }
    if (value !== this.shown) {
      this.shown = value
      if (this.invalid) this.#clear()
    }
    if (!this.typed && !this.invalid && this.box.value !== value) this.box.value = value
  }

  // What is in force instead of what was typed.
  back() {
    this.box.dataset.typed = "0"
    this.#clear()
    this.box.value = this.shown
  }

  #send() {
    const {box, optional, read} = this
    box.dataset.typed = "0"
    if (box.value.trim() !== "" || optional) {
      this.takes(read(box.value))
      if (box.value.trim() === "") this.#say("Back to the surface’s own.")
    } else {
      this.back()
      this.#say(`Nothing was typed: it stays at ${this.shown}.`)
    }
  }

  #say(text) {
    if (!this.said) {
      this.said = document.createElement("p")
      Object.assign(this.said, {className: "said", id: `said-${this.box.id}`, role: "alert"})
      this.box.closest(".control").append(this.said)
      this.box.setAttribute("aria-describedby", this.said.id)
    }
    put(this.said, text)
  }

  #clear() {
    this.box.ariaInvalid = null
    this.box.removeAttribute("aria-describedby")
    this.said?.remove()
    this.said = undefined
  }
}
