// A racer's mark beside its name.

const SVG = "http://www.w3.org/2000/svg"

// A short piece of a racer's trail: its dash, its colour, its marker.
export function swatch({key, dash, marker}) {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("class", "swatch")
  svg.setAttribute("viewBox", "0 0 40 16")
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
