"""What a link for a class may cover, lock and leave out."""

from __future__ import annotations

from app.classroom import CLASSROOM, GROUPS, group
from app.picture import picture
from app.settings import Settings, apply

#: Each reader's own, and what a class sets: nobody locks these.
OWN = {"theme", "speed", "step", "card", "depth", "engine", "lang", "lesson", "at", "embed", "show", *CLASSROOM}


def test_every_setting_belongs_to_a_group_or_is_the_reader_s_own():
    keys = list(Settings().fields)
    assert {key for key in keys if group(key) is None} == OWN & set(keys)
    assert {group(key) for key in keys} - {None} == set(GROUPS)


def test_every_control_can_be_locked_by_itself():
    for name in ("lock", "without"):
        objects = CLASSROOM[name].objects
        assert [key for key in Settings().fields if group(key) and key not in objects] == []


def test_what_is_not_there_to_be_covered_is_said():
    settings = Settings()
    assert apply(settings, {"cover": "loss,tail"}) == ["Covered (cover): there is no 'tail'; the others are taken."]
    assert settings.cover == ["loss"]


def test_the_picture_of_a_link_gives_nothing_away():
    def drawn(query: str) -> bytes:
        return picture({key: [text.encode()] for key, text in (each.split("=") for each in query.split("&"))})

    race = "surface=beale&racers=sgd,adam&steps=40"
    assert drawn(f"{race}&cover=loss") == drawn("surface=beale&racers=&steps=40") != drawn(race)
    assert drawn(f"{race}&cover=adam") == drawn("surface=beale&racers=sgd&steps=40")
