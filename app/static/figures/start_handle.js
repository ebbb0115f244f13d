// The start of the race, set on the map: a click moves it there, its handle can be dragged.

import {quietly} from "./figures.js"

// How far from the handle's centre a finger or a mouse still takes hold of it, in pixels.
const REACH = 20

// onStart(x, y) is called while the handle is dragged and when the map is clicked.
export function bindStart(view, handle, onStart) {
  const surface = view.canvas_view.events_el
  let held = null

  const place = (event) => {
    const box = surface.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
  const toData = ([sx, sy]) => [view.frame.x_scale.invert(sx), view.frame.y_scale.invert(sy)]
  const near = ([sx, sy]) => {
    const {x, y} = handle.data
    return Math.hypot(sx - view.frame.x_scale.compute(x[0]), sy - view.frame.y_scale.compute(y[0])) <= REACH
  }
  const move = (event) => {
    const [x, y] = toData(place(event))
    quietly(handle, {data: {x: [x], y: [y]}})
    onStart(x, y)
  }

  // In the capture phase, on an ancestor: before Bokeh's own tools hear of it.
  const ancestor = view.canvas_view.el
  const listen = (type, react) => ancestor.addEventListener(type, react, {capture: true})
  listen("pointerdown", (event) => {
    if (event.button !== 0 || !near(place(event))) return
    held = event.pointerId
    ancestor.setPointerCapture(held)
    event.stopPropagation()
    event.preventDefault()
  })
  listen("pointermove", (event) => {
    if (event.pointerId === held) {
      event.stopPropagation()
      move(event)
    } else if (!event.buttons) {
      ancestor.style.cursor = near(place(event)) ? "grab" : ""
    }
  })
  const release = (event) => {
    if (event.pointerId !== held) return
    event.stopPropagation()
    held = null
  }
  listen("pointerup", release)
  listen("pointercancel", release)
  const tapped = ({x, y}) => {
    if (Number.isFinite(x) && Number.isFinite(y)) onStart(x, y)
  }
  // A second click that follows soon, anywhere on the map, is a double tap to Bokeh.
  for (const type of ["tap", "doubletap"]) view.model.on_event(type, tapped)
}
