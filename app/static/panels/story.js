// The race in a sentence over the map. Screen readers hear of its end from the standings.

import {story} from "../model/story.js"
import {put} from "./text.js"

export class Story {
  // covered(): what is said where the race is not to be told yet, empty where it is.
  constructor(root, covered = () => "") {
    Object.assign(this, {line: root.querySelector("[data-part=story]"), covered})
  }

  follow({race}) {
    this.race = race
  }

  show(t) {
    const said = this.covered() || story(this.race, t)
    if (said === this.line.title) return
    // What is too long for its lines is read in full at rest.
    this.line.title = said
    put(this.line, said)
  }
}
