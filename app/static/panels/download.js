// Hand a text to the reader as a file.

export function download(name, text) {
  const link = Object.assign(document.createElement("a"), {download: name})
  link.href = URL.createObjectURL(new Blob([text], {type: "text/plain;charset=utf-8"}))
  link.click()
  URL.revokeObjectURL(link.href)
}
