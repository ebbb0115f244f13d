// @ts-check
// From where a relief is looked at, and what of it is where on the screen.
//
// The relief stands about the origin: x to the right, y away, z up, the longer of x and y from −1 to 1. The camera looks
// at ``MIDDLE`` from a fixed distance and zooms by its lens: however near one looks, one never stands in the relief.

/**
 * @typedef {object} Camera
 * @property {number} yaw How far the camera has gone round, in radians: from 0 one looks along y.
 * @property {number} pitch How high it stands, in radians: at 0 one would see the relief from its side.
 * @property {number} zoom From 1 on.
 * @property {number} across How far the picture is moved to the right, in halves of the screen.
 * @property {number} up How far it is moved up.
 */
/** @typedef {[number, number, number]} Place */

/** @type {Readonly<Camera>} */
export const HOME = Object.freeze({yaw: -0.45, pitch: 0.95, zoom: 1, across: 0, up: 0})
export const [LOWEST, HIGHEST, NEAREST] = [0.12, Math.PI / 2, 8]

// How far the camera is from what it looks at, and the height of that: half of the relief's.
const DISTANCE = 6
export const TOP = 0.55
const MIDDLE = TOP / 2
// The share of the screen that the relief takes; the rest is for the numbers beside it.
const FILLS = 0.85

const within = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
  Math.min(Math.max(value, low), high)

// Gone round and up by so many radians.
/** @param {Camera} camera @param {number} yaw @param {number} pitch @returns {Camera} */
export function turned(camera, yaw, pitch) {
  const round = camera.yaw + yaw
  return {
    ...camera,
    yaw: round - 2 * Math.PI * Math.round(round / (2 * Math.PI)),
    pitch: within(camera.pitch + pitch, LOWEST, HIGHEST),
  }
}

// Nearer by a factor, with what is at [x, y], from −1 to 1, staying there.
/** @param {Camera} camera @param {number} factor @param {[number, number]} [at] @returns {Camera} */
export function zoomed(camera, factor, [x, y] = [0, 0]) {
  const zoom = within(camera.zoom * factor, 1, NEAREST)
  const grown = zoom / camera.zoom
  const most = zoom - 1
  const moved = (/** @type {number} */ offset, /** @type {number} */ at) =>
    within(at - (at - offset) * grown, -most, most)
  return {...camera, zoom, across: moved(camera.across, x), up: moved(camera.up, y)}
}

// Which way is right, up and back to the camera, as it stands.
/** @param {Camera} camera @returns {{right: Place, up: Place, back: Place}} */
function axes({yaw, pitch}) {
  const [s, c, rise, flat] = [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)]
  return {right: [c, s, 0], up: [-s * rise, c * rise, flat], back: [s * flat, -c * flat, rise]}
}

// Where the camera is.
/** @param {Camera} camera @returns {Place} */
export function eye(camera) {
  const {back} = axes(camera)
  return [DISTANCE * back[0], DISTANCE * back[1], DISTANCE * back[2] + MIDDLE]
}

// From places to the screen, as WebGL has it: 4 × 4, column by column. A relief that reaches so far to each side
// fits into a screen of that aspect, however it is turned.
/** @param {Camera} camera @param {[number, number]} sides @param {number} aspect */
export function matrixOf(camera, sides, aspect) {
  const {right, up, back} = axes(camera)
  const reach = Math.hypot(...sides)
  // How far its nearest corner is below the middle, the farthest above it, and one at the side beside it.
  const [rise, deep] = [reach * Math.sin(camera.pitch) + MIDDLE * up[2], reach * up[2] - MIDDLE * back[2]]
  const [below, above, beside] = [rise / (DISTANCE - deep), rise / (DISTANCE + deep), reach / DISTANCE]
  const scale = FILLS * Math.min(aspect / beside, 2 / (below + above))
  const [across, upwards] = [(camera.zoom * scale) / aspect, camera.zoom * scale]
  const raised = camera.up + (upwards * (below - above)) / 2
  const [near, far] = [DISTANCE - 2, DISTANCE + 2]
  const [slope, shift] = [(far + near) / (far - near), (-2 * far * near) / (far - near)]
  const matrix = new Float32Array(16)
  for (let i = 0; i < 3; i++) {
    matrix.set([across * right[i] - camera.across * back[i], upwards * up[i] - raised * back[i]], 4 * i)
    matrix.set([-slope * back[i], -back[i]], 4 * i + 2)
  }
  const ahead = DISTANCE + MIDDLE * back[2]
  matrix.set([camera.across * ahead, -upwards * up[2] * MIDDLE + raised * ahead, slope * ahead + shift, ahead], 12)
  return matrix
}

// Where a place is on a screen of so many pixels, from its upper left.
/** @param {Float32Array} m @param {Place} place @param {[number, number]} screen @returns {[number, number]} */
export function onScreen(m, [x, y, z], [width, height]) {
  const w = m[3] * x + m[7] * y + m[11] * z + m[15]
  const [across, up] = [0, 1].map((i) => (m[i] * x + m[i + 4] * y + m[i + 8] * z + m[i + 12]) / w)
  return [((1 + across) * width) / 2, ((1 - up) * height) / 2]
}
