// The dialog that says what a newcomer asks, and the links that skip to the parts of the page.

export class Help {
  constructor(root) {
    this.dialog = root.querySelector("[data-part=help]")
    root.querySelector("[data-part=help-open]").addEventListener("click", () => this.open())
    this.dialog.querySelector("[data-part=help-close]").addEventListener("click", () => this.dialog.close())
    // A click beside it closes it, as Escape does.
    this.dialog.addEventListener("click", ({target}) => target === this.dialog && this.dialog.close())
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal()
  }
}

// Links and buttons that lead to a part of the page, and without a word in its address.
export function bindSkips(root) {
  for (const link of root.querySelectorAll("[data-skip]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault()
      const target = root.querySelector(link.dataset.skip)
      const folded = target.querySelector(":scope > details")
      if (folded) folded.open = true
      target.scrollIntoView()
      target.focus({preventScroll: true})
    })
  }
}
