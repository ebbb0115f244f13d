// When the map or the loss shows another part of what it has.

// ``react`` is called before the browser paints, once for all that changes until then.
export function whenMoved(figures, react) {
  let waits = false
  const soon = () => {
    if (waits) return
    waits = true
    queueMicrotask(() => {
      waits = false
      react()
    })
  }
  for (const {x_range, y_range} of ["map", "loss"].map((name) => figures.model(name))) {
    for (const range of [x_range, y_range]) {
      for (const end of ["start", "end"]) range.properties[end].change.connect(soon)
    }
  }
}
