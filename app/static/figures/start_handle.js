// The start of the race, set on the map: a click moves it there, its handle can be dragged.

// How far from the handle's centre a finger or a mouse still takes hold of it, in pixels.
const REACH = 20

// onStart(x, y) is called while the handle is dragged and when the map is clicked, with a place that the map shows.
export function bindStart(view, handle, onStart) {
  const surface = view.canvas_view.events_el
  let held = null
  // How many fingers this touch has had at once.
  let fingers = 1

  const place = ({clientX, clientY}) => {
    const box = surface.getBoundingClientRect()
    return [clientX - box.left, clientY - box.top]
  }
  const near = ([sx, sy]) => {
    const {x, y} = handle.data
    return Math.hypot(sx - view.frame.x_scale.compute(x[0]), sy - view.frame.y_scale.compute(y[0])) <= REACH
  }
  const move = (event) => {
    const {left, right, top, bottom} = view.frame.bbox
    const [sx, sy] = place(event)
    // Beyond the edge of the map it could not be taken hold of again.
    const [x, y] = [Math.max(left, Math.min(sx, right)), Math.max(top, Math.min(sy, bottom))]
    onStart(view.frame.x_scale.invert(x), view.frame.y_scale.invert(y))
  }

  // In the capture phase, on an ancestor: before Bokeh's own tools hear of it.
  const ancestor = view.canvas_view.el
  const listen = (type, react) => ancestor.addEventListener(type, react, {capture: true, passive: false})
  listen("touchstart", (event) => {
    fingers = event.touches.length
    // A finger on the handle drags it and does not scroll the page.
    if (fingers === 1 && near(place(event.touches[0]))) event.preventDefault()
  })
  listen("pointerdown", (event) => {
    if (event.pointerType !== "touch") fingers = 1
    // With a second finger the map is zoomed.
    if (!event.isPrimary) held = null
    if (event.button !== 0 || !event.isPrimary || !near(place(event))) return
    held = event.pointerId
    ancestor.setPointerCapture(held)
    event.stopPropagation()
    event.preventDefault()
  })
  listen("pointermove", (event) => {
    if (event.pointerId !== held) return
    event.stopPropagation()
    move(event)
  })
  const release = (event) => {
    if (event.pointerId !== held) return
    event.stopPropagation()
    held = null
  }
  listen("pointerup", release)
  listen("pointercancel", release)
  // After Bokeh, which sets a cursor of its own.
  ancestor.addEventListener("pointermove", (event) => {
    if (!event.buttons && near(place(event))) surface.style.cursor = "grab"
  })
  const tapped = ({sx, sy, x, y}) => {
    if (fingers === 1 && view.frame.bbox.contains(sx, sy)) onStart(x, y)
  }
  // A second click that follows soon, anywhere on the map, is a double tap to Bokeh.
  for (const type of ["tap", "doubletap"]) view.model.on_event(type, tapped)
}
