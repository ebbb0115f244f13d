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

/** The parts of a trajectory, in the order of `same_bits.parts`. */
export function parts(path) {
  const {positions, losses, gradients, slots, learningRates, evaluations, trials, matrices, clipped, ending} = path
  const end = [ending.outcome, ending.step, ...(ending.place ?? [NaN, NaN, NaN])]
  return [
    ...[positions, losses, gradients, ...Object.values(slots), learningRates],
    ...[evaluations, trials, matrices, clipped, end],
  ]
}

/** `folder` is where the modules of app/static/kernels are, `source` what Kernels.load takes. */
export async function digests(folder, source, {shared, races, basins, sweeps}) {
  const load = (name) => import(`${folder}/${name}.js`)
  const [{Kernels}, {replicates}, {basin}, {sweep}] = await Promise.all(["kernels", "race", "basin", "sweep"].map(load))
  const kernels = await Kernels.load(source)
  const whole = ({recipe, ...asked}, budget) => ({...asked, ...budget, recipe: shared[recipe]})
  const found = []
  for (const {count, ...asked} of races) {
    const paths = replicates(kernels, whole(asked), count)
    found.push(await digest(paths.flatMap(parts)))
  }
  for (const {grid, ...asked} of basins) {
    const {destinations, places, outcomes, losses, steps} = await basin(kernels, whole(asked), grid)
    const listed = kernels.layout.surfaces[asked.surface].minima.length > 0
    found.push(await digest([...(listed ? [destinations, places] : [outcomes]), losses, steps]))
  }
  for (const {axes, count, ...asked} of sweeps) {
    const {losses, outcomes, within} = await sweep(kernels, whole(asked), axes, {replicates: count})
    found.push(await digest([losses, outcomes, within]))
  }
  return found
}
