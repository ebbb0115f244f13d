// What the page's own engine answers, for tests in Python that compare it with the server's.

import {parse} from "../../app/static/made/grammar.js"
import {displayed, in_torch} from "../../app/static/made/terms.js"
import {apply, fromQuery, Settings} from "../../app/static/local/settings.js"
import {explained} from "../../app/static/local/explained.js"
import {differences} from "../../app/static/made/pinned.js"
import {Both} from "../../app/static/engines/both.js"
import {Engine} from "../../app/static/engines/engine.js"
import {Answerer} from "../../app/static/local/answerer.js"
import {Kernels} from "../../app/static/kernels/kernels.js"
import {answers} from "../../app/static/local/inquiry.js"
import {asked, tuning} from "../../app/static/local/questions.js"
import {Has, replyTo} from "../../app/static/local/reply.js"
import {Surface} from "../../app/static/local/surface.js"
import {fixed, general, grouped, matches, number, quoted, text, unescaped} from "../../app/static/local/written.js"

/** @type {any} */
let table
/** @type {any} */
let kernels

export const load = async (/** @type {string} */ path) => void (kernels = await Kernels.load(await Deno.readFile(path)))

export const take = (/** @type {any} */ given) => void (table = given)

/** @type {Record<string, (value: any, more: any) => any>} */
const WRITTEN = {text, general, fixed, quoted, grouped, number, matches, unescaped}

// What the function of that name makes of each of [name, value, more].
/** @param {[string, any, any][]} all */
export const writes = (all) => all.map(([name, value, more]) => WRITTEN[name](value, more))

// Of each formula its LaTeX, its MathML, its PyTorch and its program, in which numbers of numbers are 0; or why it cannot
// be read, and where.
/** @param {string[]} all */
export const reads = (all) =>
  all.map((formula) => {
    try {
      const read = parse(formula, () => 0)
      return [read.latex, displayed(read), in_torch(read), read.program]
    } catch (error) {
      return [error.message, error.index]
    }
  })

// The programs of formulas as kernels read them, with numbers of numbers.
/** @param {string[]} all */
export const shapes = (all) => all.map((text) => new Surface(kernels, table, "formula", {"formula.text": text}).shape)

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
        title: settings.title,
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

// A server that answers by the same answerer, after so many milliseconds, while it is there.
class Served extends Engine {
  lag = 5
  requests = /** @type {any[]} */ ([])

  constructor() {
    super()
    this.theirs = new Answerer(kernels, table, "v=1")
    this.replied({...this.theirs.reply(), id: null, notices: [], refused: {}, question: "1.1", tuned: false})
  }

  /** @param {any} request */
  send(request) {
    this.requests.push(request)
    const {theirs} = this
    setTimeout(() => {
      if (this.link.is !== "here" || this.theirs !== theirs) return
      const said = theirs.change(request.changes)
      this.replied({...theirs.reply(), id: request.id, ...said, question: `1.${request.id}`, tuned: false})
    }, this.lag)
  }

  leave() {
    this.linked({is: "gone", text: "Reconnecting…"})
  }

  // A new session begins where the newest reply was.
  come() {
    this.theirs = new Answerer(kernels, table, String(new URLSearchParams(this.reply.query)))
    const reply = {...this.theirs.reply(), id: null, notices: [], refused: {}, question: "2.1", tuned: false}
    this.replied({...reply, ground: null})
    this.linked({is: "here", text: ""})
  }
}

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))

// What a page on both engines is told while a script of a server's fate is played: who replied, and with what.
/** @param {any[][]} script */
export async function fate(script) {
  const wire = new Served()
  const both = new Both(/** @type {any} */ (wire), Promise.resolve(new Answerer(kernels, table, "v=1")))
  /** @type {any[]} */
  const heard = []
  const values = (/** @type {any} */ reply) => ({lr: reply.values["sgd.lr"], steps: reply.values.steps})
  both.listen({
    reply: (reply) => {
      heard.push({...values(reply), surface: reply.surface.key, ground: reply.ground !== null, refused: reply.refused})
    },
    link: ({is, text}, kept) => heard.push({is, text, kept}),
  })
  await pause(20)
  for (const [what, value] of script) {
    if (what === "ask") both.ask(value)
    else if (what === "pause") await pause(value)
    else if (what === "settled") { while (!both.settled) await pause(10) }
    else if (what === "lag") wire.lag = value
    else if (what === "leave") wire.leave()
    else if (what === "come") wire.come()
    else if (what === "mark") heard.push({mark: value, settled: both.settled, served: wire.requests.length})
  }
  await pause(20)
  const served = wire.theirs.settings.texts
  return {
    heard,
    asked: wire.requests.map(({changes}) => changes),
    same: both.reply && Object.keys(served).every((key) => served[key] === both.reply.values[key]),
  }
}

// All answers to what the view of that address asks, or to what a tuning asks.
/** @param {{query: string, tune: boolean}} of */
export async function inquire({query, tune}) {
  const settings = new Settings(table)
  fromQuery(settings, query)
  const question = tune ? tuning(settings) : asked(settings)
  const found = []
  for await (const answer of answers(kernels, table, /** @type {any} */ (question), () => {})) found.push(answer)
  return found
}
