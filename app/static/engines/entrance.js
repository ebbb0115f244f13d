// The way in to the server: each session is begun by a page, whose token opens one websocket, once and soon.

// Milliseconds: a page that is one of three hundred waits for most of a minute; and how long to wait where the server
// is full and does not say so itself, or wants nothing of this page.
const PATIENCE = 60_000
const LATER = 60_000

// Why there is no session: ``text`` says it, ``after`` is how many milliseconds to wait, if that is known, ``address``
// is where a page is that can go on, and ``blame`` is as in engine.js.
export class Trouble extends Error {
  constructor(text, more = {}) {
    super(text)
    Object.assign(this, {text}, more)
  }
}

export const RECONNECTING = "Reconnecting…"
export const FULL = "The server is full. This page tries again in about a minute."

// All addresses are beside that of the document.
const beside = (path) => new URL(path, document.baseURI)

export function socketUrl() {
  const url = beside("app/ws")
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:"
  return url.href
}

// What a page says of itself: its token, and what the modules that came with it must know of to go on with another's.
export function told(root) {
  const json = (name) => root.querySelector(`[data-json=${name}]`).textContent
  const {token, shape} = JSON.parse(json("session"))
  // Own maps refer to models of the figures by id.
  return {token, shape: `${shape} ${json("figures")}`}
}

// The token of a new page in the state of ``query``, on which the modules that go by ``shape`` can go on.
export async function newToken(query, shape) {
  const url = beside("app")
  url.search = query
  let answer, text
  try {
    answer = await fetch(url, {cache: "no-store", signal: AbortSignal.timeout(PATIENCE)})
    text = await answer.text()
  } catch {
    throw new Trouble(navigator.onLine ? RECONNECTING : "There is no network.")
  }
  if (!answer.ok) throw refusal(answer)
  const root = new DOMParser().parseFromString(text, "text/html").querySelector(".race")
  if (!root) throw new Trouble("Something else than this page answers.", {after: LATER, address: url.href})
  const page = known(root)
  if (page?.shape !== shape) throw new Trouble("A new version is here.", {after: LATER, address: url.href})
  return page.token
}

function known(root) {
  try {
    return told(root)
  } catch {
    // A page of another version may say other things.
    return undefined
  }
}

function refusal({status, headers}) {
  const after = Number(headers.get("Retry-After")) * 1000 || undefined
  if (status === 503 && after) return new Trouble(FULL, {after})
  if (status === 408 || status === 429 || status >= 500) return new Trouble(RECONNECTING, {after})
  return new Trouble(`The server refuses this page (status ${status}).`, {after: LATER})
}

// Why a websocket was closed.
export function closing({code}) {
  if (code === 1013) return new Trouble(FULL, {after: LATER})
  if (code === 1008) return new Trouble("The server has ended the connection. Reconnecting…", {blame: true})
  if (code === 1011) return new Trouble("Something went wrong on the server. Reconnecting…", {blame: true})
  return new Trouble(RECONNECTING)
}

// Whether the server answers anything, for next to nothing.
export async function answers() {
  try {
    const signal = AbortSignal.timeout(10_000)
    return (await fetch(beside("app/static/page.js"), {method: "HEAD", cache: "no-store", signal})).ok
  } catch {
    return false
  }
}
