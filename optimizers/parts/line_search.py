"""Line searches that run in all lanes at once.

``gradient`` answers for a whole block. A lane whose search is over is asked again where it already stands, which
gives the answer that it has; that question is taken off its count, so that a lane pays for its own trials alone,
whatever its neighbours do. Recipes with noise, clipping or coupled decay change the gradient only: a search then
weighs the plain loss against that gradient, with the same noise at every trial of a step.
"""

from typing import NamedTuple

import numpy as np

from optimizers.optimizer import ASKED, TRIED
from surfaces.kernel import helper

#: Trials of the strong Wolfe search: the first and 25 more, as in PyTorch.
WOLFE_TRIALS = 26
#: Rows of what the search keeps for each lane: the trial α; what it is doing; α, φ and φ′ at the near and at the far
#: end of the bracket; whether the last trial fell close to an end; φ and φ′ at α = 0. ``ROWS`` is their number.
ALPHA, STAGE, NEAR, FAR, CLOSE, START, ROWS = 0, 1, 2, 5, 8, 9, 11
#: Stages: the minimum along the line is not bracketed yet; it is; the search is over.
OPEN, ZOOM, DONE = 0.0, 1.0, 2.0


class Backtracking(NamedTuple):
    """A search along θ + αp for the first α that falls enough, in every lane."""

    #: ``(2, lanes)``
    p: np.ndarray
    #: The α that is tried next, ``(lanes,)``; in the end the one that fell enough.
    alpha: np.ndarray
    #: How far the loss must fall for each unit of α, ``(lanes,)``: not above 0.
    fall: np.ndarray
    #: What α is multiplied with after a trial in vain, ``(lanes,)``.
    rho: np.ndarray
    #: 1 in lanes that still search, ``(lanes,)``.
    searching: np.ndarray


@helper
def backtrack(gradient, loss, x, t, search, trials):
    """Multiply α by ρ until L(θ + αp) ≤ L(θ) + α·fall, in lanes that search; 0 after ``trials`` trials in vain.

    ``loss.f`` holds L(θ) on entry (Nocedal & Wright 2006, algorithm 3.1).
    """
    lanes = x.shape[1]
    f, counts, alpha, searching = loss.f, loss.counts, search.alpha, search.searching
    before, ahead, g = f.copy(), np.empty_like(x), np.empty_like(x)
    for trial in range(trials):
        if searching.sum() == 0:
            return
        for i in range(2):
            for k in range(lanes):
                ahead[i, k] = x[i, k] + alpha[k] * search.p[i, k] if searching[k] else x[i, k]
        gradient(loss, ahead, t, g)
        for k in range(lanes):
            if searching[k] == 0:
                counts[ASKED, k] -= 1
                continue
            counts[TRIED, k] += 1
            if f[k] <= before[k] + alpha[k] * search.fall[k]:
                searching[k] = 0
            else:
                alpha[k] = search.rho[k] * alpha[k] if trial + 1 < trials else 0.0


@helper
def ask(gradient, loss, x, p, t, bracket, g):
    """Loss and gradient at each lane's θ + αp, counted in lanes that still search."""
    ahead, counts = np.empty_like(x), loss.counts
    for i in range(2):
        for k in range(x.shape[1]):
            ahead[i, k] = x[i, k] + bracket[ALPHA, k] * p[i, k]
    gradient(loss, ahead, t, g)
    for k in range(x.shape[1]):
        if bracket[STAGE, k] == DONE:
            counts[ASKED, k] -= 1


@helper
def wolfe(bracket, k, trial, f, slope, c1, c2):
    """Judge lane k's trial, where φ = ``f`` and φ′ = ``slope``, and choose the next; whether it is the new near end.

    Nocedal & Wright (2006), algorithms 3.5 (``OPEN``) and 3.6 (``ZOOM``): the near end is the best point that
    falls enough, α = 0 at first. Trials come from their cubic, eq. 3.59, with the safeguards of Schmidt's
    minFunc, which PyTorch shares. Comparisons are written so that a loss of NaN or ∞ is too high.
    """
    alpha, stage = bracket[ALPHA, k], bracket[STAGE, k]
    f0, slope0 = bracket[START, k], bracket[START + 1, k]
    near, far = bracket[NEAR, k], bracket[FAR, k]
    f_near, slope_near = bracket[NEAR + 1, k], bracket[NEAR + 2, k]
    high = not (f <= f0 + c1 * alpha * slope0) or ((stage == ZOOM or trial > 0) and f >= f_near)
    if not high and abs(slope) <= -c2 * slope0:
        bracket[STAGE, k] = DONE
        return True
    if high:
        bracket[STAGE, k] = ZOOM
        bracket[FAR, k], bracket[FAR + 1, k], bracket[FAR + 2, k] = alpha, f, slope
    else:
        # While open, the far end lies ahead, at infinity.
        if (slope >= 0.0) if stage == OPEN else (slope * (far - near) >= 0.0):
            bracket[STAGE, k] = ZOOM
            bracket[FAR, k], bracket[FAR + 1, k], bracket[FAR + 2, k] = near, f_near, slope_near
        bracket[NEAR, k], bracket[NEAR + 1, k], bracket[NEAR + 2, k] = alpha, f, slope

    if bracket[STAGE, k] == OPEN:
        left, f_left, slope_left, right, f_right, slope_right = near, f_near, slope_near, alpha, f, slope
        low, top = alpha + 0.01 * (alpha - near), 10.0 * alpha
    else:
        near, f_near, slope_near = bracket[NEAR, k], bracket[NEAR + 1, k], bracket[NEAR + 2, k]
        far, f_far, slope_far = bracket[FAR, k], bracket[FAR + 1, k], bracket[FAR + 2, k]
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
    if bracket[STAGE, k] == ZOOM:
        # A second trial in a row within a tenth of an end, or one on it, moves to a tenth from it.
        tenth = 0.1 * (right - left)
        if right - best < tenth or best - left < tenth:
            if bracket[CLOSE, k] == 1.0 or best >= right or best <= left:
                best = right - tenth if right - best < best - left else left + tenth
                bracket[CLOSE, k] = 0.0
            else:
                bracket[CLOSE, k] = 1.0
        else:
            bracket[CLOSE, k] = 0.0
    bracket[ALPHA, k] = best
    return not high
