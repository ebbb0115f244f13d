// The engine of the page as a server sends it.

import {Answerer} from "../local/answerer.js"
import {Both} from "./both.js"
import {fetchMeans} from "./means.js"
import {pause} from "./patience.js"
import {openWire} from "./wire.js"

// Milliseconds for which the server's first reply is waited for before anything else is fetched.
const PATIENCE = 5000

// Open the session that the server has begun for the page below ``root``, and have the page fetch what it answers by
// itself with once it has something to show.
export function openServed(root) {
  const wire = openWire(root)
  const {addresses} = JSON.parse(root.querySelector("[data-json=facts]").textContent)
  const begun = Promise.race([wire.ready, pause(PATIENCE)])
  const own = begun.then(() => fetchMeans(addresses)).then(({kernels, table}) => {
    return new Answerer(kernels, table, location.search.slice(1))
  })
  const beside = () => new Worker(new URL(addresses["worker.js"], document.baseURI))
  return new Both(wire, own, beside)
}
