"""The page in one file: opened from disk with no network, in frames without an origin, on a phone."""

from __future__ import annotations

import re
import time
from html import escape

import pytest
from playwright.sync_api import expect

from app.export import export_html, version
from tests.browser.fingers import Fingers

RACE = "surface=beale&racers=sgd,adam&steps=300"
READY = "[data-ready='1']"
LR = "document.querySelector('.race').mounted.stage.state.race.paths[0].lr"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("away") / "race.html"
    export_html(RACE, path)
    return path


class Offline:
    """A window that refuses every request but that for the file itself, and no error."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        self.page = self.context.new_page()
        self.errors, self.requested = [], []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.page.route("**", self._refuse)

    def _refuse(self, route):
        url = route.request.url
        if url.startswith("file:") and url.split("#")[0].endswith("/race.html"):
            route.continue_()
        elif not url.startswith("blob:"):
            self.requested.append(url)
            route.abort()

    def open(self, address):
        self.page.goto(address)
        self.page.locator(READY).wait_for(state="attached")
        return self


@pytest.fixture
def offline(browser):
    opened = []

    def new(**options):
        opened.append(Offline(browser, **options))
        return opened[-1]

    yield new
    for each in opened:
        each.context.close()
        assert (each.errors, each.requested) == ([], [])


def until(frame, script, value):
    deadline = time.monotonic() + 30
    while (found := frame.evaluate(script)) != value:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def type_into(frame, key, text):
    box = frame.locator(f"[data-key='{key}'] input[type=text]").first
    box.fill(text)
    box.press("Enter")


def test_it_is_small_and_says_what_it_is(file):
    html = file.read_text(encoding="utf-8")
    assert len(html.encode()) < 1_200_000
    assert f"one file of Optimizer Race {version()}" in html
    # It names no other place.
    assert not re.findall(r"\b(?:src|href)=\"(?!data:)", html)
    assert export_html(RACE) == html


def test_it_plays_and_races_with_every_request_refused(file, offline):
    window = offline(reduced_motion="reduce").open(file.as_uri())
    page = window.page
    assert page.title() == "Beale: SGD, Adam · Optimizer Race"
    assert page.locator("h1 small").inner_text() == version()
    # One language alone is no choice.
    assert page.locator("[data-part=languages]").get_attribute("hidden") is not None
    assert "arrived at step 108" in page.locator("[data-part=standings]").inner_text()
    card = page.locator("[data-part=explain]")
    card.locator("label", has_text="Deeper").click()
    assert "torch.optim.Adam(params, lr=0.1" in card.inner_text()
    type_into(page, "sgd.lr", "0.02")
    until(page, LR, 0.02)
    # Another surface, another racer.
    page.locator("button.surface").click()
    page.locator("[data-part=surfaces] label", has_text="Himmelblau").click()
    page.locator("[data-part=add-open]").click()
    page.locator("[data-part=add] label", has_text="Lion").click()
    until(page, "document.title", "Himmelblau: SGD, Adam, Lion · Optimizer Race")
    # What takes longer is worked out beside the page.
    for view, words in {"Sweep": "Best η of 241 tried", "Basins": "arrived at a minimum", "3-D": ""}.items():
        page.locator(".tabs").get_by_text(view, exact=True).click()
        page.locator("[data-part=says]", has_text=words).wait_for()
    until(page, "document.querySelector('.race').mounted.views.answers.relief?.last", True)
    page.locator(".tabs").get_by_text("Overlay", exact=True).click()
    # What cannot be is refused as everywhere.
    page.keyboard.press("Escape")
    type_into(page, "steps", "0")
    page.get_by_text("it must be at least 1 and at most 5000").first.wait_for()


def test_its_state_is_in_its_address(file, offline):
    window = offline(reduced_motion="reduce").open(file.as_uri())
    page = window.page
    type_into(page, "adam.lr", "0.3")
    until(page, "location.hash", "#v=1&surface=beale&racers=sgd,adam&steps=300&adam.lr=0.3")
    page.reload()
    page.locator(READY).wait_for(state="attached")
    assert page.locator("[data-key='adam.lr'] input[type=text]").first.input_value() == "0.3"
    # Whoever types another state into the address gets that.
    page.evaluate("location.hash = '#v=1&surface=saddle&racers=newton&view=side'")
    until(page, "document.title", "Saddle: Newton · Optimizer Race")
    assert page.locator("[data-key=steps] input[type=text]").first.input_value() == "500"
    assert page.locator(".race").get_attribute("data-view") == "side"
    page.locator("[data-part=share-open]").click()
    link = page.locator("[data-share=link]").input_value()
    assert link == f"{file.as_uri()}#v=1&surface=saddle&racers=newton&view=side"
    assert 'src="race.html#v=1&amp;surface=saddle' in page.locator("[data-share=code]").input_value()
    assert not page.locator("[data-share=file]").is_visible()


def test_two_stand_in_a_page_without_an_origin(file, offline):
    """As a learning platform shows it: in ``srcdoc``, and with no right but to run scripts."""
    text = escape(file.read_text(encoding="utf-8"))
    frames = f'<iframe sandbox="allow-scripts" width="600" height="560" srcdoc="{text}"></iframe>' * 2
    window = offline(reduced_motion="reduce")
    window.page.set_content(f"<h1>Lecture 3</h1>{frames}")
    first, second = [frame for frame in window.page.frames if frame.parent_frame]
    for frame in (first, second):
        frame.locator(READY).wait_for(state="attached")
        assert frame.evaluate("origin") == "null"
    type_into(first, "sgd.lr", "0.02")
    until(first, LR, 0.02)
    assert second.evaluate(LR) == 0.001
    # It has no address: neither does it say one.
    first.locator("[data-part=share-open]").click()
    assert first.get_by_text("has no address of its own").is_visible()
    assert not first.locator("[data-share=link]").is_visible()
    first.locator("[data-share=close]").click()
    first.locator("[data-playback=first]").click()
    first.locator("#play").click()
    until(first, "document.querySelector('.race').mounted.playback.playing", True)


def test_it_works_by_touch(file, offline):
    window = offline(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = window.open(file.as_uri()).page
    page.locator("[data-playback=first]").tap()
    page.locator("#play").tap()
    until(page, "document.querySelector('.race').mounted.playback.playing", True)
    page.locator(".jumps button", has_text="Racers").tap()
    slider = page.locator("[data-key='sgd.lr'] input[type=range]").first
    box = slider.bounding_box()
    across, down = box["x"], box["y"] + box["height"] / 2
    Fingers(page).drag(((across + box["width"] / 2, down), (across + box["width"] - 12, down)))
    until(page, f"{LR} > 0.01", True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_host_that_forbids_workers_has_all_answers_too(browser, file):
    """The page itself works at them between two frames: at a sweep, and at a race that is dear."""
    page = browser.new_page(reduced_motion="reduce")
    html, forbidden = file.read_text(encoding="utf-8"), {"Content-Security-Policy": "worker-src 'none'"}
    page.route(
        "https://host.test/**", lambda route: route.fulfill(body=html, headers=forbidden, content_type="text/html")
    )
    page.goto("https://host.test/race.html#v=1&surface=beale&racers=sgd,adam&steps=300&view=sweep")
    page.locator(READY).wait_for(state="attached")
    until(page, "document.querySelector('.race').mounted.views.answers.sweep?.last", True)
    noisy = {"view": "side", "steps": "2000", "recipe.noise": "0.1", "recipe.replicates": "32"}
    page.evaluate("(asked) => document.querySelector('.race').mounted.engine.ask(asked)", noisy)
    until(page, "document.querySelector('.race').mounted.stage.state.race.spread?.count", 32)
    page.close()


def test_a_link_s_frame_and_what_it_hides_are_the_file_s(browser, offline, tmp_path):
    path = tmp_path / "race.html"
    export_html(f"{RACE}&embed=1&show=adam.beta1&hide=1&theme=dark&view=side", path)
    page = offline(reduced_motion="reduce").open(path.as_uri()).page
    assert not page.locator("header").is_visible()
    assert page.locator("[data-part=knobs] .knob").count() == 1
    # All of it is in sight.
    assert page.locator("[data-part=knobs]").evaluate("(all) => all.scrollHeight <= all.clientHeight")
    assert page.locator(".race").get_attribute("data-theme") == "dark"
    assert page.evaluate("document.querySelector('.race').mounted.engine.reply.values.hide") == "1"


def test_what_its_link_locks_covers_and_leaves_out_holds_whatever_its_address_says(offline, tmp_path):
    path = tmp_path / "race.html"
    homework = "cover=paths,adam&reveal=0&lock=rates,start,surface&without=recipe,racers&hide=1"
    export_html(f"{RACE}&adam.lr=0.2&{homework}", path)
    page = offline(reduced_motion="reduce").open(path.as_uri()).page
    values = "document.querySelector('.race').mounted.engine.reply.values"

    def is_held():
        assert page.evaluate(f"['surface', 'adam.lr', 'x', 'cover', 'hide'].map((key) => {values}[key])") == [
            *("beale", "0.2", "", "paths,adam", "1")
        ]
        for control in ("#x", "button.surface", "[data-key='adam.lr'] input[type=range]"):
            assert page.locator(control).first.is_disabled()
        assert page.locator("[data-key=steps] input[type=range]").first.is_enabled()
        for part in (".recipe", "[data-part=add-open]", "[data-remove=sgd]", "[data-part=reveal]"):
            assert not page.locator(part).first.is_visible()
        shown = "mounted.figures.model('map').renderers.find(({name}) => name === 'trail').data_source.data.xs.length"
        until(page, f"document.querySelector('.race').{shown}", 0)
        assert "Adam" not in page.locator("[data-part=standings]").inner_text()

    is_held()
    # Keys and the map's own ways do no more than on the page.
    for key in ("r", "h"):
        page.keyboard.press(key)
    box = page.locator(".pictures").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    page.get_by_text("Locked by the link of this page: Start").wait_for(state="attached")
    is_held()
    # Neither does another state in its address, which says so; what is free is taken from it.
    notice = page.locator("[data-part=notice]")
    page.evaluate("location.hash = '#v=1&surface=saddle&racers=sgd,adam&steps=200&adam.lr=1&x=3&cover=&hide=1'")
    until(page, f"{values}.steps", "200")
    notice.get_by_text("Locked by the link of this page: Surface").wait_for()
    is_held()
    page.goto("about:blank")
    page.goto(
        f"{path.as_uri()}#steps=150&hide=1&surface=beale&racers=sgd,adam&adam.lr=1&reveal=1&lock=&lesson=momentum"
    )
    page.locator(READY).wait_for(state="attached")
    until(page, f"{values}.steps", "150")
    notice.get_by_text("Locked by the link of this page:").wait_for()
    is_held()
    # Nor does a link that the page makes of it.
    page.locator("[data-part=share-open]").click()
    lists = {
        name: page.locator(f"[data-class={name}] input[value={each}]")
        for name, each in {"lock": "rates", "without": "recipe", "cover": "paths"}.items()
    }
    for box in (*lists.values(), page.locator("[data-class=reveal]")):
        assert box.is_disabled()
    assert page.locator("[data-class=lock] input[value=steps]").is_enabled()
    # Without anything in its address it is what it was.
    page.keyboard.press("Escape")
    page.evaluate("location.hash = ''")
    until(page, f"{values}.steps", "300")


def test_it_speaks_the_language_that_it_was_saved_in(visit, tmp_path, offline):
    """Chosen by the browser of whoever saves it, on a reader's browser of another language, with no server."""
    visitor = visit(RACE, reduced_motion="reduce", locale="de-DE")
    visitor.wait("document.documentElement.lang === 'de'")
    visitor.page.locator("[data-part=share-open]").click()
    with visitor.page.expect_download() as saved:
        visitor.page.locator("[data-share=file]").click()
    path = tmp_path / "race.html"
    saved.value.save_as(path)
    html = path.read_text(encoding="utf-8")
    assert '<html lang="de">' in html and len(html.encode()) < 1_200_000
    page = offline(reduced_motion="reduce", locale="en-US").open(path.as_uri()).page
    until(page, "document.documentElement.lang", "de")
    assert page.locator("[data-part=share-open]").inner_text().startswith("Teilen")
    page.locator("[data-part=standings]").get_by_text("angekommen bei Schritt 108").wait_for()
    # English is in it as well; nothing else is offered.
    page.locator("[data-part=help-open]").click()
    choice = page.locator("select[data-key=lang]")
    assert choice.locator("option").evaluate_all("(all) => all.map(({value}) => value)") == ["auto", "en", "de"]
    choice.select_option("en")
    page.locator("[data-part=standings]").get_by_text("arrived at step 108").wait_for()
    until(page, "location.hash.endsWith('lang=en')", True)


def test_the_page_gives_it_away(visit, tmp_path, offline):
    visitor = visit("surface=saddle&racers=sgd,adam", reduced_motion="reduce")
    visitor.set("adam.lr", "0.3")
    visitor.wait("location.search.includes('adam.lr=0.3')")
    visitor.page.locator("[data-part=share-open]").click()
    with visitor.page.expect_download() as saved:
        visitor.page.locator("[data-share=file]").click()
    assert saved.value.suggested_filename == "race.html"
    saved.value.save_as(tmp_path / "race.html")
    page = offline(reduced_motion="reduce").open((tmp_path / "race.html").as_uri()).page
    assert page.url.endswith("#v=1&surface=saddle&racers=sgd,adam&adam.lr=0.3")
    expect(visitor.page.locator("[data-share=says]")).to_have_text("The file is there.")
    # What the server says against it, a browser would keep to itself.
    words = "The kernels for browsers are being built: try again in a minute."
    visitor.page.route("**/race.html?*", lambda route: route.fulfill(status=503, body=f"<p>{words}</p>"))
    visitor.page.locator("[data-share=file]").click()
    expect(visitor.page.locator("[data-share=says]")).to_have_text(words)
    # And of a server that is gone on the way nothing is to be had.
    visitor.page.route("**/race.html?*", lambda route: route.abort())
    visitor.page.locator("[data-share=file]").click()
    expect(visitor.page.locator("[data-share=says]")).to_contain_text("The server does not answer")
    visitor.errors.clear()


def test_a_frame_and_the_page_around_talk(file, offline):
    text = escape(file.read_text(encoding="utf-8"))
    window = offline(reduced_motion="reduce")
    window.page.set_content(
        "<script>heard = []; addEventListener('message', ({data}) => heard.push(data));"
        "say = (data) => frames[0].postMessage(data, '*'); last = () => heard.findLast(({values}) => values)</script>"
        f'<iframe sandbox="allow-scripts" width="600" height="560" srcdoc="{text}"></iframe>'
    )
    page, frame = window.page, window.page.frames[1]
    until(page, "heard[0]?.type", "optimizer-race:ready")
    assert page.evaluate("last().outcomes.adam").startswith("arrived at step 108")
    page.evaluate("say({type: 'optimizer-race:set', changes: {'adam.lr': '0.3', steps: '200'}, number: 7})")
    until(page, "last().number", 7)
    assert page.evaluate("[last().type, last().values['adam.lr'], last().query.steps]") == [
        "optimizer-race:state",
        "0.3",
        "200",
    ]
    page.evaluate("say({type: 'optimizer-race:set', query: 'v=1&steps=100'})")
    until(page, "last().values.steps", "100")
    page.evaluate("say({type: 'optimizer-race:seek', step: 40})")
    until(page, "last().values.step", "40")
    # What is nonsense changes nothing, and is told as on the page.
    for nonsense in (
        "null",
        "7",
        "{}",
        "{type: 'optimizer-race:set'}",
        "{type: 'optimizer-race:set', changes: {steps: 3}}",
    ):
        page.evaluate(f"say({nonsense})")
    frame.get_by_text("a setting is sent as text").first.wait_for()
    page.evaluate("say({type: 'optimizer-race:seek', step: 95}); say('slide:start')")
    until(page, "heard.at(-1).type === 'optimizer-race:finished' || last().values.step === ''", True)
    until(page, "heard.some(({type}) => type === 'optimizer-race:finished')", True)
    assert page.evaluate("last().values.steps") == "100"
