"""The one way in: what ``apply`` accepts, refuses and gives back."""

from __future__ import annotations

import json
import math
import re

import param
import pytest
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app import cost
from app.changes import MAX_CHANGES
from app.controls import controls
from app.explain import _formula, about_surface
from app.heights import _heights, heights
from app.links import from_query, to_query
from app.pin import PinText
from app.runs import _rows, race, setup
from app.sent import largest
from app.settings import Settings, apply, values
from app.texts import read, write
from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.pairs import FORMULAS

QUIET = hypothesis_settings(deadline=None, derandomize=True, max_examples=300)


def state(settings: Settings) -> dict[str, object]:
    return {key: field.value for key, field in settings.fields.items()}


def as_arguments(query: dict[str, str]) -> dict[str, list[bytes]]:
    return {key: [text.encode()] for key, text in query.items()}


def test_every_declared_setting_is_a_control_and_has_a_name():
    described = {control["key"]: control for control in controls(Settings())}
    assert list(described) == list(Settings().fields)
    for key, cls in {**OPTIMIZERS, **SURFACES}.items():
        for name in cls.param:
            if name != "name":
                assert described[f"{key}.{name}"]["label"] == cls.param[name].label
                assert described[f"{key}.{name}"]["doc"]


def test_sliders_stay_within_what_is_allowed():
    for key, field in Settings().fields.items():
        if not isinstance(field.declaration, param.Number) or key in ("x", "y", "step"):
            continue
        low, high = field.declaration.get_soft_bounds()
        for value in (low, high, field.default):
            assert read(field.declaration, write(field.declaration, value)) == value


def test_defaults_need_no_address():
    assert to_query(values(Settings())) == {}


@hypothesis_settings(QUIET, max_examples=60)
@given(st.data())
def test_what_is_set_comes_back_from_the_address(data):
    settings = Settings()
    for key, field in settings.fields.items():
        declaration = field.declaration
        if not data.draw(st.booleans(), label=key):
            continue
        if isinstance(declaration, param.ListSelector):
            # A value of an address has its limit.
            value = [each for each in declaration.objects if data.draw(st.booleans())][:25]
        elif isinstance(declaration, param.Selector):
            value = data.draw(st.sampled_from(declaration.objects))
        elif isinstance(declaration, param.Boolean):
            value = data.draw(st.booleans())
        elif isinstance(declaration, PinText):
            value = data.draw(st.sampled_from(["", "racers=sgd", "racers=sgd,adam&adam.lr=0.5&steps=7&x=1"]))
        elif isinstance(declaration, param.String):
            value = data.draw(st.sampled_from(FORMULAS))
        elif isinstance(declaration, param.Integer):
            value = data.draw(st.integers(*declaration.bounds))
        else:
            low, high = declaration.bounds
            value = data.draw(st.floats(low, high, exclude_min=low == 0, exclude_max=high == 1))
        settings.put(key, value)
    assume(cost.excess([setup(each).bill for each in (settings, settings.pinned) if each]) <= 1)
    again = Settings()
    assert from_query(again, as_arguments(to_query(values(settings)))) == []
    assert state(again) == state(settings)
    for key, optimizer in settings.optimizers.items():
        assert again.optimizers[key].hyper.tolist() == optimizer.hyper.tolist()


@QUIET
@given(
    st.dictionaries(st.one_of(st.sampled_from(list(Settings().fields)), st.text(max_size=20)), st.binary(max_size=60))
)
def test_hostile_addresses_are_told_and_leave_every_setting_allowed(arguments):
    settings = Settings()
    notices = from_query(settings, {key: [value] for key, value in arguments.items()})
    assert all(isinstance(notice, str) and len(notice) < 400 for notice in notices)
    for field in settings.fields.values():
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
    # As the wire has it.
    apply(settings, json.loads('{"surface": "beale"}'))
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


def test_a_formula_is_taken_as_typed_or_refused_with_the_place():
    settings = Settings()
    assert from_query(settings, {"surface": [b"formula"], "formula.text": ["(x − 1)² + 2y^2".encode()]}) == []
    surface = settings.surfaces["formula"]
    assert surface.text == "(x − 1)² + 2y^2" == to_query(values(settings))["formula.text"]
    assert surface.evaluate(3, 2)[0] == 12
    for text, place in (("x^2 + y)", "unexpected ')' at character 8"), ("", "unexpected end at character 1")):
        [notice] = apply(settings, {"formula.text": text})
        assert place in notice and "It stays at (x − 1)² + 2y^2." in notice
    assert surface.text == "(x − 1)² + 2y^2"
    [control] = [control for control in controls(settings) if control["key"] == "formula.text"]
    assert control["kind"] == "text" and control["longest"] == 200


def test_a_formula_is_raced_and_drawn_and_leaves_nothing_behind():
    settings = Settings()
    caches = (_heights, _rows, _formula)
    before = [len(cache) for cache in caches]
    for text in ("x^2 + 3y^2", "log(x)", "1/0", "sqrt(-1)", "3", "abs(x) - x", "exp(exp(x^2))", "1e300*x", "x^-300"):
        assert apply(settings, {"surface": "formula", "formula.text": text, "racers": "sgd"}) == []
        surface = settings.surfaces["formula"]
        explanations = race(setup(settings))["racers"]
        assert (race(setup(settings))["counted"][0] == 0).all() and explanations[0]["outcome"]["text"]
        assert len(heights(surface)["grids"]) == 2 and "<math" in about_surface(surface)["formula"]
        json.dumps(about_surface(surface), allow_nan=False)
    # The explanation of the racer is not the visitor's.
    recurrences = len(settings.optimizers["sgd"].recurrence)
    after = [len(cache) for cache in caches]
    assert after[:2] == before[:2] and after[2] <= before[2] + recurrences


def test_no_request_asks_for_more_work_than_a_class_can_spare():
    settings = Settings()
    everyone = ",".join(OPTIMIZERS)
    changes = {"racers": everyone, "steps": "5000", "recipe.noise": "1", "recipe.replicates": "64"}
    [notice] = apply(settings, changes)
    said = re.search(r"would take about .* seconds of a processor and .*; ([\d,]+) steps would fit", notice)
    fit = int(said[1].replace(",", ""))
    assert cost.excess([setup(settings).bill]) <= 1
    # What is said to fit does, and hardly more would.
    assert apply(settings, {"steps": str(fit), "recipe.replicates": "64"}) == []
    assert len(apply(settings, {"steps": str(fit + fit // 50)})) == 1
    [notice] = apply(settings, {"surface": "formula"})
    assert "Surface (surface = 'formula'): the race would take" in notice


def test_what_is_allowed_together_is_allowed_in_any_order():
    noisy = {"recipe.noise": "1", "recipe.replicates": "64"}
    for changes in ({"steps": "5000", **noisy, "racers": "sgd"}, {"racers": "sgd", **noisy, "steps": "5000"}):
        assert apply(Settings(), changes) == []


def test_what_is_too_much_together_is_taken_back_as_far_as_it_helps():
    settings = Settings()
    dear = {"surface": "logistic", "recipe.batch": "64", "racers": "sgd,gd_line_search"}
    notices = apply(settings, {**dear, "steps": "5000", "recipe.replicates": "64", "theme": "dark"})
    assert cost.excess([setup(settings).bill]) <= 1
    assert (settings.steps, settings.recipe.replicates, settings.theme) == (5000, 1, "dark")
    assert len(notices) == 1
    assert "recipe.replicates" in notices[0]
    # Batches count only where there are samples to draw from.
    assert apply(Settings(), {"recipe.batch": "8", "recipe.replicates": "64", "steps": "5000"}) == []


def test_a_name_that_is_no_text_is_told_and_the_rest_is_set():
    settings = Settings()
    notices = apply(settings, {5: "1", None: "2", "steps": "7", "surface": "beale"})
    assert notices == [f"There is no setting {name!r}; it was ignored." for name in ("5", "None")]
    assert (settings.steps, settings.surface) == (7, "beale")


def test_what_makes_a_race_cheaper_is_not_taken_back():
    settings = Settings()
    assert apply(settings, {"racers": ",".join(OPTIMIZERS), "steps": "1"}) == []
    dear = {"surface": "logistic", "recipe.batch": "64", "recipe.replicates": "64", "steps": "5000"}
    [notice] = apply(settings, {**dear, "racers": "sgd,gd_line_search"})
    assert "(steps = '5000'): " in notice and notice.endswith("It stays at 1.")
    assert (settings.racers, settings.recipe.replicates) == (["sgd", "gd_line_search"], 64)


def test_a_number_may_be_what_its_bounds_say_and_nothing_beside():
    for key, field in Settings().fields.items():
        declaration = field.declaration
        if not isinstance(declaration, param.Number):
            continue
        whole = isinstance(declaration, param.Integer)
        for bound, allowed, out in zip(declaration.bounds, declaration.inclusive_bounds, (-1, 1), strict=True):
            beside = bound + out if whole else math.nextafter(bound, out * math.inf)
            for value, good in ((bound, allowed), (beside, False)):
                text = str(value) if whole else format(value, ".17g")
                if good:
                    assert read(declaration, text) == value, key
                else:
                    with pytest.raises(ValueError, match="it must be "):
                        read(declaration, text)


def test_a_request_is_read_up_to_its_limits_and_not_beyond():
    many = {f"setting{i}": "1" for i in range(MAX_CHANGES - 1)} | {"steps": "7"}
    settings = Settings()
    notices = apply(settings, many)
    assert len(notices) == 199 and settings.steps == 7 and "'setting0'; it was ignored." in notices[0]
    [notice] = apply(settings, many | {"theme": "dark"})
    assert notice == "Too many settings at once: 201; at most 200 are read. Nothing was changed."
    assert settings.theme == "auto"
    formula = Settings().fields["formula.text"].declaration
    with pytest.raises(ValueError, match="it is longer than 1000 characters"):
        read(formula, "1" * 1001)
    with pytest.raises(ValueError, match="no more than 200 characters are read"):
        read(formula, "1" * 1000)


def test_what_was_sent_is_shown_in_forty_characters():
    [notice] = apply(Settings(), {"theme": "x" * 40})
    said = "it must be one of auto, light, dark. It stays at auto."
    assert notice == f"Theme (theme = {'x' * 40!r}): {said}"
    [notice] = apply(Settings(), {"theme": "y" + "x" * 40})
    assert notice == f"Theme (theme = 'y{'x' * 39}…'): {said}"
    [notice] = apply(Settings(), {"x": "east"})
    assert notice.endswith("(x = 'east'): it is not a number. It stays at -1.2.")
    [notice] = apply(Settings(), {"steps": "1.5"})
    assert notice.endswith("(steps = '1.5'): it is not a whole number. It stays at 500.")


def test_an_address_that_says_a_thing_twice_or_is_of_another_version_is_told():
    settings = Settings()
    notices = from_query(settings, {"steps": [b"7", b"8"], "v": [b"2"], "theme": [b"dark"]})
    assert notices == [
        "'steps' is given 2 times; it was ignored.",
        "This link is of version '2', not 1.",
    ]
    assert (settings.steps, settings.theme) == (500, "dark")
    assert from_query(settings, {"v": [b"1"], "steps": [b"9"]}) == [] and settings.steps == 9
    assert to_query(values(settings)) == {"v": "1", "steps": "9", "theme": "dark"}


def test_racers_are_read_in_the_order_of_the_menu_and_switches_as_0_and_1():
    fields = Settings().fields
    assert read(fields["racers"].declaration, "adam,,sgd,") == ["sgd", "adam"]
    assert read(fields["racers"].declaration, "") == []
    with pytest.raises(ValueError, match="it must be one of"):
        read(fields["racers"].declaration, "adam,eve")
    shared = fields["shared"].declaration
    assert read(shared, "1") is True and read(shared, "0") is False
    assert write(shared, True) == "1" and write(fields["x"].declaration, None) == ""
    assert write(fields["sgd.lr"].declaration, 2) == "2" and read(fields["x"].declaration, "") is None


def test_what_a_race_would_take_is_said_in_seconds_and_megabytes():
    wanted = {"racers": ",".join(OPTIMIZERS), "steps": "5000", "recipe.noise": "1", "recipe.replicates": "64"}
    [notice] = apply(Settings(), wanted)
    asked = Settings()
    for key, text in wanted.items():
        asked.put(key, read(asked.fields[key].declaration, text))
    seconds, bytes_ = cost.race(setup(asked).bill) / 1e9, largest(setup(asked).bill)
    assert f"take about {seconds:.1f} seconds of a processor and {bytes_ / 1e6:.1f} megabytes" in notice
    assert "at most 2 seconds and 1.9 megabytes" in notice


def test_a_number_of_any_length_is_told_its_bounds():
    settings = Settings()
    (notice,) = apply(settings, {"trials": "9" * 30})
    assert "at least 1 and at most 1024" in notice


def test_a_number_that_would_be_taken_for_0_is_refused_and_0_is_not():
    settings = Settings()
    [notice] = apply(settings, {"adam.eps": "1e-400"})
    assert "so small that it would be taken for 0. It stays at 1e-08." in notice
    assert apply(settings, {"adam.eps": "0e-400", "sgd.lr": "5e-324"}) == []
    assert (settings.optimizers["adam"].eps, settings.optimizers["sgd"].lr) == (0, 5e-324)


def test_of_several_racers_those_that_are_not_known_are_left_out_alone():
    settings = Settings()
    notices = apply(settings, {"racers": "foo,sgd,,bar"})
    assert [notice for notice in notices if "'foo'" in notice or "'bar'" in notice] == notices and len(notices) == 2
    assert settings.racers == ["sgd"]
    [notice] = apply(settings, {"racers": "foo"})
    assert "must be one of sgd" in notice and settings.racers == ["sgd"]


def test_a_refusal_is_told_in_words_with_the_key_for_who_reads_a_link():
    [notice] = apply(Settings(), {"sgd.lr": "1,500"})
    why = "it is not a number: decimals take a point, thousands nothing. It stays at 0.001."
    assert notice == f"SGD, learning rate η (sgd.lr = '1,500'): {why}"
    assert (notice.key, notice.said) == ("sgd.lr", f"SGD, learning rate η: {why}")
    [notice] = apply(Settings(), {"y": "up"})
    assert notice.said == "Start, y: it is not a number. It stays at 1."


def test_all_settings_fit_into_one_request():
    """Who undoes a change of surface asks for all of them."""
    assert len(Settings().fields) <= MAX_CHANGES
