// @ts-check
// The words of the page in another language: a table from its English sentences, whole, to that language's.
//
// A sentence may have holes, as in "Standings at step {t}": what fills one is put into words itself. A hole with a star,
// "{who*}", is filled by a list, as in "SGD, Adam and Lion". A text that is no sentence of the table is read as several,
// one after the other; where one of them is unknown it stays as it is.

// What has no letter in it, or is a letter alone, is the same in every language.
const WORDS = /\p{L}\p{L}/u
const HOLE = /\{(\w+)(\*?)\}/g
// Where a text may be several, each space in which is one.
const BETWEEN = /(?<=[.?!;:,]) | · /
// Answers that are kept, for most words are said again.
const KEPT = 4000

// Holes that whole sentences may fill; any other ends where a sentence does.
const WHOLE = ["text", "say", "why", "title", "stays"]
// Holes that settings' own values fill, which are the same in every language.
const VALUES = ["some", "key", "value"]
const AFTER = /[.?!](\s|$)/u
// A template with few words of its own is not tried on long texts: a text is at most so many times as long as they.
const LONGEST = 40

/** @typedef {{begins: string, ends: string, pattern: RegExp, names: string[], lists: Set<string>, to: string, literal: number}} Template */

export class Words {
  // What was said before, and, as undefined, what could not be.
  /** @type {Map<string, string | undefined>} */
  #known = new Map()
  /** @type {Map<string, string>} */
  #whole
  /** @type {Template[]} */
  #templates

  // texts: the table; and: the word between the last two of a list; names: what is the same where the table has no word
  // for it.
  /** @param {{texts: Record<string, string>, and: string}} table @param {string[]} [names] */
  constructor({texts, and}, names = []) {
    this.and = and
    const entries = Object.entries(texts)
    this.#whole = new Map([...names.map((name) => /** @type {[string, string]} */ ([name, name])), ...entries])
    const templates = entries.filter(([from]) => from.match(HOLE)).map(([from, to]) => template(from, to))
    // What says most by itself goes first.
    this.#templates = templates.sort((a, b) => b.literal - a.literal)
  }

  // A text in this language; as it is where the table does not have it.
  /** @param {string} text */
  say(text) {
    return this.sayIfKnown(text) ?? text
  }

  // Undefined where the table does not have it.
  /** @param {string} text @returns {string | undefined} */
  sayIfKnown(text) {
    if (!WORDS.test(text)) return text
    const core = text.trim()
    const said = this.#say(core.replace(/\s+/g, " "))
    return said === undefined ? undefined : text.replace(core, () => said)
  }

  /** @param {string} text @returns {string | undefined} */
  #say(text) {
    if (this.#known.has(text)) return this.#known.get(text)
    const said = this.#sentence(text) ?? this.#inPieces(text)
    if (this.#known.size >= KEPT) this.#known.clear()
    this.#known.set(text, said)
    return said
  }

  /** @param {string} text */
  #filled(text) {
    for (const {begins, ends, pattern, names, lists, to, literal} of this.#templates) {
      if (!text.startsWith(begins) || !text.endsWith(ends) || text.length > LONGEST * literal) continue
      const found = pattern.exec(text)
      if (!found || names.some((name, i) => AFTER.test(found[i + 1]) && !WHOLE.includes(name))) continue
      const parts = names.map((name, i) => [name, this.#filling(name, found[i + 1], lists.has(name))])
      if (parts.some(([, part]) => part === undefined)) continue
      const filling = Object.fromEntries(parts)
      return to.replace(HOLE, (_, name) => filling[name])
    }
    return undefined
  }

  /** @param {string} name @param {string} text @param {boolean} isList */
  #filling(name, text, isList) {
    if (VALUES.includes(name)) return text
    return isList ? this.#list(text) : this.#part(text)
  }

  // What stands in a hole: words of the table, or what needs no words, as a number or a name.
  /** @param {string} text @returns {string | undefined} */
  #part(text) {
    // A name and its number; and within a sentence a word of the table may begin with a small letter.
    const counted = /(.*\p{L}\S*) ([^\p{L}]+)$/u.exec(text)
    if (counted) {
      const said = this.#part(counted[1])
      if (said !== undefined) return `${said} ${counted[2]}`
    }
    const large = text[0].toUpperCase() + text.slice(1)
    return this.#say(text) ?? this.#whole.get(large) ?? this.#filled(large) ?? (isName(text) ? text : undefined)
  }

  /** @param {string} text */
  #list(text) {
    const parts = text.split(/, | and /).map((part) => this.#part(part))
    if (parts.includes(undefined)) return undefined
    return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} ${this.and} ${parts.at(-1)}` : parts[0]
  }

  /** @param {string} text */
  #inPieces(text) {
    const cuts = [...text.matchAll(new RegExp(BETWEEN, "g"))]
    // The longest beginning that is known, and whatever follows.
    for (const cut of cuts.reverse()) {
      const [first, rest] = [text.slice(0, cut.index), text.slice(cut.index + cut[0].length)]
      const said = this.#sentence(first) ?? this.#marked(first)
      const more = said !== undefined && this.sayIfKnown(rest)
      if (typeof more === "string") return said + cut[0] + more
    }
    return this.#marked(text)
  }

  // A sentence of the table, or what needs no words.
  /** @param {string} text */
  #sentence(text) {
    return WORDS.test(text) ? (this.#whole.get(text) ?? this.#filled(text)) : text
  }

  // The same with a mark after it.
  /** @param {string} text */
  #marked(text) {
    const [, core, end] = /** @type {string[]} */ (/([\s\S]*?)([.?!;:,]?)$/.exec(text))
    const said = end ? this.#sentence(core) : undefined
    return said === undefined ? undefined : said + end
  }
}

// A name, a formula, a file, what somebody has typed: nothing that has a word of another language in it.
/** @param {string} text */
const isName = (text) => /^[\p{Lu}\p{Lt}][^\s]*$/u.test(text) || /[=_/]/.test(text) || /^'.*'$/s.test(text)

/** @param {string} from @param {string} to @returns {Template} */
function template(from, to) {
  /** @type {string[]} */
  const names = []
  const lists = new Set()
  const pieces = from.split(/(\{\w+\*?\})/)
  const source = pieces.map((part) => {
    const hole = /\{(\w+)(\*?)\}/.exec(part)
    if (!hole) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    names.push(hole[1])
    if (hole[2]) lists.add(hole[1])
    return "(.+?)"
  }).join("")
  const literal = from.replace(HOLE, "").length
  const [begins, ends] = [pieces[0], pieces[pieces.length - 1]]
  return {begins, ends, pattern: new RegExp(`^${source}$`), names, lists, to, literal}
}
