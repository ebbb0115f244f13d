// Where lessons come from: those of the server by key, and the reader's own, which is a text in the address, after #.

import {packed, unpacked, unreadable} from "../model/own_lesson.js"

// The key of a lesson that came along with a link or a file.
export const OWN = "own"

const MARK = "#lesson="

export class Lessons {
  // Those that were read or are being read, by key.
  #read = {}

  // The lesson of that key if it was read.
  of(key) {
    const {[key]: found} = this.#read
    return found?.steps && found
  }

  // The lesson of that key, once it is read; undefined where it cannot be.
  async load(key) {
    this.#read[key] ??= key === OWN ? this.#own() : asked({of: key})
    try {
      return (this.#read[key] = {key, ...(await this.#read[key])})
    } catch {
      delete this.#read[key]
      return undefined
    }
  }

  // Take a text as the reader's own lesson: what is wrong with it, or nothing.
  async take(text) {
    const {fault, lesson} = await judged(text)
    if (fault) return fault
    this.#read[OWN] = {key: OWN, ...lesson}
    history.replaceState(null, "", `${location.pathname}${location.search}${MARK}${await packed(text)}`)
    return ""
  }

  // What is wrong with a text as a lesson; empty where nothing is.
  async faultOf(text) {
    return (await judged(text)).fault
  }

  // The settings that are a lesson's, at their defaults; undefined where nobody answers.
  defaults() {
    return asked({}).then(({defaults}) => defaults).catch(() => undefined)
  }

  async #own() {
    const {fault, lesson} = await judged(await unpacked(location.hash.slice(MARK.length)))
    if (fault) throw new Error(fault)
    return lesson
  }
}

async function asked(what) {
  const said = await fetch(`lesson.json?${new URLSearchParams(what)}`)
  if (!said.ok) throw new Error(String(said.status))
  return said.json()
}

// A text as the server reads it, and as the page can measure it.
async function judged(text) {
  let lesson
  try {
    lesson = await asked({toml: text})
  } catch {
    return {fault: "It could not be read: it is too long, or the server does not answer."}
  }
  return {fault: lesson.fault ?? unreadable(lesson).join(" "), lesson}
}
