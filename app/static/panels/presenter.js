// Presenter mode: the race for the back row, with the settings in a drawer.

export class Presenter {
  // ask(changes, name): ask for changes that a visitor makes; theme(): the one in force, light or dark.
  constructor(root, ask, theme) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {root, ask, theme, drawer: find("drawer"), enter: find("present"), leave: find("unpresent")})
    this.enter.addEventListener("click", () => this.#present("1"))
    this.leave.addEventListener("click", () => this.#present("0"))
    this.drawer.addEventListener("click", () => this.open())
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen && !event.defaultPrevented) this.open(false)
    })
  }

  get presents() {
    return this.root.dataset.present === "1"
  }

  get isOpen() {
    return this.root.dataset.drawer === "1"
  }

  follow({reply}) {
    const {present} = reply.values
    if (this.root.dataset.present !== present) this.root.dataset.present = present
    if (present !== "1") this.open(false)
  }

  // Open or close the drawer with the settings.
  open(wanted = !this.isOpen) {
    if (wanted === this.isOpen) return
    this.root.dataset.drawer = wanted ? "1" : "0"
    this.drawer.setAttribute("aria-expanded", String(wanted))
    if (!wanted && this.root.querySelector(".controls, .top").contains(document.activeElement)) this.drawer.focus()
  }

  // The whole screen, or the window again.
  async fill() {
    if (document.fullscreenElement) await document.exitFullscreen()
    else await this.root.requestFullscreen?.().catch(() => {})
  }

  dim() {
    this.ask({theme: this.theme() === "dark" ? "light" : "dark"}, "Theme")
  }

  get keys() {
    return {
      f: () => this.fill(),
      d: () => this.dim(),
      s: this.presents ? () => this.open() : undefined,
    }
  }

  #present(present) {
    this.ask({present}, "Presenter mode")
    this.open(false)
  }
}
