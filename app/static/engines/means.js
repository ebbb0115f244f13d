// What a page answers by itself with: the kernels' module and the table of declarations.

import {whenIdle} from "../idle.js"
import {Kernels} from "../kernels/kernels.js"
import {pause} from "./patience.js"

// Milliseconds after which a module is asked for again that the server is still making; and how often at the most.
const LATER = 15_000, TRIES = 20

// Fetched once the page has nothing more urgent to do.
/** @param {Record<string, string>} addresses */
export async function fetchMeans(addresses) {
  await new Promise((resolve) => whenIdle(resolve, 2000))
  const [module, table] = await Promise.all([
    fetched(addresses["kernels.wasm"]),
    fetched(addresses["table.json"]),
  ])
  return {kernels: await Kernels.load(module), table: await table.json()}
}

async function fetched(name) {
  for (let tries = 1;; tries += 1) {
    const answer = await fetch(new URL(name, document.baseURI)).catch(() => undefined)
    if (answer?.status === 200) return answer
    // The server is still making it: 202, Accepted.
    if (tries === TRIES || (answer && answer.status !== 202)) throw new Error(`${name} is not there`)
    await pause(LATER)
  }
}
