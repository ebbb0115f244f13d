// @ts-check
// Learning rates that a surface brings, and whose those are that are in force.

// What is changed with a surface: rates of the surface before and general ones make way for its own; where it has none,
// for the general one. A rate that is neither was set by hand, and stays. All are texts, by rule; values: by key.
/**
 * @param {Record<string, string>} values @param {Record<string, string>} general
 * @param {Record<string, string>} before @param {Record<string, string>} after
 */
export function rates(values, general, before, after) {
  // One rate for all is nobody's own.
  if (values.shared === "1") return {}
  const rules = Object.keys({...before, ...after})
  const free = rules.filter((rule) => [before[rule], general[rule]].some((rate) => isAt(values, rule, rate)))
  return setTo(Object.fromEntries(free.map((rule) => [rule, after[rule] ?? general[rule]])), values)
}

// The changes that set these rates, by rule, where they are not set already.
/** @param {Record<string, string>} to @param {Record<string, string>} values */
export function setTo(to, values) {
  const other = Object.entries(to).filter(([rule, rate]) => !isAt(values, rule, rate))
  return Object.fromEntries(other.map(([rule, rate]) => [`${rule}.lr`, rate]))
}

// Nothing is at a rate that there is not.
/** @param {Record<string, string>} values @param {string} rule @param {string | undefined} rate */
export const isAt = (values, rule, rate) => Number(values[`${rule}.lr`]) === Number(rate)
