"""What a race is called, and the picture of it that is shown beside a link."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from app.identity import race_title
from app.picture import HEIGHT, WIDTH, picture
from app.runs import setup
from app.settings import Settings, apply
from app.style import racer_style
from surfaces import SURFACES


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"surface": "beale", "racers": "sgd,adam"}, "Beale: SGD, Adam · Optimizer Race"),
        ({}, "Rosenbrock: 5 racers · Optimizer Race"),
        ({"racers": ""}, "Rosenbrock: nobody · Optimizer Race"),
    ],
)
def test_a_race_is_called_by_its_surface_and_its_racers(changes, title):
    settings = Settings()
    apply(settings, changes)
    assert race_title(setup(settings)) == title


def drawn(**changes: str) -> np.ndarray:
    image = Image.open(io.BytesIO(picture({key: [text.encode()] for key, text in changes.items()})))
    assert image.format == "PNG" and image.size == (WIDTH, HEIGHT)
    return np.asarray(image.convert("RGB")).astype(int)


def test_a_picture_has_the_paths_of_those_who_race():
    wanted = np.array([int(racer_style("sgd")["light"][i : i + 2], 16) for i in (1, 3, 5)])
    near = lambda pixels: int((np.abs(pixels - wanted).max(axis=-1) < 24).sum())  # noqa: E731
    alone = near(drawn(surface="ravine", racers="sgd", **{"sgd.lr": "0.0185"}))
    assert alone > near(drawn(surface="ravine", racers="")) + 2000


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_has_a_picture(surface):
    assert len(np.unique(drawn(surface=surface, steps="50")[::7, ::7].reshape(-1, 3), axis=0)) > 8


def test_what_is_not_allowed_or_too_dear_is_left_out(monkeypatch):
    plain = drawn()
    assert (drawn(surface="nowhere", **{"adam.lr": "x"}) == plain).all()
    assert (drawn(surface="beale") != plain).any()
    monkeypatch.setattr("app.picture.MOST", 1.0)
    assert (drawn(surface="beale") == plain).all()


def test_nothing_finite_is_no_reason_to_fail():
    drawn(surface="formula", **{"formula.text": "1/0"})
    drawn(surface="beale", racers="sgd", **{"sgd.lr": "10"})
