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
    const figure = this.figures.model(this.stage)
    const blob = await (figure ? viewOf(figure).export("png").to_blob() : this.#together())
    const link = Object.assign(document.createElement("a"), {download: `${this.name}.png`})
    link.href = URL.createObjectURL(blob)
    link.click()
    URL.revokeObjectURL(link.href)
  }

  // What a view has drawn without Bokeh: its canvases, one over the other.
  #together() {
    const layers = [...this.root.querySelectorAll(`[data-picture="${this.stage}"] canvas`)]
    const all = document.createElement("canvas")
    Object.assign(all, {width: layers[0].width, height: layers[0].height})
    const context = all.getContext("2d")
    context.fillStyle = getComputedStyle(this.root).backgroundColor
    context.fillRect(0, 0, all.width, all.height)
    for (const layer of layers) context.drawImage(layer, 0, 0)
    return new Promise((resolve) => all.toBlob(resolve))
  }
}
