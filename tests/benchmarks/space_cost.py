"""What sweeps and basins cost: against the same loop fused by hand in C, optax and torch, and how it grows.

    PYTHONPATH=. python tests/benchmarks/space_cost.py

Run it from the repository's root on an idle machine. It takes about a minute. ``OPTAX_PYTHON`` names an interpreter
that has JAX and optax, where this one has not. All times are the least of several, ratios are from one run. A map is
the destination, step and loss of every cell, which everybody works out and all agree on; "the ends alone" is less.
"""

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from optimizers import OPTIMIZERS, Recipe, basin, sweep
from optimizers.parts.bias import unbias
from optimizers.racing.lanes import descend
from optimizers.racing.outcome import DIVERGED, GAIN, KEPT, NET, REST, diagonal, nearness, window
from optimizers.racing.pool import usable_cores
from optimizers.racing.records import Field
from surfaces import SURFACES

C_SOURCE = Path(__file__).with_name("adam_rosenbrock.c")
OPTAX = Path(__file__).with_name("_optax_basin.py")
C_FLAGS = "-O3 -march=native -fopenmp".split()
#: None of these changes a result; without them, GCC does not vectorise a root or a comparison.
C_MORE_FLAGS = "-fno-math-errno -fno-trapping-math".split()
SIDE, STEPS = 256, 200


def least_ms(function, repeats=9):
    """The least of ``repeats`` timings after one that is not counted."""
    function()
    timings = []
    for _ in range(repeats):
        begun = time.perf_counter()
        function()
        timings.append(1000 * (time.perf_counter() - begun))
    return min(timings)


def c_basin(folder, flags, ours):
    """The basin in C, and a function that tells whether it is the same basin."""
    library = Path(folder) / f"adam_rosenbrock_{len(flags)}.so"
    subprocess.run(["cc", *flags, "-shared", "-fPIC", str(C_SOURCE), "-o", str(library), "-lm"], check=True)
    fused = ctypes.CDLL(str(library)).basin
    adam, rosenbrock = OPTIMIZERS["adam"](), SURFACES["rosenbrock"]()
    starts = np.stack([np.tile(ours.x, SIDE), np.repeat(ours.y, SIDE)])
    corrections = [
        np.array([1.0] + [unbias(beta, t, True) for t in range(1, STEPS + 1)]) for beta in (adam.beta1, adam.beta2)
    ]
    box = np.array(rosenbrock.drawn).ravel()
    destinations, steps = np.empty((2, SIDE * SIDE), np.int64)
    losses = np.empty(SIDE * SIDE)

    def values(*given):
        return [each.ctypes.data_as(ctypes.c_void_p) for each in given]

    def doubles(*given):
        return [ctypes.c_double(each) for each in given]

    arguments = [
        *(SIDE * SIDE, STEPS, *values(*starts)),
        *doubles(adam.lr, adam.beta1, adam.beta2, adam.eps, rosenbrock.b),
        *values(*corrections),
        *doubles(*rosenbrock.minima[0][:2], nearness(rosenbrock), REST * diagonal(rosenbrock), DIVERGED),
        *(*values(box), window(STEPS), *doubles(NET, KEPT, GAIN), *values(destinations, losses, steps)),
    ]

    return lambda: fused(*arguments), lambda: same_map("C", ours, destinations, steps)


def same_map(name, ours, destinations, steps):
    """Print whether another's map is ours; fused multiply-adds round otherwise."""
    same = (destinations == ours.destinations.ravel()) & (np.abs(steps - ours.steps.ravel()) <= 1)
    print(f"  {name}'s destinations and steps are ours in {100 * same.mean():.2f} % of the cells")


def optax_ms(folder, ours):
    """Milliseconds of the ends alone, the map, and the map in chunks; None without JAX and optax."""
    file = Path(folder) / "optax.npz"
    command = os.environ.get("OPTAX_PYTHON", sys.executable), OPTAX, file
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None
    same_map("optax", ours, **np.load(file))
    return [float(each) for each in done.stdout.split()]


def against_others():
    adam, rosenbrock = OPTIMIZERS["adam"](), SURFACES["rosenbrock"]()
    print(f"Adam on Rosenbrock, {SIDE} x {SIDE} starts, {STEPS} steps, {usable_cores()} cores:")

    def ours():
        return basin(adam, rosenbrock, (SIDE, SIDE), STEPS)

    def row(name, ms, least):
        work = SIDE * SIDE * STEPS
        print(f"  {name:52}{ms:9.1f} ms{1e6 * ms / work:8.2f} ns{ms / least:8.2f} times ours")

    with tempfile.TemporaryDirectory() as folder:
        try:
            fused, check = c_basin(folder, C_FLAGS, ours())
            freer, _ = c_basin(folder, C_FLAGS + C_MORE_FLAGS, ours())
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"  C: no compiler ({error})")
            least = least_ms(ours)
        else:
            # In turns, so that a busy spell of the machine meets both.
            turns = [[least_ms(each, 3) for each in (ours, fused, freer)] for _ in range(5)]
            least, c_ms, freer_ms = (min(column) for column in zip(*turns, strict=True))
            check()
            row("fused by hand in C", c_ms, least)
            row(f"  and {' '.join(C_MORE_FLAGS)}", freer_ms, least)
        row("basin", least, least)
        timings = optax_ms(folder, ours())
    if timings is None:
        print("  optax: no JAX or optax (set OPTAX_PYTHON)")
    else:
        names = "the ends alone", "the map", "the map, in chunks"
        for name, ms in zip(names, timings, strict=True):
            row(f"optax, vmap + scan, jitted: {name}", ms, least)
    try:
        import _torch_basin
    except ImportError:
        print("  torch.optim.Adam: torch is not installed")
        return
    same_map("torch", ours(), *_torch_basin.whole(_torch_basin.by_autograd))
    for loss, how in (_torch_basin.by_autograd, ""), (_torch_basin.by_hand, ", gradient by hand"):
        row(f"torch.optim.Adam, one tensor: the ends alone{how}", least_ms(lambda: _torch_basin.ends(loss), 3), least)  # noqa: B023
        row(f"torch.optim.Adam, one tensor: the map{how}", least_ms(lambda: _torch_basin.whole(loss), 3), least)  # noqa: B023


def racers():
    print("Basins on Rosenbrock, 128 x 128 starts, 200 steps:")
    for key in ("sgd", "momentum", "rmsprop", "adam"):
        optimizer = OPTIMIZERS[key]()
        print(f"  {key:34}{least_ms(lambda: basin(optimizer, SURFACES['rosenbrock'](), (128, 128), 200)):9.1f} ms")  # noqa: B023


def sweeps():
    print("Sweeps over 200 learning rates, 1000 steps, of the first ten rules:")
    rates = np.geomspace(1e-5, 1, 200)
    for surface_key in ("rosenbrock", "beale", "plateau"):
        surface = SURFACES[surface_key]()

        def all_ten(surface=surface):
            for cls in list(OPTIMIZERS.values())[:10]:
                sweep(cls(), surface, "lr", rates, steps=1000)

        print(f"  on {surface_key:31}{least_ms(all_ten, 5):9.1f} ms")


def growth():
    # So small a rate that no race comes to rest: a mean gradient that decays to the last bits of a double slows the
    # processor down, whoever computes it.
    adam, rosenbrock = OPTIMIZERS["adam"](lr=1e-6), SURFACES["rosenbrock"]()
    rng = np.random.default_rng(0)

    def row(particles, steps):
        starts = rng.uniform([[-2], [-1]], [[2], [3]], (2, particles))
        field = Field(adam.hyper[:, None], starts, np.zeros(1, np.int64))
        ms = least_ms(lambda: descend(adam, rosenbrock, Recipe(), steps, field), 3)
        print(f"  {particles:12}{steps:9}{ms:12.2f} ms{1e6 * ms / particles / steps:10.2f} ns")

    print("Growth, Adam on Rosenbrock:\n     particles    steps         time   a particle-step")
    for particles in (2560, 25_600, 256_000, 2_560_000):
        row(particles, 200)
    for steps in (20, 200, 2000, 20_000):
        row(25_600, steps)


if __name__ == "__main__":
    # The pool gives way to others by this much; so do those that it is compared with.
    os.nice(10)
    against_others()
    racers()
    sweeps()
    growth()
