"""Who comes before whom: one definition in Python, the same in the browser, and what it says of races."""

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from optimizers.racing import listed
from optimizers.racing.outcome import window
from optimizers.racing.ranks import Result, lowest, ranks
from optimizers.racing.standings import slack
from surfaces import SURFACES

MODEL = Path(__file__).resolve().parent.parent / "app/static/model"
SCRIPT = """
import {ranks} from "MODEL/../made/standings.js"
import {arrivalAt, sinceWhen} from "MODEL/arrival.js"
const number = (value) => value ?? NaN
const {cases, paths} = JSON.parse(await new Response(Deno.stdin.readable).text())
const ranked = cases.map(({results, floor, start}) =>
  ranks(results.map(([loss, arrival, bottom]) =>
    [Math.fround(number(loss)), arrival, number(bottom)]), number(floor), start))
const arrived = paths.map(({away, which}) => {
  const since = sinceWhen(away.map(number), which, {near: 0.5, stay: 10})
  return away.map((_, t) => arrivalAt(since, t, {share: 0.2, fewest: 5}))
})
console.log(JSON.stringify({ranked, arrived}))
"""


def test_first_who_arrived_at_the_lowest_minimum_then_by_loss():
    results = [
        Result(0.5),
        Result(1e-20, 100, 0.0),
        Result(1e-78, 120, 0.0),
        Result(1e-5, 100, 0.0),
        Result(0.2, 3, 0.2),  # at a local minimum, before anybody
        Result(math.nan),
        Result(0.5),
    ]
    assert ranks(results, 0.0, 10.0) == [5, 1, 3, 1, 4, None, 5]
    # Those who are equally low at another minimum: by the step of arrival, too.
    local = [Result(0.2, 80, 0.2), Result(0.2, 60, 0.2), Result(0.2, 80, 0.2), Result(0.2), Result(0.1)]
    assert ranks(local, 0.0, 10.0) == [3, 2, 3, 5, 1]


def test_where_no_lowest_is_known_that_at_which_anybody_arrived_counts_unless_somebody_is_lower():
    two = [Result(1.0, 50, 1.0), Result(1.0, 40, 1.0 + 1e-9), Result(2.0, 5, 2.0)]
    assert ranks(two, math.nan, 9.0) == [2, 1, 3]
    assert ranks([*two, Result(-1e6)], math.nan, 9.0) == [2, 2, 4, 1]


def test_as_low_is_what_is_within_a_millionth_of_what_there_is_to_lose():
    assert [slack(*each) for each in ((0, 2), (-3, -1), (4, 4), (4, -8))] == pytest.approx([2e-6, 3e-6, 4e-6, 12e-6])
    # From a loss of 8 down to −2: a hundred-thousandth.
    other = [Result(5.0, 9, -2 + 0.9e-5), Result(3.0, 4, -2 + 1.1e-5), Result(4.0, 9, -2.0)]
    assert ranks(other, -2.0, 8.0) == [1, 3, 1]
    assert ranks([*other, Result(3.0, 2, -1.5)], -2.0, 8.0) == [1, 4, 1, 3]
    # Where it is not listed, somebody may be as low, or lower: then nobody knows of a lowest.
    two = [Result(2.0, 5, 2.0), Result(2.5, 3, 2.0)]
    assert ranks([*two, Result(2 - 0.9e-5)], math.nan, 12.0) == [2, 1, 3]
    assert ranks([*two, Result(2 - 1.1e-5)], math.nan, 12.0) == [2, 3, 1]
    # One step beside the slack is not within it; the slack itself is.
    exact = [Result(1.0, 2, 2.0**-20), Result(1.0, 3, 0.0)]
    assert ranks(exact, 0.0, 2.0**-20 / 1e-6) == [1, 2] and ranks(exact, 0.0, 0.9) == [2, 1]
    assert math.isnan(lowest(SURFACES["formula"]())) and lowest(SURFACES["saddle"]()) == 0


def test_losses_and_places_are_read_from_the_minima_or_where_none_is_listed_from_0():
    minima = [(1.0, 2.0, 0.5), (3.0, 4.0, -0.25), (5.0, 6.0, 0.0)]
    assert listed.base(minima) == listed.lowest(minima) == -0.25 and listed.base(minima[:1]) == 0.5
    assert listed.homes(minima) == [[1, 3, 5], [2, 4, 6]]
    assert listed.base([]) == 0 and math.isnan(listed.lowest([])) and listed.homes([]) == [[0], [0]]


def test_losses_are_compared_above_the_lowest_and_the_first_step_is_an_arrival():
    assert ranks([Result(1000.00002), Result(1000.00001)], 1000.0, 2000.0) == [2, 1]
    assert ranks([Result(2e-9), Result(1e-9)], math.nan, 1.0) == [2, 1]
    assert ranks([Result(5.0, 3, 0.0), Result(9.0, 0, 0.0)], 0.0, 10.0) == [2, 1]
    assert ranks([Result(0.2, 0, 0.2), Result(0.2, 3, 0.2), Result(0.2)], 0.0, 10.0) == [1, 2, 3]
    # Who has not arrived is at no minimum.
    assert ranks([Result(0.5, -1, 0.0), Result(0.1)], 0.0, 10.0) == [2, 1]
    assert ranks([], 0.0, 1.0) == []


@pytest.mark.parametrize(
    ("surface_key", "steps", "keys"),
    [("himmelblau", 2000, ("lbfgs", "nesterov", "momentum")), ("ravine", 2000, ("lbfgs", "adam", "momentum"))],
)
def test_races_rank_by_arrival(surface_key, steps, keys):
    surface = SURFACES[surface_key]()
    paths = [run(OPTIMIZERS[key](), surface, steps=steps) for key in keys]
    results = [Result(path.losses[-1], path.outcome.step, path.outcome.place.value) for path in paths]
    assert ranks(results, 0.0, paths[0].losses[0]) == [1, 2, 3]


def null(value):
    return None if math.isnan(value) else value


def test_the_browser_ranks_alike_and_knows_of_an_arrival_when_a_race_that_is_over_would(tmp_path):
    deno = shutil.which("deno", path=str(Path(sys.executable).parent))
    if deno is None:
        pytest.skip("deno is not installed beside this Python")
    rng = np.random.default_rng(3)
    cases, paths = [], []
    for _ in range(500):
        results = []
        for _ in range(rng.integers(1, 9)):
            arrival = int(rng.integers(-3, 5))
            bottom = float(rng.choice([0.0, 1e-9, 0.5, -2.0])) if arrival >= 0 else math.nan
            loss = math.nan if rng.random() < 0.1 else round(float(rng.normal()), 1)
            results.append(Result(loss, max(arrival, -1), bottom))
        cases.append((results, float(rng.choice([math.nan, 0.0, -2.0])), float(rng.normal())))
        away = np.where(rng.random(60) < 0.1, rng.random(60), 0.1)
        paths.append((np.where(np.arange(60) > 80 * rng.random(), np.nan, away), (np.arange(60) > 60 * rng.random())))
    sent = {
        "cases": [
            {"results": [[null(r.loss), r.arrival, null(r.bottom)] for r in results], "floor": null(floor), "start": s}
            for results, floor, s in cases
        ],
        "paths": [
            {"away": [null(each) for each in away.tolist()], "which": which.astype(int).tolist()}
            for away, which in paths
        ],
    }
    script = tmp_path / "script.js"
    script.write_text(SCRIPT.replace("MODEL", MODEL.as_uri()), encoding="utf-8")
    done = subprocess.run(
        [deno, "run", "--quiet", "--no-remote", "--no-npm", "--no-config", str(script)],
        input=json.dumps(sent),
        env={"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "DENO_DIR": str(tmp_path / "kept")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["ranked"] == [ranks(*case) for case in cases]
    for (away, which), arrived in zip(paths, said["arrived"], strict=True):
        for t in range(len(away)):
            near = away[: t + 1] <= 0.5
            there = near & (which[: t + 1] == which[t])
            sums = np.concatenate([[0], np.cumsum(np.where(there, 1, -9))])
            least = np.minimum.accumulate(sums[::-1])[::-1]
            elsewhere = np.flatnonzero(near & ~there)
            begins = np.flatnonzero(there & (least[1:] >= sums[:-1]) & (np.arange(t + 1) > max([-1, *elsewhere])))
            since = int(begins[0]) if there[t] else t + 1
            assert arrived[t] == (since if since <= t - window(t) else -1)
