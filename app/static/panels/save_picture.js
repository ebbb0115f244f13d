// A button that saves the picture in sight as a file.

import {viewOf} from "../figures/figures.js"

export class SavePicture {
  constructor(root, figures) {
    Object.assign(this, {root, figures, button: root.querySelector("[data-part=save-picture]")})
    this.button.addEventListener("click", () => this.#save())
  }

  follow({reply}) {
    const {stage} = this.root.dataset
    Object.assign(this, {stage, name: `optimizer-race-${reply.values.surface}-${reply.values.view}`})
    // A row of maps is no one picture.
    this.button.hidden = stage === "maps"
  }

  async #save() {
    const blob = await viewOf(this.figures.model(this.stage)).export("png").to_blob()
    const link = Object.assign(document.createElement("a"), {download: `${this.name}.png`})
    link.href = URL.createObjectURL(blob)
    link.click()
    URL.revokeObjectURL(link.href)
  }
}
