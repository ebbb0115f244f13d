// The answers to a question of a lesson: choices to press, or a box to type in.

import {put} from "./text.js"

// Milliseconds after the last key at which what is typed is kept.
const TYPED = 300

export class LessonAnswers {
  // take({choice} or {text}): an answer was given.
  constructor(panel, take) {
    const find = (name) => panel.querySelector(`[data-lesson=${name}]`)
    Object.assign(this, {take, asks: find("asks"), question: find("question")})
    Object.assign(this, {choices: find("choices"), text: find("text")})
    this.text.addEventListener("input", () => {
      clearTimeout(this.waiting)
      this.waiting = setTimeout(() => this.#typed(), TYPED)
    })
    this.text.addEventListener("change", () => this.#typed())
  }

  show({kind, ask}, answer) {
    this.asks.hidden = !ask
    if (!ask) return
    put(this.question, ask.question)
    const writes = kind === "write"
    this.text.hidden = !writes
    this.choices.hidden = writes
    this.text.value = this.kept = answer.text ?? ""
    this.choices.replaceChildren(
      ...ask.choices.map(({text}, i) => {
        const button = Object.assign(document.createElement("button"), {type: "button", textContent: text})
        button.addEventListener("click", () => this.take({choice: i}))
        return button
      }),
    )
    this.mark({kind, ask}, answer)
  }

  // Show which choice was taken, and of a check whether it is right.
  mark({kind, ask}, {choice}) {
    ;[...this.choices.children].forEach((button, i) => {
      button.setAttribute("aria-pressed", String(i === choice))
      if (kind === "check" && i === choice) button.dataset.tone = ask.choices[i].correct ? "good" : "bad"
      else delete button.dataset.tone
    })
  }

  // Where an answer is given.
  focus({kind}) {
    if (this.asks.hidden) return
    ;(kind === "write" ? this.text : this.choices.firstElementChild).focus()
  }

  #typed() {
    clearTimeout(this.waiting)
    if (this.text.value === this.kept) return
    this.kept = this.text.value
    this.take({text: this.text.value})
  }
}
