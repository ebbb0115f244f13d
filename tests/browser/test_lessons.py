"""Lessons as people go through them: by keys alone, by touch on a phone, with a browser that keeps nothing."""

from __future__ import annotations

import pytest

from app.lesson import lessons, read, settings_of
from tests.browser.fingers import Fingers
from tests.browser.test_axe import RULES, SOURCE, found

CALM = {"reduced_motion": "reduce"}
PHONE = {**CALM, "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FORBIDDING = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"


class Pupil:
    """Goes through a lesson by whatever moves it."""

    def __init__(self, visitor, key: str, at: int = 1) -> None:
        self.visitor, self.page, self.key, self.lesson = visitor, visitor.page, key, lessons()[key]
        self.reaches(at)

    def reaches(self, at: int) -> None:
        """The step is there, with its race, its address, and without a notice."""
        title = self.lesson.steps[at - 1].title.replace("'", "\\'")
        state = self.lesson.states()[at - 1]
        there = f"values.lesson === '{self.key}' && values.at === '{at}'"
        self.visitor.answered(f"(({{values}}) => {there})(mounted.engine.reply)")
        self.visitor.answered(f"document.querySelector('[data-lesson=name]').textContent === '{title}'")
        values = self.visitor.run("mounted.engine.reply.values")
        assert {key: float(values[key]) if _is_number(text) else values[key] for key, text in state.items()} == {
            key: float(text) if _is_number(text) else text for key, text in state.items()
        }
        self.visitor.wait(f"(new URLSearchParams(location.search).get('at') ?? '1') === '{at}'")
        assert self.visitor.run("document.querySelector('[data-part=notice]').hidden")
        self.at = at

    @property
    def step(self):
        return self.lesson.steps[self.at - 1]

    def told(self, tone: str) -> str:
        self.visitor.wait(f"document.querySelector('[data-lesson=feedback]').dataset.tone === '{tone}'")
        return self.visitor.run("document.querySelector('[data-lesson=feedback]').textContent")

    def is_held(self) -> None:
        """The step does not let go yet."""
        assert self.page.locator("[data-lesson=next]").get_attribute("aria-disabled") == "true"

    # What moves it: here the keys.

    def next(self) -> None:
        self.page.keyboard.press("n")

    def choose(self, n: int) -> None:
        self.page.keyboard.press("n")
        self.visitor.wait("document.activeElement.closest('[data-lesson=choices]')")
        for _ in range(n):
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")

    def write(self, text: str) -> None:
        self.page.keyboard.press("n")
        self.visitor.wait("document.activeElement.matches('[data-lesson=text]')")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def set(self, key: str, text: str) -> None:
        for _ in range(150):
            if self.visitor.run("document.activeElement.id") == key:
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def go_through(self) -> None:
        for at in range(1, len(self.lesson.steps) + 1):
            if at > 1:
                self.next()
                self.reaches(at)
            getattr(self, f"do_{self.step.kind}")()

    def do_read(self) -> None:
        assert "…" not in self.visitor.run("document.querySelector('[data-lesson=say]').textContent")

    def do_predict(self) -> None:
        self.is_held()
        assert self.visitor.step == 0, "the race has begun before anybody could foretell it"
        self.choose(1)
        self.visitor.wait("document.querySelector('[data-lesson=feedback]').textContent.length > 30")

    def do_check(self) -> None:
        right = [choice.correct for choice in self.step.ask.choices].index(True)
        wrong = 0 if right else 1
        self.is_held()
        self.choose(wrong)
        assert self.told("bad")
        self.is_held()
        self.choose(right)
        assert self.told("good")

    def do_write(self) -> None:
        self.is_held()
        self.write("Because I say so")

    def do_task(self) -> None:
        self.is_held()
        for key, text in settings_of(self.step.requires.solution).items():
            self.set(key, text)
        assert self.told("good") == "Done: the race has it."


class Toucher(Pupil):
    """By one finger."""

    def __init__(self, visitor, key: str) -> None:
        self.fingers = Fingers(visitor.page)
        super().__init__(visitor, key)

    def tap(self, selector: str, n: int = 0) -> None:
        place = self.page.locator(selector).nth(n)
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        assert min(box["width"], box["height"]) >= 44 or "dots" in selector, selector
        self.fingers.tap((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))

    def next(self) -> None:
        self.tap("[data-lesson=next]")

    def choose(self, n: int) -> None:
        self.tap("[data-lesson=choices] button", n)

    def set(self, key: str, text: str) -> None:
        self.tap(f"[id='{key}']")
        self.visitor.wait(f"document.activeElement.id === '{key}'")
        self.page.locator(f"[id='{key}']").fill(text)
        self.page.keyboard.press("Enter")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("key", ["momentum", "bias_correction", "rate_first"])
def test_a_lesson_is_gone_through_by_keys_alone(visit, key):
    pupil = Pupil(visit(f"lesson={key}", **CALM), key)
    pupil.go_through()
    following = list(lessons())[list(lessons()).index(key) + 1]
    pupil.next()
    Pupil(pupil.visitor, following)
    # The browser has kept what was done; a step before is one press away.
    pupil.page.goto(f"{pupil.visitor.server.url}?lesson={key}&at=2")
    pupil.page.wait_for_selector("[data-ready='1']", state="attached")
    pupil.reaches(2)
    assert pupil.page.locator("[data-lesson=dots] .seen").count() == len(pupil.lesson.steps)
    assert pupil.page.locator("[data-lesson=next]").get_attribute("aria-disabled") == "false"
    pupil.page.keyboard.press("p")
    pupil.reaches(1)


def test_a_lesson_is_gone_through_by_touch(visit):
    pupil = Toucher(visit("lesson=heavy_ball_and_ema", **PHONE), "heavy_ball_and_ema")
    pupil.go_through()
    assert pupil.visitor.run("document.documentElement.scrollWidth") == 390


def test_what_is_foretold_is_told_when_the_race_is_over(visit):
    visitor = visit("lesson=momentum&at=2&speed=4")
    pupil = Pupil(visitor, "momentum", 2)
    pupil.choose(0)
    assert pupil.told("soft") == "The race will tell."
    assert pupil.told("bad").startswith("It went otherwise. After 200 steps SGD is 0.0332 away")
    assert visitor.step == 200


def test_a_lesson_is_left_and_come_back_to(visit):
    visitor = visit("lesson=momentum&at=3", **CALM)
    pupil = Pupil(visitor, "momentum", 3)
    rung = "document.querySelectorAll('.rung').length"
    assert visitor.run(rung) == 2
    # The reader plays with the race: it is theirs, and the step's is one press away.
    visitor.set("sgd.lr", "0.01")
    reset = visitor.page.locator("[data-lesson=reset]")
    reset.wait_for()
    reset.click()
    visitor.answered("mounted.engine.reply.values['sgd.lr'] === '0.0185'")
    assert reset.is_hidden()
    visitor.page.locator("[data-lesson=leave]").focus()
    visitor.page.keyboard.press("Enter")
    visitor.answered("mounted.engine.reply.values.lesson === ''")
    back = visitor.page.locator("[data-part=lesson-back]")
    assert back.get_attribute("title").endswith("SGD zig-zags, momentum cancels") and visitor.run(rung) == 0
    visitor.wait("document.activeElement.dataset.part === 'lesson-back'")
    visitor.set("steps", "50")
    visitor.answered("mounted.stage.state.race.steps === 50")
    back.click()
    pupil.reaches(3)
    # Undo is undo.
    visitor.page.keyboard.press("Control+z")
    visitor.answered("mounted.engine.reply.values.lesson === '' && mounted.stage.state.race.steps === 50")


def test_answers_are_kept_handed_over_and_cleared(visit, tmp_path):
    visitor = visit("lesson=momentum&at=3", **CALM)
    visitor.wait("document.querySelectorAll('[data-lesson=choices] button').length === 3")
    visitor.page.locator("[data-lesson=choices] button").nth(1).click()
    visitor.page.goto(f"{visitor.server.url.removesuffix('/app')}/lessons")
    visitor.page.locator(".progress", has_text="1 of 5 steps seen").wait_for()
    with visitor.page.expect_download() as download:
        visitor.page.locator("[data-do=save]").click()
    download.value.save_as(tmp_path / "answers.txt")
    said = (tmp_path / "answers.txt").read_text(encoding="utf-8")
    assert said.startswith("SGD zig-zags, momentum cancels\n\nStep 3, Why it helps\nWhat does a sum of gradients do")
    assert "– What alternates cancels, what agrees adds up" in said
    visitor.page.locator("[data-do=clear]").click()
    visitor.page.locator(".own").wait_for(state="hidden")
    assert visitor.page.evaluate("localStorage.getItem('optimizer-race lessons')") == "{}"


def test_a_browser_that_keeps_nothing_breaks_nothing(visit):
    visitor = visit("v=1", **CALM)
    visitor.page.add_init_script(FORBIDDING)
    visitor.open("lesson=momentum&at=3")
    visitor.wait("document.querySelectorAll('[data-lesson=choices] button').length === 3")
    visitor.page.locator("[data-lesson=choices] button").nth(1).click()
    visitor.wait("document.querySelector('[data-lesson=next]').getAttribute('aria-disabled') === 'false'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_a_step_of_any_kind(visit, scheme):
    visitor = visit("lesson=momentum", color_scheme=scheme, **CALM)
    pupil, kinds = Pupil(visitor, "momentum"), set()
    # In the dark, colours alone are looked at: those of answers.
    for at in (1, 2, 3, 4) if scheme == "light" else (2, 3):
        visitor.page.locator("[data-lesson=dots] button").nth(at - 1).click()
        pupil.reaches(at)
        kinds.add(pupil.step.kind)
        if pupil.step.ask:
            visitor.page.locator("[data-lesson=choices] button").first.click()
        assert found(visitor, scheme) == [], at
    visitor.open("lesson=schedule_free&at=4")
    kinds.add(Pupil(visitor, "schedule_free", 4).step.kind)
    assert found(visitor, scheme) == []
    assert scheme == "dark" or kinds == {"read", "predict", "check", "task", "write"}
    for page in ("lessons", "lesson-notes?of=momentum", "lesson-sheet?of=momentum"):
        visitor.page.goto(f"{visitor.server.url.removesuffix('/app')}/{page}")
        visitor.page.evaluate(SOURCE)
        wrong = visitor.page.evaluate(
            f"axe.run({RULES[scheme]}).then(({{violations}}) => violations.map(({{id, nodes}}) => [id, nodes[0].html]))"
        )
        assert wrong == [], page


def test_before_a_class_nothing_blocks(visit):
    visitor = visit("lesson=momentum&at=3&present=1", **CALM, viewport={"width": 1280, "height": 720})
    visitor.answered("document.querySelector('[data-lesson=name]').textContent === 'Why it helps'")
    assert visitor.page.locator("[data-lesson=class]").is_visible()
    size = "parseFloat(getComputedStyle(document.querySelector('[data-lesson=say]')).fontSize)"
    assert visitor.run(size) >= 20
    visitor.page.keyboard.press("n")
    visitor.answered("document.querySelector('[data-lesson=name]').textContent === 'Your turn'")


def test_a_lesson_is_composed_and_handed_on(visit, tmp_path):
    teacher = visit(
        "surface=beale&racers=sgd,adam&steps=300", permissions=["clipboard-read", "clipboard-write"], **CALM
    )
    page = teacher.page
    page.locator("[data-part=share-open]").click()
    page.locator("[data-part=compose-open]").click()
    page.locator("[data-draft=title]").fill("Adam at home")
    page.locator("[data-step=title]").fill("First")
    page.locator("[data-step=say]").fill("Adam arrives at step {arrived(adam)}, says {luck(adam)}.")
    page.locator("[data-compose=save]").click()
    page.locator("[data-compose=says]", has_text="Step 1: luck(adam): luck is no number of a race.").wait_for()
    page.locator("[data-step=say]").fill("Adam arrives at step {arrived(adam)}.")
    page.locator("[data-compose=add]").click()
    page.locator("[data-step=title]").fill("Second")
    page.locator("[data-step=say]").fill("Fewer steps.")
    page.locator("[data-step=kind]").select_option("check")
    page.locator("[data-step=question]").fill("Who is lower?")
    page.locator("[data-step=choices]").fill("SGD // Look again.\n* Adam // Yes, at {loss(adam)}.")
    assert found(teacher, "light") == []
    teacher.set("steps", "50")
    page.locator("[data-compose=keep]:enabled").click()
    page.locator("[data-compose=link]").click()
    page.locator("[data-compose=says]", has_text="The link is copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        page.locator("[data-compose=save]").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "adam-at-home.toml"
    lesson = read(file.read_text(encoding="utf-8"), file.name, least=2)
    assert [step.kind for step in lesson.steps] == ["read", "check"]
    assert lesson.states()[1] == {"surface": "beale", "racers": "sgd,adam", "steps": "50"}

    pupil = visit("v=1", **CALM)
    pupil.page.goto(link)
    plays(pupil)
    # A step's address brings it back, and so does the file.
    pupil.page.reload()
    pupil.wait("document.querySelector('[data-lesson=name]').textContent === 'Second'")
    other = visit("v=1", **CALM)
    other.page.locator("[data-part=share-open]").click()
    other.page.locator("[data-part=lesson-file]").set_input_files(file)
    plays(other)
    file.write_text("title = 1", encoding="utf-8")
    other.page.locator("[data-part=share-open]").click()
    other.page.locator("[data-part=lesson-file]").set_input_files(file)
    other.page.locator("[data-part=notices]", has_text="your lesson: order is missing").wait_for()


def plays(visitor) -> None:
    """The composed lesson is gone through."""
    said = "document.querySelector('[data-lesson=say]').textContent"
    visitor.wait(f"{said} === 'Adam arrives at step 108.'")
    visitor.page.keyboard.press("n")
    visitor.answered(f"{said} === 'Fewer steps.' && mounted.stage.state.race.steps === 50")
    visitor.page.locator("[data-lesson=choices] button").nth(1).click()
    visitor.wait("document.querySelector('[data-lesson=feedback]').dataset.tone === 'good'")
