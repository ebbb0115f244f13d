// Light and dark: the page follows CSS, the figures are told.

import {quietly} from "./figures.js"

const prefersDark = matchMedia("(prefers-color-scheme: dark)")

// "light" or "dark", where the setting is "auto" as the reader's system has it.
export const themeOf = (setting) => (setting === "auto" ? (prefersDark.matches ? "dark" : "light") : setting)

export const onSystemTheme = (react) => prefersDark.addEventListener("change", react)

export class Theme {
  constructor(root, figures) {
    Object.assign(this, {root, figures})
  }

  follow({reply, theme, colours}) {
    this.root.dataset.theme = reply.values.theme
    const {plots} = this.figures
    const painted = [theme, ...plots.map(({id}) => id)].join()
    if (painted === this.painted) return
    this.painted = painted
    paint(plots, colours)
  }
}

function paint(plots, colours) {
  for (const figure of plots) {
    for (const axis of [...figure.below, ...figure.left]) {
      if (!axis.ticker) continue
      quietly(axis, {
        axis_label_text_color: colours.ink,
        major_label_text_color: colours.ink,
        axis_line_color: colours.faint,
        major_tick_line_color: colours.faint,
        minor_tick_line_color: null,
      })
    }
    for (const bar of figure.right) {
      quietly(bar, {major_label_text_color: colours.ink, title_text_color: colours.ink})
    }
    if (figure.title) quietly(figure.title, {text_color: colours.ink})
    for (const each of figure.center) {
      if (each.name === "playhead") quietly(each, {line_color: colours.ink})
      else if (each.grid_line_color !== undefined) quietly(each, {grid_line_color: colours.faint})
    }
    for (const {name, glyph} of figure.renderers) {
      if (name === "casing") quietly(glyph, {line_color: {value: colours.casing}})
      if (name === "letter") quietly(glyph, {text_color: {value: colours.ink}})
      if (name === "mark") quietly(glyph, {line_color: {value: colours.ink}})
      if (name === "start") quietly(glyph, {line_color: {value: colours.ink}, fill_color: {value: colours.ink}})
      if (name === "head" && glyph.line_alpha.value !== 0) quietly(glyph, {line_color: {value: colours.casing}})
    }
  }
}
