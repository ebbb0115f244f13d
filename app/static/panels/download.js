// Hand a text, or what a server has sent, to the reader as a file.

// Milliseconds after which a browser has begun to save it.
const SAVED = 60_000

export function download(name, content) {
  const link = Object.assign(document.createElement("a"), {download: name})
  link.href = URL.createObjectURL(new Blob([content], {type: content.type ?? "text/plain;charset=utf-8"}))
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED)
}
