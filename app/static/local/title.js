// @ts-check
// What races are called, as app/identity.py has it.

/** @typedef {import("./settings.js").Settings} Settings */

// Who races on what.
/** @param {Settings} settings */
export function titleOf({table, surface, racing}) {
  const names = racing.map((key) => table.rules[key].still.title)
  const racers = names.length <= table.named ? names.join(", ") : `${names.length} racers`
  return `${table.surfaces[surface].about.title}: ${racers || "nobody"} · Optimizer Race`
}
