// The theme that a reader has chosen is remembered for the next visit, where the browser allows that.

const KEY = "optimizer-race theme"

// ask(changes): ask for what is remembered, unless the link says otherwise.
export function rememberTheme(root, {values, query}, ask) {
  const choice = root.querySelector("select[data-key=theme]")
  choice.addEventListener("change", () => stored((storage) => storage.setItem(KEY, choice.value)))
  const theme = stored((storage) => storage.getItem(KEY))
  // The theme of a frame is the affair of the page around it.
  if (values.embed === "1" || "theme" in query || !["light", "dark"].includes(theme)) return
  ask({theme})
}

// Browsers may refuse to store anything.
function stored(use) {
  try {
    return use(localStorage)
  } catch {
    return null
  }
}
