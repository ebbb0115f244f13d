// The page as a component of Panel's: a frame without an origin, which this passes messages to and from.

// model: asked {number, changes, all} for the frame, told {number, values, begins} by it, and the page that it holds, its text as JSON.
export function render({model, el}) {
  const frame = document.createElement("iframe")
  frame.title = model.title
  // Neither the page around nor its origin is in reach of what stands in it.
  frame.setAttribute("sandbox", "allow-scripts allow-downloads allow-popups")
  frame.setAttribute("allow", "fullscreen; clipboard-write")
  Object.assign(frame.style, {width: "100%", height: "100%", border: "0", display: "block"})
  frame.srcdoc = JSON.parse(model.page)
  let ready = false
  const ask = (changes) => {
    const {number} = model.asked
    frame.contentWindow?.postMessage({type: "optimizer-race:set", number, changes}, "*")
  }
  const hear = ({source, data}) => {
    if (source !== frame.contentWindow || typeof data?.type !== "string") return
    if (data.type === "optimizer-race:ready") {
      ready = true
      if (model.asked.number > 0) ask(model.asked.all)
    }
    const {number, values} = data
    if (values) model.told = {number, values, begins: data.type === "optimizer-race:ready"}
  }
  addEventListener("message", hear)
  model.on("asked", () => ready && ask(model.asked.changes))
  model.on("remove", () => removeEventListener("message", hear))
  el.append(frame)
}
