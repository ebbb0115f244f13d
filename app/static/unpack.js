// Runs the scripts that a file holds packed: the only one in it that can be read as it stands.

import {unpackedText} from "./packed.js"

async function run() {
  for (const name of ["bokeh", "page"]) {
    // The file's policy lets in what it names by its digest, and nothing else.
    const script = Object.assign(document.createElement("script"), {textContent: await unpackedText(name)})
    document.head.append(script)
  }
}

if (globalThis.DecompressionStream) run()
else document.querySelector("[data-part=too-old]").hidden = false
