// The ground and the paths of a relief, drawn by WebGL 2.
//
// The ground is drawn when it or the camera has changed, and kept with its depths: a frame of a race that plays is a copy
// of it and the paths, which a processor without graphics can do as well.

import {STRETCH} from "../model/terrain.js"
import {TOP} from "../model/camera.js"
import {GROUND, PATH, WALL} from "./shaders.js"

// In pixels of the page: how wide paths are, and what keeps them readable on any ground around them.
const [WIDE, CASING] = [2.6, 2]
// How much nearer to the eye than they are, as a share of the depth that there is.
const NEARER = 0.008
// Pixels of a dot of what is behind a hill.
const DOT = 1.5
// How far the walls go down below the lowest loss.
const FOOT = -0.05
// Stands for no height: a picture of numbers may lose NaN.
const NOTHING = -1e30
// Samples of a pixel of the ground.
const SAMPLES = 4

export class Scene {
  constructor(gl) {
    this.gl = gl
    this.programs = Object.fromEntries(Object.entries({GROUND, WALL, PATH}).map(([name, of]) => [name, link(gl, of)]))
    const textures = ["heights", "palette", "colours", "depths"].map((name) => [name, gl.createTexture()])
    this.textures = Object.fromEntries(textures)
    this.sampled = {colours: gl.createRenderbuffer(), depths: gl.createRenderbuffer(), frame: gl.createFramebuffer()}
    this.still = gl.createFramebuffer()
    this.buffers = {grid: gl.createBuffer(), wall: gl.createBuffer()}
    // Nothing is read of a ground's vertex but its number.
    this.arrays = {grid: gl.createVertexArray(), wall: gl.createVertexArray()}
    this.paths = []
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  }

  // The canvas has another size.
  resize() {
    const {gl, textures, sampled} = this
    const {drawingBufferWidth: width, drawingBufferHeight: height} = gl
    const samples = Math.min(SAMPLES, gl.getParameter(gl.MAX_SAMPLES))
    gl.bindFramebuffer(gl.FRAMEBUFFER, sampled.frame)
    for (
      const [name, place, kind] of [["colours", "COLOR_ATTACHMENT0", "RGBA8"], [
        "depths",
        "DEPTH_ATTACHMENT",
        "DEPTH_COMPONENT24",
      ]]
    ) {
      gl.bindRenderbuffer(gl.RENDERBUFFER, sampled[name])
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples, gl[kind], width, height)
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl[place], gl.RENDERBUFFER, sampled[name])
    }
    picture(gl, textures.colours, gl.RGBA8, width, height, gl.RGBA, gl.UNSIGNED_BYTE, null)
    picture(gl, textures.depths, gl.DEPTH_COMPONENT24, width, height, gl.DEPTH_COMPONENT, gl.UNSIGNED_INT, null)
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.still)
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, textures.colours, 0)
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.TEXTURE_2D, textures.depths, 0)
    this.drawn = undefined
  }

  setGround(terrain) {
    const {gl} = this
    const {columns, rows, heights} = terrain
    picture(
      gl,
      this.textures.heights,
      gl.R32F,
      columns,
      rows,
      gl.RED,
      gl.FLOAT,
      heights.map((each) => (Number.isNaN(each) ? NOTHING : each)),
    )
    gl.bindVertexArray(this.arrays.grid)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.grid)
    if (this.terrain?.columns !== columns || this.terrain.rows !== rows) {
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, triangles(columns, rows), gl.STATIC_DRAW)
    }
    gl.bindVertexArray(this.arrays.wall)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.wall)
    const wall = walls(terrain)
    gl.bufferData(gl.ARRAY_BUFFER, wall, gl.STATIC_DRAW)
    gl.enableVertexAttribArray(0)
    gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 0, 0)
    gl.bindVertexArray(null)
    Object.assign(this, {terrain, wallPoints: wall.length / 3, drawn: undefined})
  }

  setColours({map, line, rule, casing}) {
    const {gl} = this
    const palette = Uint8Array.from(map.flatMap((each) => [...rgb(each).map((share) => 255 * share), 255]))
    picture(gl, this.textures.palette, gl.RGBA8, map.length, 1, gl.RGBA, gl.UNSIGNED_BYTE, palette)
    Object.assign(this, {bands: map.length, ink: rgb(line), wall: rgb(rule), casing: rgb(casing), drawn: undefined})
  }

  // paths: [{stretches, colour, dash}], see Terrain.stretches.
  setPaths(paths) {
    const {gl} = this
    for (const {array, buffer} of this.paths) {
      gl.deleteVertexArray(array)
      gl.deleteBuffer(buffer)
    }
    this.paths = paths.map(({stretches, colour, dash}) => {
      const [array, buffer] = [gl.createVertexArray(), gl.createBuffer()]
      gl.bindVertexArray(array)
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
      gl.bufferData(gl.ARRAY_BUFFER, stretches, gl.STATIC_DRAW)
      for (const end of [0, 1]) {
        gl.enableVertexAttribArray(end)
        gl.vertexAttribPointer(end, 4, gl.FLOAT, false, 4 * STRETCH, 16 * end)
        gl.vertexAttribDivisor(end, 1)
      }
      gl.bindVertexArray(null)
      return {array, buffer, count: stretches.length / STRETCH, colour: rgb(colour), dash}
    })
  }

  clear() {
    const {gl} = this
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
    gl.clear(gl.COLOR_BUFFER_BIT)
  }

  // As the matrix of a camera has it, with paths up to a step; ratio: pixels of the canvas in one of the page's.
  paint(matrix, step, ratio) {
    const {gl} = this
    const {drawingBufferWidth: width, drawingBufferHeight: height} = gl
    gl.viewport(0, 0, width, height)
    const view = matrix.join()
    if (view !== this.drawn) this.#paintGround(matrix)
    this.drawn = view
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.still)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null)
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST)
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
    this.#paintPaths(matrix, step, ratio)
    gl.bindVertexArray(null)
  }

  #paintGround(matrix) {
    const {gl, terrain} = this
    const {drawingBufferWidth: width, drawingBufferHeight: height} = gl
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.sampled.frame)
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
    gl.enable(gl.DEPTH_TEST)
    const ground = this.#use("GROUND", matrix)
    this.#take({heights: ground.heights, palette: ground.palette})
    gl.uniform2i(ground.size, terrain.columns, terrain.rows)
    gl.uniform3f(ground.sides, ...terrain.sides, TOP)
    gl.uniform1f(ground.bands, this.bands)
    gl.uniform3f(ground.ink, ...this.ink)
    gl.bindVertexArray(this.arrays.grid)
    gl.drawElements(gl.TRIANGLES, 6 * (terrain.columns - 1) * (terrain.rows - 1), gl.UNSIGNED_INT, 0)
    const wall = this.#use("WALL", matrix)
    gl.uniform3f(wall.tint, ...this.wall)
    gl.bindVertexArray(this.arrays.wall)
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, this.wallPoints)
    gl.disable(gl.DEPTH_TEST)
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.sampled.frame)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, this.still)
    const both = gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, both, gl.NEAREST)
  }

  #paintPaths(matrix, step, ratio) {
    const {gl} = this
    const {drawingBufferWidth: width, drawingBufferHeight: height} = gl
    const path = this.#use("PATH", matrix)
    this.#take({depths: path.depths})
    gl.uniform2f(path.screen, width, height)
    gl.uniform1f(path.nearer, NEARER)
    gl.uniform1f(path.dots, DOT * ratio)
    // Of the relief's units in a pixel, about: where its middle is.
    const unit = (2 * ratio * matrix[15]) / Math.hypot(matrix[1], matrix[5], matrix[9]) / height
    const draw = ({array, count, colour, dash}, tint = colour, wide = WIDE) => {
      // A dash may be two numbers, or four.
      const [on = 0, off = 0, again = on, offAgain = off] = dash
      gl.uniform4f(path.dash, on * unit, off * unit, again * unit, offAgain * unit)
      gl.uniform3f(path.tint, ...tint)
      gl.uniform1f(path.width, wide * ratio)
      gl.bindVertexArray(array)
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, Math.min(step, count))
    }
    gl.enable(gl.BLEND)
    // No casing hides a line.
    for (const each of this.paths) draw({...each, dash: []}, this.casing, WIDE + CASING)
    for (const each of this.paths) draw(each)
    gl.disable(gl.BLEND)
  }

  // Have a program read these textures, by the uniforms that are for them.
  #take(uniforms) {
    const {gl} = this
    Object.entries(uniforms).forEach(([name, uniform], i) => {
      gl.activeTexture(gl.TEXTURE0 + i)
      gl.bindTexture(gl.TEXTURE_2D, this.textures[name])
      gl.uniform1i(uniform, i)
    })
  }

  #use(name, matrix) {
    const {program, uniforms} = this.programs[name]
    this.gl.useProgram(program)
    this.gl.uniformMatrix4fv(uniforms.matrix, false, matrix)
    return uniforms
  }
}

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)

function link(gl, {vertex, fragment}) {
  const program = gl.createProgram()
  for (const [type, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(type)
    gl.shaderSource(shader, text)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  // A context that is lost links nothing, and says so by itself.
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(gl.getProgramInfoLog(program) || "A shader was not compiled")
  }
  const count = gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS) ?? 0
  const names = Array.from({length: count}, (_, i) => gl.getActiveUniform(program, i).name)
  return {program, uniforms: Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(program, name)]))}
}

function picture(gl, texture, kind, width, height, channels, type, data) {
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.texImage2D(gl.TEXTURE_2D, 0, kind, width, height, 0, channels, type, data)
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST)
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE)
}

// Two triangles for each cell of a grid.
function triangles(columns, rows) {
  const found = new Uint32Array(6 * (columns - 1) * (rows - 1))
  let at = 0
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corner = row * columns + column
      const above = corner + columns
      found.set([corner, corner + 1, above, corner + 1, above + 1, above], at)
      at += 6
    }
  }
  return found
}

// Once around the border, from the ground down to the foot.
function walls({columns, rows, heights, sides}) {
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
