// What the page's own engine answers, for tests in Python that compare it with the server's.

import {parse} from "../../app/static/local/formula.js"
import {formulaOf} from "../../app/static/local/mathml.js"
import {apply, fromQuery, Settings} from "../../app/static/local/settings.js"
import {explained} from "../../app/static/local/explained.js"
import {differences} from "../../app/static/local/pin.js"
import {titleOf} from "../../app/static/local/title.js"
import {Kernels} from "../../app/static/kernels/kernels.js"
import {Has, replyTo} from "../../app/static/local/reply.js"
import {fixed, general, grouped, literal, quoted, text} from "../../app/static/local/written.js"

/** @type {any} */
let table
/** @type {any} */
let kernels

export const load = async (/** @type {string} */ path) => void (kernels = await Kernels.load(await Deno.readFile(path)))

export const take = (/** @type {any} */ given) => void (table = given)

/** @type {Record<string, (value: any, digits: any) => string>} */
const WRITTEN = {text, literal, general, fixed, quoted, grouped}

// Each of [name, value, digits] as that function writes it.
/** @param {[string, any, number][]} all */
export const writes = (all) => all.map(([name, value, digits]) => WRITTEN[name](value, digits))

// Of each formula its LaTeX, its MathML and the names of its program; or why it cannot be read.
/** @param {string[]} all */
export const reads = (all) =>
  all.map((formula) => {
    try {
      const {latex, program} = parse(formula)
      return [latex, formulaOf(latex), program.map(([name]) => name)]
    } catch (error) {
      return error.message
    }
  })

// What is said to the requests of a visitor, one after the other, from an address on.
/** @param {{query: string, requests: Record<string, unknown>[]}[]} visits */
export const visits = (visits) =>
  visits.map(({query, requests}) => {
    const settings = new Settings(table)
    const first = fromQuery(settings, query)
    return [first, ...requests.map((changes) => apply(settings, changes))].map((notices) => ({
      notices: notices.map(({text}) => text),
      refused: Object.fromEntries(notices.filter(({key}) => key).map(({key, said}) => [key, said])),
    })).concat(
      /** @type {any} */ ({
        texts: settings.texts,
        query: settings.query,
        title: titleOf(settings),
        differences: differences(settings),
        explained: Object.fromEntries(settings.racing.map((key) => [key, explained(settings, key)])),
      }),
    )
  })

// The whole reply to a page with that address.
/** @param {string} query */
export const reply = (query) => {
  const settings = new Settings(table)
  fromQuery(settings, query)
  const {ground, ...more} = replyTo(kernels, settings, new Has())
  // In single precision, as texts that are read as the same numbers.
  return {...more, ground}
}
