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
  const end = [ending.outcome, ending.step]
  return [
    ...[positions, losses, gradients, ...Object.values(slots), learningRates],
    ...[evaluations, trials, matrices, clipped, end],
  ]
}

/** `folder` is where the modules of app/static/kernels are, `source` what Kernels.load takes. */
export async function digests(folder, source, {shared, races}) {
  const {Kernels} = await import(`${folder}/kernels.js`)
  const {replicates} = await import(`${folder}/race.js`)
  const kernels = await Kernels.load(source)
  const found = []
  for (const {recipe, count, ...asked} of races) {
    const paths = replicates(kernels, {...shared, ...asked, recipe: shared.recipes[recipe]}, count)
    found.push(await digest(paths.flatMap(parts)))
  }
  return found
}
