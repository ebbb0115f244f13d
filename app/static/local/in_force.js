// @ts-check
// Settings of the view that cannot be in force as they are set, and what is: as app/views/ has it.

/** @typedef {import("./settings.js").Settings} Settings */

/** @param {Settings} settings @returns {Record<string, string>} */
export function inForce(settings) {
  if (settings.texts.view !== "heat") return {}
  const [across, up] = axes(settings)
  return {across, up}
}

// The two hyperparameters of a heat map: those chosen, where the racer has them, else its first others.
/** @param {Settings} settings @returns {[string, string]} */
export function axes({table, texts}) {
  const has = table.heated[texts.heat]
  const across = has.includes(texts.across) ? texts.across : has[0]
  const others = has.filter((/** @type {string} */ name) => name !== across)
  return [across, others.includes(texts.up) ? texts.up : others[0]]
}
