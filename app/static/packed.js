// @ts-check
// What a file that holds the whole page has packed: compressed, and written in base64.

// The bytes of the part ``name``.
/** @param {string} name */
export async function unpacked(name) {
  const text = document.querySelector(`[data-packed="${name}"]`)?.textContent ?? ""
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))
  return await new Response(stream).arrayBuffer()
}

/** @param {string} name */
export const unpackedText = async (name) => new TextDecoder().decode(await unpacked(name))
