// What a step of a lesson speaks of is rung on the page, and one press away.

export class Look {
  #rung = []

  // holder: where the buttons go that lead there; names: what settings are called, by key.
  constructor(root, holder, names) {
    Object.assign(this, {root, holder, names})
  }

  // looks: {name, at, words} of each part: a name or the key of a setting, a selector, and what it is called.
  at(looks) {
    for (const part of this.#rung) part.classList.remove("rung")
    const found = looks.map(({name, at, words}) => ({words: words || this.names[name], part: this.#part(at)})).filter((
      {part},
    ) => part)
    this.#rung = found.map(({part}) => part)
    for (const part of this.#rung) part.classList.add("rung")
    this.holder.hidden = found.length === 0
    this.holder.replaceChildren(...found.map((each) => this.#button(each)))
    // What is scrolled out of sight in a column of its own comes into it; a page that scrolls stays where it is.
    for (const part of this.#rung) {
      const column = part.closest(".controls, .results")
      if (column && column.scrollHeight > column.clientHeight + 1) part.scrollIntoView({block: "center"})
    }
  }

  #part(at) {
    const found = this.root.querySelector(at)
    for (let up = found; up; up = up.parentElement) if (up instanceof HTMLDetailsElement) up.open = true
    // A control is rung whole, not its box alone.
    return found?.closest(".control") ?? found
  }

  #button({words, part}) {
    const button = Object.assign(document.createElement("button"), {type: "button", className: "link"})
    button.textContent = `Look: ${words}`
    button.addEventListener("click", () => {
      part.scrollIntoView({block: "center"})
      const inner = part.matches("input, button, select, [tabindex]")
        ? part
        : part.querySelector("input, select, button")
      inner?.focus({preventScroll: true})
    })
    return button
  }
}
