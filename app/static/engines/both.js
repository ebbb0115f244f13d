// @ts-check
// The engine of the page as a server sends it: the server's answer comes first, and while the server is far, busy,
// silent or gone, the page answers by itself. Both say the same, so that nobody sees a difference but speed.

import {Long} from "../local/long.js"
import {LONG, Races, together} from "../local/races.js"
import {longest} from "../made/cost.js"
import {Engine} from "./engine.js"
import {Lag} from "./lag.js"
import {Questions} from "./questions.js"

// Milliseconds after which a server that has not replied is not waited for; and without a change of the visitor's after
// which a server that was not waited for is told how things stand.
const LATE = 100, PAUSE = 250

const AWAY = "The server is away: your browser races by itself."
const SILENT = "The server does not answer: your browser races by itself."

/** @typedef {import("../local/answerer.js").Answerer} Answerer */
/** @typedef {import("../local/answerer.js").Said} Said */
/** @typedef {{id: number, changes: Record<string, string>, do?: string}} Request */

export class Both extends Engine {
  /** Who answers in the page, once that is loaded, if ever. @type {Answerer | undefined} */
  #own
  /** The settings that the server has, as far as it has said. @type {Record<string, string> | undefined} */
  #served
  #lag = new Lag()
  /** The request that the server is to reply to; what the page would say to it. @type {{id: number, said?: Said} | undefined} */
  #passed
  /** @type {number | undefined} */
  #late
  /** @type {number | undefined} */
  #pause
  #questions = new Questions()
  /** @type {Long | undefined} */
  #long
  /** @type {Races | undefined} */
  #races
  /** Whether the server tunes. */
  #tunes = false
  /** The maps that the page had before. @type {Record<string, string>} */
  #maps = {}

  // wire: the engine that asks the server; own: who answers in the page, some time; beside: makes a worker of
  // local/worker.js, where there can be one.
  /** @param {Engine} wire @param {Promise<Answerer>} own @param {() => Worker} [beside] */
  constructor(wire, own, beside) {
    super()
    this.beside = beside
    this.wire = wire
    this.link = wire.link
    wire.listen({
      reply: (reply) => this.#heard(reply),
      answer: (answer) => this.answered(this.#known(answer)),
      link: () => this.#heed(),
    })
    if (wire.reply) this.#heard(wire.reply)
    // Without the means to answer by itself a page does as it did before there were any.
    own.then((answerer) => this.#begin(answerer), () => {})
  }

  // Who answers in the page, once it is loaded.
  get answerer() {
    return this.#own
  }

  // Whether the page has all that it needs to answer by itself.
  get able() {
    return this.#own !== undefined
  }

  // Whether the page answers by itself for want of a server, as a setting wants it, or because it is quicker.
  /** @param {Request} [request] */
  #answersItself(request) {
    const own = this.#own
    if (!own) return false
    const {engine} = own.settings.texts
    if (engine !== "auto") return engine === "browser"
    if (this.wire.link.is !== "here") return true
    return this.#lag.far && !request?.do && longest(own.settings.bills) <= LONG
  }

  /** @param {Answerer} own */
  #begin(own) {
    this.#own = own
    this.#races = new Races(own, (answer) => this.answered(answer), this.beside)
    this.#long = new Long(
      own,
      (answer) => this.answered(answer),
      () => this.#questions.asked(own.settings),
      this.beside,
    )
    const {reply} = this
    if (reply) {
      own.adopt(reply.values)
      own.has.note(own.settings, {maps: this.#maps})
      this.#questions.asked(own.settings, reply.question)
    }
    this.#heed()
    if (!this.reply && this.#answersItself()) this.#tell(null, own.said)
  }

  // Something is wrong with what the page has of its own: it does without.
  /** @param {unknown} error */
  #give(error) {
    reportError(error)
    this.#own = undefined
    this.#races?.drop()
    this.#heed()
  }

  /** @param {Request} request */
  send(request) {
    const own = this.#own
    const owed = own && this.#served ? own.owed(this.#served) : {}
    const said = own?.change(request.changes)
    const itself = this.#answersItself(request)
    const nobody = this.#long?.act(request.do, itself) ?? []
    if (said && itself) {
      said.notices.push(...nobody)
      // Not before whoever asked has done what is to be done after asking.
      queueMicrotask(() => this.#tell(request.id, said))
    } else {
      const before = this.#races?.drop()
      this.#pass(request.id, {...owed, ...request.changes}, request.do, before && said ? together(before, said) : said)
    }
  }

  /** @param {number} id @param {Record<string, string>} changes @param {string} [action] @param {Said} [said] */
  #pass(id, changes, action, said) {
    const before = this.#passed?.said
    this.#passed = {id, said: before && said ? together(before, said) : said}
    this.#lag.begin()
    this.wire.ask(changes, action)
    if (action === "tune" || action === "stop tuning") this.#tunes = action === "tune"
    clearTimeout(this.#late)
    if (said && !action) this.#late = setTimeout(() => this.#lateIs(), LATE)
  }

  // The server has not replied by now.
  #lateIs() {
    const own = this.#own
    if (!own || !this.#passed || own.settings.texts.engine !== "auto") return
    if (longest(own.settings.bills) > LONG) return
    this.#lag.miss()
    this.#takeOver()
  }

  // Reply to what the server has not.
  #takeOver() {
    const passed = this.#passed
    if (passed?.said && this.waits) this.#tell(passed.id, passed.said)
    this.#passed = undefined
  }

  // Reply by itself.
  /** @param {number | null} id @param {Said} said */
  #tell(id, said) {
    this.#races?.ask(said, (told, races) => this.#say(id, told, races))
  }

  /** @param {number | null} id @param {Said} said @param {import("../local/reply.js").Races} [races] */
  #say(id, said, races) {
    const own = this.#own
    if (!own) return
    let reply
    try {
      reply = {id, ...said, ...own.reply(races), question: this.#questions.asked(own.settings), tuned: own.tuned}
    } catch (error) {
      this.#give(error)
      return
    }
    // Another session is to begin here.
    this.wire.reply = reply
    this.replied(reply)
    this.#long?.view()
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#report(), PAUSE)
  }

  // Tell the server how things stand.
  #report() {
    const own = this.#own
    const served = this.#served
    if (!own || !served || own.settings.texts.engine === "browser") return
    if (this.wire.link.is !== "here" || !this.wire.settled) return
    const owed = own.owed(served)
    if (Object.keys(owed).length === 0) return
    this.#lag.begin()
    this.wire.ask(owed)
  }

  // The server has replied, to a request or because a session has begun.
  /** @param {any} reply */
  #heard(reply) {
    const own = this.#own
    const passed = this.#passed
    if (this.wire.settled) {
      this.#lag.end()
      clearTimeout(this.#late)
      this.#passed = undefined
    }
    this.#served = reply.values
    const id = passed && this.wire.settled ? passed.id : null
    if (!own) {
      Object.assign(this.#maps, reply.maps)
      this.replied({...reply, id})
      return
    }
    const {engine} = own.settings.texts
    const agrees = own.agrees(reply.values)
    const question = agrees ? this.#questions.asked(own.settings, reply.question) : reply.question
    if (this.reply && engine !== "server") {
      // What is shown is newer, or the same.
      const newer = !this.waits || this.#races?.waits || (!agrees && !this.wire.settled)
      if (engine === "browser" || newer) {
        if (!agrees) this.#report()
        return
      }
    }
    this.#deliver(own, {...reply, id}, question)
  }

  /** @param {Answerer} own @param {any} reply @param {unknown} question */
  #deliver(own, reply, question) {
    try {
      if (this.wire.settled) own.adopt(reply.values)
      this.replied({...own.completed(reply), question})
    } catch (error) {
      this.#give(error)
    }
  }

  // An answer of the server's.
  /** @param {any} answer */
  #known(answer) {
    const known = {...answer, question: this.#questions.called(answer.question)}
    if ((answer.of ?? answer.kind) === "tune" && answer.kind !== "progress") this.#tunes = false
    // The page need not work at what the server has answered.
    if ("last" in answer && known.question === this.#questions.now) this.#long?.rest(true)
    return known
  }

  // How it stands with the server is new.
  #heed() {
    const {link} = this.wire
    const own = this.#own
    if (!own || own.settings.texts.engine === "server") {
      this.linked(link)
      if (link.is === "gone") this.wire.forget()
      return
    }
    if (link.is === "here") {
      this.linked(link)
      if (this.reply) this.#report()
      return
    }
    const text = own.settings.texts.engine === "browser" ? "" : link.is === "gone" ? AWAY : SILENT
    // What was asked of a session that has ended is answered here.
    if (link.is === "gone") {
      this.wire.forget()
      if (this.#tunes) this.#long?.act("tune")
      this.#tunes = false
    }
    this.linked({is: "alone", text, address: link.address})
    if (!this.reply) return
    this.#takeOver()
    this.#long?.view()
  }
}
