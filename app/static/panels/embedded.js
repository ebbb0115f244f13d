// What a frame has that the page has not: some sliders below the map, and the way to the whole page.

import {homeOf} from "./home.js"
import {setForClass, shared} from "../model/links.js"
import {swatch} from "./swatch.js"
import {put} from "./text.js"

export class Embedded {
  constructor(root) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {
      root,
      linkTo: homeOf(root),
      title: find("race-title"),
      link: find("in-full"),
      knobs: find("knobs"),
    })
    this.link.addEventListener("click", (event) => {
      event.preventDefault()
      const opened = open(this.link.href)
      // The page around may forbid new windows.
      if (opened) opened.opener = null
      else this.#refused()
    })
  }

  follow({reply, race}) {
    put(this.title, reply.title)
    // What is covered or locked in the frame is so on the page.
    const address = this.linkTo(shared(reply.query, {}, [], setForClass(reply.query)))
    this.link.hidden = !address
    this.link.href = address
    if (this.root.dataset.embed === "1" && !this.asked) this.#move(reply.values.show.split(",").filter(Boolean), race)
    // Whose they are is known; a racer that has gone from the race takes its sliders along.
    const racing = race.paths.map(({key}) => key)
    for (const knob of this.knobs.children) {
      const {owner} = knob.dataset
      knob.hidden = this.root.querySelector(`[data-racer="${owner}"]`) !== null && !racing.includes(owner)
    }
  }

  // The controls themselves are put below the map: the form knows them wherever they are.
  #move(keys, race) {
    this.asked = true
    this.knobs.hidden = keys.length === 0
    for (const key of keys) {
      const control = this.root.querySelector(`[data-scale][data-key="${key}"]`)
      const [owner] = key.split(".")
      const path = race.paths.find((each) => each.key === owner)
      const knob = Object.assign(document.createElement("div"), {className: "knob"})
      knob.dataset.owner = owner
      if (path) {
        const whose = Object.assign(document.createElement("span"), {className: "whose"})
        whose.append(swatch(path), path.title)
        knob.append(whose)
      }
      knob.append(control)
      this.knobs.append(knob)
    }
  }

  #refused() {
    const note = Object.assign(document.createElement("p"), {
      textContent: `This frame may open no tab. The race is at ${this.link.href}`,
    })
    note.setAttribute("role", "alert")
    note.className = "refused"
    this.link.closest(".playback").before(note)
  }
}
