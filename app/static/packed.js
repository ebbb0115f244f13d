// @ts-check
// What a file that holds the whole page has packed: compressed, and written in base64. Several frames of one notebook may
// have it from the page around them.

// Milliseconds between two looks for it there.
const EVERY = 200

/** @param {string} text */
async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))
  return await new Response(stream).arrayBuffer()
}

// The parts that the page around has for frames of this version; undefined where there are none.
/** @param {string} version @returns {Record<string, string> | undefined} */
function around(version) {
  try {
    return /** @type {any} */ (parent)[`optimizer-race ${version}`]
  } catch {
    // A page around of another origin.
    return undefined
  }
}

// The bytes of the part ``name``, once it is there; waits() is called where it is not yet.
/** @param {string} name @param {() => void} [waits] */
export async function unpacked(name, waits = () => {}) {
  const own = document.querySelector(`[data-packed="${name}"]`)
  if (own) return await unpack(own.textContent ?? "")
  const version = document.querySelector("[data-version]")?.getAttribute("data-version") ?? ""
  while (around(version)?.[name] === undefined) {
    waits()
    await new Promise((resolve) => setTimeout(resolve, EVERY))
  }
  return await unpack(around(version)?.[name] ?? "")
}

/** @param {string} name @param {() => void} [waits] */
export const unpackedText = async (name, waits = undefined) => new TextDecoder().decode(await unpacked(name, waits))
