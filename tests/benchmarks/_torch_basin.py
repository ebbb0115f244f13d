"""Adam from a grid of starts on Rosenbrock with ``torch.optim``: what ``space_cost`` measures the basin against."""

import torch

from optimizers.racing.outcome import DIVERGED, FLAT, GAIN, NET, Ending, half_window, nearness
from surfaces import SURFACES

SIDE, STEPS = 256, 200
HALF, NEAR = half_window(STEPS), nearness(SURFACES["rosenbrock"]())


def starts():
    x, y = (low + (torch.arange(SIDE, dtype=torch.float64) + 0.5) * 4 / SIDE for low in (-2.0, -1.0))
    return torch.stack((x.repeat(SIDE), y.repeat_interleave(SIDE)))


def by_autograd(places):
    """The losses; their gradient goes to ``places.grad``, as torch's users have it."""
    places.grad = None
    with torch.enable_grad():
        x, y = places
        f = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        f.sum().backward()
    return f.detach()


def by_hand(places):
    """The same, with the derivatives written out."""
    x, y = places
    d, r = 1 - x, y - x * x
    if places.grad is None:
        places.grad = torch.empty_like(places)
    torch.stack((-2 * d - 400 * x * r, 200 * r), out=places.grad)
    return d * d + 100 * r * r


@torch.no_grad()
def ends(loss):
    """Where the races end, and the losses there."""
    places = starts().requires_grad_()
    optimizer = torch.optim.Adam([places], lr=0.1)
    f = loss(places)
    for _ in range(STEPS):
        optimizer.step()
        f = loss(places)
    return places, f


@torch.no_grad()
def whole(loss):
    """Destinations and steps, as ``optimizers/racing/outcome.py`` decides them."""
    places = starts().requires_grad_()
    optimizer = torch.optim.Adam([places], lr=0.1)
    n = places.shape[1]
    steep_at, away_at, inside_at, died_at, best_at = (torch.full((n,), -1) for _ in range(5))
    best, low, later = (torch.full((n,), torch.inf, dtype=torch.float64) for _ in range(3))
    travelled = torch.zeros(n, dtype=torch.float64)
    for t in range(STEPS + 1):
        windowed = t > STEPS - 2 * HALF
        if t > 0:
            before = places.clone() if windowed else None
            optimizer.step()
        f = loss(places)
        x, y = places
        steep = ~((places.grad**2).sum(0) <= FLAT**2)
        away = ~(((places - 1) ** 2).sum(0) <= NEAR**2)
        inside = (x >= -2) & (x <= 2) & (y >= -1) & (y <= 3)
        sound = (f.abs() <= DIVERGED) & places.isfinite().all(0)
        marks = (steep_at, steep), (inside_at, inside), (away_at, steep | away), (best_at, f < best)
        for mark, holds in (*marks, (died_at, ~sound & (died_at < 0))):
            mark.masked_fill_(holds, t)
        torch.minimum(best, f, out=best)
        if t == STEPS - 2 * HALF + 1:
            corner = places.clone()
        elif windowed:
            travelled += ((places - before) ** 2).sum(0).sqrt()
        if windowed:
            lowest = low if t <= STEPS - HALF else later
            torch.minimum(lowest, f, out=lowest)
    to_and_fro = ((places - corner) ** 2).sum(0).sqrt() <= NET * travelled
    oscillates = to_and_fro & (low - later <= GAIN * low.abs()) & (best_at < STEPS + 1 - HALF)
    destinations, steps = torch.full((n,), int(Ending.RUNNING)), torch.full((n,), STEPS)
    # The last that holds counts, so that the first case comes last.
    for case, destination, step in (
        (oscillates, Ending.OSCILLATING, best_at),
        (inside_at < STEPS, Ending.LEFT_THE_MAP, inside_at + 1),
        ((steep_at < STEPS) & (inside_at == STEPS), Ending.STALLED, steep_at + 1),
        (away_at < STEPS, Ending.CONVERGED, away_at + 1),
        (died_at >= 0, Ending.DIVERGED, died_at),
    ):
        destinations[case], steps[case] = destination, step[case]
    return destinations.numpy(), steps.numpy()
