// @ts-check
// What of a race is covered until it is revealed, and what of the page a link locks or leaves out.

// What is covered where somebody covers it by a key, and the link says nothing.
const USUAL = "paths,loss,standings"

/** @param {string} text a list as settings have it */
export const listOf = (text) => text.split(",").filter(Boolean)

// What the key that covers asks for, and the one that reveals; undefined where there is nothing to do.
/** @param {Record<string, string>} values @param {string} last what was covered last */
export function coverAgain(values, last) {
  return values.cover === "" ? {cover: last || USUAL} : undefined
}

/** @param {Record<string, string>} values */
export function revealed(values) {
  return values.cover !== "" && values.reveal === "1" ? {cover: ""} : undefined
}

// What stands in place of what is covered, in a sentence; empty where nothing is.
/** @param {string[]} covers @param {Record<string, string>} titles of racers, by key */
export function coveredText(covers, titles) {
  const parts = covers.map((each) => OF[each] ?? titles[each])
  if (parts.length === 0) return ""
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0]
  return `Covered: ${list}. What do you expect?`
}

const OF = {paths: "the paths", loss: "the loss", standings: "the standings"}

// Settings that end with their surface.
const OF_A_SURFACE = ["x", "y", "pin"]

// What a page that was saved with the query ``own`` makes of what its address asks for: what that locked stays, and with it
// its locks, what it leaves out and, without a Reveal button, what it covers. An address may lock and cover more. ``held``
// are the keys of what the address would have changed.
/** @param {string} asked a query @param {string} own @param {Record<string, string>} groups of settings, by key */
export function heldTo(asked, own, groups) {
  const [wanted, saved] = [asked, own].map((query) => new URLSearchParams(query))
  const lists = ["lock", "without"]
  const locked = listOf(saved.get("lock") ?? "")
  if (saved.get("reveal") === "0") {
    lists.push("cover")
    locked.push("reveal")
  }
  // A lesson would bring a race of its own.
  if (locked.length > 0) locked.push("lesson", "at")
  const {held} = unlocked(Object.fromEntries([...wanted, ...saved]), locked, groups)
  const query = new URLSearchParams([...wanted].filter(([key]) => !held.includes(key)))
  const elsewhere = !held.includes("surface") && wanted.get("surface") !== saved.get("surface")
  for (const key of held) {
    if (saved.has(key) && !(elsewhere && OF_A_SURFACE.includes(key))) query.set(key, saved.get(key) ?? "")
  }
  for (const key of lists) {
    const all = new Set([saved, wanted].flatMap((each) => listOf(each.get(key) ?? "")))
    if (all.size > 0) query.set(key, [...all].join())
  }
  return {query: query.toString(), held: held.filter((key) => wanted.get(key) !== query.get(key))}
}

// The changes that a page with these locks lets pass, and the groups of those that it does not.
/**
 * @param {Record<string, string>} changes @param {string[]} locked keys and groups
 * @param {Record<string, string>} groups of settings, by key
 */
export function unlocked(changes, locked, groups) {
  const stays = (key) => locked.includes(key) || locked.includes(groups[key])
  const passing = Object.entries(changes).filter(([key]) => !stays(key))
  const held = Object.keys(changes).filter(stays)
  return {passing: Object.fromEntries(passing), held}
}
