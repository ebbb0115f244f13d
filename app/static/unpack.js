// Puts together what a file holds packed, and runs it: the only script in it that can be read as it stands.

import {unpackedText} from "./packed.js"

const root = document.querySelector(".race")
const words = root.querySelector("p")

const element = (name, textContent) => document.head.append(Object.assign(document.createElement(name), {textContent}))

async function run() {
  const sheet = await unpackedText("sheet", () => (words.textContent = root.dataset.waits))
  element("style", sheet)
  words.remove()
  root.insertAdjacentHTML("beforeend", await unpackedText("body"))
  // The file's policy lets in scripts that it names by their digests, and nothing else.
  for (const name of ["bokeh", "page"]) element("script", await unpackedText(name))
}

if (globalThis.DecompressionStream) run()
else words.textContent = root.dataset.old
