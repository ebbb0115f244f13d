"""L-BFGS from the book, one place at a time: Nocedal & Wright (2006), algorithms 7.5, 7.4, 3.5 and 3.6."""

import numpy as np

WOLFE_TRIALS = 26


def cubic(a, b):
    """Nocedal & Wright (2006), eq. 3.59: the minimum of the cubic through (α, φ, φ′) at two ends."""
    (x0, f0, d0), (x1, f1, d1) = sorted([a, b])
    first = d0 + d1 - 3 * (f0 - f1) / (x0 - x1)
    square = first**2 - d0 * d1
    if not square >= 0:
        return None
    second = np.sqrt(square)
    found = x1 - (x1 - x0) * (d1 + second - first) / (d1 - d0 + 2 * second)
    return found if np.isfinite(found) else None


def naive_wolfe(phi, f0, d0, alpha, c1, c2, like_torch):
    """Algorithms 3.5 and 3.6, with a cubic held within bounds; the accepted (α, φ, φ′), or the best that fell enough.

    PyTorch departs from them twice: its second trial may be higher than its first, and the end of the bracket that it
    calls low is the lower one, whether or not it fell enough.
    """
    low, trials = (0.0, f0, d0), 0
    while True:
        new = (alpha, *phi(alpha))
        trials += 1
        if not new[1] <= f0 + c1 * alpha * d0 or (trials > (2 if like_torch else 1) and new[1] >= low[1]):
            high = new
            break
        if abs(new[2]) <= -c2 * d0:
            return new
        if new[2] >= 0:
            low, high = new, low
            break
        if trials == WOLFE_TRIALS:
            return new
        guess = cubic(low, new)
        least, most = alpha + 0.01 * (alpha - low[0]), 10 * alpha
        alpha = min(max(guess, least), most) if guess is not None else (least + most) / 2
        low = new
    close = False
    if like_torch:
        low, high = sorted([low, high], key=lambda end: end[1])
    while trials < WOLFE_TRIALS:
        left, right = sorted([low[0], high[0]])
        guess = cubic(low, high)
        alpha = min(max(guess, left), right) if guess is not None else (left + right) / 2
        tenth = 0.1 * (right - left)
        nearly = min(right - alpha, alpha - left) < tenth
        if nearly and (close or not left < alpha < right):
            alpha, nearly = (right - tenth if right - alpha < alpha - left else left + tenth), False
        close = nearly
        new = (alpha, *phi(alpha))
        trials += 1
        if not new[1] <= f0 + c1 * alpha * d0 or new[1] >= low[1]:
            high = new
            if like_torch and high[1] < low[1]:
                low, high = high, low
        elif abs(new[2]) <= -c2 * d0:
            return new
        else:
            if new[2] * (high[0] - low[0]) >= 0:
                high = low
            low = new
    return low


def naive_lbfgs(surface, path, steps, optimizer, like_torch=False, memory=5):
    """Algorithm 7.5 with 7.4 for its direction; step t begins at ``path[t]``, or where the last ended."""
    pairs, ended = [], path[0]
    for t in range(steps):
        place = path[t] if t < len(path) else ended
        f, g = surface.evaluate(*place)
        q, alphas = g.copy(), []
        for s, y in reversed(pairs):
            alphas.append((s @ q) / (y @ s))
            q = q - alphas[-1] * y
        r = q * ((pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1]) if pairs else 1)
        for (s, y), alpha in zip(pairs, reversed(alphas), strict=True):
            r = r + s * (alpha - (y @ r) / (y @ s))
        direction = -r

        def phi(alpha, place=place, direction=direction):
            value, slope = surface.evaluate(*(place + alpha * direction))
            return float(value), float(slope @ direction)

        first = optimizer.lr * (1 if pairs else min(1, 1 / np.abs(g).sum()))
        alpha, _, _ = naive_wolfe(phi, float(f), g @ direction, first, optimizer.c1, optimizer.c2, like_torch)
        ended = place + alpha * direction
        yield ended
        if t + 1 < len(path):
            ended = path[t + 1]
        s, y = ended - place, surface.evaluate(*ended)[1] - g
        if s @ y > 0:
            pairs = [*pairs, (s, y)][-memory:]
