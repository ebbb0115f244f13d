"""Texts of settings to the letter: what a number may be written like, which entry of a list is taken, what is said."""

from __future__ import annotations

import math

import param
import pytest

from app.entries import MAX_LENGTH, without_strangers
from app.lesson import lessons
from app.links import from_query
from app.settings import Settings
from app.texts import plain, read, write
from surfaces.numbers import Real
from surfaces.written import shown

FREE = Real(1.0, bounds=(-1e9, 1e9))
WHOLE = param.Integer(1, bounds=(-9, 10**6))
LETTERS = param.ListSelector(default=[], objects=["a", "b", "c"])


def refusal(declaration, text) -> str:
    with pytest.raises(ValueError) as raised:
        read(declaration, text)
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1", 1), ("+1.5", 1.5), ("-2.", -2), (".5", 0.5), ("1e3", 1000), ("1E+03", 1000), ("25e-001", 2.5)),
        *(("0", 0), ("0.000", 0), ("0e-999", 0), (".0e9", 0), ("100e-2", 1)),
    ],
)
def test_a_number_may_be_written_with_a_sign_a_point_and_an_exponent_of_three_digits(text, value):
    assert read(FREE, text) == value


@pytest.mark.parametrize("text", ["", ".", "+", "e5", "1e", "1e0001", "1.5.2", "1 ", "--1", "1e+-2", "٣", "0x1"])
def test_what_is_not_written_so_is_no_number(text):
    assert refusal(FREE, text) == "it is not a number"
    assert refusal(WHOLE, text) == "it is not a whole number"


def test_a_whole_number_has_no_point_and_a_comma_is_told_of():
    assert [read(WHOLE, text) for text in ("7", "+7", "-7", "007")] == [7, 7, -7, 7]
    for text in ("1.0", "1e3"):
        assert refusal(WHOLE, text) == "it is not a whole number"
    for declaration, kind in ((WHOLE, "whole number"), (FREE, "number")):
        assert refusal(declaration, "1,000") == f"it is not a {kind}: decimals take a point, thousands nothing"


def test_nothing_is_taken_for_0_but_0_which_has_no_sign():
    for text in ("1e-999", "-0.01e-400", "9e-400"):
        assert refusal(FREE, text) == "it is so small that it would be taken for 0"
    assert math.copysign(1, read(FREE, "-0")) == 1 and read(FREE, "5e-324") == 5e-324


def test_a_text_is_read_up_to_its_limit():
    free = param.String("")
    assert read(free, "x" * MAX_LENGTH) == "x" * MAX_LENGTH
    for declaration in (free, FREE, LETTERS):
        assert refusal(declaration, "1" * (MAX_LENGTH + 1)) == f"it is longer than {MAX_LENGTH} characters"


def test_of_a_list_what_it_has_is_taken_once_in_its_own_order_and_strangers_are_named():
    assert read(LETTERS, "c,,a,c,") == ["a", "c"] and read(LETTERS, "") == []
    assert without_strangers(plain(LETTERS), "c,x,,a,y,c") == ("c,a,c", ["x", "y"])
    assert without_strangers(plain(LETTERS), "c,a") == ("c,a", [])
    # Where nothing is left, all of it is refused as it was sent; and so is what is no list, and what is too long.
    for text in ("x,y", "", ",", 5, None, "a,x" + "," * (MAX_LENGTH - 2)):
        assert without_strangers(plain(LETTERS), text) == (text, [])
    assert without_strangers(plain(LETTERS), "a,x" + "," * (MAX_LENGTH - 3)) == ("a", ["x"])
    assert without_strangers(plain(param.String("")), "a,x") == ("a,x", [])


def test_what_there_is_to_choose_is_said_whole_up_to_thirty_and_begun_beyond():
    for count, said in ((30, ", ".join(map(str, range(30)))), (31, "0, 1, 2, 3, 4 and 26 more")):
        choice = param.Selector(default="0", objects=[str(i) for i in range(count)])
        assert read(choice, "29") == "29"
        assert refusal(choice, "31") == f"it must be one of {said}"


def test_a_value_is_written_as_it_is_read():
    cases = (
        *(
            (FREE, 2.0, "2"),
            (FREE, 0.1, "0.1"),
            (FREE, 1e-08, "1e-08"),
            (FREE, -1e22, "-1e+22"),
            (FREE, 10.05, "10.05"),
        ),
        *((WHOLE, 7, "7"), (LETTERS, ["a", "c"], "a,c"), (LETTERS, [], ""), (param.Boolean(False), True, "1")),
        *((param.Boolean(False), False, "0"), (param.String(""), "x.0", "x.0"), (FREE, None, "")),
        (param.Selector(default="1.0", objects=["1.0"]), "1.0", "1.0"),
    )
    for declaration, value, text in cases:
        assert write(declaration, value) == text


def test_what_was_sent_is_repeated_up_to_forty_characters():
    assert shown("x" * 40) == repr("x" * 40) and shown("x" * 41) == repr("x" * 40 + "…") and shown(5) == "'5'"


def test_a_link_of_another_version_is_told_whether_older_or_newer():
    for version, notices in (("0", 1), ("1", 0), ("10", 1), ("", 1)):
        said = from_query(Settings(), {"v": [version.encode()]})
        assert said == [f"This link is of version {version!r}, not 1."] * notices


def test_a_link_to_a_lesson_opens_the_step_that_it_names_or_says_that_there_is_none():
    key, lesson = next(iter(lessons().items()))
    states = lesson.states()

    def opened(**arguments):
        settings = Settings()
        notices = from_query(settings, {name: [text.encode()] for name, text in {"lesson": key, **arguments}.items()})
        return settings, notices

    for at in (1, 2, len(states)):
        settings, notices = opened(at=str(at))
        assert notices == [] and settings.at == at and settings.lesson == key
        assert all(settings.texts[name] == text for name, text in states[at - 1].items() if name in settings.texts)
    assert opened()[0].at == 1 and opened()[1] == []
    for at in ("0", str(len(states) + 1), "²", "x", "-1"):
        settings, notices = opened(at=at)
        assert notices == [
            f"This lesson has {len(states)} steps: there is no step {at!r}. It begins at the first.",
        ]
        assert settings.at == 1
        assert all(settings.texts[name] == text for name, text in states[0].items() if name in settings.texts)
