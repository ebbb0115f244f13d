"""The browser's functions of numbers, run by Deno and compared with what they are to be: no browser is needed."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import param
import pytest

from app.controls import controls
from app.first import PLACES
from app.heights import levels
from app.settings import Field, Settings
from app.style import CLASSICS, COLOURS, LOOKS, looks
from app.texts import read
from optimizers import OPTIMIZERS
from optimizers.racing.ranges import value_at
from tests.test_javascript import deno_beside

#: Where each function is: its module below ``app/static``, and what it is called there.
WHERE = {
    "readable": ("model/numbers.js", "readable"),
    "typeset": ("made/numerals.js", "typeset"),
    "powerOfTen": ("made/numerals.js", "power_of_ten"),
    "ticks": ("model/numbers.js", "ticks"),
    "sampled": ("model/heights.js", "sampled"),
    "levels": ("model/heights.js", "levels"),
    "Looks": ("model/looks.js", "Looks"),
    "LossScale": ("model/loss_scale.js", "LossScale"),
    "valueAt": ("made/scales.js", "value_at"),
    "shareAt": ("made/scales.js", "share_at"),
    "delay": ("engines/patience.js", "delay"),
    "script": ("model/script.js", "script"),
    "filled": ("model/script.js", "filled"),
    "departures": ("model/script.js", "departures"),
    "settingsOf": ("model/script.js", "settingsOf"),
}

#: How a slider at ``share`` of its way is read, and back, for a control as
#: ``app.controls`` describes it.
VALUE = "valueAt(control.scale, control.low, control.high, share)"
SHARE = "shareAt(control.scale, control.low, control.high, value)"


ROOT = Path(__file__).resolve().parent.parent


class Modules:
    """A Deno in which the functions of ``WHERE`` can be called by their names."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.process = process

    def run(self, script: str, given: Any = None) -> Any:
        """The value of ``script``, which reads ``given``."""
        used = [name for name in WHERE if re.search(rf"\b{name}\b", script)]
        assert used, "a script that calls none of the functions tests nothing"
        imports = "".join(
            f'const {{{export}: {name}}} = await import("{(ROOT / "app/static" / module).as_uri()}")\n'
            for name, (module, export) in WHERE.items()
            if name in used
        )
        # What JSON has not, NaN and ∞, Python writes as JavaScript does.
        whole = f"{imports}const given = {json.dumps(given)}\nreturn {script}"
        self.process.stdin.write(json.dumps(whole) + "\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        assert "error" not in said, said["error"]
        return said["value"]


@pytest.fixture(scope="module")
def modules(tmp_path_factory) -> Iterator[Modules]:
    kept = {"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "DENO_DIR": str(tmp_path_factory.mktemp("deno"))}
    # Which of its changes is in force, Stryker says in the environment.
    environment = {**os.environ, **kept}
    allowed = ["--no-remote", "--no-npm", "--allow-env", "--allow-read=app/static"]
    command = [deno_beside(), "run", "--quiet", *allowed, "tests/js/evaluate.js"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:
        yield Modules(process)
        process.stdin.close()


# Numbers in words.

SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number(text: str) -> float:
    """The number that a readable text stands for."""
    mantissa, _, exponent = text.replace("−", "-").partition("×10")
    return float(f"{mantissa}e{exponent.translate(SUPERSCRIPT) or 0}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1, "1"),
        (0.0123, "0.0123"),
        (-1.5, "−1.5"),
        (12345.678, "12350"),
        (4.56e-7, "4.56×10⁻⁷"),
        (-1e5, "−1.00×10⁵"),
        (math.nan, "–"),
        (math.inf, "–"),
        (-math.inf, "–"),
    ],
)
def test_numbers_are_written_as_people_read_them(modules, value, text):
    assert modules.run("readable(given)", value) == text


@pytest.mark.parametrize("digits", [3, 4, 6])
def test_a_readable_number_is_the_number_to_its_digits(modules, digits):
    random = np.random.default_rng(0)
    values = [*(random.choice([-1, 1], 500) * 10 ** random.uniform(-300, 300, 500)), *(10.0 ** np.arange(-20, 20))]
    texts = modules.run(f"given.map((value) => readable(value, {digits}))", [float(value) for value in values])
    for value, text in zip(values, texts, strict=True):
        # An exponent takes the room of a digit.
        kept = digits - 1 if "×" in text else digits
        assert number(text) == pytest.approx(value, rel=0.500001 * 10 ** (1 - kept))
        assert len(text) <= digits + 8


def test_powers_of_ten(modules):
    exponents = list(range(-320, 309))
    texts = modules.run("given.map(powerOfTen)", exponents)
    assert [int(text.removeprefix("10").translate(SUPERSCRIPT)) for text in texts] == exponents
    assert texts[exponents.index(-3)] == "10⁻³"


# Axes.


def ranges() -> list[list[float]]:
    random = np.random.default_rng(1)
    low = random.uniform(-20, 20, 300)
    return [[float(a), float(a + span)] for a, span in zip(low, 10 ** random.uniform(-3, 3, 300), strict=True)]


def test_ticks_are_round_evenly_spaced_and_neither_few_nor_many(modules):
    given = ranges()
    for (low, high), ticks in zip(given, modules.run("given.map(([a, b]) => ticks(a, b, false))", given), strict=True):
        span = high - low
        assert 2 <= len(ticks) <= 6
        assert low - 1e-9 * span <= ticks[0] and ticks[-1] <= high + 1e-9 * span
        strides = np.diff(ticks)
        assert strides == pytest.approx(strides[0], rel=1e-6)
        first_digit = float(f"{strides[0]:.3e}".split("e")[0])
        assert first_digit in (1, 2, 5)
        assert np.array(ticks) / strides[0] == pytest.approx(np.round(np.array(ticks) / strides[0]), abs=1e-5)


def test_ticks_of_decades_are_powers_of_ten_or_1_2_and_5_in_each(modules):
    given = ranges()
    for (low, high), ticks in zip(given, modules.run("given.map(([a, b]) => ticks(a, b, true))", given), strict=True):
        assert ticks == sorted(ticks) and all(low <= tick <= high for tick in ticks)
        assert len(ticks) <= 7
        if high - low >= 2:
            assert ticks and all(tick == int(tick) for tick in ticks)
        else:
            assert len(ticks) >= 2
            marks = [
                min(abs(tick % 1 - mark) for mark in (0, math.log10(2), math.log10(5), 1)) < 1e-9 for tick in ticks
            ]
            if not all(marks):
                # Too near to each other for these: evenly spaced, in numbers.
                strides = np.diff(10 ** np.array(ticks))
                assert strides == pytest.approx(strides[0], rel=1e-5)


# Heights of losses.

SCALED = "given.losses.map((loss) => new LossScale([given.losses], given.base).of(loss))"


def test_losses_above_the_lowest_are_drawn_in_decades(modules):
    losses = [1e3, 1.0, 0.01, 0.0, 1e-30, math.nan]
    heights = modules.run(SCALED, {"losses": losses, "base": 0})
    assert heights[:5] == pytest.approx([3, 0, -2, -16, -16]) and math.isnan(heights[5])
    heights = modules.run(SCALED, {"losses": [-3.0, -3.99, -4.0 - 1e-12], "base": -4})
    assert heights == pytest.approx([0, -2, -16])


def test_a_loss_below_the_lowest_that_is_known_makes_the_scale_plain(modules):
    losses = [2.0, -1.0, 0.5]
    assert modules.run(SCALED, {"losses": losses, "base": 0}) == losses
    assert not modules.run("new LossScale([[1], [-1]], 0).log")
    assert modules.run("new LossScale([[1], [-1e-12]], 0).log")


def test_a_higher_loss_is_never_drawn_lower(modules):
    random = np.random.default_rng(2)
    for base, losses in ((0, 10 ** random.uniform(-40, 40, 200)), (-7, random.normal(size=200) - 7)):
        losses = sorted(float(loss) for loss in losses)
        heights = modules.run(SCALED, {"losses": losses, "base": base})
        assert heights == sorted(heights)


def test_a_tick_of_the_scale_says_the_loss_above_the_lowest(modules):
    said = modules.run("given.map((height) => new LossScale([[1]], 0).tick(height))", [2, -1, 0.5, -16])
    assert said == ["10²", "10⁻¹", "3.16", "≤ 10⁻¹⁶"]
    assert modules.run("new LossScale([[-1]], 0).tick(-0.25)") == "−0.25"


# Sliders.

#: Every control with a slider, as the page is told of it, and the setting behind it.
SLIDERS: list[tuple[dict[str, Any], Field]] = [
    (control, Settings().fields[control["key"]])
    for control in controls(Settings())
    if control["kind"] == "number" and control["key"] not in ("x", "y", "step")
]
SLIDER_IDS = [control["key"] for control, _ in SLIDERS]
EACH_PLACE = f"Array.from({{length: {PLACES} + 1}}, (_, place) => place / {PLACES})"


def places(modules: Modules, control: dict[str, Any]) -> list[float]:
    """What the slider of ``control`` says at each of its places."""
    return modules.run(f"((control) => {EACH_PLACE}.map((share) => {VALUE}))(given)", control)


@pytest.mark.parametrize(("control", "field"), SLIDERS, ids=SLIDER_IDS)
def test_a_slider_goes_back_to_where_it_stood(modules, control, field):
    values = places(modules, control)
    back = f"((control) => {EACH_PLACE}.map((share) => {VALUE}).map((value) => {SHARE}))(given)"
    shares = modules.run(back, control)
    again = modules.run(
        f"(([control, shares]) => shares.map((share) => {VALUE}))(given)",
        [control, shares],
    )
    assert again == values
    assert values == sorted(values)
    assert values[0] == control["low"] and values[-1] == control["high"]
    # A slider of whole places is set to the nearest of them, which is the one that it was moved to.
    if not control["whole"] and len(set(values)) == PLACES + 1:
        assert [round(share * PLACES) for share in shares] == list(range(PLACES + 1))


@pytest.mark.parametrize(("control", "field"), SLIDERS, ids=SLIDER_IDS)
def test_every_place_of_a_slider_is_text_that_the_server_reads(modules, control, field):
    text = "String(control.whole ? Math.round(value) : value)"
    said = modules.run(f"((control) => {EACH_PLACE}.map((share) => {VALUE}).map((value) => {text}))(given)", control)
    values = [read(field.declaration, text) for text in said]
    assert values == [float(text) for text in said]
    # At either end it stands at the bound that was declared.
    assert (values[0], values[-1]) == (control["low"], control["high"])


@pytest.mark.parametrize(("control", "field"), SLIDERS, ids=SLIDER_IDS)
def test_the_places_of_a_slider_are_those_of_sweeps_and_tuning(modules, control, field):
    assert isinstance(field.declaration, param.Number)
    expected = [value_at(field.declaration, place / PLACES) for place in range(PLACES + 1)]
    assert places(modules, control) == expected


# Waiting for a server.


def test_first_tries_are_spread_and_later_ones_wait_longer_up_to_an_end(modules):
    waits = modules.run(
        "given.map((tries) => [0, 0.5, 1].map((chance) => delay(tries, undefined, chance)))", list(range(8))
    )
    assert waits[:3] == [[0, 1000, 2000], [1000, 1500, 2000], [2000, 3000, 4000]]
    assert waits[-1] == [7500, 11_250, 15_000]
    # A server that names a time is never tried earlier, nor by all at once.
    assert modules.run("[0, 1].map((chance) => delay(given, 60_000, chance))", 3) == [60_000, 75_000]


# Looks.


def test_colours_begin_where_they_begin_in_a_picture_of_the_server_s(modules):
    random = np.random.default_rng(3)
    for log in (True, False):
        for losses in (random.exponential(size=999), random.normal(size=500), np.full(9, 3.0), np.array([np.nan])):
            single = losses.astype(np.float32)
            script = "levels(Float32Array.from(given[0]), given[1], 20)"
            assert levels(single.astype(float), log, 20) == pytest.approx(
                modules.run(script, [single.tolist(), log]), rel=1e-6, abs=1e-9
            )


def test_whoever_begins_looks_as_in_a_picture_of_the_server_s(modules):
    facts = {"all": [{"light": str(place)} for place in range(len(LOOKS))], "colours": COLOURS, "classics": CLASSICS}
    made = "const of = new Looks(given[0]); of.choose(given[1])"
    script = f"(() => {{ {made}; return of.ofAll().map(([, {{light}}]) => +light) }})()"
    random = np.random.default_rng(4)
    for count in range(1, len(OPTIMIZERS) + 1):
        keys = [
            key for key, there in zip(OPTIMIZERS, random.permutation(len(OPTIMIZERS)) < count, strict=True) if there
        ]
        assert [LOOKS[place] for place in modules.run(script, [facts, keys])] == looks(keys)
