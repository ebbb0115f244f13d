// The paths of racers on a relief, up to the playhead.

import {STRETCH} from "../model/terrain.js"
import {fill, NOTHING, Program, rgb} from "./graphics.js"
import {PATH} from "./shaders.js"

// In pixels of the page: how wide paths are, and what keeps them readable on any ground around them.
const [WIDE, CASING] = [2.6, 2]
// The same of those of a pinned race, and how strong these are.
const [THIN, FAINT] = [1.4, 0.55]
// How much nearer to the eye than they are, as a share of the depth that there is.
const NEARER = 0.008
// Pixels of a dot of what is behind a hill.
const DOT = 1.5
// Stretches in a row of the picture that they are sent as: the shaders know it as well.
const ROW = 1024
// Corners of the two triangles of a stretch.
const CORNERS = 6

export class Paths {
  constructor(gl) {
    Object.assign(this, {gl, program: new Program(gl, PATH), places: gl.createTexture(), paths: []})
  }

  // paths: [{stretches, colour, dash, pinned}], see Terrain.stretches.
  set(paths, casing) {
    let first = 0
    this.paths = paths.map(({stretches, colour, dash, pinned}) => {
      const count = stretches.length / STRETCH
      first += count
      return {first: first - count, count, colour: rgb(colour), dash, pinned}
    })
    const rows = Math.max(1, Math.ceil(first / ROW))
    const all = new Float32Array(rows * ROW * STRETCH)
    let at = 0
    for (const {stretches} of paths) {
      for (const each of stretches) all[at++] = Number.isNaN(each) ? NOTHING : each
    }
    fill(this.gl, this.places, "place", (ROW * STRETCH) / 4, rows, all)
    this.casing = rgb(casing)
  }

  // depths: those of the ground; ratio: pixels of the canvas in one of the page's.
  paint(matrix, depths, step, ratio) {
    const {gl} = this
    const {drawingBufferWidth: width, drawingBufferHeight: height} = gl
    const path = this.program.use(matrix, {depths, places: this.places})
    gl.uniform2f(path.screen, width, height)
    gl.uniform1f(path.nearer, NEARER)
    gl.uniform1f(path.dots, DOT * ratio)
    // Of the relief's units in a pixel, about: where its middle is.
    const unit = (2 * ratio * matrix[15]) / Math.hypot(matrix[1], matrix[5], matrix[9]) / height
    const draw = ({first, count, dash}, tint, wide, strength = 1) => {
      // A dash may be two numbers, or four.
      const [on = 0, off = 0, again = on, offAgain = off] = dash
      gl.uniform4f(path.dash, on * unit, off * unit, again * unit, offAgain * unit)
      gl.uniform3f(path.tint, ...tint)
      gl.uniform1f(path.width, wide * ratio)
      gl.uniform1f(path.strength, strength)
      gl.drawArrays(gl.TRIANGLES, CORNERS * first, CORNERS * Math.min(step, count))
    }
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    const now = this.paths.filter(({pinned}) => !pinned)
    for (const each of this.paths) if (each.pinned) draw(each, each.colour, THIN, FAINT)
    // No casing hides a line.
    for (const each of now) draw({...each, dash: []}, this.casing, WIDE + CASING)
    for (const each of now) draw(each, each.colour, WIDE)
    gl.disable(gl.BLEND)
  }
}
