"""What axe finds wrong: nothing, in any view, dialog or frame, light or dark."""

from __future__ import annotations

from importlib.resources import files

import pytest

from app.views import VIEWS

axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python brings axe")

SOURCE = files(axe).joinpath("axe.min.js").read_text(encoding="utf-8")
#: All rules, or those of colours alone: nothing else hangs on the scheme.
RULES = {"light": "{}", "dark": "{runOnly: ['color-contrast']}"}


def found(visitor, scheme: str) -> list[list[str]]:
    """The rule, the element and what is to be done, for each thing that is wrong."""
    if not visitor.run("'axe' in window"):
        visitor.page.evaluate(SOURCE)
    return violations(visitor, scheme)


def violations(visitor, scheme: str) -> list[list[str]]:
    return visitor.page.evaluate(
        f"""axe.run({{resultTypes: ["violations"], ...{RULES[scheme]}}}).then(({{violations}}) =>
        violations.flatMap(({{id, nodes}}) => nodes.map(({{html, any, all, none}}) =>
            [id, html.slice(0, 160), ...[...any, ...all, ...none].map(({{message}}) => message)])))"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_the_page(visit, scheme):
    recipe = "recipe.schedule=cosine&recipe.clip_norm=5"
    visitor = visit(f"surface=himmelblau&racers=sgd,adam&{recipe}", color_scheme=scheme, reduced_motion="reduce")
    for key in VIEWS:
        visitor.page.locator(f".tabs input[value={key}] + span").click()
        visitor.answered(f"document.querySelector('.race').dataset.view === '{key}'")
        assert found(visitor, scheme) == [], key
    for depth in ("Maths", "Deeper", "Idea"):
        visitor.page.locator(f".depths label:has-text('{depth}')").click()
        assert found(visitor, scheme) == [], depth
    for dialog in ("share", "fair", "help"):
        visitor.run(f"document.querySelector('[data-part={dialog}-open]').click()")
        visitor.run("document.querySelectorAll('dialog[open] details').forEach((each) => (each.open = true))")
        assert found(visitor, scheme) == [], dialog
        visitor.page.keyboard.press("Escape")
    for sheet in ("surfaces", "add-racers"):
        visitor.run(f"document.getElementById('{sheet}').showPopover()")
        assert found(visitor, scheme) == [], sheet
        visitor.page.keyboard.press("Escape")
    visitor.run("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    visitor.set("sgd.lr", "nothing")
    visitor.wait("document.getElementById('sgd.lr').getAttribute('aria-invalid') === 'true'")
    assert found(visitor, scheme) == [], "unfolded, with a refused entry"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_the_guide(visit, scheme):
    visitor = visit("racers=sgd&steps=5", color_scheme=scheme, reduced_motion="reduce")
    visitor.page.locator("[data-explain=guide]").click()
    visitor.page.get_by_role("heading", name="Which optimizer for what").wait_for()
    for width in (1440, 390):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.evaluate(SOURCE)
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(visitor, scheme) == [], width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_a_frame_on_a_small_screen(visit, scheme):
    small = {"viewport": {"width": 390, "height": 600}, "color_scheme": scheme, "reduced_motion": "reduce"}
    frame = visit("embed=1&racers=sgd,adam&show=sgd.lr,adam.beta1&recipe.warmup=50", **small)
    assert found(frame, scheme) == []
    assert found(visit("racers=sgd,adam", **small), scheme) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_a_page_for_a_class(visit, scheme):
    hall = visit("present=1&racers=sgd,adam", color_scheme=scheme, reduced_motion="reduce")
    assert found(hall, scheme) == []
    hall.page.keyboard.press("s")
    assert found(hall, scheme) == [], "with its settings"
    covered = visit(
        "racers=sgd,adam&cover=paths,loss,standings&lock=rates,surface&without=recipe",
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    assert found(covered, scheme) == []
