// @ts-check
// What can be said of a race at one of its steps, of which those that are to come know nothing.

// The step since when a race has been at the minimum that it is at, at each of its steps; −1 where it is at none.
/** @param {ArrayLike<number>} away how far it is from the nearest minimum @param {ArrayLike<number>} which @param {number} near */
export function sinceWhen(away, which, near) {
  const since = new Int32Array(away.length)
  for (let t = 0; t < away.length; t++) {
    const stays = t > 0 && since[t - 1] >= 0 && which[t] === which[t - 1]
    since[t] = away[t] <= near ? (stays ? since[t - 1] : t) : -1
  }
  return since
}

// The step of arrival of a race that would be over at step t: it has been there all through its last fifth; else −1.
/** @param {Int32Array} since @param {number} t @param {{share: number, fewest: number}} late */
export function arrivalAt(since, t, {share, fewest}) {
  const begin = t - Math.min(t, Math.max(fewest, Math.round(share * t)))
  return since[t] >= 0 && since[t] <= begin ? since[t] : -1
}
