// Beside a racer's rate the best of a sweep, one press away: of the last one where that was of the settings in force;
// else one of this racer alone is worked out first.

import {best, sweptFor} from "../model/best.js"
import {readable} from "../model/numbers.js"
import {put} from "./text.js"

// What a press did, or why it did nothing.
const SAID = {
  set: "Set to {rate}: of {count} rates, it ends at the lowest loss.",
  "set, steps": "Set to {rate}: of {count} rates, it is the first near the lowest loss.",
  kept: "The best of {count} rates is the one in force.",
  better: "Nothing changed: none of {count} rates ends lower than the one in force.",
  none: "Nothing changed: none of {count} rates comes to anything.",
  lost: "The connection was lost: the sweep was stopped.",
}
const told = (kind, holes = {}) => SAID[kind].replace(/{(\w+)}/g, (_, name) => holes[name])

export class Best {
  // What was found, by racer: {of, swept, rates, base}.
  found = {}
  // Whose sweep is under way, of which settings, and how much of it is done.
  asked = undefined
  // Which words stand beside whose rate, and at which rate they do: {rate, met}.
  said = {}

  // ask(changes, name): ask for changes by that name.
  constructor(root, engine, ask) {
    Object.assign(this, {engine, ask})
    this.buttons = [...root.querySelectorAll("[data-best]")]
    this.names = Object.fromEntries(
      this.buttons.map((each) => [each.dataset.best, each.closest("fieldset").querySelector("legend").textContent]),
    )
    this.says = Object.fromEntries(
      [...root.querySelectorAll("[data-best-says]")].map((line) => [line.dataset.bestSays, line]),
    )
    for (const button of this.buttons) button.addEventListener("click", () => this.#press(button.dataset.best))
    engine.listen({
      answer: (answer) => {
        if ((answer.of ?? answer.kind) === "best") this.#take(answer)
        else if (answer.kind === "sweep" && answer.last) this.take(answer)
      },
      link: ({is}) => is === "gone" && this.asked && this.#end(told("lost")),
    })
  }

  // The view's answer.
  take(answer) {
    this.answer = answer
    if (this.state) this.follow(this.state)
  }

  follow(state) {
    this.state = state
    const {reply} = state
    const {values} = reply
    const {answer} = this
    if (answer && answer.question === reply.question && values.view === "sweep") {
      for (const swept of answer.racers) this.#keep(values, swept, answer)
      this.answer = undefined
    }
    for (const [key, said] of Object.entries(this.said)) {
      if (Number(values[`${key}.lr`]) === said.rate) said.met = true
      else if (said.met) this.#say(key, "")
    }
    const racing = new Set(state.race.paths.map((path) => path.key))
    // Of those whose cards are seen: there is a reply for each move of a slider.
    for (const button of this.buttons) if (racing.has(button.dataset.best)) this.#show(button)
  }

  #keep(values, swept, {values: rates, base}) {
    this.found[swept.key] = {of: sweptFor(values, swept.key), swept, rates, base}
  }

  // The best rate of a racer, where it is known for the settings in force.
  #known(key) {
    const {values} = this.state.reply
    const found = this.found[key]
    if (found?.of !== sweptFor(values, key)) return undefined
    return {...found, rate: best(found.rates, found.swept, this.#steps)}
  }

  get #steps() {
    return this.state.reply.values.measure === "steps to tolerance"
  }

  #show(button) {
    const {best: key} = button.dataset
    const {values} = this.state.reply
    button.hidden = values.shared === "1"
    if (button.hidden) return
    const whose = this.names[key]
    const working = this.asked?.key === key
    const rate = working ? undefined : this.#known(key)?.rate
    const isIt = rate !== undefined && rate === Number(values[`${key}.lr`])
    const share = working && `${Math.round(100 * this.asked.share)} %`
    const found = rate !== undefined && readable(rate, 3)
    put(button, working ? `${share} ✕` : isIt ? "✓ best η" : found ? `best ${found}` : "best η")
    const name = working
      ? `${whose}, stop the sweep, ${share} done`
      : isIt
      ? `${whose}, the best of the sweep is set`
      : found
      ? `${whose}, best ${found} of the sweep`
      : `${whose}, sweep its learning rate and set the best`
    if (button.ariaLabel !== name) button.ariaLabel = name
  }

  #press(key) {
    if (this.asked?.key === key) {
      this.engine.ask({}, "stop best")
      return this.#end("")
    }
    const {values} = this.state.reply
    if (this.#known(key)) return this.#set(key)
    this.asked = {key, of: sweptFor(values, key), share: 0}
    this.#say(key, "")
    this.engine.ask({}, `best ${key}`)
    for (const button of this.buttons) this.#show(button)
  }

  #take(answer) {
    if (!this.asked) return
    const {key} = this.asked
    if (answer.kind === "progress") this.asked.share = answer.share
    else if (answer.kind === "refused") this.#end(answer.text)
    else if (answer.racers[0].key === key) {
      this.found[key] = {of: this.asked.of, swept: answer.racers[0], rates: answer.values, base: answer.base}
      this.#end("")
      if (this.#known(key)) this.#set(key)
    }
    for (const button of this.buttons) this.#show(button)
  }

  // The work is over, with these words.
  #end(text) {
    const {key} = this.asked
    this.asked = undefined
    this.#say(key, text)
    for (const button of this.buttons) this.#show(button)
  }

  // Set what was found, unless what is in force is better still.
  #set(key) {
    const {rate, rates, swept, base} = this.#known(key)
    const {values} = this.state.reply
    const now = values[`${key}.lr`]
    const text = String(rate)
    const holes = {rate: readable(rate, 3), count: rates.length}
    const path = this.state.race.paths.find((each) => each.key === key)
    const ends = path?.rows > this.state.race.steps && !path.band ? path.loss[this.state.race.steps] : NaN
    const lowest = swept.losses[rates.indexOf(rate)] - base
    if (rate === undefined) this.#say(key, told("none", holes))
    else if (rate === Number(now)) this.#say(key, told("kept", holes))
    else if (!this.#steps && ends < lowest) this.#say(key, told("better", holes))
    else {
      this.#say(key, told(this.#steps ? "set, steps" : "set", holes), text)
      this.ask({[`${key}.lr`]: text}, `${this.names[key]}, best rate of a sweep`)
    }
  }

  // Words that stand beside the rate as long as it is ``rate``, once it is.
  #say(key, text, rate = this.state.reply.values[`${key}.lr`]) {
    put(this.says[key], text)
    this.says[key].hidden = text === ""
    if (text) this.said[key] = {rate: Number(rate), met: false}
    else delete this.said[key]
  }
}
