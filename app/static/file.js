// The page in a file of its own: on an engine that the file holds.

import {openLocal} from "./engines/local.js"
import {mount} from "./main.js"
import {unpacked, unpackedText} from "./packed.js"

async function begin() {
  const root = document.querySelector(".race")
  root.querySelector("[data-part=version]").textContent = root.dataset.version
  const [module, table] = await Promise.all([unpacked("kernels"), unpackedText("table")])
  // The race with which the file was saved, or what its address says instead.
  const query = location.hash.slice(1) || root.dataset.query
  const engine = await openLocal({module, table: JSON.parse(table), query})
  for (const key of ["theme", "embed", "view"]) root.dataset[key] = engine.reply.values[key]
  root.mounted = await mount(root, engine)
  engine.listen({reply: ({title}) => (document.title = title)})
  // Only who types another state into the address: what the page writes there itself is no such event.
  addEventListener("hashchange", () => location.reload())
}

begin()
