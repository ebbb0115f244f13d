// The race in a sentence over the map. Screen readers hear of its end from the standings.

import {story} from "../model/story.js"
import {put} from "./text.js"

export class Story {
  constructor(root) {
    this.line = root.querySelector("[data-part=story]")
  }

  follow({race}) {
    this.race = race
  }

  show(t) {
    put(this.line, story(this.race, t))
  }
}
