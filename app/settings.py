"""All that a visitor can set, and the one strict way in: ``apply``, for the URL and the page alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import param

from app import in_force
from app.cache import Known, known
from app.changes import Notice
from app.changes import apply as applied
from app.classroom import CLASSROOM
from app.entries import Declaration
from app.languages import LANGUAGES
from app.lesson import OWN_LESSON, STEPS, lessons
from app.names import named
from app.pin import PinText
from app.pinned import pin
from app.runs import absent, setup
from app.sent import Bill
from app.texts import plain, value_of, write
from app.views import VIEWS
from optimizers import OPTIMIZERS, Recipe
from optimizers.optimizer import LearningRate
from surfaces import SURFACES
from surfaces.numbers import declared

#: How fast a race may be played: factors.
SPEEDS = ("0.1", "0.25", "0.5", "1", "2", "4")
#: Who races when nobody was chosen.
CLASSICS = ("sgd", "momentum", "nesterov", "rmsprop", "adam")


class Field(NamedTuple):
    """One setting: the object that holds it and the Param that declares it."""

    owner: param.Parameterized
    name: str
    #: The class's: an instance would be given a copy of its own.
    declaration: param.Parameter

    @property
    def value(self) -> Any:
        return getattr(self.owner, self.name)

    @property
    def default(self) -> Any:
        return self.declaration.default


class Refused(str):
    """A notice that an entry was refused, for who reads a link: with the setting's key."""

    #: The setting's key, and the notice for who has typed the entry into its box.
    key: str
    said: str

    @classmethod
    def told(cls, notice: Notice) -> str:
        """A notice as a text, which knows its key where an entry was refused."""
        if "key" not in notice:
            return notice["text"]
        refused = cls(notice["text"])
        refused.key, refused.said = notice["key"], notice["said"]
        return refused


class Settings(param.Parameterized):
    """One session's settings. Everything else on the page follows from them."""

    surface = param.Selector(default="rosenbrock", objects=list(SURFACES), label="Surface")
    x = param.Number(None, allow_None=True, bounds=(-100, 100), label="x", doc="Where all racers start.")
    y = param.Number(None, allow_None=True, bounds=(-100, 100), label="y", doc="Where all racers start.")
    racers = param.ListSelector(default=list(CLASSICS), objects=list(OPTIMIZERS), label="Racers")
    steps = param.Integer(
        500, bounds=(1, 5000), softbounds=(10, 5000), label="Steps", doc="The same step budget for every racer."
    )
    shared = param.Boolean(False, label="One η for all", doc="Race every rule at the same learning rate.")
    lr = LearningRate(0.01, doc="The learning rate of every racer while one η is set for all.")
    view = param.Selector(default="overlay", objects=list(VIEWS), label="View")
    trials = param.Integer(
        256, bounds=(1, 1024), softbounds=(16, 1024), label="Trials", doc="Trials for each racer when all are tuned."
    )
    draw = param.Integer(
        0,
        bounds=(0, 999_999_999),
        softbounds=(0, 100),
        label="Seed",
        doc="Seed of the trials, the same for all.",
    )
    step = param.Integer(None, allow_None=True, bounds=(0, 5000), label="Step", doc="Where the playhead rests.")
    speed = param.Selector(default="1", objects=list(SPEEDS), label="Speed", doc="How fast the race plays.")
    hide = param.Boolean(
        False,
        label="Hide what comes",
        doc="No curve ahead of the playhead; standings in the racers' own order until the end.",
    )
    card = param.Selector(
        default=None, allow_None=True, objects=list(OPTIMIZERS), label="Card", doc="The racer whose card is open."
    )
    engine = param.Selector(
        default="auto",
        objects=["auto", "server", "browser"],
        label="Who races",
        doc="Auto: the server, and your browser while the server is far or away.",
    )
    depth = param.Selector(
        default="idea", objects=["idea", "maths", "deeper"], label="Depth", doc="How deep the card of a racer goes."
    )
    lesson = param.Selector(
        default=None, allow_None=True, objects=[*lessons(), OWN_LESSON], label="Lesson", doc="The lesson that is open."
    )
    at = param.Integer(1, bounds=(1, STEPS[1]), label="Step of the lesson", doc="At which step of it.")
    theme = param.Selector(default="auto", objects=["auto", "light", "dark"], label="Theme")
    pin = PinText(
        "",
        label="Pinned race",
        doc="A race that stays in sight, in thin lines: as its link would have it, without its surface.",
    )
    lang = param.Selector(
        default="auto", objects=["auto", *LANGUAGES], label="Language", doc="The language of the page's words."
    )
    embed = param.Boolean(False, label="Embed", doc="Show the map, the loss and the playback alone.")

    def __init__(self) -> None:
        super().__init__()
        self.surfaces = {key: surface() for key, surface in SURFACES.items()}
        self.optimizers = {key: optimizer() for key, optimizer in OPTIMIZERS.items()}
        self.recipe = Recipe()
        self._pinned: Settings | None = None
        held: dict[str, Any] = {"": self, **self.surfaces, **self.optimizers, "recipe": self.recipe}
        #: Every setting by its URL key: ``surface``, ``rosenbrock.b``, ``adam.beta1``, ``recipe.warmup``.
        self.fields = {key: Field(held[owner], name, each) for key, (owner, name, each) in _declared().items()}
        #: How each is read.
        self.declarations = declarations()
        #: The text of every setting, by key: what ``put`` has written.
        self.texts = {key: each["default"] for key, each in self.declarations.items()}

    def put(self, key: str, value: Any) -> None:
        """Set the setting ``key``; the one way to, so that its text follows and none is ever written twice."""
        field = self.fields[key]
        if key == "pin":
            self._pinned = _race_of(value)
        setattr(field.owner, field.name, value)
        self.texts[key] = write(field.declaration, value)

    def take(self, key: str, written: str) -> str:
        """Set the setting ``key`` to what a text that was read stands for; why it cannot be, or nothing."""
        try:
            self.put(key, value_of(self.fields[key].declaration, written))
        except ValueError as refusal:
            return str(refusal)
        return ""

    @property
    def ground(self) -> Known:
        """The surface in force, by value."""
        return known(self.surfaces[self.surface])

    @property
    def bills(self) -> list[Bill]:
        """What all that a reply runs costs: the race, and the one that is pinned."""
        return [setup(each).bill for each in (self, self.pinned) if each]

    @property
    def pinned(self) -> Settings | None:
        """The settings of the pinned race, which is on the surface in force; None without one."""
        if self._pinned:
            self._pinned.surface, self._pinned.surfaces = self.surface, self.surfaces
        return self._pinned

    @property
    def absent(self) -> dict[str, str]:
        """The racers that cannot race on the surface in force, each with the reason."""
        return absent(self.surfaces[self.surface])

    @property
    def usual_start(self) -> tuple[float, float]:
        """The start of the surface in force."""
        return SURFACES[self.surface].start

    @property
    def start(self) -> tuple[float, float]:
        """The start in force."""
        return in_force.start(self)

    def hyper(self, racer: str) -> list[str]:
        """The names of a racer's hyperparameters."""
        return declared(OPTIMIZERS[racer])


# What a view alone has a use for is declared where the view is.
for _view in VIEWS.values():
    for _name, _declaration in _view.settings.items():
        Settings.param.add_parameter(_name, _declaration)


def _with_sliders() -> Iterator[str]:
    """The keys of the numbers that make a race what it is."""
    yield from ("steps", "lr")
    owners: dict[str, Any] = {**SURFACES, **OPTIMIZERS, "recipe": Recipe}
    for key, owner in owners.items():
        yield from (f"{key}.{name}" for name in declared(owner) if isinstance(owner.param[name], param.Number))


# Their names are those of the settings, so this one comes last.
Settings.param.add_parameter(
    "show",
    param.ListSelector(
        default=[],
        objects=list(_with_sliders()),
        label="Sliders in a frame",
        doc="The settings whose sliders a frame shows below its map.",
    ),
)
for _name, _declaration in CLASSROOM.items():
    Settings.param.add_parameter(_name, _declaration)


@cache
def _declared() -> dict[str, tuple[str, str, param.Parameter]]:
    """Every setting by its URL key: the key of what holds it, its name there, and its declaration."""
    owners: dict[str, Any] = {"": Settings, **SURFACES, **OPTIMIZERS, "recipe": Recipe}
    return {
        f"{key}.{name}" if key else name: (key, name, owner.param[name])
        for key, owner in owners.items()
        for name in declared(owner)
    }


@cache
def declarations() -> dict[str, Declaration]:
    """Every setting in plain values, by its URL key."""
    return {
        key: {"key": key, "name": named(key, each.label), "label": each.label, **plain(each)}
        for key, (_, _, each) in _declared().items()
    }


def _race_of(text: str) -> Settings | None:
    """The settings of a race that is pinned by this text; ``ValueError`` for one that could not be set."""
    if not text:
        return None
    held = Settings()
    if why := pin(held, text):
        raise ValueError(why)
    return held


def apply(settings: Settings, changes: Mapping[Any, Any]) -> list[str]:
    """Set what ``changes`` (key to text) asks for, as ``app/changes.py`` has it; a notice for each that was refused."""
    return [Refused.told(notice) for notice in applied(settings, list(changes.items()))]


def values(settings: Settings) -> dict[str, str]:
    """The text of every setting, by key."""
    return dict(settings.texts)
