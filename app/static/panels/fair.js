// The fair race: every racer tuned with the same number of trials, and what came of it.

import {typeset} from "../made/numerals.js"
import {readable} from "../model/numbers.js"
import {swatch} from "./swatch.js"

// What came of a racer, in words.
function said({loss, arrival}) {
  if (!Number.isFinite(loss)) return "diverged"
  return arrival < 0 ? readable(loss, 3) : `${readable(loss, 3)}, arrived at ${arrival}`
}

// All that a tuning may depend on, as one text.
const settled = ({values}) => JSON.stringify({...values, view: "", theme: "", step: "", pin: "", engine: ""})

export class FairRace {
  paths = []
  running = false
  link = "here"

  // ask(changes, name): ask for changes by that name; replay: run the race anew from its start.
  constructor(root, engine, ask, replay) {
    const find = (name) => root.querySelector(`[data-part=fair-${name}]`)
    const names = ["open", "close", "start", "stop", "apply", "progress", "says", "table"]
    for (const name of names) this[name] = find(name)
    Object.assign(this, {engine, ask, replay, dialog: root.querySelector("[data-part=fair]")})
    this.open.addEventListener("click", () => this.dialog.showModal())
    this.close.addEventListener("click", () => this.dialog.close())
    this.dialog.addEventListener("close", () => this.running && this.#halt())
    this.start.addEventListener("click", () => this.#begin())
    this.stop.addEventListener("click", () => this.#halt())
    this.apply.addEventListener("click", () => this.#apply())
    engine.listen({
      answer: (answer) => (answer.of ?? answer.kind) === "tune" && this.take(answer),
      link: (link) => this.#heed(link.is),
    })
  }

  follow({reply, race}) {
    this.paths = race.paths
    // What was found may be for other settings than those in force.
    const settings = settled(reply)
    // A server that takes over does not know what the one before has found.
    if (this.found && reply.tuned) this.foundFor = settings
    if (this.found && !reply.tuned && !(this.orphan && settings === this.foundFor)) {
      this.#clear()
      this.says.textContent = "The settings have changed since the last tuning."
    }
    this.settings = settings
    this.open.disabled = race.paths.length === 0
  }

  take(answer) {
    // What comes after it was stopped is not wanted.
    if (!this.running) return
    if (answer.kind === "progress") {
      this.#report(answer.share)
      return
    }
    this.#report(null)
    if (answer.kind === "refused") {
      this.#clear()
      this.says.textContent = answer.text
    } else {
      this.#tell(answer)
    }
  }

  #begin() {
    this.#clear()
    this.#report(0)
    this.says.textContent = ["here", "alone"].includes(this.link)
      ? "Tuning…"
      : "Tuning begins when the server answers again."
    this.engine.ask({}, "tune")
  }

  // How it stands with the server is new.
  #heed(is) {
    const before = this.link
    this.link = is
    if (is === "gone" && before !== "gone") {
      this.orphan = this.found !== undefined
      if (!this.running) return
      this.#report(null)
      this.says.textContent = "The connection was lost: tuning was stopped, and nothing was changed."
    } else if (is === "silent" && this.running) {
      this.says.textContent = "The server does not answer; tuning goes on if it does again."
    } else if ((is === "here" || is === "alone") && this.running) {
      this.says.textContent = "Tuning…"
    }
  }

  #halt() {
    this.engine.ask({}, "stop tuning")
    this.#report(null)
    this.says.textContent = "Stopped; nothing was changed."
  }

  #apply() {
    // One rate for all would be none of those found.
    this.ask(
      Object.assign({shared: "0"}, ...this.found.racers.map((racer) => racer.changes)),
      "values of the fair race",
    )
    this.dialog.close()
    this.replay()
  }

  // Show how far the work is; null when it is done.
  #report(share) {
    this.running = share !== null
    this.progress.hidden = this.stop.hidden = share === null
    this.start.disabled = share !== null
    if (share !== null) this.progress.value = share
  }

  #clear() {
    this.found = undefined
    this.orphan = false
    this.apply.disabled = true
    this.table.hidden = true
  }

  #tell(answer) {
    Object.assign(this, {found: answer, foundFor: this.settings})
    const {budget, steps, seed, where, replicates, base} = answer
    const all = budget * answer.racers.length
    this.says.textContent = [
      `${budget} trials for each racer, ${all} in all, of ${steps} steps, from seed ${seed}, on ${typeset(where)}.`,
      ...(base ? [`Losses are above the lowest minimum, ${readable(base)}.`] : []),
      ...(replicates > 1 ? [`Losses are medians of ${replicates} replicates.`] : []),
      "Nothing is changed yet.",
    ].join(" ")
    const rows = answer.racers.slice().sort((a, b) => (a.after.rank ?? Infinity) - (b.after.rank ?? Infinity) || 0)
    const heads = this.table.tHead.rows[0].cells
    this.table.tBodies[0].replaceChildren(
      ...rows.map((racer) => {
        const row = document.createElement("tr")
        const path = this.paths.find((each) => each.key === racer.key)
        const title = document.createElement("th")
        title.scope = "row"
        title.append(...(path ? [swatch(path)] : []), racer.title)
        const cell = (text) => Object.assign(document.createElement("td"), {textContent: text})
        const values = Object.entries(racer.values).map(([label, text]) => `${label} ${text}`)
        const ranges = Object.entries(racer.ranges).map(([label, [low, high]]) => `${label} ${low} to ${high}`)
        row.append(
          cell(racer.after.rank ?? "–"),
          title,
          cell(`${said(racer.before)} (${racer.before.rank ?? "–"})`),
          cell(said(racer.after)),
          cell(typeset(values.join(", "))),
          cell(typeset(ranges.join(", "))),
          cell(String(racer.diverged)),
        )
        // On a narrow page, where the heads of the columns are not seen.
        for (const each of row.cells) each.dataset.label = heads[each.cellIndex].textContent
        return row
      }),
    )
    this.table.hidden = false
    this.apply.disabled = false
  }
}
