"""Line searches that run in all lanes at once.

``gradient`` answers for a whole block. A lane whose search is over is asked again where it already stands, which
gives the answer that it has; that question is taken off its count, so that a lane pays for its own trials alone,
whatever its neighbours do. Recipes with noise, clipping or coupled decay change the gradient only: a search then
weighs the plain loss against that gradient, with the same noise at every trial of a step.
"""

import numpy as np

from surfaces.kernel import helper

#: Trials of the strong Wolfe search: the first and 25 more, as in PyTorch.
WOLFE_TRIALS = 26
#: Rows of its notes on a lane: trial α; what it is doing; α, φ and φ′ at the near and at the far end of the
#: bracket; whether the last trial fell close to an end.
ALPHA, STAGE, NEAR, FAR, CLOSE, NOTES = 0, 1, 2, 5, 8, 9
#: Stages: the minimum along the line is not bracketed yet; it is; the search is over.
OPEN, ZOOM, DONE = 0.0, 1.0, 2.0


@helper
def backtrack(gradient, loss, x, p, t, alpha, fall, rho, trials, searching):
    """Multiply α by ρ until L(θ + αp) ≤ L(θ) + α·fall, where ``searching`` is 1; 0 after ``trials`` trials in vain.

    ``loss.f`` holds L(θ) on entry (Nocedal & Wright 2006, algorithm 3.1).
    """
    lanes = x.shape[1]
    f, counts = loss.f, loss.counts
    before, ahead, g = f.copy(), np.empty_like(x), np.empty_like(x)
    for trial in range(trials):
        if searching.sum() == 0:
            return
        for i in range(2):
            for k in range(lanes):
                ahead[i, k] = x[i, k] + alpha[k] * p[i, k] if searching[k] else x[i, k]
        gradient(loss, ahead, t, g)
        for k in range(lanes):
            if searching[k] == 0:
                counts[0, k] -= 1
            elif f[k] <= before[k] + alpha[k] * fall[k]:
                searching[k] = 0
            else:
                alpha[k] = rho[k] * alpha[k] if trial + 1 < trials else 0.0


@helper
def ask(gradient, loss, x, p, t, notes, g):
    """Loss and gradient at each lane's θ + αp, counted in lanes that still search."""
    ahead, counts = np.empty_like(x), loss.counts
    for i in range(2):
        for k in range(x.shape[1]):
            ahead[i, k] = x[i, k] + notes[ALPHA, k] * p[i, k]
    gradient(loss, ahead, t, g)
    for k in range(x.shape[1]):
        if notes[STAGE, k] == DONE:
            counts[0, k] -= 1


@helper
def wolfe(notes, k, trial, f, slope, f0, slope0, c1, c2):
    """Judge lane k's trial, where φ = ``f`` and φ′ = ``slope``, and choose the next; whether it is the new near end.

    Nocedal & Wright (2006), algorithms 3.5 (``OPEN``) and 3.6 (``ZOOM``): the near end is the best point that
    falls enough, α = 0 at first. Trials come from their cubic, eq. 3.59, with the safeguards of Schmidt's
    minFunc, which PyTorch shares. Comparisons are written so that a loss of NaN or ∞ is too high.
    """
    alpha, stage = notes[ALPHA, k], notes[STAGE, k]
    near, far = notes[NEAR, k], notes[FAR, k]
    f_near, slope_near = notes[NEAR + 1, k], notes[NEAR + 2, k]
    high = not (f <= f0 + c1 * alpha * slope0) or ((stage == ZOOM or trial > 0) and f >= f_near)
    if not high and abs(slope) <= -c2 * slope0:
        notes[STAGE, k] = DONE
        return True
    if high:
        notes[STAGE, k] = ZOOM
        notes[FAR, k], notes[FAR + 1, k], notes[FAR + 2, k] = alpha, f, slope
    else:
        # While open, the far end lies ahead, at infinity.
        if (slope >= 0.0) if stage == OPEN else (slope * (far - near) >= 0.0):
            notes[STAGE, k] = ZOOM
            notes[FAR, k], notes[FAR + 1, k], notes[FAR + 2, k] = near, f_near, slope_near
        notes[NEAR, k], notes[NEAR + 1, k], notes[NEAR + 2, k] = alpha, f, slope

    if notes[STAGE, k] == OPEN:
        left, f_left, slope_left, right, f_right, slope_right = near, f_near, slope_near, alpha, f, slope
        low, top = alpha + 0.01 * (alpha - near), 10.0 * alpha
    else:
        near, f_near, slope_near = notes[NEAR, k], notes[NEAR + 1, k], notes[NEAR + 2, k]
        far, f_far, slope_far = notes[FAR, k], notes[FAR + 1, k], notes[FAR + 2, k]
        if near <= far:
            left, f_left, slope_left, right, f_right, slope_right = near, f_near, slope_near, far, f_far, slope_far
        else:
            left, f_left, slope_left, right, f_right, slope_right = far, f_far, slope_far, near, f_near, slope_near
        low, top = left, right
    d1 = slope_left + slope_right - 3.0 * (f_left - f_right) / (left - right)
    square = d1 * d1 - slope_left * slope_right
    best = 0.5 * (low + top)
    if square >= 0.0:
        d2 = np.sqrt(square)
        cubic = right - (right - left) * ((slope_right + d2 - d1) / (slope_right - slope_left + 2.0 * d2))
        if np.isfinite(cubic):
            best = low if cubic < low else top if cubic > top else cubic
    if notes[STAGE, k] == ZOOM:
        # A second trial in a row within a tenth of an end, or one on it, moves to a tenth from it.
        tenth = 0.1 * (right - left)
        if right - best < tenth or best - left < tenth:
            if notes[CLOSE, k] == 1.0 or best >= right or best <= left:
                best = right - tenth if right - best < best - left else left + tenth
                notes[CLOSE, k] = 0.0
            else:
                notes[CLOSE, k] = 1.0
        else:
            notes[CLOSE, k] = 0.0
    notes[ALPHA, k] = best
    return not high
