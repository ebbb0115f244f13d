// @ts-check
// The words of the page in another language: a table from its English sentences, whole, to that language's.
//
// A sentence may have holes, as in "Standings at step {t}": what fills one is put into words itself. A hole with a star,
// "{who*}", is filled by a list, as in "SGD, Adam and Lion". A text that is no sentence of the table is read as several,
// one after the other; where one of them is unknown it stays as it is.

// What has no letter in it, or is a letter alone, is the same in every language.
const WORDS = /\p{L}\p{L}/u
const HOLE = /\{(\w+)(\*?)\}/g
// Where a text may be several.
const BETWEEN = /(?<=[.?!;:,])\s+|\s+·\s+/u
// Answers that are kept, for most words are said again.
const KEPT = 4000

/** @typedef {{pattern: RegExp, names: string[], lists: Set<string>, to: string, literal: number}} Template */

export class Words {
  /** @type {Map<string, string>} */
  #known = new Map()
  /** @type {Map<string, string>} */
  #whole = new Map()
  /** @type {Template[]} */
  #templates = []

  // texts: the table; and: the word between the last two of a list.
  /** @param {{texts: Record<string, string>, and: string}} table */
  constructor({texts, and}) {
    this.and = and
    for (const [from, to] of Object.entries(texts)) {
      if (from.match(HOLE)) this.#templates.push(template(from, to))
      else this.#whole.set(from, to)
    }
    // What says most by itself goes first.
    this.#templates.sort((a, b) => b.literal - a.literal)
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
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const [, before, core, after] = /** @type {string[]} */ (/^(\s*)([\s\S]*?)(\s*)$/.exec(text))
    const said = this.#say(core.replace(/\s+/g, " "))
    if (said === undefined) return undefined
    if (this.#known.size >= KEPT) this.#known.clear()
    this.#known.set(text, before + said + after)
    return before + said + after
  }

  /** @param {string} text @returns {string | undefined} */
  #say(text) {
    return this.#whole.get(text) ?? this.#filled(text) ?? this.#inPieces(text)
  }

  /** @param {string} text */
  #filled(text) {
    for (const {pattern, names, lists, to} of this.#templates) {
      const found = pattern.exec(text)
      if (!found) continue
      const parts = names.map((
        name,
        i,
      ) => [name, lists.has(name) ? this.#list(found[i + 1]) : this.#part(found[i + 1])])
      if (parts.some(([, part]) => part === undefined)) continue
      const filling = Object.fromEntries(parts)
      return to.replace(HOLE, (_, name) => filling[name])
    }
    return undefined
  }

  // What stands in a hole: words of the table, or what needs no words, as a number or a name.
  /** @param {string} text @returns {string | undefined} */
  #part(text) {
    return WORDS.test(text) ? this.#say(text) ?? (isName(text) ? text : undefined) : text
  }

  /** @param {string} text */
  #list(text) {
    const parts = text.split(/, | and /).map((part) => this.#part(part))
    if (parts.includes(undefined)) return undefined
    return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} ${this.and} ${parts.at(-1)}` : parts[0]
  }

  /** @param {string} text */
  #inPieces(text) {
    const cuts = [...text.matchAll(new RegExp(BETWEEN, "gu"))]
    // The longest beginning that is known, and whatever follows.
    for (const cut of cuts.reverse()) {
      const [first, rest] = [text.slice(0, cut.index), text.slice(cut.index + cut[0].length)]
      const said = this.#piece(first)
      const more = said !== undefined && this.sayIfKnown(rest)
      if (typeof more === "string") return said + cut[0] + more
    }
    return this.#piece(text, true)
  }

  // A piece, with the mark that ends it or without.
  /** @param {string} text @param {boolean} [only] without it alone */
  #piece(text, only = false) {
    const whole = only ? undefined : WORDS.test(text) ? (this.#whole.get(text) ?? this.#filled(text)) : text
    if (whole !== undefined) return whole
    const [, core, end] = /** @type {string[]} */ (/^([\s\S]*?)([.?!;:,]?)$/.exec(text))
    if (!end) return undefined
    const said = WORDS.test(core) ? (this.#whole.get(core) ?? this.#filled(core)) : core
    return said === undefined ? undefined : said + end
  }
}

// A name, a formula, a file: nothing that has a word of another language in it.
/** @param {string} text */
const isName = (text) => /^[\p{Lu}\p{Lt}][^\s]*$/u.test(text) || /[=_/]/.test(text)

/** @param {string} from @param {string} to @returns {Template} */
function template(from, to) {
  /** @type {string[]} */
  const names = []
  const lists = new Set()
  const source = from.split(/(\{\w+\*?\})/).map((part) => {
    const hole = /^\{(\w+)(\*?)\}$/.exec(part)
    if (!hole) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    names.push(hole[1])
    if (hole[2]) lists.add(hole[1])
    return "(.+?)"
  }).join("")
  const literal = from.replace(HOLE, "").length
  return {pattern: new RegExp(`^${source}$`, "su"), names, lists, to, literal}
}
