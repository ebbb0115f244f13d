// A relief: its ground and paths, what stands on it, and who looks at it from where.

import {HOME, matrixOf, turned, zoomed} from "../model/camera.js"
import {Terrain} from "../model/terrain.js"
import {Ground} from "./ground.js"
import {Marks} from "./marks.js"
import {Paths} from "./paths.js"
import {bindTurning} from "./turning.js"

// Pixels of the canvas in one of the page's, at most: more is not seen, and takes its time.
const FINEST = 2
// Two frames after one in which the ground has turned are late after so many milliseconds, unless nobody sees them; after
// some that are late, it is drawn coarsely while it turns, and finely when it has rested so many.
const [LATE, UNSEEN, TOO_MANY, REST] = [80, 1000, 3, 150]

export class Relief {
  camera = HOME
  step = 0
  // How many frames of the ground that turns were late, one after the other.
  late = 0

  // gl: of a canvas, which lies below another that is called ``over``; both fill the element ``picture``.
  constructor(gl, over, picture) {
    Object.assign(this, {gl, picture, canvases: [gl.canvas, over], marks: new Marks(over)})
    this.restore()
    bindTurning(gl.canvas, {
      turn: (yaw, pitch) => this.look(turned(this.camera, yaw, pitch)),
      zoom: (factor, at) => this.look(zoomed(this.camera, factor, at && this.#shares(at))),
    })
    new ResizeObserver(() => this.#fit()).observe(picture)
  }

  // Whatever a graphics processor has lost is made again.
  restore() {
    Object.assign(this, {ground: new Ground(this.gl), paths: new Paths(this.gl), colours: undefined})
    if (this.screen) this.ground.resize()
    if (this.state) this.follow(this.state)
    if (this.terrain) this.ground.setTerrain(this.terrain)
    this.soon()
  }

  // What races, and in which colours.
  follow(state) {
    this.state = state
    const {colours} = state
    if (colours !== this.colours) this.ground.setColours(colours)
    this.colours = colours
    this.#setPaths()
  }

  // The ground that was answered; without an answer, none.
  setAnswer(answer) {
    if (answer === this.answer) return
    this.answer = answer
    this.terrain = answer && new Terrain(answer, this.state.reply.surface.minima.length > 0)
    if (answer) this.ground.setTerrain(this.terrain)
    this.#setPaths()
    this.soon()
  }

  #setPaths() {
    const {terrain, state: {race, theme, colours, covers}} = this
    if (!terrain) return
    const of = (paths, pinned) =>
      paths.map((path) => ({
        stretches: terrain.stretches(path),
        colour: path[theme],
        dash: pinned ? [] : path.dash,
        pinned,
      }))
    const shown = covers.includes("paths") ? [] : [...of(race.pinned?.paths ?? [], true), ...of(race.paths, false)]
    this.paths.set(shown, colours.casing)
  }

  show(step) {
    this.step = step
    this.paint()
  }

  home() {
    this.look(HOME)
  }

  look(camera) {
    this.camera = camera
    clearTimeout(this.resting)
    this.resting = setTimeout(() => {
      this.resting = undefined
      if (this.late >= TOO_MANY) this.soon()
    }, REST)
    this.soon()
  }

  // A processor without graphics is behind with what it has to draw, and the next frames come late.
  #judge() {
    if (this.resting === undefined || this.late >= TOO_MANY) return
    const drawn = performance.now()
    const judge = () => {
      const took = performance.now() - drawn
      if (took < UNSEEN && this.late < TOO_MANY) this.late = took > LATE ? this.late + 1 : 0
    }
    requestAnimationFrame(() => requestAnimationFrame(judge))
  }

  // In the next frame, however much has changed by then.
  soon() {
    this.waiting ??= requestAnimationFrame(() => this.paint())
  }

  paint() {
    cancelAnimationFrame(this.waiting)
    this.waiting = undefined
    const {gl, terrain, camera, screen, ratio, step} = this
    if (!screen || gl.isContextLost()) return
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight)
    if (!terrain) {
      gl.clear(gl.COLOR_BUFFER_BIT)
      this.marks.paint({screen, ratio})
      return
    }
    const matrix = matrixOf(camera, terrain.sides, screen[0] / screen[1])
    this.ground.paint(matrix, this.late >= TOO_MANY && this.resting !== undefined)
    this.paths.paint(matrix, this.ground.depths, step, ratio)
    this.#judge()
    this.marks.paint({terrain, camera, matrix, screen, ratio, ...this.#standing()})
  }

  // What stands on the ground.
  #standing() {
    const {terrain, step, state: {race, reply, theme, covers, say, colours: {casing}}} = this
    const seen = covers.includes("paths") ? [] : race.paths.filter(({rows}) => rows > 0)
    const heads = seen.map((path) => {
      const place = terrain.stand(path, race.row(path, step))
      return {place, colour: path[theme], marker: path.marker}
    })
    const mark = (shape) => ([x, y]) => ({x, y, shape})
    const {minima, saddles} = reply.surface
    const points = [...saddles.map(mark("x")), ...minima.map(mark("cross")), mark("ring")(race.start)]
    return {heads, casing, points, title: say(terrain.title)}
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
    this.ground.resize()
    this.paint()
  }
}
