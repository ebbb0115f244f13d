"""Adam from a grid of starts on Rosenbrock with optax: what ``space_cost`` measures the basin against.

    python tests/benchmarks/_optax_basin.py map.npz

It needs JAX and optax alone, so that it runs in an interpreter of its own. Prints milliseconds for the ends of the
races alone, for the whole map, and for the map in chunks of the size that was found fastest; leaves the map in the
file that is named.
"""

import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
import optax

jax.config.update("jax_enable_x64", True)

SIDE, STEPS, WINDOW, CHUNK = 256, 200, 40, 512
DIVERGED, NET, KEPT, GAIN, NEAR, REST = 1e12, 0.1, 0.95, 1e-3, 5e-3 * 32**0.5, 1e-3 * 32**0.5
ARRIVED, AT_REST, TO_AND_FRO, BLEW_UP, LEFT, ON_ITS_WAY, DID_NOT_STAY = 0, -1, -2, -3, -4, -5, -6
FEWEST = 5
#: All that is drawn of the map: its middle, and half its width and height.
MIDDLE, HALVES = jnp.array([0.0, 1.0]), jnp.array([7.2, 3.6])
ADAM = optax.adam(0.1)


def loss(place):
    return (1 - place[0]) ** 2 + 100 * (place[1] - place[0] ** 2) ** 2


def starts():
    def centres(low):
        return low + (jnp.arange(SIDE) + 0.5) * 4 / SIDE

    return jnp.stack(jnp.meshgrid(centres(-2.0), centres(-1.0)), -1).reshape(-1, 2)


def ends(start):
    """Where the race from ``start`` ends, and the loss there."""

    def step(carry, _):
        place, state = carry
        updates, state = ADAM.update(jax.grad(loss)(place), state)
        return (optax.apply_updates(place, updates), state), None

    (place, _), _ = jax.lax.scan(step, (start, ADAM.init(start)), None, STEPS)
    return place, loss(place)


def whole(start):
    """Destination, step and loss of the race from ``start``, as ``optimizers/racing/verdict.py`` decides them."""
    begin_at = STEPS - WINDOW

    def noted(notes, t, before, place, f):
        away_at, stayed_at, inside_at, died_at, best, later, worst, corner, level, strayed, first_way, second_way = (
            notes
        )
        away = ~((place - 1) @ (place - 1) <= NEAR**2)
        away_at = jnp.where(away, t, away_at)
        shown_from = jnp.where(t >= FEWEST, t - jnp.maximum(FEWEST, (t + 2) // 5), -1)
        inside = (jnp.abs(place - MIDDLE) <= HALVES).all()
        sound = (jnp.abs(f) <= DIVERGED) & jnp.isfinite(place).all()
        early, first = t <= begin_at, t - begin_at <= WINDOW // 2
        way, gone = jnp.sqrt((place - before) @ (place - before)), place - corner
        return (
            away_at,
            jnp.where(away_at < shown_from, away_at + 1, stayed_at),
            jnp.where(inside, t, inside_at),
            jnp.where(~sound & (died_at < 0), t, died_at),
            jnp.where(early, jnp.minimum(best, f), best),
            jnp.where(early, later, jnp.minimum(later, f)),
            jnp.where(early, worst, jnp.maximum(worst, f)),
            jnp.where(t == begin_at, place, corner),
            jnp.where(t == begin_at, f, level),
            jnp.where(early, strayed, jnp.maximum(strayed, gone @ gone)),
            jnp.where(~early & first, first_way + way, first_way),
            jnp.where(~early & ~first, second_way + way, second_way),
        )

    def step(carry, t):
        place, state, g, notes = carry
        updates, state = ADAM.update(g, state)
        before, place = place, optax.apply_updates(place, updates)
        f, g = jax.value_and_grad(loss)(place)
        return (place, state, g, noted(notes, t, before, place, f)), None

    f, g = jax.value_and_grad(loss)(start)
    never, no_loss = jnp.int64(-1), jnp.inf
    notes = never, never, never, never, no_loss, no_loss, -no_loss, start, f, 0.0, 0.0, 0.0
    begin = start, ADAM.init(start), g, noted(notes, 0, start, start, f)
    (place, _, _, notes), _ = jax.lax.scan(step, begin, jnp.arange(1, STEPS + 1))
    away_at, stayed_at, inside_at, died_at, best, later, worst, corner, level, strayed, first_way, second_way = notes
    gone, out, now = place - corner, place - MIDDLE, loss(place)
    outward = out @ out > (corner - MIDDLE) @ (corner - MIDDLE)
    left = (inside_at >= 0) & (inside_at < begin_at) & outward & (now < level)
    as_far = second_way >= KEPT * (WINDOW - WINDOW // 2) / (WINDOW // 2) * first_way
    net = jnp.sqrt(gone @ gone) <= NET * (first_way + second_way)
    to_and_fro = net & as_far & (best - later <= GAIN * (worst - later))
    cases = [died_at >= 0, away_at < begin_at, stayed_at >= 0, strayed <= REST**2, left, to_and_fro]
    destination = jnp.select(cases, [BLEW_UP, ARRIVED, DID_NOT_STAY, AT_REST, LEFT, TO_AND_FRO], ON_ITS_WAY)
    when = jnp.select(cases, [died_at, away_at + 1, stayed_at, begin_at, inside_at + 1, begin_at], STEPS)
    return destination, when, loss(place)


def least_ms(function, *given):
    jax.block_until_ready(function(*given))
    timings = []
    for _ in range(7):
        begun = time.perf_counter()
        jax.block_until_ready(function(*given))
        timings.append(1000 * (time.perf_counter() - begun))
    return min(timings)


if __name__ == "__main__":
    grid, of_all = starts(), jax.jit(jax.vmap(whole))
    in_chunks = jax.jit(lambda grid: jax.lax.map(whole, grid, batch_size=CHUNK))
    print(least_ms(jax.jit(jax.vmap(ends)), grid), least_ms(of_all, grid), least_ms(in_chunks, grid))
    destinations, steps, _ = of_all(grid)
    np.savez(sys.argv[1], destinations=destinations, steps=steps)
