// Which surface: a button with its picture, and the grid of all that it opens.

import {rates} from "../model/rates.js"
import {bandsOf} from "../model/thumbnails.js"
import {put} from "./text.js"

// Pixels of a picture across.
const WIDE = 56

export class Surfaces {
  // facts.surfaces: by key, see app/thumbnails.py; ask(changes): ask for them.
  constructor(root, facts, ask) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {surfaces: facts.surfaces, menu: find("surfaces"), now: find("thumbnail")})
    Object.assign(this, {title: find("surface-title"), kind: find("surface-kind")})
    this.all = [...this.menu.querySelectorAll("canvas")]
    // A press chooses and is done; arrow keys go from one to the next, and the race follows.
    this.menu.addEventListener("pointerdown", () => (this.pressed = true))
    this.menu.addEventListener("click", ({target}) => this.pressed && target.value && this.menu.hidePopover())
    this.menu.addEventListener("change", ({target: {value}}) => {
      const brought = rates(
        this.values,
        facts.rates,
        this.surfaces[this.values.surface].rates,
        this.surfaces[value].rates,
      )
      ask({surface: value, ...brought})
    })
    this.menu.addEventListener("keydown", (event) => {
      this.pressed = false
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      this.menu.hidePopover()
    })
    this.menu.addEventListener("toggle", ({newState}) => {
      this.pressed = false
      if (newState !== "open") return
      this.#drawAll()
      this.menu.querySelector(":checked")?.focus()
    })
  }

  follow({reply, colours}) {
    const {key} = reply.surface
    this.values = reply.values
    if (this.key === key && this.colours === colours) return
    Object.assign(this, {key, colours})
    put(this.title, this.surfaces[key].title)
    put(this.kind, this.surfaces[key].kind)
    draw(this.now, this.surfaces[key].picture, colours.map)
    if (this.menu.matches(":popover-open")) this.#drawAll()
  }

  // Nobody sees them before the grid is opened.
  #drawAll() {
    if (this.drawn === this.colours) return
    this.drawn = this.colours
    for (const canvas of this.all) draw(canvas, this.surfaces[canvas.dataset.thumbnail].picture, this.colours.map)
  }
}

function draw(canvas, picture, palette) {
  const bands = bandsOf(picture)
  Object.assign(canvas, {width: WIDE, height: bands.length / WIDE})
  const brush = canvas.getContext("2d")
  bands.forEach((band, i) => {
    brush.fillStyle = palette[band]
    brush.fillRect(i % WIDE, Math.floor(i / WIDE), 1, 1)
  })
}
