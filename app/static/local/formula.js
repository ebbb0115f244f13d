// @ts-check
// Formulas as people type them, read into a tree's postfix form. As surfaces/expression.py has it.

import {Unreadable} from "./unreadable.js"
import {quoted, text as written} from "./written.js"

// The longest formula in characters, and the deepest nesting of its parts.
const MAX_LENGTH = 200, MAX_DEPTH = 24

const FUNCTIONS = ["sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh"]
/** @type {Record<string, [number, string]>} */
const CONSTANTS = {pi: [Math.PI, "\\pi"], e: [Math.E, "e"]}
// How tightly each operator binds. All group from the left but ^.
/** @type {Record<string, number>} */
const BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
const NEGATION = 3

const TOKEN = /((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z]+|π)|(\*\*|[^ \t\n\r\f\v])/gu
/** @type {Record<string, string>} */
const SAME = {"**": "^", "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "∕": "/"}
/** @type {Record<string, string>} */
const SUPERSCRIPTS = {"²": "2", "³": "3"}

// Ranks of expressions, from loose to tight: LaTeX needs parentheses around one within a tighter.
const SUM = 0, NEGATIVE = 1, PRODUCT = 2, POWER = 3, ATOM = 4

/** @typedef {[string, number]} Instruction ["constant", 2], ["x", 0], ["*", 0], …; ["power", c] raises to a constant. */

/**
 * Part of a formula that has been read.
 * @typedef {object} Expression
 * @property {Instruction[]} program Postfix.
 * @property {string} latex
 * @property {number} rank
 * @property {number} [value] Where it depends on neither x nor y.
 */

/** @typedef {{kind: "number" | "name" | "sign" | "end", text: string, start: number, end: number}} Token */
/** @typedef {(program: Instruction[]) => number} Fold */

// Read a formula in x and y, or throw ``Unreadable``. fold(program): the value of a program without x and y, by the
// functions that the kernels have; without it, numbers that follow from numbers are not worked out.
/** @param {string} text @param {Fold} [fold] @returns {Expression} */
export function parse(text, fold = () => NaN) {
  const characters = [...text]
  if (characters.length > MAX_LENGTH) {
    throw wrong(`no more than ${MAX_LENGTH} characters are read: stopped`, MAX_LENGTH)
  }
  const parser = new Parser(text, fold)
  const whole = parser.expression(0)
  if (parser.token.kind !== "end") throw parser.unexpected()
  return whole
}

/** @param {string} message @param {number} index */
const wrong = (message, index) => new Unreadable(`${message} at character ${index + 1}`)

/** @param {string} text @returns {Token[]} */
function tokens(text) {
  /** @type {Token[]} */
  const found = []
  const place = (/** @type {number} */ index) => [...text.slice(0, index)].length
  for (const match of text.matchAll(TOKEN)) {
    const [word, number, name] = match
    const [start, end] = [place(match.index), place(match.index + word.length)]
    if (number) found.push({kind: "number", text: word, start, end})
    else if (name) found.push({kind: "name", text: word === "π" ? "pi" : word.toLowerCase(), start, end})
    else if (word in SUPERSCRIPTS) {
      found.push({kind: "sign", text: "^", start, end}, {kind: "number", text: SUPERSCRIPTS[word], start, end})
    } else found.push({kind: "sign", text: SAME[word] ?? word, start, end})
  }
  const length = place(text.length)
  return [...found, {kind: "end", text: "", start: length, end: length}]
}

// Operator precedence by recursive descent (Pratt 1973).
class Parser {
  depth = 0
  end = 0
  // Whether what was read last, a number or parentheses, may be multiplied with what touches it: 2x, (x)(y).
  joins = false

  /** @param {string} text @param {Fold} fold */
  constructor(text, fold) {
    this.characters = [...text]
    this.tokens = tokens(text)
    this.fold = fold
  }

  get token() {
    return this.tokens[0]
  }

  /** @returns {Token} */
  take() {
    const token = /** @type {Token} */ (this.tokens.shift())
    this.end = token.end
    return token
  }

  unexpected() {
    const {token} = this
    return wrong(token.kind === "end" ? "unexpected end" : `unexpected ${quoted(this.seen(token))}`, token.start)
  }

  /** @param {Token} token */
  seen({start, end}) {
    return this.characters.slice(start, end).join("")
  }

  // Read as far as operators bind more tightly than ``loosest``.
  /** @param {number} loosest @returns {Expression} */
  expression(loosest) {
    this.depth += 1
    if (this.depth > MAX_DEPTH) throw wrong("nested too deeply", this.token.start)
    let left = this.operand()
    while (true) {
      const {token} = this
      if (token.kind === "number" || token.kind === "name" || token.text === "(") {
        if (loosest >= BINDS["*"]) break
        if (!(this.joins && token.start === this.end && token.kind !== "number")) {
          throw wrong(`missing operator before ${quoted(this.seen(token))}`, token.start)
        }
        left = this.combined("*", left, this.expression(BINDS["*"]))
      } else if (token.kind === "sign" && (BINDS[token.text] ?? 0) > loosest) {
        const sign = this.take().text
        left = this.combined(sign, left, this.expression(BINDS[sign] - (sign === "^" ? 1 : 0)))
        // Is 1/2x a half of x, or one over 2x? And x^2y? Neither is read.
        this.joins = this.joins && sign !== "/" && sign !== "^"
      } else break
    }
    this.depth -= 1
    return left
  }

  /** @returns {Expression} */
  operand() {
    const {token} = this
    if (token.kind === "number") return this.number()
    if (token.kind === "name") return this.name()
    if (token.text === "(") return this.group()
    if (token.text !== "+" && token.text !== "-") throw this.unexpected()
    this.take()
    const inner = this.expression(NEGATION)
    return token.text === "+" ? inner : this.applied("neg", inner)
  }

  /** @returns {Expression} */
  number() {
    const token = this.take()
    const value = Number(token.text)
    if (!Number.isFinite(value)) throw wrong("number too large", token.start)
    this.joins = true
    const [mantissa, exponent] = token.text.toLowerCase().split("e")
    const shown = mantissa.startsWith(".") ? `0${mantissa}` : mantissa.replace(/\.$/, "")
    const power = exponent ? ` \\cdot 10^{${BigInt(exponent.replace("+", ""))}}` : ""
    return {program: [["constant", value]], latex: shown + power, rank: power ? PRODUCT : ATOM, value}
  }

  /** @returns {Expression} */
  name() {
    const token = this.take()
    const {text} = token
    this.joins = false
    if (text === "x" || text === "y") return {program: [[text, 0]], latex: text, rank: ATOM}
    if (text in CONSTANTS) {
      const [value, latex] = CONSTANTS[text]
      return {program: [["constant", value]], latex, rank: ATOM, value}
    }
    if (!FUNCTIONS.includes(text)) throw wrong(`unknown name ${quoted(this.seen(token))}`, token.start)
    if (this.token.text !== "(") throw wrong(`missing '(' after ${quoted(text)}`, this.token.start)
    return this.applied(text, this.group())
  }

  /** @returns {Expression} */
  group() {
    this.take()
    const inner = this.expression(0)
    if (this.token.text !== ")") throw this.unexpected()
    this.take()
    this.joins = true
    return inner
  }

  // A function of ``u``, or its negative.
  /** @param {string} name @param {Expression} u @returns {Expression} */
  applied(name, u) {
    const [latex, rank] = called(name, u)
    const program = [...u.program, /** @type {Instruction} */ ([name, 0])]
    return u.value === undefined ? {program, latex, rank} : this.#folded(program, latex, rank)
  }

  // Two operands and the operator between them.
  /** @param {string} sign @param {Expression} u @param {Expression} v @returns {Expression} */
  combined(sign, u, v) {
    const [latex, rank] = joined(sign, u, v)
    const program = [...u.program, ...v.program, /** @type {Instruction} */ ([sign, 0])]
    if (u.value !== undefined && v.value !== undefined) return this.#folded(program, latex, rank)
    if (sign === "^" && v.value !== undefined) return {program: [...u.program, ["power", v.value]], latex, rank}
    return {program, latex, rank}
  }

  /** @param {Instruction[]} program @param {string} latex @param {number} rank @returns {Expression} */
  #folded(program, latex, rank) {
    const value = this.fold(program)
    return {program: [["constant", value]], latex, rank, value}
  }
}

// LaTeX, in parentheses if it binds more loosely than ``rank``.
/** @param {Expression} expression @param {number} rank */
const within = ({latex, rank: own}, rank) => (own >= rank ? latex : `\\left(${latex}\\right)`)

/** @param {string} name @param {Expression} u @returns {[string, number]} */
function called(name, u) {
  if (name === "neg") return [`-${within(u, PRODUCT)}`, NEGATIVE]
  if (name === "sqrt") return [`\\sqrt{${u.latex}}`, ATOM]
  if (name === "abs") return [`\\left\\lvert ${u.latex} \\right\\rvert`, ATOM]
  return [`\\${name}\\left(${u.latex}\\right)`, POWER]
}

/** @param {string} sign @param {Expression} u @param {Expression} v @returns {[string, number]} */
function joined(sign, u, v) {
  if (sign === "+" || sign === "-") return [`${u.latex} ${sign} ${within(v, PRODUCT)}`, SUM]
  if (sign === "/") return [`\\frac{${u.latex}}{${v.latex}}`, PRODUCT]
  if (sign === "^") return [`${within(u, ATOM)}^{${v.latex}}`, POWER]
  const right = within(v, PRODUCT)
  const dot = /^\d|^\\left\(|^\\frac/.test(right) ? " \\cdot " : " "
  const rank = Math.min(Math.max(u.rank, NEGATIVE), PRODUCT)
  return [within(u, rank) + dot + right, rank]
}

// The expression as Python that PyTorch evaluates: a tensor, even where it depends on neither x nor y.
/** @param {Expression} whole */
export function inTorch({program}) {
  /** @type {string[]} */
  const stack = []
  const pop = () => String(stack.pop())
  for (const [name, constant] of program) {
    const number = written(constant)
    if (name === "constant") stack.push(constant >= 0 ? number : `(${number})`)
    else if (name === "x" || name === "y") stack.push(name)
    else if (name === "power") stack.push(`(${pop()} ** ${number})`)
    else if (name === "neg") stack.push(`(-${pop()})`)
    else if (FUNCTIONS.includes(name)) stack.push(`torch.${name}(${pop()})`)
    else {
      const [right, left] = [pop(), pop()]
      stack.push(`(${left} ${name === "^" ? "**" : name} ${right})`)
    }
  }
  const [last] = program[program.length - 1]
  const text = last in BINDS || last === "power" || last === "neg" ? pop().slice(1, -1) : pop()
  return program.some(([name]) => name === "x" || name === "y") ? text : `${text} + 0 * x`
}
