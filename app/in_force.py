"""What of settings is in force: who can race, from where, at which rate, and what a heat map shows."""

from __future__ import annotations

from typing import Any, Protocol

from app.entries import Declaration
from surfaces.written import number


class Held(Protocol):
    """Settings by their texts, beside what is declared of them, of the surface in force and of rules."""

    @property
    def declarations(self) -> dict[str, Declaration]: ...

    @property
    def texts(self) -> dict[str, str]: ...

    @property
    def absent(self) -> dict[str, Any]:
        """The racers that cannot race on the surface."""

    @property
    def usual_start(self) -> tuple[float, float]:
        """The surface's own start."""

    def hyper(self, racer: str) -> list[str]:
        """The names of a racer's hyperparameters."""


def racing(settings: Held) -> list[str]:
    """The racers that are on and can race on the surface in force."""
    chosen, absent = settings.texts["racers"].split(","), settings.absent
    return [key for key in chosen if key and key not in absent]


def start(settings: Held) -> tuple[float, float]:
    """The surface's own where none was chosen."""
    x, y = settings.usual_start
    return (_or(settings.texts["x"], x), _or(settings.texts["y"], y))


def _or(written: str, usual: float) -> float:
    return number(written) if written else usual


def raced_by(settings: Held, racer: str, name: str) -> str:
    """The key of the setting that a racer has its hyperparameter from: there may be one rate for all."""
    return "lr" if name == "lr" and settings.texts["shared"] == "1" else f"{racer}.{name}"


def axes(settings: Held) -> list[str]:
    """The hyperparameters across and up a heat map: those chosen, where the racer has them, else its first others."""
    racer, across, up = settings.texts["heat"], settings.texts["across"], settings.texts["up"]
    has = [name for name in settings.hyper(racer) if _is_real(settings.declarations[f"{racer}.{name}"])]
    if across not in has:
        across = has[0]
    others = [name for name in has if name != across]
    return [across, up if up in others else others[0]]


def _is_real(declaration: Declaration) -> bool:
    return declaration["kind"] == "number" and not declaration["whole"]
