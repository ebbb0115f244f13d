// @ts-check
// What can be said of a race at one of its steps, of which those that are to come know nothing.

// The step since when a race has been at the minimum that it is at, at each of its steps; −1 where it is at none. Up to
// each step, a stay may have one in ``stay`` away, at no other minimum.
/** @param {ArrayLike<number>} away how far it is from the nearest minimum @param {ArrayLike<number>} which @param {{near: number, stay: number}} scale */
export function sinceWhen(away, which, {near, stay}) {
  const since = new Int32Array(away.length)
  let [home, begun, credit] = [-1, 0, 0]
  for (let t = 0; t < away.length; t++) {
    const there = away[t] <= near
    if (there && which[t] !== home) [home, begun, credit] = [which[t], t, 0]
    credit += there ? 1 : 1 - stay
    if (credit < 0) [begun, credit] = [t + 1, 0]
    since[t] = there ? begun : -1
  }
  return since
}

// The step of arrival of a race that would be over at step t: its stay has lasted all through its last fifth; else −1.
/** @param {Int32Array} since @param {number} t @param {{share: number, fewest: number}} late */
export function arrivalAt(since, t, {share, fewest}) {
  const begin = t - Math.min(t, Math.max(fewest, Math.round(share * t)))
  return since[t] <= begin ? since[t] : -1
}
