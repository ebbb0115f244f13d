// @ts-check
// Why something that was typed cannot be read: surfaces/unreadable.py has the same names.

/** A formula that cannot be read: the message says why, ``index`` at which character, from 0. */
export class FormulaError extends Error {
  /** @param {string} message @param {number} index */
  constructor(message, index) {
    super(message)
    this.index = index
  }
}
