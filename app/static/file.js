// The page in a file of its own: on an engine that the file holds.

import {openKept} from "./engines/kept.js"
import {mount} from "./main.js"

async function begin() {
  const root = document.querySelector(".race")
  root.querySelector("[data-part=version]").textContent = root.dataset.version
  const engine = await openKept()
  // How the file was saved, or what its address says instead.
  for (const key of ["theme", "embed", "view"]) root.dataset[key] = engine.reply.values[key]
  root.mounted = await mount(root, engine)
  engine.listen({reply: ({title}) => (document.title = title)})
  // Only who types another state into the address: what the page writes there itself is no such event.
  addEventListener("hashchange", () => location.reload())
}

begin()
