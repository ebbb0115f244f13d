"""Every setting can be set by hand."""

from __future__ import annotations

from app.settings import Settings

#: Settings without a control of their own, and what sets them instead.
WITHOUT = {
    "pin": "the button that pins the race as it is",
    "step": "the playhead: where the visitor pauses",
    "speed": "the menu of the playback bar: the browser's alone",
    "card": "the racer's name in the standings: the browser's alone",
    "depth": "the choice on the card: the browser's alone",
    "show": "the code of a frame, which the Share dialog writes",
    "present": "the button that presents, and the Share dialog",
    "cover": "the Share dialog: what is for a class",
    "reveal": "the same",
    "lock": "the same",
    "without": "the same",
    "lesson": "the list of lessons, and the button that leaves one",
    "at": "the steps of a lesson",
    "embed": "the page around: a frame asks for it in its address, and shows no controls",
}

#: What the page's inputs set. A racer's box sets the list of racers; the parts of one control share its key.
SETTABLE = """[...document.querySelectorAll("input, select, textarea")].flatMap((input) => {
    if (input.dataset.racer) return ["racers"]
    const key = input.dataset.key ?? input.closest("[data-key]")?.dataset.key
    return key === undefined ? [] : [key]
})"""

#: Inputs that nothing says the name of.
NAMELESS = """[...document.querySelectorAll("[data-key], [data-key] input, [data-racer]")]
    .filter((input) => input.matches("input, select, textarea"))
    .filter((input) => !input.labels?.length && !input.getAttribute("aria-label"))
    .map((input) => input.outerHTML)"""


def test_every_setting_has_a_control_that_has_a_name(visit):
    visitor = visit("steps=5&racers=sgd", reduced_motion="reduce")
    found, declared = set(visitor.run(SETTABLE)), set(Settings().fields)
    assert declared - found == set(WITHOUT), "a setting that nobody can set by hand, or one that by now has a control"
    assert found <= declared, "a control that sets nothing"
    assert visitor.run(NAMELESS) == []


def test_what_needs_a_browser_is_marked(request):
    for item in request.session.items:
        assert ("browser" in item.path.parts) == (item.get_closest_marker("browser") is not None)
