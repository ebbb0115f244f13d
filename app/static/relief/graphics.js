// Programs and pictures of a graphics processor.

/** Stands for no number: a picture of numbers may lose NaN. */
export const NOTHING = -1e30

export class Program {
  constructor(gl, {vertex, fragment}) {
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
    this.places = Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(program, name)]))
    Object.assign(this, {gl, program})
  }

  // Draw by it from now on. pictures: by the names that they have in it.
  use(matrix, pictures = {}) {
    const {gl, places} = this
    gl.useProgram(this.program)
    gl.uniformMatrix4fv(places.matrix, false, matrix)
    Object.entries(pictures).forEach(([name, texture], i) => {
      gl.activeTexture(gl.TEXTURE0 + i)
      gl.bindTexture(gl.TEXTURE_2D, texture)
      gl.uniform1i(places[name], i)
    })
    return places
  }
}

// What a picture has for each of its pixels: how it is kept, and how it is handed over.
export const kinds = (gl) => ({
  height: [gl.R32F, gl.RED, gl.FLOAT],
  place: [gl.RGBA32F, gl.RGBA, gl.FLOAT],
  colour: [gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE],
  depth: [gl.DEPTH_COMPONENT24, gl.DEPTH_COMPONENT, gl.UNSIGNED_INT],
})

export function fill(gl, texture, kind, width, height, data = null) {
  const [kept, channels, type] = kinds(gl)[kind]
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.texImage2D(gl.TEXTURE_2D, 0, kept, width, height, 0, channels, type, data)
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST)
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE)
}

// The shares of red, green and blue.
export const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
