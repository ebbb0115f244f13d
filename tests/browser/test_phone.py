"""A phone, upright and on its side, and a window zoomed to twice its size: the map stays, all of the page is there."""

from __future__ import annotations

import pytest

from tests.browser.conftest import visiting
from tests.browser.fingers import Fingers

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}

#: Upright, on its side, and 1440 × 900 zoomed to 200 %, as pixels of the page.
SIZES = [(390, 844), (360, 640), (320, 568), (844, 390), (720, 450), (960, 540)]

#: What sticks out of the window, but for what scrolls within itself.
BEYOND = """[...document.querySelectorAll(".race *")].filter((each) => each.checkVisibility()
  && !each.closest(".key, .formula, .hidden, [role=img], svg")
  && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 90))"""

#: What a finger could miss. Of what is within a label, all of the label is hit; the ring and the skip links are for
#: keys, and the corners of a figure are hit around their sign.
SMALL = """[...document.querySelectorAll(".race :is(button, summary, select, a, input, textarea)")].map((each) =>
    each.closest("label") ?? each)
  .filter((each) => each.checkVisibility({visibilityProperty: true}) && !each.closest(".skips"))
  .map((each) => [each.outerHTML.slice(0, 90), ...(({width, height}) => [width, height])(each.getBoundingClientRect())])
  .filter(([, width, height]) => width > 0 && (width < 43.5 || height < 43.5))"""

#: The map between the upper edge of the window and the bar below, and not a small one.
IN_SIGHT = """(() => {
  const [map, bar] = [".pictures", ".playback"].map((name) => document.querySelector(name).getBoundingClientRect())
  return map.top >= 0 && map.bottom <= bar.top + 1 && map.height > 0.35 * innerHeight })()"""


@pytest.fixture(scope="module")
def opened(server, browser):
    with visiting(server, browser) as visit:
        yield visit("v=1", **PHONE)


@pytest.fixture
def phone(opened):
    opened.page.keyboard.press("Escape")
    show(opened, 390, 844)
    return opened


def show(phone, width: int, height: int, view: str = "overlay", surface: str = "rosenbrock") -> None:
    """A window of that size, at the top of the page."""
    phone.page.set_viewport_size({"width": width, "height": height})
    phone.run(f"(scrollTo(0, 0), mounted.engine.ask({{view: '{view}', surface: '{surface}'}}))")
    phone.run("mounted.engine.ask({'sgd.lr': '0.001'})")
    phone.answered(f"innerWidth === {width} && mounted.stage.state.reply.surface.key === '{surface}'")
    phone.answered(f"document.querySelector('.race').dataset.view === '{view}'")
    phone.answered("mounted.stage.state.reply.values['sgd.lr'] === '0.001'")


@pytest.mark.parametrize("size", [(390, 844), (360, 640), (844, 390)])
def test_the_map_is_in_sight_while_a_finger_moves_a_slider(phone, size):
    show(phone, *size)
    phone.run("document.querySelector('[data-card=sgd] input[type=range]').scrollIntoView({block: 'nearest'})")
    phone.wait("scrollY > 500")
    frame = "JSON.stringify(Bokeh.index.find_one(mounted.figures.model('map')).frame.bbox)"
    assert phone.run(IN_SIGHT)
    laid_out, before = phone.run(frame), phone.run("mounted.stage.state.reply.values['sgd.lr']")
    box = phone.page.locator("[data-card=sgd] input[type=range]").first.bounding_box()
    y = box["y"] + box["height"] / 2
    # Beneath neither the map nor the bar.
    assert phone.run(f"document.elementFromPoint({box['x'] + 10}, {y}).type") == "range"
    Fingers(phone.page).drag(((box["x"] + 0.5 * box["width"], y), (box["x"] + 0.7 * box["width"], y)))
    phone.answered(f"mounted.stage.state.reply.values['sgd.lr'] !== '{before}'")
    assert phone.run(IN_SIGHT)
    # To stay costs no layout of the figure.
    assert phone.run(frame) == laid_out


def test_a_swipe_over_the_map_scrolls_the_page_under_it(phone):
    x, y = phone.place(0, 1)
    Fingers(phone.page).drag(((x, y), (x, y - 250)))
    phone.wait("scrollY > 100")
    assert phone.run(IN_SIGHT)


@pytest.mark.parametrize("part", ["Racers", "Surface", "Recipe", "Standings"])
def test_each_part_is_one_press_away(phone, part):
    phone.page.get_by_role("navigation", name="Parts of the page").get_by_role("button", name=part).tap()
    place = f"""(() => {{ const at = document.querySelector('[data-jump={part}]').getBoundingClientRect().top
      return at - document.querySelector('.jumps').getBoundingClientRect().bottom }})()"""
    phone.wait(f"Math.abs({place}) < 30 || scrollY + innerHeight >= document.documentElement.scrollHeight - 1")
    assert phone.run(IN_SIGHT)


@pytest.mark.parametrize("view", ["overlay", "side", "sweep", "heat", "basins", "relief"])
def test_no_view_is_wider_than_the_window_or_too_small_for_a_finger(phone, view):
    for width, height in SIZES if view == "overlay" else SIZES[2:4]:
        show(phone, width, height, view)
        assert phone.run("document.documentElement.scrollWidth") <= width, (width, height)
        assert phone.run(BEYOND) == [], (width, height)
        assert phone.run(SMALL) == [], (width, height)


@pytest.mark.parametrize("size", [(861, 700), (1024, 768), (360, 640)])
def test_losses_of_many_signs_stay_in_their_column(phone, size):
    show(phone, *size, surface="himmelblau")
    assert phone.run("document.querySelector('.standings .number').textContent.includes('×10')")
    assert phone.run(BEYOND) == []


def test_low_windows_have_map_and_loss_side_by_side_and_all_of_the_bar(phone):
    for width, height in [(844, 390), (720, 450), (960, 540)]:
        show(phone, width, height)
        boxes = [phone.page.locator(name).bounding_box() for name in (".pictures", ".loss", ".playback")]
        picture, loss, bar = boxes
        assert picture["x"] + picture["width"] <= loss["x"]
        assert picture["y"] + picture["height"] <= bar["y"] + 1 and loss["y"] + loss["height"] <= bar["y"]
        assert bar["y"] + bar["height"] <= height + 1
        assert phone.run("document.querySelector('.standings').scrollWidth") <= loss["width"]


@pytest.mark.parametrize("size", [(390, 844), (320, 568)])
def test_the_playhead_has_the_width_of_a_phone_and_its_buttons_stay(phone, size):
    show(phone, *size)
    for name in ("first", "back", "play", "forward", "last", "loop", "speed"):
        assert phone.page.locator(f"[data-playback={name}]").is_visible()
    scrub, where, speed = (
        phone.page.locator(f"[data-playback={name}]").bounding_box() for name in ("scrub", "where", "speed")
    )
    assert scrub["width"] >= 0.5 * size[0]
    assert scrub["x"] + scrub["width"] <= where["x"] and where["x"] + where["width"] <= size[0]
    assert speed["y"] + speed["height"] <= where["y"] or speed["x"] + speed["width"] <= scrub["x"]
    assert phone.page.locator("[data-playback=where] .word").evaluate_all(
        "(words) => words.map((each) => each.checkVisibility())"
    ) == [False, False]


@pytest.mark.parametrize("size", [(390, 844), (320, 568), (844, 390)])
def test_the_theme_is_chosen_on_a_phone_too(phone, size):
    show(phone, *size)
    top = phone.page.locator(".top").bounding_box()
    theme, help_ = phone.page.get_by_label("Theme", exact=True), phone.page.locator("[data-part=help-open]")
    theme.select_option("dark")
    phone.answered("document.querySelector('.race').dataset.theme === 'dark'")
    theme.select_option("auto")
    phone.answered("document.querySelector('.race').dataset.theme === 'auto'")
    # In one line with the others.
    assert theme.bounding_box()["y"] == pytest.approx(help_.bounding_box()["y"], abs=2) and top["width"] == size[0]


def test_a_fair_race_is_a_card_for_each_racer(phone):
    phone.run("document.querySelector('[data-part=fair-open]').click()")
    phone.page.get_by_role("button", name="Tune all racers").tap()
    phone.wait("!document.querySelector('[data-part=fair-table]').hidden", 60)
    assert phone.run("(({scrollWidth, clientWidth}) => scrollWidth === clientWidth)(document.querySelector('.wide'))")
    told = phone.run(
        "[...document.querySelectorAll('[data-part=fair-table] tbody tr')].map((row) => [...row.cells].map((cell) =>"
        " [cell.dataset.label, getComputedStyle(cell).display, cell.getBoundingClientRect().right <= innerWidth]))"
    )
    heads = ["Rank", "Racer", "Before (rank)", "Tuned", "Values found", "Searched", "Trials diverged"]
    assert len(told) == 5 and all(row == [[head, "flex", True] for head in heads] for row in told)
    phone.page.get_by_role("button", name="Close", exact=True).tap()


@pytest.mark.parametrize(("width", "side"), [(390, "right"), (1440, "left")])
def test_words_of_a_sweep_stand_where_there_is_room(visit, width, side):
    window = {"viewport": {"width": width, "height": 844}, "reduced_motion": "reduce"}
    visitor = visit("view=sweep&surface=ravine&racers=sgd,momentum&steps=300", **window)
    word = "mounted.figures.model('sweep').renderers.find(({name}) => name === 'word').data_source.data"
    visitor.answered(f"{word}.text.length === 3")
    said = visitor.run(f"[...{word}.text].map((text, i) => [text, {word}.align[i]])")
    assert said == [["limit of SGD 0.02", "left"], ["limit of Momentum 0.038", side], ["diverged", "left"]]
