// @ts-check

/** An entry that cannot be: the message says why. */
export class Unreadable extends Error {}
