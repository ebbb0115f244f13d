// What the page uses of BokehJS, which comes as a script of its own and not as a module.
// Bokeh's models are not described here: their properties are checked by the figures that the server sends.

interface BokehView {
  model: any
  el: HTMLElement
  canvas_view: any
  frame: any
}

interface BokehDocument {
  get_model_by_id(id: string): any
  get_model_by_name(name: string): any
}

declare const Bokeh: {
  documents: BokehDocument[]
  embed: {embed_items(docs: unknown, items: unknown[]): Promise<unknown>}
  index: {find_one(model: unknown): any}
  require(module: string): any
}

interface Window {
  // What the browser tests and the benchmarks take hold of.
  optimizerRace: any
}
