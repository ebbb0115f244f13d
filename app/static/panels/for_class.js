// What a shared link sets for a class: ticks in the dialog from which a race is shared.

import {listOf} from "../model/cover.js"
import {put} from "./text.js"

const LISTS = ["cover", "lock", "without"]

export class ForClass {
  // saved: the query that a page in a file was saved with, whose locks hold whatever a link to it says; else empty.
  constructor(dialog, saved) {
    this.find = (name) => dialog.querySelector(`[data-class=${name}]`)
    this.saved = new URLSearchParams(saved)
  }

  // As the page itself has it: who opens a lesson's link hands on the same.
  begin({values}, race) {
    this.find("racers").replaceChildren(...race.paths.map(({key, title}) => tick(key, ` ${title}`)))
    const homework = this.saved.get("reveal") === "0"
    this.find("reveal").disabled = homework
    for (const name of ["present", "reveal"]) this.find(name).checked = values[name] === "1"
    for (const name of LISTS) {
      const set = listOf(values[name])
      const stays = listOf((name !== "cover" || homework ? this.saved.get(name) : undefined) ?? "")
      for (const box of this.#boxes(name)) {
        Object.assign(box, {checked: set.includes(box.value), disabled: stays.includes(box.value)})
      }
      // What is set one by one by a link stays so.
      this.find(name).dataset.beside = set.filter((each) => !this.#boxes(name).some(({value}) => value === each)).join()
    }
  }

  // The settings of the link, those that are as always left out.
  get settings() {
    const lists = LISTS.map((name) => [name, this.#chosen(name).join()])
    const [present, reveal] = ["present", "reveal"].map((name) => this.find(name).checked)
    const covers = this.#chosen("cover").length > 0
    return {
      ...Object.fromEntries(lists.filter(([, text]) => text)),
      ...(present ? {present: "1"} : {}),
      ...(covers && !reveal ? {reveal: "0"} : {}),
    }
  }

  // Folded lists say how much is ticked in them.
  tell() {
    for (const name of LISTS) {
      const count = this.#chosen(name).length
      put(this.find(`told-${name}`), count ? `: ${count}` : "")
    }
  }

  #boxes(name) {
    return [...this.find(name).querySelectorAll("input")]
  }

  #chosen(name) {
    const ticked = this.#boxes(name).filter(({checked}) => checked).map(({value}) => value)
    return [...ticked, ...listOf(this.find(name).dataset.beside ?? "")]
  }
}

function tick(value, text) {
  const label = document.createElement("label")
  label.append(Object.assign(document.createElement("input"), {type: "checkbox", value}), text)
  return label
}
