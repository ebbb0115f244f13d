// @ts-check
// What every view is in the browser: each module of this folder that app/views/ has a record for exports a subclass.

/**
 * What a view is made of and may use.
 * @typedef {object} Means
 * @property {any} record What app/form.py says of the view: key, title, stage, facts.
 * @property {any} figure The view's own figure, where it has one.
 * @property {import("../figures/figures.js").Figures} figures
 * @property {Map<string, any>} ownMaps The racers' own maps that there are, by racer.
 * @property {Record<string, any>} facts What the whole page knows: titles, endings, themes.
 * @property {HTMLElement} root
 * @property {(text: string) => string} say A text in the language of the page, for what is drawn.
 * @property {(changes: Record<string, string>) => void} ask
 */

export class View {
  /** @param {Means} means */
  constructor(means) {
    /** @type {Means} */
    this.means = means
  }

  // Why there is nothing to ask, in a sentence; undefined where there is.
  /** @param {any} _state @returns {string | undefined} */
  absent(_state) {
    return undefined
  }

  // There is a new state while this view is shown, before anything of it is drawn.
  /** @param {any} _state */
  follow(_state) {}

  // Draw an answer of the server. Returned are the words above the picture, the entries of its key, and, where there is
  // little to see, what would help: changes, and what the button for them says.
  /**
   * @param {any} _answer
   * @param {any} _state
   * @returns {{text: string, key?: Node[], offers?: {text: string, changes: Record<string, string>}[]}}
   */
  draw(_answer, _state) {
    return {text: ""}
  }

  // The playhead is at ``step``, in every frame of a race that plays: for a view that has a playhead of its own.
  /** @param {number} _step @param {boolean} _playing */
  show(_step, _playing) {}

  // Draw nothing: what was drawn is no answer here, or another view is shown.
  clear() {}
}
