"""What races cost: eight racers of 1000 steps each, against torch.optim; a call of a kernel; the start of the package.

    python tests/benchmarks/race_cost.py

Run it from the repository's root on an idle machine. It takes about half a minute, most of it torch.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from pathlib import Path

os.environ.setdefault("NUMBA_NUM_THREADS", "1")
ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

STEPS = 1000
RACERS = [
    ("sgd", {}),
    ("momentum", {}),
    ("momentum", {"form": "EMA"}),
    ("nesterov", {}),
    ("nesterov", {"form": "look-ahead"}),
    ("rmsprop", {}),
    ("adam", {}),
    ("adam", {"lr": 0.01}),
]
START = """
import time
begun = time.perf_counter()
import numba, numpy, param
between = time.perf_counter()
import optimizers
print(between - begun, time.perf_counter() - between)
"""


def median_ms(function, repeats):
    """Median of ``repeats`` timings after one that is not counted."""
    function()
    timings = []
    for _ in range(repeats):
        begun = time.perf_counter()
        function()
        timings.append(1000 * (time.perf_counter() - begun))
    return statistics.median(timings)


def our_races():
    from optimizers import OPTIMIZERS, run
    from surfaces import SURFACES

    racers, surface = [OPTIMIZERS[key](**settings) for key, settings in RACERS], SURFACES["rosenbrock"]()

    def races():
        for racer in racers:
            run(racer, surface, steps=STEPS)

    return races


def torch_races():
    """The same eight by the torch lines that the page displays, with torch's own gradients."""
    import torch

    from optimizers import OPTIMIZERS

    torch.set_num_threads(1)
    lines = [OPTIMIZERS[key](**settings).torch for key, settings in RACERS]

    def races():
        for line in lines:
            place = torch.tensor((-1.2, 1.0), dtype=torch.float64, requires_grad=True)
            optimizer = eval(line, {"torch": torch, "params": [place]})
            for _ in range(STEPS):
                optimizer.zero_grad()
                x, y = place
                ((1 - x) ** 2 + 100 * (y - x**2) ** 2).backward()
                optimizer.step()

    return races


def call_microseconds():
    """Microseconds of a race of no steps: as it is called, through Numba's dispatcher, and its arrays one by one."""
    import numba
    import numpy as np

    from optimizers import OPTIMIZERS, Recipe
    from optimizers.racing.prepare import clock_of, ends_of, entry_of, room_for, rows_of, tape_of
    from optimizers.racing.records import Field
    from optimizers.racing.trace import trace
    from surfaces import SURFACES

    optimizer, surface, recipe = OPTIMIZERS["sgd"](), SURFACES["rosenbrock"](), Recipe()
    field = Field(optimizer.hyper[:, None], np.ones((2, 1)), np.zeros(1, np.int64))
    records = (
        *(entry_of(optimizer, surface, recipe, counted=True), clock_of(optimizer, recipe, 0), field),
        *(tape_of(surface, 0), room_for(field, 0, 1), ends_of(1), rows_of(0, 0, 1)),
    )

    def arrays(values):
        nested = [arrays(each) if isinstance(each, tuple) else [each] for each in values]
        return [each for some in nested for each in some if isinstance(each, np.ndarray)]

    @numba.njit
    def nothing(*arguments):
        return len(arguments)

    flat = arrays(records)
    calls = {
        "trace": lambda: trace(*records),
        "through the dispatcher": lambda: trace.dispatcher(*records),
        f"its {len(flat)} arrays to nothing": lambda: nothing(*flat),
    }
    for call in calls.values():
        call()
    # In turns, so that a busy spell of the machine meets all.
    turns = [[min(timeit.repeat(call, number=500, repeat=3)) for call in calls.values()] for _ in range(7)]
    least = [min(column) for column in zip(*turns, strict=True)]
    return dict(zip(calls, (1e6 * seconds / 500 for seconds in least), strict=True))


def start_seconds(cache):
    """Seconds to import Numba, NumPy and Param, and then this project, in a new process."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": cache, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=True)
    return [float(seconds) for seconds in done.stdout.split()]


def main():
    ours = median_ms(our_races(), 50)
    print(f"8 racers x {STEPS} steps, one core, median:")
    print(f"  run           {ours:10.2f} ms")
    try:
        theirs = median_ms(torch_races(), 3)
    except ImportError:
        print("  torch.optim   not installed")
    else:
        print(f"  torch.optim   {theirs:10.0f} ms   {theirs / ours:.0f} times as long")

    print("a call of a kernel, of one lane and no steps:")
    calls = call_microseconds()
    for name, microseconds in calls.items():
        print(f"  {name:30}{microseconds:7.1f} µs{microseconds / calls['trace']:8.2f} times as long")

    print("import optimizers in a new process, seconds:")
    print("                      with numba's import   without")
    with tempfile.TemporaryDirectory() as cache:
        timings = [start_seconds(cache) for _ in range(6)]
    cold, warm = timings[0], [statistics.median(column) for column in zip(*timings[1:], strict=True)]
    for name, (libraries, project) in (("cold, no cache", cold), ("warm", warm)):
        print(f"  {name:16}{libraries + project:23.2f}{project:10.2f}")


if __name__ == "__main__":
    main()
