// A chart over steps as a slider: a click or a drag on it moves the playhead.

// How far a finger must have gone sideways before it scrubs, in pixels: it may be about to scroll the page.
const SURE = 8

// onStep(step) is called with a step, of any fraction, that the chart shows.
export function bindScrub(view, onStep) {
  const {el, events_el} = view.canvas_view
  let held = null
  const place = (event) => {
    const box = events_el.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
  const scrub = (event) => {
    const {left, right} = view.frame.bbox
    const [x] = place(event)
    onStep(view.frame.x_scale.invert(Math.max(left, Math.min(x, right))))
  }
  el.addEventListener("pointerdown", (event) => {
    const at = place(event)
    // With a second finger the chart is zoomed.
    if (!event.isPrimary) held = null
    if (event.button !== 0 || !event.isPrimary || !view.frame.bbox.contains(...at)) return
    // Bokeh has captured the pointer: its moves come here wherever it goes.
    held = {from: at, waits: event.pointerType === "touch"}
    if (!held.waits) scrub(event)
  })
  el.addEventListener("pointermove", (event) => {
    if (!held || !event.isPrimary) return
    const [across, down] = place(event).map((each, i) => Math.abs(each - held.from[i]))
    if (held.waits && !(across > SURE && across > down)) return
    held.waits = false
    scrub(event)
  })
  el.addEventListener("pointerup", (event) => {
    if (held?.waits && event.isPrimary) scrub(event)
    held = null
  })
  el.addEventListener("pointercancel", () => (held = null))
  // A finger that moves up or down scrolls the page.
  el.style.touchAction = "pan-y"
}
