// A relief: its ground and paths, what stands on it, and who looks at it from where.

import {HOME, matrixOf, turned, zoomed} from "../model/camera.js"
import {Terrain} from "../model/terrain.js"
import {Marks} from "./marks.js"
import {Scene} from "./scene.js"
import {bindTurning} from "./turning.js"

// Pixels of the canvas in one of the page's, at most: more is not seen, and takes its time.
const FINEST = 2

export class Relief {
  camera = HOME
  step = 0

  // gl: of a canvas, which lies below another that is called ``over``; both fill the element ``picture``.
  constructor(gl, over, picture) {
    Object.assign(this, {gl, picture, canvases: [gl.canvas, over], marks: new Marks(over)})
    this.restore()
    bindTurning(gl.canvas, {
      turn: (yaw, pitch) => this.look(turned(this.camera, yaw, pitch)),
      zoom: (factor, at) => this.look(zoomed(this.camera, factor, at && this.#shares(at))),
    })
    new ResizeObserver(() => this.#fit()).observe(picture)
    matchMedia("print").addEventListener("change", () => this.#fit())
  }

  // Whatever a graphics processor has lost is made again.
  restore() {
    this.scene = new Scene(this.gl)
    this.fresh = true
    if (this.screen) this.scene.resize()
    if (this.state) this.follow(this.state)
    if (this.terrain) this.scene.setGround(this.terrain)
    this.soon()
  }

  // What races, and in which colours.
  follow(state) {
    const {race, theme, colours} = state
    if (this.fresh || this.state?.colours !== colours) this.scene.setColours(colours)
    this.fresh = false
    this.state = state
    if (this.terrain) this.#setPaths(race.paths, theme)
  }

  // The ground that was answered; without an answer, none.
  setGround(answer) {
    if (answer === this.answer) return
    this.answer = answer
    const {race, theme, reply} = this.state
    this.terrain = answer && new Terrain(answer, reply.surface.minima.length > 0)
    if (answer) {
      this.scene.setGround(this.terrain)
      this.#setPaths(race.paths, theme)
    }
    this.soon()
  }

  #setPaths(paths, theme) {
    const shown = paths.map((path) => ({stretches: this.terrain.stretches(path), colour: path[theme], dash: path.dash}))
    this.scene.setPaths(shown)
  }

  show(step) {
    this.step = step
    this.paint()
  }

  look(camera) {
    this.camera = camera
    this.soon()
  }

  home() {
    this.look(HOME)
  }

  // In the next frame, however much has changed by then.
  soon() {
    this.waiting ??= requestAnimationFrame(() => this.paint())
  }

  paint() {
    cancelAnimationFrame(this.waiting)
    this.waiting = undefined
    if (!this.screen || this.gl.isContextLost()) return
    const {terrain, camera, screen, ratio, step, state} = this
    if (!terrain) {
      this.scene.clear()
      this.marks.paint({screen, ratio})
      return
    }
    const matrix = matrixOf(camera, terrain.sides, screen[0] / screen[1])
    this.scene.paint(matrix, step, ratio)
    const {race, reply, theme, colours: {casing}} = state
    const heads = race.paths.filter(({rows}) => rows > 0).map((path) => {
      const place = terrain.stand(path, race.row(path, step))
      return {place, colour: path[theme], marker: path.marker}
    })
    const mark = (shape) => ([x, y]) => ({x, y, shape})
    const {minima, saddles} = reply.surface
    const points = [...saddles.map(mark("x")), ...minima.map(mark("cross")), mark("ring")(race.start)]
    this.marks.paint({terrain, camera, matrix, screen, ratio, points, heads, casing})
  }

  // A place in pixels from the middle, in halves of the screen.
  #shares([x, y]) {
    return [(2 * x) / this.screen[0], (2 * y) / this.screen[1]]
  }

  #fit() {
    const {width, height} = this.picture.getBoundingClientRect()
    if (!(width > 0 && height > 0)) return
    const ratio = Math.min(devicePixelRatio, FINEST)
    for (const canvas of this.canvases) {
      Object.assign(canvas, {width: Math.round(width * ratio), height: Math.round(height * ratio)})
    }
    Object.assign(this, {screen: [width, height], ratio})
    this.scene.resize()
    this.paint()
  }
}
