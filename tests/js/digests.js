// Digests of what the kernels in this browser come to, for races as tests/same_bits.py asks for them.

/** The numbers' bytes with one kind of NaN, of which machines have many. */
function bytes(values) {
  const plain = Float64Array.from(values, (value) => (Number.isNaN(value) ? NaN : value))
  return new Uint8Array(plain.buffer)
}

async function digest(parts) {
  const all = parts.map(bytes)
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of all) {
    whole.set(part, at)
    at += part.length
  }
  const found = new Uint8Array(await crypto.subtle.digest("SHA-1", whole))
  return Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** What one of `count` has of an array whose last axis is those who race. */
function lane(values, count, k) {
  return values.filter((_, i) => i % count === k)
}

/** The pairs of one of `slots` slots, of one who races. */
function slot(values, slots, s) {
  return values.filter((_, i) => (i >> 1) % slots === s)
}

/** All of each race, in the order of `same_bits.parts`. */
function parts(kernels, slots, {rows, endingOf, factors, hyper}, count) {
  const all = Object.fromEntries(Object.entries(rows).map(([name, block]) => [name, kernels.copy(block)]))
  const rates = kernels.numbers(factors).map((factor) => hyper[0] * factor)
  return Array.from({length: count}, (_, k) => {
    const own = (name) => lane(all[name], count, k)
    const {outcome, step, place} = endingOf(k)
    return [
      ...["positions", "losses", "gradients"].map(own),
      ...slots.map((_, s) => slot(own("slots"), slots.length, s)),
      rates,
      ...["evaluations", "trials", "matrices", "clipped"].map(own),
      [outcome, step, ...(place ?? [NaN, NaN, NaN])],
    ]
  }).flat()
}

/** What a page shows of races, as `same_bits.shown` has it. */
function shown(kernels, {measure, bandOf}, listed, {minima}, rows) {
  const base = listed.base(minima)
  const {measured, counted, asks, kinds} = measure(kernels, rows, {homes: listed.homes(minima), base})
  const copies = [measured, counted].map((block) => kernels.copy(block))
  return [...copies, kernels.copy(asks).slice(0, 4 * kinds), kernels.copy(bandOf(kernels, rows.losses, base))]
}

/** `folder` is where the modules of app/static/kernels are, `source` what Kernels.load takes. */
export async function digests(folder, source, {shared, surfaces, races, basins, sweeps}) {
  const load = (name) => import(`${folder}/${name}.js`)
  const names = ["kernels", "race", "measures", "basin", "sweep", "../made/listed"]
  const [{Kernels}, {raced}, measures, {basin}, {sweep}, listed] = await Promise.all(names.map(load))
  const kernels = await Kernels.load(source)
  const whole = ({recipe, ...asked}, budget) => ({
    ...surfaces[asked.surface],
    ...asked,
    ...budget,
    recipe: shared[recipe],
  })
  const found = []
  for (const {count, ...asked} of races) {
    const race = whole(asked)
    const done = raced(kernels, race, count)
    const {slots} = kernels.layout.rules[race.racer]
    found.push(
      await digest([...parts(kernels, slots, done, count), ...shown(kernels, measures, listed, race, done.rows)]),
    )
  }
  for (const {grid, ...asked} of basins) {
    const {minima, destinations, places, losses, steps} = await basin(kernels, whole(asked), grid)
    found.push(await digest([minima.flat(), destinations, places, losses, steps]))
  }
  for (const {axes, count, ...asked} of sweeps) {
    const {losses, outcomes, within} = await sweep(kernels, whole(asked), axes, {replicates: count})
    found.push(await digest([losses, outcomes, within]))
  }
  return found
}
