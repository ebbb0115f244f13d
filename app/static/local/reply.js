// @ts-check
// The whole answer to a page, from the settings alone, as app/reply.py gives it: engines/engine.js says what is in it.

import {VERSION} from "../made/address.js"
import {axes} from "../made/in_force.js"
import {explained} from "./explained.js"
import {groundOf} from "./ground.js"
import {differences} from "../made/pinned.js"
import {finished, raced, racing as racingOf} from "./rows.js"
import {Setup} from "./setup.js"
import {Surface} from "./surface.js"

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

/** @param {any} kernels @param {Settings} settings */
const surfaceOf = (kernels, {table, surface, texts}) => new Surface(kernels, table, surface, texts)

/** @typedef {{race: any, pinned: any}} Races As ``raced`` gives them; no pinned one where the page has it. */

// The races of a reply, piece by piece: all of it that may take long. ``lacks``: whether the page lacks the pinned one.
/** @param {any} kernels @param {Settings} settings @param {boolean} lacks @param {Surface} [surface] */
export function* racing(kernels, settings, lacks, surface = surfaceOf(kernels, settings)) {
  const {pinned} = settings
  const race = yield* racingOf(kernels, surface, new Setup(settings))
  return {race, pinned: pinned && lacks ? yield* racingOf(kernels, surface, new Setup(pinned)) : undefined}
}

// Whether the page lacks the numbers of the pinned race.
/** @param {Settings} settings @param {Has} has */
export const lacksPinned = ({pinned}, has) => pinned !== undefined && has.pinned !== new Setup(pinned).identity

// What is said of the race of these settings, and what of it the page lacks; ``has`` is told that it has it now.
/** @param {any} kernels @param {Settings} settings @param {Has} has @param {Races} [races] where they have been run */
export function replyTo(kernels, settings, has, races) {
  const {texts, pinned} = settings
  const surface = surfaceOf(kernels, settings)
  const lacks = lacksPinned(settings, has)
  if (!races || (lacks && !races.pinned)) races = finished(racing(kernels, settings, lacks, surface))
  const {race} = races
  const racers = race.racers.map((each) => ({...explained(settings, each.key), ...each}))
  has.pinned = pinned && new Setup(pinned).identity
  return {
    values: {...texts},
    title: settings.title,
    // An address that names nothing opens the page with a race of its own.
    query: {v: VERSION, ...settings.query},
    surface: surface.about,
    absent: settings.absent,
    in_force: inForce(settings),
    race: {...race, racers},
    pinned: pinned ? {differences: differences(settings), race: lacks ? asPinned(pinned, races.pinned) : null} : null,
    ground: lacksGround(settings, has) ? groundOf(surface) : null,
    maps: lackingMaps(settings, has),
  }
}

// Settings of the view that cannot be in force as they are set, and what is.
/** @param {Settings} settings @returns {Record<string, string>} */
function inForce(settings) {
  if (settings.texts.view !== "heat") return {}
  const [across, up] = axes(settings)
  return {across, up}
}

// Somebody else's reply, to these settings, with all that the page lacks, and without what it has.
/** @param {any} kernels @param {Settings} settings @param {Has} has @param {any} reply */
export function completed(kernels, settings, has, reply) {
  const {pinned} = settings
  const lacks = lacksPinned(settings, has)
  const surface = () => surfaceOf(kernels, settings)
  const ground = has.ground === settings.ground ? null : (reply.ground ?? groundOf(surface()))
  const maps = Object.fromEntries(Object.entries(reply.maps).filter(([key]) => !has.maps.has(key)))
  let race = null
  if (pinned && lacks) race = reply.pinned.race ?? asPinned(pinned, raced(kernels, surface(), new Setup(pinned)))
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
  const surface = surfaceOf(kernels, settings)
  const {pinned} = settings
  if (!pinned) throw new Error("no race is pinned")
  return {race: asPinned(pinned, raced(kernels, surface, new Setup(pinned))), minima: surface.about.minima}
}

// A race as a page is given the pinned one: its replicates are not shown.
/** @param {Settings} pinned @param {any} race */
function asPinned(pinned, race) {
  const racers = race.racers.map((/** @type {any} */ each) => {
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
