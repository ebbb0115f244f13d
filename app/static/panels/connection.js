// How it stands with the server, in a line that takes no room; what was shown goes on.

import {put} from "./text.js"

// Milliseconds for which it says that all is well again; more where something was left out.
const READING = 3000

export class Connection {
  constructor(root, engine) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {engine, line: find("connection"), button: find("reload")})
    this.button.addEventListener("click", () => location.assign(this.address))
    engine.listen({link: (link, kept) => this.tell(link, kept)})
  }

  tell({is, text, address, left}, kept) {
    clearTimeout(this.waiting)
    this.address = address
    this.button.hidden = !address
    if (is === "alone") {
      put(this.line, text)
    } else if (is !== "here") {
      this.left = left || this.left
      const more = kept === 0 ? "The race still plays." : kept === 1 ? "1 change waits." : `${kept} changes wait.`
      put(this.line, this.engine.reply ? `${text} ${more}` : text)
    } else if (this.line.textContent) {
      const more = this.left ? ", but what was changed last was left out: it may be the reason." : "."
      put(this.line, `Connected again${more}`)
      this.waiting = setTimeout(() => put(this.line, ""), this.left ? 4 * READING : READING)
      this.left = false
    }
  }
}
