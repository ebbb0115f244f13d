// What is printed in place of the figures: pictures of them, as they are, as wide as the paper.
//
// A canvas of Bokeh's has a size of its own, whatever the paper's: a figure would be cut, or a page stay empty.

import {homeOf} from "./home.js"
import {shared} from "../model/links.js"
import {put} from "./text.js"

export class Paper {
  // light(yes): have everything drawn at once as on white paper, or as it is on the screen again.
  constructor(root, light) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {root, linkTo: homeOf(root), holder: find("paper"), says: find("says"), chips: find("chips")})
    addEventListener("beforeprint", () => {
      light(true)
      this.lay()
    })
    addEventListener("afterprint", () => {
      this.holder.querySelector(".figures").replaceChildren()
      light(false)
    })
  }

  follow({reply, colours}) {
    Object.assign(this, {reply, colours})
  }

  lay() {
    const {title, query} = this.reply
    const parts = [...this.chips.querySelectorAll(".chip")].map(({textContent}) => textContent.replace("✕", ""))
    put(this.holder.querySelector("h2"), title.split(" · ")[0])
    const asking = this.root.querySelector("[data-part=asking]")
    put(
      this.holder.querySelector("p"),
      [asking.hidden ? "" : this.says.textContent, ...parts].filter(Boolean).join(" · "),
    )
    put(this.holder.querySelector("address"), this.linkTo(shared(query, {}, [])))
    const figures = [...this.root.querySelectorAll("[data-picture]:not([hidden]) .figure, .plot .figure")]
    this.holder.querySelector(".figures").replaceChildren(
      ...figures.map((figure) => picture(figure, this.colours.page)),
    )
  }
}

// All canvases below an element, one over the other as they lie there.
function picture(figure, ground) {
  const layers = canvases(figure).filter(({width, height}) => width && height)
  const boxes = layers.map((canvas) => canvas.getBoundingClientRect())
  const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])))
  const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])))
  const canvas = document.createElement("canvas")
  if (layers.length === 0) return canvas
  const ratio = Math.max(2, devicePixelRatio)
  Object.assign(canvas, {width: (right - left) * ratio, height: (bottom - top) * ratio})
  const context = canvas.getContext("2d")
  context.scale(ratio, ratio)
  context.fillStyle = ground
  context.fillRect(0, 0, right - left, bottom - top)
  layers.forEach((layer, i) => {
    const {x, y, width, height} = boxes[i]
    context.drawImage(layer, x - left, y - top, width, height)
  })
  return canvas
}

// In the order in which they are painted, those in shadow trees too.
function canvases(node) {
  const below = [...(node.shadowRoot?.children ?? []), ...node.children].flatMap(canvases)
  return node instanceof HTMLCanvasElement ? [node] : below
}
