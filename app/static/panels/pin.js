// The race that is pinned: it stays in sight, in thin lines, while the settings move on.

import {pinOf} from "../model/pin.js"
import {put} from "./text.js"

export class Pin {
  constructor(root, ask) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {pin: find("pin"), says: find("pinned"), unpin: find("unpin"), key: find("pin-key")})
    this.pin.addEventListener("click", () => ask({pin: pinOf(this.reply.values, this.reply.query)}))
    this.unpin.addEventListener("click", () => {
      ask({pin: ""})
      // The button is gone with what it removes.
      this.pin.focus()
    })
  }

  follow({reply, race}) {
    this.reply = reply
    // Those that a class has sent are no pinned ones.
    const paths = (race.pinned?.paths ?? []).filter(({sentBy}) => !sentBy)
    const pinned = paths.length > 0 ? {...race.pinned, paths} : undefined
    this.pin.hidden = race.paths.length === 0
    this.says.hidden = this.unpin.hidden = this.key.hidden = !pinned
    if (!pinned) return
    // What all of them have in common; what is a racer's own, the standings say.
    const differences = pinned.paths.map(({key}) => (pinned.differences[key] || "as now").split(", "))
    const common = (differences[0] ?? []).filter((each) => differences.every((others) => others.includes(each)))
    // Who is not in the standings is named here.
    const gone = pinned.paths.filter(({key}) => !race.paths.some((path) => path.key === key)).map(({title}) => title)
    put(this.key, ["thin: pinned", ...common].join(", "))
    put(this.says, ["Thin lines: pinned", ...common, ...(gone.length ? [`with ${gone.join(", ")}`] : [])].join(", "))
  }
}
