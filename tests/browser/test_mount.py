"""The page stands on its root and its engine: twice in one document, and with a view of two new files."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES
from tests.browser.serving import ROOT, serving

STILL = {"reduced_motion": "reduce"}

#: Mount a second page, of the same template but another session, below the first.
SECOND = """(async () => {
  const text = await (await fetch(`app${location.search}`)).text()
  const root = new DOMParser().parseFromString(text, "text/html").querySelector(".race")
  document.body.append(document.adoptNode(root))
  const here = (module) => new URL(`app/static/${module}`, document.baseURI)
  const [{mount}, {openWire}] = await Promise.all([import(here("main.js")), import(here("engines/wire.js"))])
  root.mounted = await mount(root, openWire(root))
})()"""


def test_two_pages_in_one_document_leave_each_other_alone(visit):
    visitor = visit("racers=sgd,adam&surface=beale", **STILL)
    # Both are mounted by the same modules: those that the page's own script is made of.
    whole = {"content_type": "text/javascript", "body": "import './app/static/page.js'"}
    visitor.page.route("**/page.js?*", lambda route: route.fulfill(**whole))
    visitor.open("racers=sgd,adam&surface=beale")
    visitor.run(SECOND)
    first, second = (visitor.page.locator(".race").nth(i) for i in (0, 1))
    assert visitor.run(
        "(() => { const ids = [...document.querySelectorAll('[id]:not(symbol)')].map(({id}) => id)"
        "; return ids.length === new Set(ids).size })()"
    )
    steps = "({mounted}) => mounted.stage.state.race.steps"
    box = second.locator("[data-key=steps] input[type=text]")
    box.fill("123")
    box.press("Enter")
    visitor.wait("document.querySelectorAll('.race')[1].mounted.stage.state.race.steps === 123")
    assert (first.evaluate(steps), second.evaluate(steps)) == (500, 123)
    second.get_by_text("Sweep", exact=True).click()
    visitor.wait("document.querySelectorAll('.race')[1].dataset.view === 'sweep'")
    second.locator("[data-part=says]", has_text="Best η of 241 tried").wait_for()
    assert first.get_attribute("data-view") == "overlay"
    # A label belongs to the box of its own page.
    label = second.locator("label", has_text="Steps").first
    assert label.evaluate("(each) => each.control.closest('.race') === each.closest('.race')")
    # Keys move the playhead of the page that was touched last.
    step = "({mounted}) => mounted.playback.step"
    visitor.run("document.activeElement.blur()")
    visitor.page.keyboard.press("Home")
    assert (first.evaluate(step), second.evaluate(step)) == (500, 0)
    for page in (first, second):
        assert page.evaluate("({mounted}) => mounted.figures.plots.every((plot) => Bokeh.index.find_one(plot))")


RECORD = '''
"""How far each racer goes: a view of two files."""

from __future__ import annotations

import numpy as np
from bokeh.models import Range1d, Scatter

from app.cache import built
from app.inquiry import Inquiry, Question
from app.plot import MOVING, columns, draw, plain
from app.runs import setup
from app.views.view import View
from optimizers import run


def picture():
    plot = plain("toy", x_range=Range1d(-1, 9), y_range=Range1d(0, 20))
    draw(plot, columns("x", "y"), Scatter(size=20), MOVING, "dot")
    return plot


def answer(question, n, watch):
    of = question.setup
    paths = [run(built(racer), built(of.surface), of.start, n, built(of.recipe)) for racer in of.racers]
    lengths = [np.hypot(*np.diff(path.positions, axis=0).T).sum() for path in paths]
    return {"steps": n, "lengths": np.array(lengths)}


VIEW = View(
    order=60,
    title="Toy",
    about="How far each racer goes",
    figure=picture,
    inquiry=Inquiry(lambda settings: Question("toy", setup(settings)), answer, lambda _: [(5, 1, 0), (20, 1, 0)]),
)
'''

MODULE = """
import {quietly, source} from "../figures/figures.js"
import {View} from "./view.js"

export default class Toy extends View {
  draw({steps, lengths}) {
    quietly(source(this.means.figure, "dot"), {data: {x: [...lengths.keys()], y: lengths}})
    return {text: `After ${steps} steps: ${[...lengths].map((length) => length.toFixed(3)).join(", ")}`}
  }
}
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A server of a copy of the project with one more view."""
    root = tmp_path_factory.mktemp("grown")
    for package in ("app", "optimizers", "surfaces", "tests"):
        shutil.copytree(ROOT / package, root / package)
    (root / "app/views/toy.py").write_text(RECORD, encoding="utf-8")
    (root / "app/static/views/toy.js").write_text(MODULE, encoding="utf-8")
    with serving(root=root) as server:
        yield server


def test_a_view_is_two_files(grown, browser):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{grown.url}?racers=sgd,adam")
    page.wait_for_selector("[data-ready='1']", state="attached")
    page.get_by_text("Toy", exact=True).click()
    page.locator("[data-part=says]", has_text="After 20 steps").wait_for()
    lengths = []
    for key in ("sgd", "adam"):
        path = run(OPTIMIZERS[key](), SURFACES["rosenbrock"](), steps=20).positions
        lengths.append(f"{np.hypot(*np.diff(path, axis=0).T).sum():.3f}")
    assert ", ".join(lengths) in page.locator("[data-part=says]").inner_text()
    picture = page.locator("[data-picture=toy]")
    assert picture.is_visible() and picture.get_attribute("aria-label") == "How far each racer goes"
    assert not page.locator("[data-picture=map]").is_visible()
    # Its tab is a link like the others.
    while "view=toy" not in page.evaluate("location.search"):
        page.wait_for_timeout(20)
    page.reload()
    page.locator("[data-part=says]", has_text="After 20 steps").wait_for()
    assert errors == []
    page.close()
