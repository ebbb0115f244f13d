// A racer's mark beside its name.

const SVG = "http://www.w3.org/2000/svg"

// A short piece of a racer's trail: its dash, its colour, its marker.
export function swatch({key, dash, marker}) {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("class", "swatch")
  svg.setAttribute("viewBox", "0 0 40 16")
  svg.dataset.swatch = key
  svg.setAttribute("aria-hidden", "true")
  svg.style.setProperty("--racer", `var(--racer-${key})`)
  const line = document.createElementNS(SVG, "line")
  for (const [name, value] of Object.entries({x1: 1, x2: 39, y1: 8, y2: 8, "stroke-dasharray": dash.join(" ")})) {
    line.setAttribute(name, value)
  }
  const mark = document.createElementNS(SVG, "use")
  for (const [name, value] of Object.entries({href: `#marker-${marker}`, x: 13, y: 1, width: 14, height: 14})) {
    mark.setAttribute(name, value)
  }
  svg.append(line, mark)
  return svg
}

// The swatches below ``root`` that the template has made, as the racers look now.
export class Swatches {
  constructor(root, looks) {
    Object.assign(this, {root, looks})
  }

  follow({race}) {
    const shown = race.paths.map(({key}) => key).join()
    if (shown === this.shown) return
    this.shown = shown
    for (const [key, {light, dark}] of this.looks.ofAll()) {
      this.root.style.setProperty(`--racer-${key}`, `light-dark(${light}, ${dark})`)
    }
    for (const {key, marker, dash} of race.paths) {
      for (const svg of this.root.querySelectorAll(`[data-swatch="${key}"]`)) {
        svg.querySelector("line").setAttribute("stroke-dasharray", dash.join(" "))
        svg.querySelector("use").setAttribute("href", `#marker-${marker}`)
      }
    }
  }
}
