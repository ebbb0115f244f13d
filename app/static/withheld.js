// In a frame whose page gives it no origin no module is loaded, and no websocket opened: this script is none, and says so.

if (globalThis.origin === "null") {
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-part=withheld]").hidden = false
    const {href} = location
    document.querySelector("[data-part=withheld-link]").href = href.replace(/([?&])embed=1&?/, "$1")
  })
}
