"""What a browser draws a map of: few bytes, and the surface itself between the points of the grids."""

from __future__ import annotations

import numpy as np
import pytest

from app.cache import size
from app.figures import ground
from app.heights import heights
from app.reply import Browser, order
from app.settings import Settings, apply
from surfaces import SURFACES
from tests.pairs import SHAPES
from tests.test_modules import modules  # noqa: F401

#: The most of it, whatever was typed; and what a surface of this project takes.
MOST, USUAL = 1_600_000, 460_000


def between(deno, surface, frame, n: int) -> np.ndarray:
    """What the browser has for the middles of ``n`` by ``n`` pixels of a frame."""
    sent = heights(surface)
    grids = [
        {**grid, "rows": grid["loss"].shape[0], "columns": grid["loss"].shape[1], "loss": grid["loss"].ravel().tolist()}
        for grid in sent["grids"]
    ]
    return np.array(deno.run("sampled(given[0], given[1], given[2], given[2])", [grids, frame, n]))


@pytest.mark.parametrize(
    "text",
    [
        *("sin(8*x)*sin(8*y)", "sin(60*x)*sin(60*y)", "sin(62*x)+sin(62*y)", "sin(30x)+sin(30y)"),
        *("1/(x*y)", "exp(99*x)", "x/0", "0*x", "log(x)"),
    ],
)
def test_heights_are_few_bytes_whatever_was_typed(text):
    sent = heights(SURFACES["formula"](text=text))
    assert size(sent) <= MOST
    # A wave has four points at least.
    near = sent["grids"][1]
    across = (near["x"][1] - near["x"][0]) / (near["loss"].shape[1] - 1)
    assert across < 2 * np.pi / 62 / 4 or size(sent) < USUAL


@pytest.mark.parametrize("key", SURFACES)
def test_heights_of_every_surface_and_shape_are_few_bytes_and_reach_beyond_its_domain(key):
    for surface, shape in SHAPES:
        if surface != key:
            continue
        sent = heights(SURFACES[key](**shape))
        assert size(sent) <= (USUAL if key != "formula" else MOST)
        wide = sent["grids"][0]
        for low, high, shown in zip(*np.transpose(SURFACES[key].domain), (wide["x"], wide["y"]), strict=True):
            assert shown[0] <= low - 2 * (high - low) and high + 2 * (high - low) <= shown[1]


@pytest.mark.parametrize("key", sorted(set(SURFACES) - {"formula"}))
def test_between_the_points_of_a_grid_lies_the_surface(key, modules):  # noqa: F811
    surface = SURFACES[key]()
    (left, right), (bottom, top) = surface.domain
    n = 40
    found = between(modules, surface, {"x": [left, right], "y": [bottom, top]}, n).reshape(n, n)
    middle = (np.arange(n) + 0.5) / n
    x, y = left + middle * (right - left), bottom + middle * (top - bottom)
    loss = surface.evaluate(*np.meshgrid(x, y))[0] - heights(surface)["base"]
    assert np.abs(found - loss).max() < 1e-2 * np.ptp(loss)
    # In the middle of the places, by far less than a contour line is wide.
    assert np.median(np.abs(found - loss)) < 1e-6 * np.ptp(loss)


def test_a_lattice_of_marks_does_not_cover_the_map():
    few, many = (ground(SURFACES[key]())["mark"] for key in ("himmelblau", "rastrigin"))
    assert [few["marker"].count(kind) for kind in ("cross", "x")] == [4, 4]
    assert {*few["size"]} == {13} and {*few["rim"]} == {15} and {*many["size"]} == {6} and {*many["rim"]} == {8}
    assert {len(column) for column in many.values()} == {11 * 11 + 2 * 11 * 12}
    minima, _ = SURFACES["himmelblau"]().marked
    assert list(zip(few["x"], few["y"], strict=True))[:4] == [point[:2] for point in minima]


def test_a_new_shape_is_answered_at_once():
    """While its slider moves, no thread is waited for."""
    settings = Settings()
    for key in ("rosenbrock", "ravine", "plateau", "quadratic"):
        assert apply(settings, {"surface": key}) == []
        assert order(settings, Browser()).cost < 12e6
