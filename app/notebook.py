"""A live race for notebooks and for Panel apps of one's own: ``OptimizerRace``."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import panel as pn
import param
from panel.custom import JSComponent

from app import export
from app.identity import race_title
from app.links import to_query
from app.runs import race, setup
from app.settings import Settings, apply
from app.texts import write
from optimizers import Outcome
from surfaces.numbers import declared, did_you_mean

#: Settings of a frame, which the component has other names for; and lessons, which a server reads.
_LEFT_OUT = ("embed", "show", "lesson", "at")
#: Racers whose learning rates have sliders below the map where nobody says which have.
_FEW = 4


class Engine:
    """What races of one notebook have in common, as the output of a cell: see ``load_engine``."""

    #: Whether it stands in some cell.
    shown = False

    def _repr_html_(self) -> str:
        Engine.shown = True
        name, parts = json.dumps(f"optimizer-race {export.version()}"), json.dumps(export.engine())
        return f"<script>window[{name}] = {parts}</script>Optimizer Race {export.version()} is loaded."


def load_engine() -> Engine:
    """Have all races that are shown from now on share one engine, which the output of this cell holds.

    Without it every race holds all that it needs, about a megabyte, and shows wherever its output does. With it each
    is a few kilobytes, and shows as long as this output does too, in front ends that run the scripts of outputs in the
    page in which frames stand: JupyterLab, Notebook, VS Code, exported HTML.
    """
    return Engine()


class Frame(JSComponent):
    """The page in a frame, and what passes between it and Python."""

    title = param.String()
    #: The text of the page, as ``export.file_of`` writes it, as JSON without "<": Panel writes it into scripts of cells
    #: and of saved pages, which a "</script>" would end.
    page = param.String()
    #: ``{"number": n, "changes": {key: text}, "all": {key: text}}``: what was changed here that the page has not heard
    #: of; and, for a page that begins, all since it was written.
    asked = param.Dict({"number": 0, "changes": {}, "all": {}})
    #: ``{"number": n, "values": {key: text}, "begins": yes}``: what is so in the page, after it has heard so much; and
    #: whether it is its first word.
    told = param.Dict({})

    _esm = Path(__file__).parent / "static/component.js"


class OptimizerRace(pn.viewable.Viewer):
    """A live race: in a notebook's cell it is shown by being named, in a Panel app it is a component.

    ``OptimizerRace(surface="beale", racers=["sgd", "adam"], steps=300, adam={"lr": 0.3})`` takes settings by name;
    those of a rule, of a surface and of the ``recipe`` as a dictionary. ``OptimizerRace("surface=beale&racers=sgd")``
    takes a link's query, or the link. Afterwards each is an attribute: ``race.steps``, ``race.adam.lr``,
    ``race.recipe.noise``. They can be set, and in a Panel app they follow what a visitor changes.

    A value that is not allowed raises ``ValueError`` and changes nothing.
    """

    height = param.Integer(560, bounds=(200, 4000), doc="Pixels.")
    full = param.Boolean(False, doc="The whole page, rather than the map, the loss, the playback and some sliders.")
    sliders = param.List(None, allow_None=True, doc="Settings with a slider below the map; by default learning rates.")
    outcomes = param.Dict({}, constant=True, doc="How each racer's race ends: an Outcome by racer.")

    def __init__(self, race: str = "", *, height: int = 560, full: bool = False, sliders: Any = None, **given: Any):
        self._settings = export.settings_of(race) if race or not given else Settings()
        if notices := apply(self._settings, self._texts(given)):
            raise ValueError(" ".join(map(str, notices)))
        self._following = True
        super().__init__(height=height, full=full, sliders=sliders)
        self._follow()
        self.param.watch(self._set, _SHARED)
        for prefix, owner in self._owners().items():
            names = declared(type(owner))
            if names:
                owner.param.watch(lambda *events, prefix=prefix: self._set_within(prefix, *events), names)
        #: What has been changed since the page was written that is in ``_frame``, and of that what it has not heard of.
        self._changed: dict[str, str] = {}
        self._unheard: dict[str, str] = {}
        self._frame: Frame | None = None

    def _owners(self) -> dict[str, param.Parameterized]:
        return {**self._settings.surfaces, **self._settings.optimizers, "recipe": self._settings.recipe}

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name in (owners := self._owners()):
            return owners[name]
        raise AttributeError(f"OptimizerRace has no {name!r}{did_you_mean(name, [*_SHARED, *self._owners()])}")

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and not hasattr(type(self), name):
            raise AttributeError(
                f"OptimizerRace has no setting {name!r}{did_you_mean(name, _SHARED)}; "
                "those of a rule, a surface or the recipe are set one by one: race.adam.lr = 0.1"
            )
        super().__setattr__(name, value)

    def __repr__(self, *_: Any) -> str:
        told = ", ".join(f"{key}: {outcome.text}" for key, outcome in self.outcomes.items())
        return f"<OptimizerRace {race_title(setup(self._settings)).split(' · ')[0]} ({told})>"

    __str__ = __repr__

    @property
    def query(self) -> dict[str, str]:
        """The settings that differ from their defaults, as a link to the race has them."""
        return {key: text for key, text in to_query(self._settings.texts).items() if key not in _LEFT_OUT}

    def _texts(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Settings by name as texts by key; ``TypeError`` for a name that is none, ``ValueError`` for a value."""
        texts: dict[str, str] = {}
        owners = self._owners()
        for name, value in given.items():
            if name in owners and isinstance(value, Mapping):
                texts |= self._texts_of(owners[name], f"{name}.", value)
            elif name in _SHARED:
                texts |= self._texts_of(self._settings, "", {name: value})
            else:
                raise TypeError(f"OptimizerRace has no {name!r}{did_you_mean(name, [*_SHARED, *owners])}")
        return texts

    def _texts_of(self, owner: Any, prefix: str, given: Mapping[str, Any]) -> dict[str, str]:
        allowed = declared(type(owner))
        for name, value in given.items():
            if name not in allowed:
                raise TypeError(f"{type(owner).__name__} has no {name!r}{did_you_mean(name, allowed)}")
            type(owner).param[name]._validate(value)
        return {prefix + name: write(type(owner).param[name], value) for name, value in given.items()}

    def _follow(self) -> None:
        """Have all attributes say what the settings say."""
        self._following = True
        try:
            ended = race(setup(self._settings))["racers"]
            outcomes = {each["key"]: Outcome(**each["outcome"]) for each in ended}
            with param.edit_constant(self):
                self.param.update(outcomes=outcomes, **{name: getattr(self._settings, name) for name in _SHARED})
        finally:
            self._following = False

    def _take(self, changes: dict[str, str]) -> list[str]:
        self._following = True
        try:
            return apply(self._settings, changes)
        finally:
            self._follow()

    def _set(self, *events: Any) -> None:
        """Settings of this object were set."""
        if not self._following:
            self._ask({each.name: write(type(self).param[each.name], each.new) for each in events})

    def _set_within(self, prefix: str, *events: Any) -> None:
        """Settings of a rule, of a surface or of the recipe were set."""
        if self._following:
            return
        # As it was, so that what is refused can be taken back.
        self._following = True
        for each in events:
            setattr(each.obj, each.name, each.old)
        self._ask({f"{prefix}.{each.name}": write(type(each.obj).param[each.name], each.new) for each in events})

    def _ask(self, changes: dict[str, str]) -> None:
        before = dict(self._settings.texts)
        notices = self._take(changes)
        news = _differing(self._settings.texts, before)
        if self._frame and news:
            self._changed |= news
            self._unheard |= news
            self._tell(self._frame)
        if notices:
            raise ValueError(" ".join(map(str, notices)))

    def _tell(self, frame: Frame) -> None:
        number = frame.asked["number"] + 1
        frame.asked = {"number": number, "changes": dict(self._unheard), "all": dict(self._changed)}

    def _hear(self, event: Any) -> None:
        """The frame has told what is so: it is read as strictly as a link."""
        told, frame = event.new, event.obj
        values = told.get("values") if isinstance(told, dict) else None
        if not isinstance(values, dict):
            return
        # What it told before it heard the newest is of the past.
        if (told.get("number") or 0) != frame.asked["number"]:
            # What is set before the page can be talked with, as in the cell below that of a notebook, gets nowhere.
            if told.get("begins"):
                self._tell(frame)
            return
        self._unheard.clear()
        texts = self._settings.texts
        news = {key: text for key, text in values.items() if key not in _LEFT_OUT and texts.get(key) != text}
        if news:
            before = dict(texts)
            self._take(news)
            self._changed |= _differing(texts, before)

    def _written(self, whole: bool = True) -> str:
        """The page as one file, in its present state; unless ``whole``, without what ``load_engine`` shows."""
        framed = Settings()
        rates = [] if self.shared else [f"{key}.lr" for key in self.racers[:_FEW]]
        sliders = (["lr"] if self.shared else rates) if self.sliders is None else self.sliders
        query = {**self.query, "embed": "0" if self.full else "1", "show": ",".join(sliders)}
        if notices := apply(framed, {key: text for key, text in query.items() if key != "v"}):
            raise ValueError(" ".join(map(str, notices)))
        return export.file_of(framed, whole)

    def __panel__(self) -> Frame:
        if self._frame is None:
            title = race_title(setup(self._settings))
            page = json.dumps(self._written()).replace("<", "\\u003c")
            self._frame = Frame(title=title, page=page, height=self.height, sizing_mode="stretch_width", min_width=280)
            self._frame.param.watch(self._hear, "told")
        return self._frame

    def _repr_html_(self) -> str:
        """A frame that needs neither a kernel nor a server once it is shown."""
        title, page = race_title(setup(self._settings)), self._written(whole=not Engine.shown)
        # The engine of the page around is in reach of its own origin alone.
        sandbox = "" if Engine.shown else 'sandbox="allow-scripts allow-downloads allow-popups" '
        return (
            f'<iframe title="{escape(title)}" srcdoc="{escape(page)}" {sandbox}allow="fullscreen; clipboard-write" '
            f'style="display: block; width: 100%; height: {self.height}px; border: 0"></iframe>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        """The frame; after ``pn.extension()``, in a notebook that Panel can talk with, the component."""
        if pn.extension._loaded and pn.config.comms == "default":
            return super()._repr_mimebundle_(include, exclude)
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}


def _differing(texts: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text != before[key]}


def _declare() -> list[str]:
    """Give ``OptimizerRace`` the settings of a page, as they are declared there; their names."""
    names = [name for name in declared(Settings) if name not in _LEFT_OUT]
    for name in names:
        own = copy.copy(Settings.param[name])
        own.owner = None
        OptimizerRace.param.add_parameter(name, own)
    return names


_SHARED: list[str] = _declare()
