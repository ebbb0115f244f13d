"""``OptimizerRace`` in Python: settings both ways, what it shows, and what it refuses."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import panel as pn
import param
import pytest

import app
from app import OptimizerRace, load_engine, notebook
from optimizers import OPTIMIZERS, run
from surfaces import SURFACES

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs/examples/races.ipynb"


@pytest.fixture
def race() -> OptimizerRace:
    return OptimizerRace(surface="beale", racers=["sgd", "adam"], steps=300, adam={"lr": 0.2})


def test_a_race_has_the_settings_that_it_was_given(race):
    assert (race.surface, race.racers, race.steps, race.adam.lr) == ("beale", ["sgd", "adam"], 300, 0.2)
    assert race.query == {"v": "1", "surface": "beale", "racers": "sgd,adam", "steps": "300", "adam.lr": "0.2"}
    assert OptimizerRace("surface=beale&racers=sgd,adam&steps=300&adam.lr=0.2").query == race.query
    assert OptimizerRace().surface == "ravine"
    # What is shown is what is raced here.
    path = run(race.adam, race.beale, steps=300)
    assert race.outcomes["adam"] == path.outcome
    assert repr(race).startswith("<OptimizerRace Beale: SGD, Adam (sgd: ") and path.outcome.text in repr(race)


def test_what_is_set_is_heard_of(race):
    heard = []
    race.param.watch(
        lambda *events: heard.append({each.name: each.new for each in events}), ["outcomes", "x", "surface"]
    )
    race.adam.lr = 0.3
    assert race.query["adam.lr"] == "0.3" and heard[-1]["outcomes"]["adam"] == race.outcomes["adam"]
    race.x = 1.5
    # A surface brings its own start.
    race.surface = "saddle"
    assert race.x is None and heard[-1]["surface"] == "saddle"
    race.recipe.noise = 0.5
    assert race.query["recipe.noise"] == "0.5"


def test_the_page_s_declarations_are_the_component_s():
    for name in notebook._SHARED:
        own, page = OptimizerRace.param[name], app.settings.Settings.param[name]
        assert type(own) is type(page) and own.default == page.default and own.doc == page.doc
    # Neither a rule nor a surface is hidden behind something else.
    assert not {*OPTIMIZERS, *SURFACES, "recipe"} & set(dir(OptimizerRace))


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (lambda race: setattr(race, "steps", 0), ValueError, "at least 1"),
        (lambda race: setattr(race.adam, "lr", 99), ValueError, "at most 10"),
        (lambda race: setattr(race, "stepps", 9), AttributeError, "did you mean 'steps'"),
        (lambda race: setattr(race, "adam", 9), AttributeError, "race.adam.lr = 0.1"),
        (lambda race: race.beal, AttributeError, "did you mean 'beale'"),
        (lambda race: setattr(race, "outcomes", {}), TypeError, "Constant"),
        (lambda race: OptimizerRace(stepps=3), TypeError, "did you mean 'steps'"),
        (lambda race: OptimizerRace(steps="x"), ValueError, "Integer"),
        (lambda race: OptimizerRace(adam={"rate": 1}), TypeError, "Adam has no 'rate'"),
        (lambda race: OptimizerRace("steps=0"), ValueError, "at least 1 and at most 5000"),
    ],
)
def test_what_is_not_allowed_changes_nothing(race, wrong, error, words):
    before = race.query
    with pytest.raises(error, match=words):
        wrong(race)
    assert race.query == before


def test_what_is_too_dear_is_taken_back(race):
    race.recipe.noise = 1.0
    race.recipe.replicates = 64
    race.racers = list(OPTIMIZERS)
    with pytest.raises(ValueError, match="would fit"):
        race.steps = 5000
    assert race.steps == 300 and race.query["steps"] == "300"
    race.recipe.replicates, race.steps = 1, 4000
    # Of a rule, a surface and the recipe too.
    with pytest.raises(ValueError, match="would fit"):
        race.recipe.replicates = 64
    assert race.recipe.replicates == 1 and "recipe.replicates" not in race.query


def test_a_frame_is_heard_as_strictly_as_a_link(race):
    frame = race.__panel__()
    assert race.__panel__() is frame

    def tell(number, **values):
        frame.told = {"number": number, "values": values}

    tell(0, **{"adam.lr": "0.4", "steps": "200"})
    assert (race.adam.lr, race.steps) == (0.4, 200)
    # What is nonsense is left out; embed and show are the frame's own.
    tell(0, **{"adam.lr": "99", "steps": "150", "nonsense": "1", "embed": "0", "show": "steps"})
    assert (race.adam.lr, race.steps) == (0.4, 150)
    for nonsense in ({"number": 0}, {"number": 0, "values": [1]}, {"number": 0, "values": {"steps": 7, "x": None}}):
        frame.told = nonsense
    assert (race.adam.lr, race.steps, race.x) == (0.4, 150, None)
    # What was told before it heard of a change is of the past.
    race.steps = 120
    assert frame.asked == {"number": 1, "changes": {"steps": "120"}, "all": {"adam.lr": "0.4", "steps": "120"}}
    tell(0, steps="150")
    assert race.steps == 120
    tell(1, steps="130")
    assert race.steps == 130


def test_what_is_set_before_the_frame_can_be_talked_with_is_told_again(race):
    """The cell below that of a race is run before the frame has begun, which has then missed it."""
    frame = race.__panel__()
    race.steps = 120
    written = {"steps": "300", "adam.lr": "0.2"}
    frame.told = {"number": None, "values": written, "begins": True}
    assert frame.asked == {"number": 2, "changes": {"steps": "120"}, "all": {"steps": "120"}}
    # Any other word of its past is nothing to answer.
    frame.told = {"number": 1, "values": written, "begins": False}
    assert frame.asked["number"] == 2 and race.steps == 120
    frame.told = {"number": 2, "values": {**written, "steps": "120", "adam.lr": "0.4"}, "begins": False}
    assert (race.steps, race.adam.lr) == (120, 0.4)


def test_in_a_notebook_of_panel_s_a_race_is_its_component(race, monkeypatch):
    monkeypatch.setattr(pn.extension, "_loaded", True)
    monkeypatch.setattr(pn.config, "console_output", "disable")
    shown, _ = race._repr_mimebundle_()
    assert "application/vnd.holoviews_exec.v0+json" in shown
    # Panel's script goes to its end: no element of the page is in it.
    assert shown["text/html"].count("</script>") == 1 and "OptimizerRace" not in shown["text/html"].split("<script")[0]
    # Where Panel needs another way to talk, the frame is shown that needs none.
    monkeypatch.setattr(pn.config, "comms", "vscode")
    assert set(race._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_a_cell_holds_all_that_it_needs_unless_an_engine_is_loaded(race, monkeypatch):
    monkeypatch.setattr(notebook.Engine, "shown", False)
    whole = race._repr_mimebundle_()
    assert set(whole) == {"text/html", "text/plain"} and whole["text/plain"] == repr(race)
    assert 'sandbox="allow-scripts' in whole["text/html"] and 500_000 < len(whole["text/html"]) < 1_300_000
    load_engine()._repr_html_()
    light = race._repr_html_()
    assert len(light) < 12_000 and "sandbox" not in light.split("srcdoc")[0]


def test_what_is_below_the_map_may_be_said(race):
    from urllib.parse import parse_qs

    def shown(race):
        query = race._written().split('data-query="')[1].split('"')[0].replace("&amp;", "&")
        return {key: text for key, [text] in parse_qs(query).items() if key in ("show", "embed")}

    assert shown(race) == {"embed": "1", "show": "sgd.lr,adam.lr"}
    race.sliders = ["steps"]
    assert shown(race) == {"embed": "1", "show": "steps"}
    race.full = True
    assert shown(race) == {"show": "steps"}
    with pytest.raises(ValueError, match="must be one of"):
        OptimizerRace(racers=["sgd"], sliders=["nothing"])._written()


def test_the_notebook_runs_from_the_top(monkeypatch, tmp_path):
    """Each cell, and what its last line would show."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bokeh.io.output_notebook", lambda *_, **__: None)
    shown, names = [], {}
    monkeypatch.setattr("bokeh.io.show", shown.append)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        *body, last = ast.parse(cell["source"]).body
        if not isinstance(last, ast.Expr):
            body.append(last)
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
    assert (tmp_path / "race.html").stat().st_size > 500_000
    kinds = {type(each).__name__ for each in shown}
    assert {"OptimizerRace", "Sweep", "Basin", "Tuning", "figure", "DataFrame", "Engine"} <= kinds
    assert all(each._repr_html_() for each in shown if isinstance(each, OptimizerRace))
    assert isinstance(names["race"], param.Parameterized)
