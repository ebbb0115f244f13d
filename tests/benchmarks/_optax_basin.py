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

SIDE, STEPS, HALF, CHUNK = 256, 200, 20, 512
FLAT, DIVERGED, NET, GAIN, NEAR = 1e-3, 1e12, 0.1, 0.01, 1e-3 * 32**0.5
CONVERGED, STALLED, OSCILLATING, BLEW_UP, LEFT, RUNNING = 0, -1, -2, -3, -4, -5
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
    """Destination, step and loss of the race from ``start``, as ``optimizers/racing/outcome.py`` decides them."""

    def noted(notes, t, before, place, f, g):
        steep_at, away_at, inside_at, died_at, best, best_at, low, later, corner, travelled = notes
        steep = ~(g @ g <= FLAT**2)
        away = ~((place - 1) @ (place - 1) <= NEAR**2)
        inside = (place[0] >= -2) & (place[0] <= 2) & (place[1] >= -1) & (place[1] <= 3)
        sound = (jnp.abs(f) <= DIVERGED) & jnp.isfinite(place).all()
        first, windowed, early = t == STEPS - 2 * HALF + 1, t > STEPS - 2 * HALF, t <= STEPS - HALF
        moved = place - before
        return (
            jnp.where(steep, t, steep_at),
            jnp.where(steep | away, t, away_at),
            jnp.where(inside, t, inside_at),
            jnp.where(~sound & (died_at < 0), t, died_at),
            jnp.minimum(best, f),
            jnp.where(f < best, t, best_at),
            jnp.where(windowed & early, jnp.minimum(low, f), low),
            jnp.where(early, later, jnp.minimum(later, f)),
            jnp.where(first, place, corner),
            jnp.where(windowed & ~first, travelled + jnp.sqrt(moved @ moved), travelled),
        )

    def step(carry, t):
        place, state, g, notes = carry
        updates, state = ADAM.update(g, state)
        before, place = place, optax.apply_updates(place, updates)
        f, g = jax.value_and_grad(loss)(place)
        return (place, state, g, noted(notes, t, before, place, f, g)), None

    f, g = jax.value_and_grad(loss)(start)
    never, no_loss = jnp.int64(-1), jnp.inf
    notes = never, never, never, never, no_loss, never, no_loss, no_loss, start, 0.0
    begin = start, ADAM.init(start), g, noted(notes, 0, start, start, f, g)
    (place, _, _, notes), _ = jax.lax.scan(step, begin, jnp.arange(1, STEPS + 1))
    steep_at, away_at, inside_at, died_at, _, best_at, low, later, corner, travelled = notes
    gone = place - corner
    to_and_fro = jnp.sqrt(gone @ gone) <= NET * travelled
    oscillates = to_and_fro & (low - later <= GAIN * jnp.abs(low)) & (best_at < STEPS + 1 - HALF)
    cases = [died_at >= 0, away_at < STEPS, (steep_at < STEPS) & (inside_at == STEPS), inside_at < STEPS, oscillates]
    destination = jnp.select(cases, [BLEW_UP, CONVERGED, STALLED, LEFT, OSCILLATING], RUNNING)
    when = jnp.select(cases, [died_at, away_at + 1, steep_at + 1, inside_at + 1, best_at], STEPS)
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
