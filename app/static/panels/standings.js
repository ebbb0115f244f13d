// Who leads at the playhead, and what there is to say of the racer that was picked.

import {inNumbers, underWay} from "../model/telling.js"
import {put} from "./text.js"
import {swatch} from "./swatch.js"

export class Standings {
  // endings: what there is to say of an outcome, by the number of its kind; local: of a minimum that is not the lowest.
  // card: see card.js; chosen: whose is open, if anybody has said so; pick(key): a racer was picked; raise(key): a racer
  // is pointed at, or, without a key, none any more.
  constructor(root, {endings, local}, card, chosen, {pick, raise}) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {table: find("standings"), card, announce: find("announce")})
    this.endings = Object.fromEntries(Object.values(endings).map((each) => [each.kind, each]))
    Object.assign(this, {local, pick, raise})
    if (chosen) this.picked = this.chosen = chosen
  }

  follow({race, reply, covers}) {
    this.race = race
    this.covered = covers.length > 0
    this.hides = reply.values.hide === "1"
    this.reply = reply
    while (this.table.tBodies.length > race.paths.length) this.table.tBodies[0].remove()
    while (this.table.tBodies.length < race.paths.length) this.table.append(this.entry())
    if (!race.paths.some((path) => path.key === this.picked)) this.picked = race.paths.at(-1)?.key
    this.explain()
  }

  // Two rows a racer: its numbers, and below them its variant and outcome in words.
  entry() {
    const entry = document.createElement("tbody")
    entry.innerHTML = `<tr><td class="rank"></td><th scope="row"><button type="button"></button></th>
      <td class="number"></td><td class="number"></td><td class="number"></td></tr>
      <tr><td class="sign" aria-hidden="true"></td><td colspan="4" class="words"><button type="button" class="outcome" aria-expanded="false"></button>
      <small></small><p class="meaning" hidden></p><small class="pinned"></small></td></tr>`
    entry.querySelector("button").addEventListener("click", () => this.choose(entry.dataset.racer))
    entry.addEventListener(
      "pointerenter",
      ({pointerType}) => pointerType === "mouse" && this.raise(entry.dataset.racer),
    )
    entry.addEventListener("pointerleave", () => this.raise(undefined))
    const outcome = entry.querySelector(".outcome")
    outcome.addEventListener("click", () => {
      this.opened = this.opened === entry.dataset.racer ? undefined : entry.dataset.racer
      this.#fill(this.at)
    })
    return entry
  }

  // Open the card of a racer, and draw it above all others.
  choose(key) {
    this.picked = this.chosen = key
    this.explain()
    this.#fill(this.at)
    this.pick(key)
  }

  show(t, playing) {
    this.#fill(t)
    if (!playing && t === this.race.steps && !this.covered) this.finish()
  }

  #fill(t) {
    this.at = t
    const above = this.race.base ? `, ${this.race.lossSays}` : ""
    put(this.table.caption, this.race.paths.length ? `Standings at step ${t}${above}` : "No racer is switched on")
    const {entries, goal} = this.race.standings(t)
    const over = t >= this.race.steps
    // Before the end nobody's place gives away who will win.
    if (this.hides && !over) entries.sort((a, b) => a.i - b.i)
    put(this.table.tFoot.rows[0].cells[0], this.race.paths.length < 2 ? "" : rankedBy(this.race, goal))
    entries.forEach((ranked, place) => {
      const {path, gone, rank} = ranked
      const entry = this.table.tBodies[place]
      const {numbers, small} = this.race.entry(path, t)
      const button = entry.querySelector("button")
      if (entry.dataset.racer !== path.key) {
        entry.dataset.racer = path.key
        button.replaceChildren(swatch(path), path.title)
      }
      entry.classList.toggle("picked", path.key === this.picked)
      const wins = over && rank === 1 && entries.length > 1
      entry.classList.toggle("wins", wins)
      if (wins) entry.style.setProperty("--racer", `var(--racer-${path.key})`)
      button.setAttribute("aria-pressed", path.key === this.picked)
      put(entry.querySelector(".rank"), gone ? "–" : String(rank))
      numbers.forEach((text, i) => put(entry.rows[0].cells[i + 2], text))
      put(entry.querySelector("small"), small)
      put(entry.querySelector(".pinned"), this.race.pinnedEntry(path, t))
      this.#tell(entry, ranked, t)
    })
  }

  // How the race of an entry ended, or how it stands at step t; when asked, with what that means and its numbers.
  #tell(entry, {path, arrival, bottom}, t) {
    const known = this.race.known(path, t)
    const {meaning, tone, sign} = this.endings[known ? path.outcome.kind : arrival < 0 ? "on its way" : "arrived"]
    const look = arrival >= 0 && this.race.isLocal(bottom) ? this.local : {tone, sign}
    const says = known ? path.outcome.text : underWay(arrival, look === this.local)
    const [outcome, more] = [entry.querySelector(".outcome"), entry.querySelector(".meaning")]
    put(outcome, says)
    put(entry.querySelector(".sign"), look.sign)
    outcome.dataset.tone = entry.dataset.tone = look.tone
    more.hidden = this.opened !== path.key
    outcome.setAttribute("aria-expanded", String(!more.hidden))
    if (more.hidden) return
    put(more, known ? `${meaning} ${inNumbers(this.race, path)}` : "How a race ends is known at its last step.")
  }

  // For screen readers, once a race is over.
  finish() {
    const said = this.race
      .standings(this.race.steps)
      .entries.map(({path, gone, rank}) => `${gone ? "–" : rank}: ${path.title}, ${path.outcome.text}`)
    this.announce.textContent = `The race is over. ${said.join(". ")}.`
  }

  explain() {
    const path = this.race.paths.find((each) => each.key === this.picked)
    this.card.tell(path, this.reply, this.race)
  }
}

// What ranks go by, in words.
function rankedBy(race, goal) {
  if (!Number.isNaN(goal)) return "First who has arrived at the lowest minimum, by the step of arrival; then by loss."
  return race.minima.length
    ? "Ranked by loss."
    : "Ranked by loss alone: no lowest minimum of this surface is known, and it may have none."
}
