// @ts-check
// NumPy's random numbers: what default_rng(seed).random(n) draws. The seed is spread over 128 bits by its SeedSequence
// (O'Neill 2015, randutils), and the numbers are those of PCG64 (O'Neill 2014, PCG, XSL-RR 128/64).

const MASK32 = 0xffffffffn, MASK64 = (1n << 64n) - 1n, MASK128 = (1n << 128n) - 1n
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n

// Four words of entropy, as the SeedSequence of a whole number below 2¹²⁸ has them.
/** @param {bigint} seed */
function pool(seed) {
  const entropy = [0n, 32n, 64n, 96n].map((shift) => (seed >> shift) & MASK32)
  let hash = 0x43b0d7e5n
  const hashed = (/** @type {bigint} */ value) => {
    value ^= hash
    hash = (hash * 0x931e8875n) & MASK32
    value = (value * hash) & MASK32
    return value ^ (value >> 16n)
  }
  const mixed = (/** @type {bigint} */ x, /** @type {bigint} */ y) => {
    const result = (0xca01f9ddn * x - 0x4973f715n * y) & MASK32
    return result ^ (result >> 16n)
  }
  const words = entropy.map(hashed)
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) if (from !== to) words[to] = mixed(words[to], hashed(words[from]))
  }
  return words
}

// So many numbers of 64 bits of that state.
/** @param {bigint[]} words @param {number} count */
function states(words, count) {
  let hash = 0x8b51f9ddn
  const halves = Array.from({length: 2 * count}, (_, i) => {
    let value = words[i % 4] ^ hash
    hash = (hash * 0x58f38dedn) & MASK32
    value = (value * hash) & MASK32
    return value ^ (value >> 16n)
  })
  return Array.from({length: count}, (_, i) => halves[2 * i] | (halves[2 * i + 1] << 32n))
}

// Draws numbers from 0 to 1.
/** @param {number} seed @returns {() => number} */
export function dice(seed) {
  const [high, low, more, less] = states(pool(BigInt(seed)), 4)
  const step = ((((more << 64n) | less) << 1n) | 1n) & MASK128
  const next = (/** @type {bigint} */ state) => (state * MULTIPLIER + step) & MASK128
  let state = next((step + ((high << 64n) | low)) & MASK128)
  return () => {
    state = next(state)
    const word = (state >> 64n) ^ (state & MASK64)
    const turn = state >> 122n
    const turned = ((word >> turn) | (word << (64n - turn))) & MASK64
    return Number(turned >> 11n) * 2 ** -53
  }
}
