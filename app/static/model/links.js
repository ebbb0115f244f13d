// @ts-check
// Links to a race: as an address, and as the code of a frame in another page.

// What belongs to whoever looks, not to the race: left out of a copied link unless it is asked for.
export const OWN = ["step", "speed", "card", "depth", "theme"]
// What is set for a class: in a link where it is asked for, and not because this page has it.
const FOR_CLASS = ["present", "cover", "reveal", "lock", "without"]

// Of a lesson.
const TAUGHT = ["lesson", "at"]

// The query of an address: what is not set is left out.
/** @param {Record<string, string | number | undefined>} query */
export function queryText(query) {
  const set = Object.entries(query).filter(([, text]) => text !== undefined && text !== "")
  return new URLSearchParams(set.map(([key, text]) => [key, String(text)])).toString().replaceAll("%2C", ",")
}

// The address of the page with that query.
/** @param {string} page @param {Record<string, string | number | undefined>} query @param {"?" | "#"} sign */
export function linkTo(page, query, sign = "?") {
  const text = queryText(query)
  return text ? `${page}${sign}${text}` : page
}

// What makes a query an address of the page at ``href``, behind a question mark, or, in a file of its own, which no server
// reads, behind a hash; empty where that is no address, as in a frame whose text stands in the page around it.
/** @param {string} href @param {boolean} alone @returns {(query: Record<string, string | undefined>) => string} */
export function homeAt(href, alone) {
  const [page] = href.split(alone ? "#" : /[?#]/)
  if (!/^(https?|file):/.test(href)) return () => ""
  return (query) => linkTo(page, query, alone ? "#" : "?")
}

// What of a query is set for a class.
/** @param {Record<string, string>} query */
export const setForClass = (query) =>
  Object.fromEntries(Object.entries(query).filter(([key]) => FOR_CLASS.includes(key)))

// The query that shows a race whole, without what is the reader's own but for ``kept``; with what is set for a class.
/**
 * @param {Record<string, string>} query @param {Record<string, string>} own @param {string[]} kept
 * @param {Record<string, string>} [forClass]
 */
export function shared(query, own, kept, forClass = {}) {
  // Who races is the reader's own as well.
  const left = [...OWN, ...FOR_CLASS, "embed", "show", "engine"]
  const race = Object.fromEntries(Object.entries(query).filter(([key]) => !left.includes(key)))
  const asked = OWN.filter((key) => kept.includes(key)).map((key) => [key, own[key] ?? ""])
  return versioned({...race, ...Object.fromEntries(asked), ...forClass})
}

// The query of a frame: theme and what it shows are stated, whatever the reader has chosen.
/**
 * @param {Record<string, string>} query @param {{theme: string, show: string[], step?: string}} frame
 * @param {Record<string, string>} [forClass]
 */
export function framed(query, {theme, show, step}, forClass = {}) {
  // A lesson is told on the page alone.
  const race = shared(query, {step: step ?? ""}, ["step"], forClass)
  const told = Object.entries(race).filter(([key]) => !TAUGHT.includes(key))
  return versioned({...Object.fromEntries(told), theme, embed: "1", show: show.join(",")})
}

// The version comes first.
/** @param {Record<string, string>} query */
const versioned = (query) => ({v: "1", ...Object.fromEntries(Object.entries(query).filter(([key]) => key !== "v"))})

// Text that may stand in an attribute.
const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")

// The code of a frame; a width of 0 is all that there is.
/** @param {string} address @param {{title: string, width: number, height: number}} frame */
export function frameCode(address, {title, width, height}) {
  const size = `width="${width || "100%"}" height="${height}"`
  const rest = 'style="border: 0" loading="lazy" allow="fullscreen; clipboard-write"'
  return `<iframe src="${attribute(address)}" title="${attribute(title)}"\n        ${size} ${rest}></iframe>`
}
