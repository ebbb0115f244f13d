// The figures: one document of Bokeh's, made on the server for all visitors, that lives in the browser alone.

// Bokeh syncs what is set on its models to the server; nothing of the picture belongs there.
const QUIET = {sync: false, check_eq: false}

export const quietly = (model, attrs) => model.setv(attrs, QUIET)

export const renderer = (figure, name) => figure.renderers.find((each) => each.name === name)
export const source = (figure, name) => renderer(figure, name).data_source

// Found by Bokeh by going through all views there are: what was found last is asked first.
const views = new WeakMap()

export function viewOf(model) {
  const known = views.get(model)
  if (known && !known.is_destroyed) return known
  const view = Bokeh.index.find_one(model)
  if (view) views.set(model, view)
  return view
}

export class Figures {
  // Their places are the elements below ``root`` that name them in data-figure.
  static async embed(root, json) {
    const figures = new Figures()
    const {Document} = Bokeh.require("document")
    figures.document = Document.from_json(json)
    const places = figures.document.roots().map(({name}) => root.querySelector(`[data-figure="${name}"]`))
    await Bokeh.embed.add_document_standalone(figures.document, root, places)
    return figures
  }

  // By model: what is to be done once when it is drawn for the first time.
  drawing = new Map()

  // A figure, or the row of maps, by its name, which parts of figures may have as well.
  model(name) {
    return [...this.document.roots(), ...this.plots].find((figure) => figure.name === name)
  }

  // All plots there are at the moment, the racers' own among them.
  get plots() {
    return this.document.roots().flatMap((root) => root.children ?? [root])
  }

  // Call ``react`` with the view of ``model`` when there is one.
  whenDrawn(model, react) {
    this.drawing.set(model, [...(this.drawing.get(model) ?? []), react])
  }

  // A figure, as text, that refers to models of the document and joins it as a child of ``holder``.
  adopt(holder, text) {
    const event = {kind: "ModelChanged", model: {id: holder.id}, attr: "tags", new: [JSON.parse(text)]}
    this.document.apply_json_patch({events: [event]})
    return holder.tags[0]
  }
}

export const setRange = (range, start, end) => quietly(range, {start, end})

// Paint a figure before anything else happens. Bokeh takes new colours of glyphs in some later task.
export function paintNow(plot) {
  const view = viewOf(plot)
  if (!view) return
  for (const each of plot.renderers) {
    const {glyph, all_indices} = viewOf(each) ?? {}
    glyph?.set_visuals(each.data_source, all_indices)
  }
  view.repaint()
}

// Ticks of an axis or a colour bar, and what each reads.
export function setTicks(axis, places, label) {
  quietly(axis.ticker, {ticks: places})
  quietly(axis, {major_label_overrides: new Map(places.map((place) => [place, label(place)]))})
}

// What the pointer reads off a line: ``read(quantity, racer, row)``.
export function setReading(figure, read) {
  const {formatters} = figure.toolbar.tools.find((tool) => tool.type === "HoverTool")
  for (const formatter of formatters instanceof Map ? formatters.values() : Object.values(formatters)) {
    // In place of the code that the formatter would compile, which a page that forbids eval must not.
    formatter.format = (racer, quantity, {segment_index}) => read(quantity, racer, segment_index)
  }
}
