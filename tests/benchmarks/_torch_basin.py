"""Adam from a grid of starts on Rosenbrock with ``torch.optim``: what ``space_cost`` measures the basin against."""

import torch

from optimizers.racing.outcome import DIVERGED, FEWEST, GAIN, KEPT, NET, REST, Ending, diagonal, nearness, window
from surfaces import SURFACES

SIDE, STEPS = 256, 200
ROSENBROCK = SURFACES["rosenbrock"]()
NEAR, STILL, WINDOW = nearness(ROSENBROCK), REST * diagonal(ROSENBROCK), window(STEPS)


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
    """Destinations and steps, as ``optimizers/racing/verdict.py`` decides them."""
    places = starts().requires_grad_()
    optimizer = torch.optim.Adam([places], lr=0.1)
    n = places.shape[1]
    away_at, stayed_at, inside_at, died_at = (torch.full((n,), -1) for _ in range(4))
    best, later = (torch.full((n,), torch.inf, dtype=torch.float64) for _ in range(2))
    worst, begin = torch.full((n,), -torch.inf, dtype=torch.float64), STEPS - WINDOW
    strayed, *ways = (torch.zeros(n, dtype=torch.float64) for _ in range(3))
    corner, level = places.clone(), loss(places)
    (west, east), (south, north) = ROSENBROCK.drawn
    for t in range(STEPS + 1):
        if t > 0:
            before = places.clone() if t > begin else None
            optimizer.step()
        f = loss(places)
        x, y = places
        away = ~(((places - 1) ** 2).sum(0) <= NEAR**2)
        inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        sound = (f.abs() <= DIVERGED) & places.isfinite().all(0)
        for mark, holds in ((inside_at, inside), (away_at, away), (died_at, ~sound & (died_at < 0))):
            mark.masked_fill_(holds, t)
        if t >= FEWEST:
            torch.where(away_at < t - window(t), away_at + 1, stayed_at, out=stayed_at)
        if t <= begin:
            torch.minimum(best, f, out=best)
        else:
            torch.minimum(later, f, out=later)
            torch.maximum(worst, f, out=worst)
            torch.maximum(strayed, ((places - corner) ** 2).sum(0), out=strayed)
            ways[t - begin > WINDOW // 2] += ((places - before) ** 2).sum(0).sqrt()
        if t == begin:
            corner, level = places.clone(), f
    middle = torch.tensor([[(west + east) / 2], [(south + north) / 2]], dtype=torch.float64)
    farther = ((places - middle) ** 2).sum(0) > ((corner - middle) ** 2).sum(0)
    net = ((places - corner) ** 2).sum(0).sqrt() <= NET * (ways[0] + ways[1])
    as_far = ways[1] >= KEPT * (WINDOW - WINDOW // 2) / (WINDOW // 2) * ways[0]
    destinations, steps = torch.full((n,), int(Ending.ON_ITS_WAY)), torch.full((n,), STEPS)
    # The last that holds counts, so that the first case comes last.
    for case, destination, step in (
        (net & as_far & (best - later <= GAIN * (worst - later)), Ending.TO_AND_FRO, torch.full((n,), begin)),
        ((inside_at >= 0) & (inside_at < begin) & farther & (f < level), Ending.LEFT_THE_MAP, inside_at + 1),
        (strayed <= STILL**2, Ending.AT_REST, torch.full((n,), begin)),
        (stayed_at >= 0, Ending.DID_NOT_STAY, stayed_at),
        (away_at < begin, Ending.ARRIVED, away_at + 1),
        (died_at >= 0, Ending.DIVERGED, died_at),
    ):
        destinations[case], steps[case] = destination, step[case]
    return destinations.numpy(), steps.numpy()
