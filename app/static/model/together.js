// @ts-check
// The pinned race and those that a class has sent, as one race that is drawn in thin lines.

/** @typedef {import("./race.js").Race} Race */

export class Together {
  // pinned: the race that is pinned, with its differences by racer; sent: races with what each is called.
  /** @param {any} pinned @param {{name: string, race: Race, differences: Record<string, string>}[]} sent */
  constructor(pinned, sent) {
    const all = [...(pinned ? [{race: pinned, name: "", differences: pinned.differences}] : []), ...sent]
    this.differences = pinned?.differences ?? {}
    this.paths = all.flatMap(({name, race, differences}) =>
      race.paths.map((/** @type {any} */ path) =>
        Object.assign(path, {of: race, sentBy: name, differs: differences[path.key]})
      )
    )
    // The longest: a line ends where its own race does.
    this.step = all.map(({race}) => race.step).reduce((a, b) => (b.length > a.length ? b : a))
  }

  /** @param {any} path @param {any} column @param {number} t */
  upTo(path, column, t) {
    return path.of.upTo(path, column, t)
  }

  /** @param {any} path @param {number} t */
  row(path, t) {
    return path.of.row(path, t)
  }

  /** @param {any} path @param {number} t */
  gone(path, t) {
    return path.of.gone(path, t)
  }
}

// A surface in its shape, as one text.
/** @param {Record<string, string>} values of all settings */
export function groundOf(values) {
  const shape = Object.entries(values).filter(([key]) => key.startsWith(`${values.surface}.`))
  return JSON.stringify([values.surface, ...shape])
}

// The lines of a text as links, each with the name before it: "Group 3: https://…".
/** @param {string} text @returns {{name: string, query: string}[]} */
export function linksOf(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean)
  return lines.map((line, i) => {
    const [, before, link] = /** @type {string[]} */ (/(.*?)\s*(\S*)$/.exec(line))
    const name = before.replace(/[:,;–-]\s*$/, "").trim()
    return {
      name: name || `Race ${i + 1}`,
      query: link.includes("?") ? link.slice(link.indexOf("?") + 1).split("#")[0] : link,
    }
  })
}
