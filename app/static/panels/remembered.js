// What a reader has chosen is remembered for the next visit, where the browser allows that.

const THEME = "optimizer-race theme"

// ask(changes): ask for what is remembered, unless the link says otherwise.
export function rememberTheme(root, {values, query}, ask) {
  const choice = root.querySelector("select[data-key=theme]")
  choice.addEventListener("change", () => keep(THEME, choice.value))
  const theme = kept(THEME)
  // The theme of a frame is the affair of the page around it.
  if (values.embed === "1" || "theme" in query || !["light", "dark"].includes(theme)) return
  ask({theme})
}

// Browsers may refuse to store anything.
export function keep(key, text) {
  try {
    localStorage.setItem(key, text)
  } catch {
    // Then it is chosen anew next time.
  }
}

export function kept(key) {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
