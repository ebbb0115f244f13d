// @ts-check

/** An entry that cannot be: the message says why. */
export class Unreadable extends Error {}

/** A formula that cannot be read: ``index`` says at which character, from 0. */
export class FormulaError extends Unreadable {
  /** @param {string} message @param {number} index */
  constructor(message, index) {
    super(message)
    this.index = index
  }
}
