// Races that a class has sent in, as links: all of them in one picture, in thin lines, beside the race of the page.

import {typeset} from "../made/numerals.js"
import {Race} from "../model/race.js"
import {groundOf, linksOf} from "../model/together.js"
import {put} from "./text.js"

// So many lines can still be told apart, and raced in a moment.
const MOST = 40
// Milliseconds after which it is looked again whether the page can race by itself.
const AGAIN = 500

export class ClassRaces {
  // Each with its name, what answerer.js says of it, its race, and whether that is on the ground that is shown.
  shown = []

  // engine: whose page races these by itself; again(): have the page drawn with what is shown now.
  constructor(root, engine, again) {
    const find = (name) => root.querySelector(`[data-part=class-${name}]`)
    for (const name of ["open", "links", "all", "none", "says", "table", "close"]) this[name] = find(name)
    Object.assign(this, {engine, again, dialog: find("races")})
    this.open.addEventListener("click", () => this.dialog.showModal())
    this.close.addEventListener("click", () => this.dialog.close())
    this.all.addEventListener("click", () => this.#take(linksOf(this.links.value)))
    this.none.addEventListener("click", () => this.#take([]))
  }

  // The races that are to be shown beside that of a reply; those on another surface, or in another shape of it, are not.
  races({values}) {
    const {answerer} = this.engine
    for (const each of this.shown) {
      each.there = groundOf(each.values) === groundOf(values)
      if (each.there && answerer) each.differences = set(answerer.differencesOf(each.pin))
    }
    return this.shown.filter(({there}) => there)
  }

  follow() {
    this.#list()
  }

  #take(links) {
    clearTimeout(this.waiting)
    const {answerer} = this.engine
    if (links.length > 0 && !answerer) {
      put(this.says, "The page is still loading what it races with: they come when it has it.")
      this.waiting = setTimeout(() => this.#take(links), AGAIN)
      return
    }
    const [taken, left] = [links.slice(0, MOST), links.length - MOST]
    const said = left > 0 ? [`Only the first ${MOST} are shown.`] : []
    this.shown = taken.flatMap(({name, query}) => {
      const sent = answerer.sent(query)
      if (sent.why) {
        said.push(`${name}: ${sent.why}`)
        return []
      }
      said.push(...sent.notices.map((notice) => `${name}: ${notice}`))
      return [{name, ...sent, race: new Race(sent.race, sent.minima)}]
    })
    put(this.says, said.join(" "))
    this.again()
  }

  // How each of them ended, best first.
  #list() {
    const rows = this.shown.flatMap(({name, race, differences, there}) =>
      race.standings(race.steps).entries.map(({path, loss}) => ({
        name,
        path,
        loss,
        there,
        differs: differences?.[path.key],
      }))
    )
    rows.sort((a, b) => (a.loss - b.loss) || (Number.isNaN(a.loss) ? 1 : -1))
    this.table.hidden = rows.length === 0
    this.none.disabled = rows.length === 0
    this.table.tBodies[0].replaceChildren(
      ...rows.map(({name, path, there, differs}) => {
        const row = document.createElement("tr")
        const cells = [name, path.title, there ? differs || "as it is now" : "on another surface", path.outcome.text]
        row.append(...cells.map((text, i) => cell(i === 0 ? "th" : "td", text)))
        return row
      }),
    )
  }
}

function cell(tag, textContent) {
  const made = Object.assign(document.createElement(tag), {textContent})
  if (tag === "th") made.scope = "row"
  return made
}

const set = (differences) => Object.fromEntries(Object.entries(differences).map(([key, text]) => [key, typeset(text)]))
