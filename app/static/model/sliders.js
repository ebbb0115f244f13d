// @ts-check
// Where a slider stands for a value, and which value a place of it stands for.

const round = (value, digits) => Number(value.toPrecision(digits))

// By the name of a scale: ``value(share, low, high)`` at a share from 0 to 1 of the way, and ``share(value, low,
// high)``, its inverse.
// digits: significant digits of the values; memory: those of 1 − β.
export const sliderScales = ({digits, memory}) => ({
  linear: {
    value: (share, low, high) => (share === 1 ? high : round(low + share * (high - low), digits)),
    share: (value, low, high) => (value - low) / (high - low),
  },
  // In equal ratios.
  log: {
    value: (share, low, high) => round(low * (high / low) ** share, digits),
    share: (value, low, high) => Math.log(value / low) / Math.log(high / low),
  },
  // In equal ratios of the length of the memory, 1/(1 − β).
  decay: {
    value: (share, low, high) => round(1 - round((1 - low) * ((1 - high) / (1 - low)) ** share, memory), 12),
    share: (value, low, high) => Math.log((1 - value) / (1 - low)) / Math.log((1 - high) / (1 - low)),
  },
})
