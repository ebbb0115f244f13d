// @ts-check
// Numbers as people read them, and where an axis has its ticks.

const SUPERSCRIPT = {"-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹"}

// 10⁻³ for −3.
export function powerOfTen(exponent) {
  return "10" + [...String(exponent)].map((c) => SUPERSCRIPT[c] ?? c).join("")
}

// 0.0123, 4.56×10⁻⁷, and – for what is no number.
export function readable(value, digits = 4) {
  if (!Number.isFinite(value)) return "–"
  if (value === 0) return "0"
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(digits))).replace("-", "−")
  // The exponent takes the room of a digit.
  const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split("e")
  return `${mantissa.replace("-", "−")}×${powerOfTen(Number(exponent))}`
}

// Places of some five ticks between two ends; in decades, where the ends are logarithms.
export function ticks(low, high, log) {
  const span = high - low
  let stride
  if (log && span < 2) {
    // Less than two decades: 1, 2 and 5 in each.
    const decades = [Math.floor(low) - 1, Math.floor(low), Math.floor(low) + 1, Math.floor(low) + 2]
    const marks = decades.flatMap((decade) => [decade, decade + Math.log10(2), decade + Math.log10(5)])
    return marks.filter((mark) => mark >= low && mark <= high)
  }
  if (log) {
    stride = Math.max(1, Math.ceil(span / 6))
  } else {
    const rough = span / 5
    const power = 10 ** Math.floor(Math.log10(rough))
    stride = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
  }
  const found = []
  for (let tick = Math.ceil(low / stride) * stride; tick <= high; tick += stride) {
    found.push(Number(tick.toPrecision(12)))
  }
  return found
}
