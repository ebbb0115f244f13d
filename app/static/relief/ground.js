// The ground of a relief.
//
// It is drawn when it or the camera has changed, and kept with its depths: a frame of a race that plays is a copy of it
// and the paths.

import {TOP} from "../model/camera.js"
import {fill, kinds, NOTHING, Program, rgb} from "./graphics.js"
import {GROUND, WALL} from "./shaders.js"

// How far the walls go down below the lowest loss.
const FOOT = -0.05
// Samples of a pixel.
const SAMPLES = 4
// Where the ground is drawn coarsely, of so many points one.
const COARSE = 4

export class Ground {
  constructor(gl) {
    const texture = () => gl.createTexture()
    Object.assign(this, {gl, ground: new Program(gl, GROUND), wall: new Program(gl, WALL)})
    Object.assign(this, {heights: texture(), palette: texture(), colours: texture(), depths: texture()})
    // One that is drawn into, with several samples of a pixel, and one that is kept.
    this.sampled = {frame: gl.createFramebuffer(), colour: gl.createRenderbuffer(), depth: gl.createRenderbuffer()}
    this.kept = gl.createFramebuffer()
    // Nothing is read of a point of the ground but its number.
    this.grid = {array: gl.createVertexArray(), buffer: gl.createBuffer()}
    this.border = {array: gl.createVertexArray(), buffer: gl.createBuffer()}
  }

  // The canvas has another size.
  resize() {
    const {gl, sampled} = this
    const {drawingBufferWidth: width, drawingBufferHeight: height} = gl
    const samples = Math.min(SAMPLES, gl.getParameter(gl.MAX_SAMPLES))
    const places = {colour: gl.COLOR_ATTACHMENT0, depth: gl.DEPTH_ATTACHMENT}
    const pictures = {colour: this.colours, depth: this.depths}
    for (const [name, place] of Object.entries(places)) {
      const [kind] = kinds(gl)[name]
      gl.bindFramebuffer(gl.FRAMEBUFFER, sampled.frame)
      gl.bindRenderbuffer(gl.RENDERBUFFER, sampled[name])
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples, kind, width, height)
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, place, gl.RENDERBUFFER, sampled[name])
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.kept)
      fill(gl, pictures[name], name, width, height)
      gl.framebufferTexture2D(gl.FRAMEBUFFER, place, gl.TEXTURE_2D, pictures[name], 0)
    }
    this.drawn = undefined
  }

  setTerrain(terrain) {
    const {gl, grid, border} = this
    const {columns, rows, heights} = terrain
    fill(gl, this.heights, "height", columns, rows, heights.map((each) => (Number.isNaN(each) ? NOTHING : each)))
    gl.bindVertexArray(grid.array)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, grid.buffer)
    if (this.terrain?.columns !== columns || this.terrain.rows !== rows) {
      const [fine, coarse] = [1, COARSE].map((stride) => triangles(columns, rows, stride))
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, fine.byteLength + coarse.byteLength, gl.STATIC_DRAW)
      gl.bufferSubData(gl.ELEMENT_ARRAY_BUFFER, 0, fine)
      gl.bufferSubData(gl.ELEMENT_ARRAY_BUFFER, fine.byteLength, coarse)
      this.corners = {fine: [fine.length, 0], coarse: [coarse.length, fine.byteLength]}
    }
    const walls = around(terrain)
    gl.bindVertexArray(border.array)
    gl.bindBuffer(gl.ARRAY_BUFFER, border.buffer)
    gl.bufferData(gl.ARRAY_BUFFER, walls, gl.STATIC_DRAW)
    gl.enableVertexAttribArray(0)
    gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 0, 0)
    gl.bindVertexArray(null)
    Object.assign(this, {terrain, wallPoints: walls.length / 3, drawn: undefined})
  }

  setColours({map, line, rule}) {
    const palette = Uint8Array.from(map.flatMap((each) => [...rgb(each).map((share) => 255 * share), 255]))
    fill(this.gl, this.palette, "colour", map.length, 1, palette)
    Object.assign(this, {bands: map.length, ink: rgb(line), tint: rgb(rule), drawn: undefined})
  }

  // On the canvas, as the matrix of a camera has it.
  paint(matrix, coarse) {
    const {gl} = this
    const wanted = [coarse, ...matrix].join()
    if (wanted !== this.drawn) this.#draw(matrix, coarse)
    this.drawn = wanted
    this.#copy(this.kept, null, gl.COLOR_BUFFER_BIT)
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
  }

  #draw(matrix, coarse) {
    const {gl, terrain} = this
    gl.bindFramebuffer(gl.FRAMEBUFFER, coarse ? this.kept : this.sampled.frame)
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
    gl.enable(gl.DEPTH_TEST)
    const ground = this.ground.use(matrix, {heights: this.heights, palette: this.palette})
    gl.uniform2i(ground.size, terrain.columns, terrain.rows)
    gl.uniform3f(ground.sides, ...terrain.sides, TOP)
    gl.uniform1f(ground.bands, this.bands)
    gl.uniform3f(ground.ink, ...this.ink)
    gl.bindVertexArray(this.grid.array)
    const [count, from] = this.corners[coarse ? "coarse" : "fine"]
    gl.drawElements(gl.TRIANGLES, count, gl.UNSIGNED_INT, from)
    const wall = this.wall.use(matrix)
    gl.uniform3f(wall.tint, ...this.tint)
    gl.bindVertexArray(this.border.array)
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, this.wallPoints)
    gl.bindVertexArray(null)
    gl.disable(gl.DEPTH_TEST)
    if (!coarse) this.#copy(this.sampled.frame, this.kept, gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
  }

  #copy(from, to, what) {
    const {gl} = this
    const {drawingBufferWidth: width, drawingBufferHeight: height} = gl
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to)
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, what, gl.NEAREST)
  }
}

// Two triangles for each cell of a grid of which each so manyth point is taken, and the last.
function triangles(columns, rows, stride) {
  const along = (points) =>
    Array.from({length: Math.ceil((points - 1) / stride) + 1}, (_, i) => i * stride)
      .map((point) => Math.min(point, points - 1))
  const [across, up] = [along(columns), along(rows)]
  const found = new Uint32Array(6 * (across.length - 1) * (up.length - 1))
  let at = 0
  for (let j = 0; j + 1 < up.length; j++) {
    for (let i = 0; i + 1 < across.length; i++) {
      const [low, high] = [up[j] * columns, up[j + 1] * columns]
      const [a, b, c, d] = [low + across[i], low + across[i + 1], high + across[i], high + across[i + 1]]
      found.set([a, b, c, b, d, c], at)
      at += 6
    }
  }
  return found
}

// Once around the border, from the ground down to the foot.
function around({columns, rows, heights, sides}) {
  const border = []
  for (let column = 0; column < columns; column++) border.push([column, 0])
  for (let row = 1; row < rows; row++) border.push([columns - 1, row])
  for (let column = columns - 2; column >= 0; column--) border.push([column, rows - 1])
  for (let row = rows - 2; row >= 0; row--) border.push([0, row])
  return Float32Array.from(border.flatMap(([column, row]) => {
    const x = ((2 * column) / (columns - 1) - 1) * sides[0]
    const y = ((2 * row) / (rows - 1) - 1) * sides[1]
    const height = heights[row * columns + column]
    return [x, y, Number.isNaN(height) ? FOOT : height * TOP, x, y, FOOT]
  }))
}
