// When what the map or the loss shows has another place or size.

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
  const plots = ["map", "loss"].map((name) => figures.model(name))
  for (const range of plots.flatMap(({x_range, y_range}) => [x_range, y_range])) {
    for (const end of ["start", "end"]) range.properties[end].change.connect(soon)
  }
  for (const plot of plots) {
    for (const size of ["inner_width", "inner_height"]) plot.properties[size].change.connect(soon)
  }
}
