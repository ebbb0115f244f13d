// Where a race from every point of the map would end, on each racer's own map: hue for which minimum, strength for
// how fast, with stripes where it did not stay there; where it did not arrive a grey for how far it got, with a pattern
// for how it ended. A click on the map sets the start, as on every map.

import {power_of_ten as powerOfTen} from "../made/numerals.js"
import {readable} from "../model/numbers.js"
import {quietly, source} from "../figures/figures.js"
import {View} from "./view.js"

// Pixels along each side of a picture, about: patterns are as fine whatever the cells.
const SIDE = 256

// The pattern of what reached no minimum, by how it ended: whether pixel (i, j) is dark.
const PATTERNS = {
  "at rest": (i, j) => i % 6 < 2 && j % 6 < 2,
  "to and fro": (i) => i % 6 < 2,
  diverged: (i, j) => (i + j) % 6 < 3,
  "left the map": (i, j) => (((i - j) % 8) + 8) % 8 < 2,
  "on its way": () => false,
}
// The kind of what arrived at a minimum and did not stay there.
const GONE = "did not stay"

const LETTERS = "ABCDEFGH"
// A share of arrivals below which there is little to see, and budgets that may show more.
const FEW = 0.1
const MORE = [3000, 5000]

// Pixels across the sample of what has shades in the key.
const WIDE = 56

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
// As the canvas has it: red in the lowest byte.
const packed = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0
const mixed = (a, b, share) => a.map((channel, i) => Math.round(channel + share * (b[i] - channel)))

export default class Basins extends View {
  absent({race}) {
    return race.paths.length ? undefined : "No racer is switched on."
  }

  draw(answer, {race, theme, colours, reply}) {
    const {endings} = this.means.facts
    const {cells, shades, decades, steps, domain, minima, named, racers} = answer
    const [[left, right], [bottom, top]] = domain
    for (const {key, destinations, shades: shade, shares} of racers) {
      const map = this.means.ownMaps.get(key)
      if (!map) continue
      // To paint a map anew, contours and all, takes longer than to see that a slider of another racer has moved.
      const state = {theme, cells, steps, destinations, shade}
      if (same(map.basin, state)) continue
      map.basin = state
      const image = painted({cells, destinations, shade, shades}, colours, endings)
      const data = {image: [image], x: [left], y: [bottom], dw: [right - left], dh: [top - bottom]}
      quietly(source(map, "picture"), {data})
      const text = `${titleOf(race, key)}: ${percent(shares.arrived)}`
      if (map.title.text !== text) quietly(map.title, {text})
    }
    this.#letter(named, colours)
    const key = named.map((point, i) => {
      const where = `(${readable(point[0], 3)}, ${readable(point[1], 3)})`
      return sample(() => rgb(colours.basins[i]), `${LETTERS[i]} arrives at ${where}`)
    })
    if (minima > named.length) {
      key.push(document.createTextNode(`and ${minima - named.length} more minima, in the same colours again`))
    }
    const gone = racers.filter(({shares}) => shares[GONE] > 0)
    if (gone.length > 0) {
      // In whichever of the colours.
      const hue = (j) => colours.basins[Math.floor((j / 14) * named.length)]
      key.push(
        sample(
          (_, j) => rgb(striped(j, colours) ?? hue(j)),
          `did not stay: ${listed(race, gone, ({shares}) => shares[GONE])}`,
        ),
      )
    }
    for (const {kind, words} of Object.values(endings)) {
      const some = kind in PATTERNS && racers.some(({shares}) => shares[kind] > 0)
      if (some) key.push(sample((i, j) => ended(kind, i, j, colours, 0.5), words))
    }
    if (racers.some(({shares}) => shares.arrived + shares[GONE] < 1)) {
      const grey = (_, j) => ended("on its way", 0, 0, colours, j / (WIDE - 1))
      const far = `from the loss of its start to ${powerOfTen(-decades)} of it`
      key.push(sample(grey, `where it did not arrive, how far it got: ${far}, above the lowest`, WIDE))
    }
    const said = listed(race, racers, ({shares}) => shares.arrived)
    const how = `have arrived at a minimum after ${steps} steps, the stronger the colour the sooner`
    const text = `Starts of ${cells} × ${cells} that ${how}: ${said}. Click to start there.`
    const few = racers.every(({shares}) => shares.arrived + shares[GONE] < FEW)
    const {why, offers} = few ? this.#few(answer, reply) : {}
    return {text: why ? `${why} ${text}` : text, key, offers}
  }

  // Why hardly anybody arrives, and what would show more.
  #few({steps, minima}, {surface, values}) {
    const elsewhere = {text: "Show Himmelblau, which has four", changes: {surface: "himmelblau"}}
    if (minima === 0 && surface.saddles.length && values.surface !== "formula") {
      return {why: `Nobody arrives: ${surface.title} has no minimum.`, offers: [elsewhere]}
    }
    const more = MORE.find((each) => each > steps)
    const why = `Hardly anybody arrives: ${steps} steps are too few at these rates.`
    return {why, offers: more ? [{text: `Try ${more} steps`, changes: {steps: String(more)}}] : [elsewhere]}
  }

  // Hues alone do not tell minima apart for everybody.
  #letter(named, colours) {
    const data = {
      x: named.map(([x]) => x),
      y: named.map(([, y]) => y),
      text: named.map((_, i) => LETTERS[i]),
      casing: named.map(() => colours.casing),
    }
    const letters = source(this.means.figures.model("map"), "letter")
    if (JSON.stringify(letters.data) !== JSON.stringify(data)) quietly(letters, {data})
  }

  clear() {
    this.#letter([], {})
    for (const map of this.means.ownMaps.values()) {
      delete map.basin
      quietly(source(map, "picture"), {data: {image: [], x: [], y: [], dw: [], dh: []}})
      quietly(map.title, {text: map.title.text.split(":")[0]})
    }
  }
}

function same(before, state) {
  if (!before) return false
  const alike = (a, b) => a.length === b.length && a.every((each, i) => each === b[i])
  return (
    ["theme", "cells", "steps"].every((each) => before[each] === state[each]) &&
    ["destinations", "shade"].every((each) => alike(before[each], state[each]))
  )
}

const titleOf = (race, key) => race.paths.find((path) => path.key === key)?.title ?? key

// Racers with a share of each.
const listed = (race, racers, shareOf) =>
  racers.map((each) => `${titleOf(race, each.key)} ${percent(shareOf(each))}`).join(", ")

// No share that is merely small or large reads as none or all.
function percent(share) {
  if (share > 0 && share < 0.01) return "< 1 %"
  if (share > 0.99 && share < 1) return "> 99 %"
  return `${Math.round(100 * share)} %`
}

// The colour of pixel (i, j) of what did not arrive, but got that share of the way.
function ended(kind, i, j, colours, share) {
  if (PATTERNS[kind](i, j)) return rgb(colours.pattern)
  return mixed(rgb(colours.gone), rgb(colours.close), share)
}

// The colour of a stripe on that of a minimum: a dark and a light line, of which one stands out from any.
const striped = (j, {ink, page}) => [ink, page][j % 6]

function painted({cells, destinations, shade, shades}, colours, endings) {
  const fine = Math.max(1, Math.round(SIDE / cells))
  const side = cells * fine
  const pixels = new Uint32Array(side * side)
  const hues = colours.basins.map(rgb)
  const pale = rgb(colours.page)
  const tints = hues.map((hue) =>
    Uint32Array.from({length: shades + 1}, (_, time) => packed(mixed(hue, pale, (0.6 * time) / shades)))
  )
  const unreached = Object.entries(endings).filter(([, {kind}]) => kind in PATTERNS)
  const greys = Uint32Array.from(
    {length: shades + 1},
    (_, far) => packed(ended("on its way", 0, 0, colours, far / shades)),
  )
  const dark = packed(rgb(colours.pattern))
  const stripes = Array.from({length: 6}, (_, j) => striped(j, colours)).map((line) => line && packed(rgb(line)))
  const gone = Number(Object.entries(endings).find(([, {kind}]) => kind === GONE)[0])
  // All patterns repeat after 24 pixels.
  const patterns = Object.fromEntries(
    unreached.map(([code, {kind}]) => [
      code,
      Uint8Array.from({length: 576}, (_, n) => Number(PATTERNS[kind](Math.floor(n / 24), n % 24))),
    ]),
  )
  for (let i = 0; i < side; i++) {
    const row = Math.floor(i / fine) * cells
    for (let j = 0; j < side; j++) {
      const cell = row + Math.floor(j / fine)
      const to = destinations[cell]
      if (to >= 0) pixels[i * side + j] = tints[to % hues.length][shade[cell]]
      else if (to <= gone) {
        pixels[i * side + j] = stripes[j % 6] ?? tints[(gone - to) % hues.length][shade[cell]]
      } else pixels[i * side + j] = patterns[to][(i % 24) * 24 + (j % 24)] ? dark : greys[shade[cell]]
    }
  }
  const {ndarray} = Bokeh.require("core/util/ndarray")
  return ndarray(pixels.buffer, {dtype: "uint32", shape: [side, side]})
}

// An entry of the key: a small square of a colour or pattern, and what it stands for.
function sample(colourOf, text, wide = 14) {
  const entry = document.createElement("span")
  const canvas = document.createElement("canvas")
  Object.assign(canvas, {width: wide, height: 14})
  const context = canvas.getContext("2d")
  for (let i = 0; i < 14; i++) {
    for (let j = 0; j < wide; j++) {
      context.fillStyle = `rgb(${colourOf(i, j).join()})`
      context.fillRect(j, 13 - i, 1, 1)
    }
  }
  entry.append(canvas, text)
  return entry
}
