// @ts-check
// MathML of a formula that was typed: the LaTeX of formula.js, as latex2mathml, which the server has, converts it.

const FENCE = 'stretchy="true" fence="true" form='
const TOKEN = /\\left\\lvert|\\right\\rvert|\\left\(|\\right\)|\\[a-z]+|\d+(?:\.\d+)?|\S/g
/** @type {Record<string, string>} */
const SIGNS = {"+": "&#x0002B;", "-": "&#x02212;", "\\cdot": "&#x000B7;"}
/** @type {Record<string, [string, string]>} */
const FENCES = {"\\left(": ["&#x00028;", "&#x00029;"], "\\left\\lvert": ["&#x0007C;", "&#x0007C;"]}

// Of "f(x, y) = " and what was typed.
/** @param {string} latex */
export function formulaOf(latex) {
  const tokens = latex.match(TOKEN) ?? []
  const named = '<mi>f</mi><mo stretchy="false">&#x00028;</mo><mi>x</mi><mo>&#x0002C;</mo><mi>y</mi>' +
    '<mo stretchy="false">&#x00029;</mo><mo>&#x0003D;</mo>'
  const math = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
  return `${math}<mrow>${named}${row(tokens)}</mrow></math>`
}

// All up to the end of a group, which is taken too.
/** @param {string[]} tokens */
function row(tokens) {
  const parts = []
  while (tokens.length > 0) {
    const token = /** @type {string} */ (tokens.shift())
    if (token === "}" || token.startsWith("\\right")) break
    if (token === "^") parts.push(`<msup>${parts.pop()}${group(tokens)}</msup>`)
    else parts.push(element(token, tokens))
  }
  return parts.join("")
}

/** @param {string[]} tokens */
function group(tokens) {
  tokens.shift()
  return `<mrow>${row(tokens)}</mrow>`
}

/** @param {string} token @param {string[]} tokens */
function element(token, tokens) {
  if (token in FENCES) {
    const [open, close] = FENCES[token]
    return `<mrow><mo ${FENCE}"prefix">${open}</mo>${row(tokens)}<mo ${FENCE}"postfix">${close}</mo></mrow>`
  }
  if (token in SIGNS) return `<mo>${SIGNS[token]}</mo>`
  if (token === "\\frac") return `<mfrac>${group(tokens)}${group(tokens)}</mfrac>`
  if (token === "\\sqrt") return `<msqrt>${group(tokens)}</msqrt>`
  if (/^\d/.test(token)) return `<mn>${token}</mn>`
  return `<mi>${token === "\\pi" ? "&#x003C0;" : token.replace("\\", "")}</mi>`
}
