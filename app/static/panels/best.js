// Beside a racer's rate the best of the last sweep, one press away, as long as it is that of the settings in force.

import {best, sweptFor} from "../model/best.js"
import {readable} from "../model/numbers.js"
import {put} from "./text.js"

export class Best {
  // What was found, by racer: {of, answer}.
  found = {}

  constructor(root, engine, ask) {
    this.buttons = [...root.querySelectorAll("[data-best]")]
    for (const button of this.buttons) {
      button.addEventListener("click", () => ask({[`${button.dataset.best}.lr`]: button.dataset.rate}))
    }
    engine.listen({answer: (answer) => answer.kind === "sweep" && answer.last && this.take(answer)})
  }

  take(answer) {
    this.answer = answer
    if (this.reply) this.follow({reply: this.reply})
  }

  follow({reply}) {
    this.reply = reply
    const {values} = reply
    const {answer} = this
    if (answer && answer.question === reply.question && values.view === "sweep") {
      for (const swept of answer.racers) {
        this.found[swept.key] = {of: sweptFor(values, swept.key), swept, rates: answer.values}
      }
      this.answer = undefined
    }
    const steps = values.measure === "steps to tolerance"
    for (const button of this.buttons) {
      const {best: key} = button.dataset
      const found = this.found[key]
      const known = found && values.shared !== "1" && found.of === sweptFor(values, key)
      const rate = known ? best(found.rates, found.swept, steps) : undefined
      button.hidden = rate === undefined || rate === Number(values[`${key}.lr`])
      if (button.hidden) continue
      button.dataset.rate = String(rate)
      put(button, `best ${readable(rate, 3)}`)
      const whose = button.closest("fieldset").querySelector("legend").textContent
      button.setAttribute("aria-label", `${whose}, best ${readable(rate, 3)} of the sweep`)
    }
  }
}
