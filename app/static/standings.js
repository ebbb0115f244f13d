// Who leads at the playhead, and what there is to say of the racer that was picked.

import {readable} from "./race.js"

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

export class Standings {
  constructor(table, card, announce) {
    this.body = table.tBodies[0]
    this.caption = table.caption
    Object.assign(this, {card, announce})
  }

  setRace(race) {
    this.race = race
    this.body.replaceChildren(...race.paths.map(() => this.row()))
    if (!race.paths.some((path) => path.key === this.picked)) this.picked = race.paths.at(-1)?.key
    this.explain()
  }

  row() {
    const row = document.createElement("tr")
    row.innerHTML = `<td class="rank"></td><th scope="row"><button type="button"><span class="title"></span>
      <small class="variant"></small></button></th><td class="number"></td><td class="number"></td><td class="number"></td>`
    row.querySelector("button").addEventListener("click", () => {
      this.picked = row.dataset.racer
      this.explain()
      this.show(this.at)
    })
    // Its outcome stands below a racer's numbers, in the same row for screen readers.
    const outcome = document.createElement("div")
    outcome.className = "outcome"
    row.cells[1].append(outcome)
    return row
  }

  show(t) {
    this.at = t
    this.caption.textContent = `Standings at step ${t}`
    this.race.standings(t).forEach(({path, gone}, place) => {
      const row = this.body.rows[place]
      const at = this.race.row(path, t)
      if (row.dataset.racer !== path.key) {
        row.dataset.racer = path.key
        row.querySelector("svg")?.remove()
        row.querySelector("button").prepend(swatch(path))
        row.querySelector(".title").textContent = path.title
        row.querySelector(".variant").textContent = path.variant
      }
      row.classList.toggle("picked", path.key === this.picked)
      row.querySelector("button").setAttribute("aria-pressed", path.key === this.picked)
      const known = this.race.known(path, t)
      const words = known ? path.outcome.text : "running"
      const numbers = gone
        ? ["–", "–", "–"]
        : [readable(path.loss[at], 3), readable(path.distance[at], 3), String(path.evaluations[at])]
      ;[gone ? "–" : String(place + 1), ...numbers].forEach((text, i) => {
        const cell = row.cells[i === 0 ? 0 : i + 1]
        if (cell.textContent !== text) cell.textContent = text
      })
      const outcome = row.querySelector(".outcome")
      if (outcome.textContent !== words) outcome.textContent = words
      outcome.dataset.kind = known ? path.outcome.kind : "running"
    })
  }

  // For screen readers, once a race is over.
  finish() {
    const said = this.race
      .standings(this.race.steps)
      .map(({path}, place) => `${place + 1}: ${path.title}, ${path.outcome.text}`)
    this.announce.textContent = `The race is over. ${said.join(". ")}.`
  }

  explain() {
    const path = this.race.paths.find((each) => each.key === this.picked)
    this.card.hidden = !path
    if (!path) return
    const put = (name, text) => (this.card.querySelector(`[data-explain=${name}]`).textContent = text)
    put("title", path.title)
    put("variant", path.variant)
    put("torch", path.torch)
    put("use", path.use)
    put("avoid", path.avoid)
    put("reference", path.reference)
    const recurrence = this.card.querySelector("[data-explain=recurrence]")
    const html = path.recurrence.join("")
    if (recurrence.dataset.shown !== html) {
      recurrence.dataset.shown = html
      recurrence.innerHTML = html
    }
  }
}
