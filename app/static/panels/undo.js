// Undo and redo: two buttons, Ctrl+Z and Ctrl+Shift+Z, over all that changes settings.

import {History} from "../model/history.js"
import {put} from "./text.js"
import {isFor, watchTouch} from "./touched.js"

// Milliseconds in which keys that are pressed one after the other, as on a slider, are one gesture.
const TOGETHER = 1000

export class Undo {
  // How many are to be redone, or undone if it is less than 0, once there is a reply to all that was asked.
  #owed = 0
  #gesture = 0
  #keyAt = -Infinity
  // Of the change that was asked for last: the gesture that it is part of, and its name, where it has one.
  #asked = {}

  // names: what each setting is called, and titles: what surfaces and racers are, by key; allows(changes): those of
  // them that a visitor may make here.
  constructor(root, engine, {names, titles}, allows = (changes) => changes) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {engine, allows, undo: find("undo"), redo: find("redo"), announce: find("announce")})
    this.history = new History((keys, values) => calledOf(keys, values, names, titles))
    this.undo.addEventListener("click", () => this.step(-1))
    this.redo.addEventListener("click", () => this.step(1))
    this.ask = this.ask.bind(this)
    this.undo.parentElement.addEventListener("keydown", (event) => {
      const to = {ArrowLeft: this.undo, ArrowRight: this.redo}[event.key]
      if (!to) return
      event.preventDefault()
      event.stopPropagation()
      to.focus()
    })
    bind(root, this)
  }

  // Ask for changes that a visitor makes; what they are together may have a name. Returned is whether any may be made.
  ask(changes, name) {
    const allowed = this.allows(changes)
    if (Object.keys(allowed).length === 0) return false
    this.#asked = {gesture: this.#gesture, name}
    this.engine.ask(allowed)
    return true
  }

  // The hand moves on to something else.
  begin() {
    this.#gesture += 1
  }

  // A key is pressed.
  pressed() {
    const now = performance.now()
    if (now - this.#keyAt > TOGETHER) this.begin()
    this.#keyAt = now
  }

  // What the button would undo, if it is what was done by that name.
  undoes(name) {
    return this.history.last?.name === name
  }

  follow({reply}) {
    const {gesture, name} = this.#asked
    this.history.follow(reply.values, gesture, name)
    this.step(0)
    this.#show()
  }

  // Undo (−1) or redo (1): what is on its way first.
  step(by) {
    this.#owed += by
    if (this.#owed === 0 || !this.engine.settled) return
    const way = Math.sign(this.#owed)
    this.#owed -= way
    const {history} = this
    const name = (way < 0 ? history.last : history.next)?.name
    const changes = way < 0 ? history.undo() : history.redo()
    if (!changes) {
      this.#owed = 0
      return
    }
    this.begin()
    this.ask(changes)
    this.#show()
    put(this.announce, `${way < 0 ? "Undone" : "Done again"}: ${name}`)
  }

  #show() {
    const {last, next} = this.history
    show(this.undo, "Undo", "Ctrl+Z", last)
    show(this.redo, "Redo", "Ctrl+Shift+Z", next)
    const here = document.activeElement
    this.undo.disabled = !last
    this.redo.disabled = !next
    // One stop for both, as of a toolbar: arrows lead from one to the other.
    this.redo.tabIndex = last ? -1 : 0
    // The keyboard's place is not lost with the last change that there is.
    if (here === this.undo && !last) this.redo.focus()
    if (here === this.redo && !next) this.undo.focus()
  }
}

function show(button, word, keys, entry) {
  const title = entry ? `${word}: ${entry.name} (${keys})` : `Nothing to ${word.toLowerCase()}`
  if (button.title === title) return
  button.title = title
  button.setAttribute("aria-label", entry ? `${word}: ${entry.name}` : word)
}

// A change of these settings in a few words.
function calledOf(keys, values, names, titles) {
  if (keys.includes("surface")) return `${names.surface}, ${titles[values.surface]}`
  if (keys.length === 1) return names[keys[0]] ?? keys[0]
  const owners = new Set(keys.map((key) => (names[key] ?? key).split(", ")[0]))
  const [owner] = owners
  if (owners.size > 1) return `${keys.length} settings`
  return owner === "Start" ? owner : `${owner}, ${keys.length} settings`
}

function bind(root, undo) {
  const listen = (type, react) => root.addEventListener(type, react, {capture: true})
  listen("pointerdown", () => undo.begin())
  // What was typed or chosen is a change of its own.
  listen("change", ({target}) => target.type === "range" || undo.begin())
  watchTouch(root)
  document.addEventListener("keydown", (event) => {
    if (!isFor(root, event)) return
    undo.pressed()
    const way = wayOf(event)
    if (!way || isTyping(event.target)) return
    event.preventDefault()
    undo.step(way)
  })
}

// −1 for the keys that undo, 1 for those that redo.
function wayOf({key, ctrlKey, metaKey, shiftKey, altKey}) {
  if (!(ctrlKey || metaKey) || altKey) return 0
  if (key.toLowerCase() === "z") return shiftKey ? 1 : -1
  return key.toLowerCase() === "y" && !shiftKey ? 1 : 0
}

// Where something is being typed, or is to be mended, the browser's own undo is meant; not in a box that was sent, see
// entry.js.
const isTyping = (box) =>
  box.matches?.("textarea, input:not([type=range], [type=checkbox], [type=radio])") &&
  (box.dataset.typed !== "0" || box.ariaInvalid === "true")
