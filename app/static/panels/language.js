// The language of the page: its words are written in English, and put into another as they appear.

import {pause} from "../engines/patience.js"
import {Words} from "../model/words.js"

// Milliseconds for which the first race waits for its words.
const PATIENCE = 3000

const ATTRIBUTES = ["aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "title", "placeholder"]
// What is no prose: formulas, code, what a reader types, and who asks to be left alone.
const LEFT = "math, code, pre, script, style, noscript, textarea, cite, [contenteditable], [data-words=as-is]"

// English texts that were put into words, by their nodes.
const sources = new WeakMap()

// What an element was given to say, whatever the language in which it says it.
export function sourceOf(element) {
  const {firstChild} = element
  const source = firstChild?.nodeType === 3 && firstChild === element.lastChild ? sources.get(firstChild) : undefined
  return source && source.said === firstChild.data ? source.text : element.textContent
}

export class Language {
  #tables = {}

  // load(lang): the table of a language, a promise; names: what is the same in most.
  constructor(root, load, names) {
    Object.assign(this, {root, load, names, words: undefined, lang: "en"})
    this.observer = new MutationObserver((changes) => this.#changed(changes))
  }

  // What is drawn rather than written, as the names of axes, asks here.
  say = (text) => (text && this.words ? this.words.say(text) : text)

  // set(title): what the title of the race goes to, in words.
  entitle(set) {
    this.setTitle = set
    this.#title()
  }

  #title() {
    if (this.title) this.setTitle?.(this.say(this.title))
  }

  // Have the words for these settings at hand before anything is shown, if they can be had soon.
  async expect(values) {
    const wanted = this.#wanted(values)
    if (wanted !== "en") await Promise.race([this.#table(wanted).catch(() => {}), pause(PATIENCE)])
  }

  #wanted({lang}) {
    return languageOf(lang, (this.root.dataset.languages ?? "").split(" "))
  }

  #table(lang) {
    const failed = (error) => {
      delete this.#tables[lang]
      throw error
    }
    return this.#tables[lang] ??= this.load(lang).catch(failed)
  }

  async follow({reply}) {
    this.title = reply.title
    this.#title()
    const wanted = this.#wanted(reply.values)
    if (wanted === this.wanted && reply.values.lang === this.chosen) return
    Object.assign(this, {wanted, chosen: reply.values.lang})
    const table = wanted === "en" ? undefined : await this.#table(wanted)
    if (wanted !== this.wanted) return
    this.#back()
    const before = this.words
    this.words = table && new Words(table, this.names)
    this.lang = wanted
    this.#title()
    this.root.lang = wanted
    if (this.root.parentElement === document.body) document.documentElement.lang = wanted
    // The pages beside this one go by what was chosen here.
    const asked = reply.values.lang === "auto" ? "" : `?lang=${wanted}`
    for (const link of this.root.querySelectorAll("a[href^=guide], a[href^=lessons]")) {
      link.setAttribute("href", link.getAttribute("href").split("?")[0] + asked)
    }
    if (this.words) {
      this.#write(this.root)
      this.#watch()
    }
    // What was drawn in English at first stays as it is.
    if (before || this.words) this.changed?.()
  }

  #watch() {
    const what = {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES}
    this.observer.observe(this.root, what)
  }

  #changed(changes) {
    this.observer.disconnect()
    for (const {type, target, addedNodes, attributeName} of changes) {
      if (type === "attributes") this.#attribute(target, attributeName)
      else if (type === "characterData") this.#text(target)
      else for (const node of addedNodes) this.#write(node)
    }
    this.#watch()
  }

  #write(node) {
    if (node.nodeType === 3) return this.#text(node)
    if (node.nodeType !== 1 || node.matches(LEFT)) return
    for (const name of ATTRIBUTES) if (node.hasAttribute(name)) this.#attribute(node, name)
    for (const child of node.childNodes) this.#write(child)
  }

  #text(node) {
    const {parentElement, data} = node
    if (!parentElement || parentElement.closest(LEFT) || sources.get(node)?.said === data) return
    const said = this.words.say(data)
    if (said === data) return
    sources.set(node, {text: data, said})
    node.data = said
  }

  #attribute(element, name) {
    const text = element.getAttribute(name)
    if (text === null || element.closest(LEFT)) return
    const kept = sources.get(element) ?? {}
    // What it says already is not put into words again.
    if (kept[name]?.said === text) return
    const said = this.words.say(text)
    if (said === text) return
    sources.set(element, {...kept, [name]: {text, said}})
    element.setAttribute(name, said)
  }

  // In English again, what was put into words.
  #back() {
    this.observer.disconnect()
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const source = sources.get(node)
      if (!source) continue
      if (node.nodeType === 3) {
        if (source.said === node.data) node.data = source.text
      } else {
        for (const [name, {text, said}] of Object.entries(source)) {
          if (node.getAttribute(name) === said) node.setAttribute(name, text)
        }
      }
      sources.delete(node)
    }
  }
}

// The setting, or, where it is "auto", the first of the reader's languages that there is: a page that is a file has but one.
function languageOf(setting, there) {
  if (setting !== "auto") return there.includes(setting) ? setting : "en"
  const wanted = navigator.languages.map((each) => each.split("-")[0])
  return wanted.find((each) => there.includes(each)) ?? "en"
}
