"""The one way in: what ``apply`` accepts, refuses and gives back."""

from __future__ import annotations

import math

import param
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.controls import controls
from app.settings import Settings, apply, fields, from_query, read, to_query, write
from optimizers import OPTIMIZERS
from surfaces import SURFACES

QUIET = hypothesis_settings(deadline=None, derandomize=True, max_examples=300)


def state(settings: Settings) -> dict[str, object]:
    return {key: field.value for key, field in fields(settings).items()}


def as_arguments(query: dict[str, str]) -> dict[str, list[bytes]]:
    return {key: [text.encode()] for key, text in query.items()}


def test_every_declared_setting_is_a_control_and_has_a_name():
    described = {control["key"]: control for control in controls(Settings())}
    assert list(described) == list(fields(Settings()))
    for key, cls in {**OPTIMIZERS, **SURFACES}.items():
        for name in cls.param:
            if name != "name":
                assert described[f"{key}.{name}"]["label"] == cls.param[name].label
                assert described[f"{key}.{name}"]["doc"]


def test_sliders_stay_within_what_is_allowed():
    for key, field in fields(Settings()).items():
        if not isinstance(field.declaration, param.Number) or key in ("x", "y", "step"):
            continue
        low, high = field.declaration.get_soft_bounds()
        for value in (low, high, field.default):
            assert read(field.declaration, write(field.declaration, value)) == value


def test_defaults_need_no_address():
    assert to_query(Settings()) == {}


@QUIET
@given(st.data())
def test_what_is_set_comes_back_from_the_address(data):
    settings = Settings()
    for key, field in fields(settings).items():
        declaration = field.declaration
        if not data.draw(st.booleans(), label=key):
            continue
        if isinstance(declaration, param.ListSelector):
            value = [each for each in declaration.objects if data.draw(st.booleans())]
        elif isinstance(declaration, param.Selector):
            value = data.draw(st.sampled_from(declaration.objects))
        elif isinstance(declaration, param.Boolean):
            value = data.draw(st.booleans())
        elif isinstance(declaration, param.Integer):
            value = data.draw(st.integers(*declaration.bounds))
        else:
            low, high = declaration.bounds
            value = data.draw(st.floats(low, high, exclude_min=low == 0, exclude_max=high == 1))
        setattr(field.owner, field.name, value)
    again = Settings()
    assert from_query(again, as_arguments(to_query(settings))) == []
    assert state(again) == state(settings)
    for key, optimizer in settings.optimizers.items():
        assert again.optimizers[key].hyper.tolist() == optimizer.hyper.tolist()


@QUIET
@given(
    st.dictionaries(st.one_of(st.sampled_from(list(fields(Settings()))), st.text(max_size=20)), st.binary(max_size=60))
)
def test_hostile_addresses_are_told_and_leave_every_setting_allowed(arguments):
    settings = Settings()
    notices = from_query(settings, {key: [value] for key, value in arguments.items()})
    assert all(isinstance(notice, str) and len(notice) < 400 for notice in notices)
    for field in fields(settings).values():
        assert read(field.declaration, write(field.declaration, field.value)) == field.value


@pytest.mark.parametrize(
    "text", ["²", "٣", "1" * 5000, "nan", "inf", "-inf", "1e999", "0x10", "1_000", " 1", "1 ", "--1", "", "1e"]
)
def test_a_number_is_ascii_finite_and_short(text):
    settings = Settings()
    [notice] = apply(settings, {"sgd.lr": text})
    assert "sgd.lr" in notice
    assert settings.optimizers["sgd"].lr == OPTIMIZERS["sgd"].lr


@pytest.mark.parametrize("value", [None, 1, 1.5, True, ["1"], {"a": "1"}, math.nan, b"1"])
def test_only_text_is_read(value):
    settings = Settings()
    [notice] = apply(settings, {"steps": value})
    assert "sent as text" in notice
    assert settings.steps == 500


def test_a_new_surface_brings_its_own_start_unless_one_is_given():
    settings = Settings()
    apply(settings, {"x": "0.5"})
    apply(settings, {"surface": "beale"})
    assert settings.start == SURFACES["beale"].start
    apply(settings, {"x": "2", "surface": "saddle"})
    assert settings.start == (2, SURFACES["saddle"].start[1])
    apply(settings, {"surface": "saddle"})
    assert settings.start[0] == 2


def test_one_bad_setting_does_not_disturb_the_others():
    settings = Settings()
    notices = apply(settings, {"sgd.lr": "0.5", "adam.lr": "much", "steps": "7"})
    assert len(notices) == 1
    assert (settings.optimizers["sgd"].lr, settings.steps) == (0.5, 7)
