// @ts-check
// Numbers and texts as Python writes them: surfaces/written.py has the same names, and what both say is the same to the
// letter.

// The shortest text that is read back as the same number, without a fraction that is none: 0.1, 1e-05, 250.
/** @param {number} value */
export function text(value) {
  if (Number.isNaN(value)) return "nan"
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf"
  if (value === 0) return Object.is(value, -0) ? "-0" : "0"
  const [mantissa, power] = value.toExponential().split("e")
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 16) return plain(mantissa, exponent)
  return `${mantissa}e${signed(exponent)}`
}

// With so many significant digits at most, and no zeros at the end: format(value, ".4g").
/** @param {number} value */
export function general(value, digits = 6) {
  if (!Number.isFinite(value) || value === 0) return text(value)
  const [mantissa, power] = rounded(value, digits)
  const exponent = Number(power)
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa
  return exponent >= -4 && exponent < digits ? plain(short, exponent) : `${short}e${signed(exponent)}`
}

// With so many digits after the point: format(value, ".1f"). Not for numbers beyond 10²¹.
/** @param {number} value @param {number} digits */
export function fixed(value, digits) {
  if (value < 0 || Object.is(value, -0)) return `-${fixed(-value, digits)}`
  const all = value.toFixed(digits)
  // A tie goes to the even digit there, and up here.
  if (!/[13579]$/.test(all)) return all
  const [whole, rest] = value.toFixed(Math.min(100, digits + 60)).split(".")
  if (!/^50*$/.test(rest.slice(digits))) return all
  return digits > 0 ? `${whole}.${rest.slice(0, digits)}` : whole
}

// A whole number with a comma between thousands.
/** @param {number} value */
export const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",")

// The number with so many significant digits that is nearest, halves away from zero.
/** @param {number} value @param {number} digits */
export const significant = (value, digits) => Number(value.toPrecision(digits))

// The number that a text of digits stands for, with a point and an exponent or without.
/** @param {string} text */
export const number = (text) => Number(text)

// The natural logarithm, to some digit.
/** @param {number} value */
export const ln = (value) => Math.log(value)

// The places of lists of numbers, those of the least first: by their first numbers, then by their second, …
/** @param {number[][]} keys */
export const in_order = (keys) =>
  keys.map((_, i) => i).sort((i, j) => {
    const at = keys[i].findIndex((each, place) => each !== keys[j][place])
    return at < 0 ? i - j : keys[i][at] - keys[j][at]
  })

// Without its fraction.
/** @param {number} value */
export const whole = (value) => Math.trunc(value)

// Whether the whole of a text is as ``pattern`` says, which names characters and classes of them by themselves.
/** @param {string} pattern @param {string} text */
export const matches = (pattern, text) => new RegExp(`^(?:${pattern})$`, "u").test(text)

// What is written in an address with + for blanks and %41 for A; null for what is written for no text.
/** @param {string} text */
export function unescaped(text) {
  try {
    // A percent sign that is not followed by two digits stands for itself.
    return text.replaceAll("+", " ").replace(/(%[\dA-Fa-f]{2})+/g, decodeURIComponent)
  } catch {
    return null
  }
}

// The characters of a text, some of which are two halves.
/** @param {string} text */
export const characters = (text) => [...text]

// Where one of the patterns matches, again and again: which of them, at which character, and what matched.
/** @param {string[]} patterns @param {string} text @returns {[number, number, string][]} */
export function pieces(patterns, text) {
  const pattern = new RegExp(patterns.map((each) => `(${each})`).join("|"), "gu")
  return [...text.matchAll(pattern)].map((found) => {
    const [word, ...each] = found
    return [each.indexOf(word), characters(text.slice(0, found.index)).length, word]
  })
}

// What a visitor sent, as a notice repeats it: at most so many characters, in quotes.
/** @param {unknown} value */
export function shown(value) {
  const all = [...asText(value)]
  return quoted(all.length <= 40 ? all.join("") : all.slice(0, 40).join("") + "…")
}

// repr of a text.
/** @param {string} text */
export function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return quote + [...text].map((c) => (c === quote ? `\\${c}` : escaped(c))).join("") + quote
}

/** @param {unknown} value */
function asText(value) {
  if (value === null || value === undefined) return "None"
  if (typeof value === "boolean") return value ? "True" : "False"
  return String(value)
}

/** @type {Record<string, string>} */
const NAMED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

/** @param {string} c */
function escaped(c) {
  if (NAMED[c]) return NAMED[c]
  if (c === " " || !/[\p{C}\p{Z}]/u.test(c)) return c
  const code = /** @type {number} */ (c.codePointAt(0))
  const [letter, digits] = code < 256 ? ["x", 2] : code < 65536 ? ["u", 4] : ["U", 8]
  return `\\${letter}${code.toString(16).padStart(digits, "0")}`
}

/** @param {number} exponent */
const signed = (exponent) => (exponent < 0 ? "-" : "+") + String(Math.abs(exponent)).padStart(2, "0")

// The digits of a mantissa such as -1.25 with the point moved by ``exponent``.
/** @param {string} mantissa @param {number} exponent */
function plain(mantissa, exponent) {
  const sign = mantissa.startsWith("-") ? "-" : ""
  const digits = mantissa.replace(/[-.]/g, "")
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")
  const rest = digits.slice(exponent + 1)
  return sign + whole + (rest ? `.${rest}` : "")
}

// Mantissa and exponent of a number rounded to so many digits, ties to even.
/** @param {number} value @param {number} digits */
function rounded(value, digits) {
  const exact = value.toExponential(Math.min(100, digits + 60))
  const [mantissa] = exact.split("e")
  const rest = mantissa.replace(/[-.]/g, "").slice(digits)
  const kept = value.toExponential(digits - 1).split("e")
  if (!/^50*$/.test(rest)) return kept
  const last = mantissa.replace(/[-.]/g, "")[digits - 1]
  if ("13579".includes(last)) return kept
  // A tie after an even digit: what is cut off is dropped.
  const short = mantissa.slice(0, mantissa.length - rest.length)
  return [short.replace(/\.$/, ""), exact.split("e")[1]]
}
