// @ts-check
// The whole answer to a page, from the settings alone, as app/reply.py gives it: engines/engine.js says what is in it.

import {explained} from "./explained.js"
import {groundOf} from "./ground.js"
import {differences} from "./pin.js"
import {raced} from "./rows.js"
import {inForce} from "./in_force.js"
import {Setup} from "./setup.js"
import {Surface} from "./surface.js"
import {titleOf} from "./title.js"

/** @typedef {import("./settings.js").Settings} Settings */

/** What a page has been given already, and keeps. */
export class Has {
  /** The surface whose ground it draws. @type {string | undefined} */
  ground
  /** The pinned race whose numbers it has. @type {string | undefined} */
  pinned
  /** The racers whose own maps it has. @type {Set<string>} */
  maps = new Set()

  // The page shows a reply to these settings.
  /** @param {Settings} settings @param {any} reply */
  note(settings, reply) {
    const {pinned} = settings
    this.ground = settings.ground
    this.pinned = pinned && new Setup(pinned).identity
    for (const key of Object.keys(reply.maps)) this.maps.add(key)
  }
}

// What is said of the race of these settings, and what of it the page lacks; ``has`` is told that it has it now.
/** @param {any} kernels @param {Settings} settings @param {Has} has */
export function replyTo(kernels, settings, has) {
  const {table, texts, pinned} = settings
  const surface = new Surface(kernels, table, settings.surface, texts)
  const of = new Setup(settings)
  const race = raced(kernels, surface, of)
  const racers = race.racers.map((each) => ({...explained(settings, each.key), ...each}))
  if (!pinned) has.pinned = undefined
  return {
    values: {...texts},
    title: titleOf(settings),
    // An address that names nothing opens the page with a race of its own.
    query: {v: table.version, ...settings.query},
    surface: surface.about,
    absent: table.surfaces[settings.surface].absent,
    in_force: inForce(settings),
    race: {...race, racers},
    pinned: pinned ? {differences: differences(settings), race: pinnedRace(kernels, surface, pinned, has)} : null,
    ground: lacksGround(settings, has) ? groundOf(surface) : null,
    maps: lackingMaps(settings, has),
  }
}

// Somebody else's reply, to these settings, with all that the page lacks, and without what it has.
/** @param {any} kernels @param {Settings} settings @param {Has} has @param {any} reply */
export function completed(kernels, settings, has, reply) {
  const {table, texts, pinned} = settings
  const surface = () => new Surface(kernels, table, settings.surface, texts)
  const ground = has.ground === settings.ground ? null : (reply.ground ?? groundOf(surface()))
  const maps = Object.fromEntries(Object.entries(reply.maps).filter(([key]) => !has.maps.has(key)))
  let race = null
  if (pinned && has.pinned !== new Setup(pinned).identity) {
    race = reply.pinned.race ?? pinnedRace(kernels, surface(), pinned, has)
  }
  has.note(settings, {maps})
  Object.assign(maps, lackingMaps(settings, has))
  return {...reply, ground, maps, pinned: reply.pinned && {...reply.pinned, race}}
}

/** @param {Settings} settings @param {Has} has */
function lacksGround({ground}, has) {
  const lacks = has.ground !== ground
  has.ground = ground
  return lacks
}

// The pinned race of these settings by itself, and the minima that its places are measured from.
/** @param {any} kernels @param {Settings} settings */
export function pinnedAlone(kernels, settings) {
  const surface = new Surface(kernels, settings.table, settings.surface, settings.texts)
  const {pinned} = settings
  if (!pinned) throw new Error("no race is pinned")
  return {race: pinnedRace(kernels, surface, pinned, new Has()), minima: surface.about.minima}
}

// Its replicates are not shown.
/** @param {any} kernels @param {Surface} surface @param {Settings} pinned @param {Has} has */
function pinnedRace(kernels, surface, pinned, has) {
  const of = new Setup(pinned)
  if (has.pinned === of.identity) return null
  has.pinned = of.identity
  const race = raced(kernels, surface, of)
  const racers = race.racers.map((each) => {
    const {title, variant} = explained(pinned, each.key)
    return {title, variant, ...each}
  })
  return {...race, racers, spread: null}
}

// Maps of the racers that are to have one each.
/** @param {Settings} settings @param {Has} has @returns {Record<string, string>} */
function lackingMaps({table, texts, racing}, has) {
  if (!table.views[texts.view].maps) return {}
  const lacking = racing.filter((key) => !has.maps.has(key))
  for (const key of lacking) has.maps.add(key)
  const mapOf = (/** @type {string} */ key) =>
    table.map.replaceAll("{key}", key).replaceAll("{title}", table.rules[key].still.title)
  return Object.fromEntries(lacking.map((key) => [key, mapOf(key)]))
}
