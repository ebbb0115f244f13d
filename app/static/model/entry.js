// @ts-check
// What was meant by a number that was typed.

// As the server reads numbers. A comma is a decimal point where it can be nothing else: 1,500 may be fifteen hundred.
/** @param {string} text */
export function understood(text) {
  const plain = text.trim().replaceAll("−", "-")
  const comma = /^[+-]?(\d*),(\d+)(e[+-]?\d+)?$/i.exec(plain)
  if (!comma) return plain
  const [, whole, part, exponent] = comma
  const thousands = /^[1-9]\d{0,2}$/.test(whole) && part.length === 3 && !exponent
  return thousands ? plain : plain.replace(",", ".")
}
