"""Texts with numbers in them, written once for all numbers: ``ways``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

#: What a text says where certain numbers are as they are: ``[[[name, number, whether it is that], …], text]``.
Way = tuple[list[tuple[str, float, bool]], Any]


class Traced:
    """A number that is not known yet. What is worked out with it is written down, in postfix."""

    def __init__(self, program: list[str | float]) -> None:
        self.program = program

    def _joined(self, other: Any, sign: str) -> Traced:
        return Traced([*self.program, *_program(other), sign])

    def _after(self, other: Any, sign: str) -> Traced:
        return Traced([*_program(other), *self.program, sign])

    def __add__(self, other: Any) -> Traced:
        return self._joined(other, "+")

    def __radd__(self, other: Any) -> Traced:
        return self._after(other, "+")

    def __sub__(self, other: Any) -> Traced:
        return self._joined(other, "-")

    def __rsub__(self, other: Any) -> Traced:
        return self._after(other, "-")

    def __mul__(self, other: Any) -> Traced:
        return self._joined(other, "*")

    def __rmul__(self, other: Any) -> Traced:
        return self._after(other, "*")

    def __truediv__(self, other: Any) -> Traced:
        return self._joined(other, "/")

    def __rtruediv__(self, other: Any) -> Traced:
        return self._after(other, "/")


def _program(value: Any) -> list[str | float]:
    if isinstance(value, Traced):
        return value.program
    return [value.name] if isinstance(value, Number) else [float(value)]


class Number(float):
    """A number that writes its name, and asks which way to go where it is compared with another.

    What is worked out with it is ``Traced``.
    """

    def __new__(cls, name: str, value: float, asked: Callable[[str, float], bool]) -> Number:
        made = super().__new__(cls, value)
        made.name, made.asked, made.armed = name, asked, False
        return made

    name: str
    asked: Callable[[str, float], bool]
    #: Before, it is a number like any other: it goes through the validation of what holds it.
    armed: bool

    def __str__(self) -> str:
        return f"{{{self.name}}}" if self.armed else float.__repr__(self)

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        if spec:
            raise NotImplementedError(f"a text writes {self.name} in a format of its own")
        return str(self)

    def __eq__(self, other: object) -> bool:
        if not self.armed or not isinstance(other, (int, float)):
            return float.__eq__(self, other)
        return self.asked(self.name, float(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = float.__hash__

    def __bool__(self) -> bool:
        return self != 0.0

    def _refused(self, other: Any) -> NoReturn:
        raise NotImplementedError(f"a text depends on {self.name} by more than whether it is equal to something")

    def __lt__(self, other: Any) -> bool:
        return self._refused(other) if self.armed else float.__lt__(self, other)

    def __le__(self, other: Any) -> bool:
        return self._refused(other) if self.armed else float.__le__(self, other)

    def __gt__(self, other: Any) -> bool:
        return self._refused(other) if self.armed else float.__gt__(self, other)

    def __ge__(self, other: Any) -> bool:
        return self._refused(other) if self.armed else float.__ge__(self, other)

    def __add__(self, other: Any) -> Any:
        return Traced([self.name])._joined(other, "+") if self.armed else float.__add__(self, other)

    def __radd__(self, other: Any) -> Any:
        return Traced([self.name])._after(other, "+") if self.armed else float.__radd__(self, other)

    def __sub__(self, other: Any) -> Any:
        return Traced([self.name])._joined(other, "-") if self.armed else float.__sub__(self, other)

    def __rsub__(self, other: Any) -> Any:
        return Traced([self.name])._after(other, "-") if self.armed else float.__rsub__(self, other)

    def __mul__(self, other: Any) -> Any:
        return Traced([self.name])._joined(other, "*") if self.armed else float.__mul__(self, other)

    def __rmul__(self, other: Any) -> Any:
        return Traced([self.name])._after(other, "*") if self.armed else float.__rmul__(self, other)

    def __truediv__(self, other: Any) -> Any:
        return Traced([self.name])._joined(other, "/") if self.armed else float.__truediv__(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return Traced([self.name])._after(other, "/") if self.armed else float.__rtruediv__(self, other)


def ways(cls: type, numbers: dict[str, float], others: dict[str, Any], say: Callable[[Any], Any]) -> list[Way]:
    """All that ``say`` makes of an object of ``cls`` with these ``numbers``, whatever they are, and these ``others``.

    ``NotImplementedError`` where it depends on a number by more than whether it is equal to another.
    """
    found: list[Way] = []
    todo: list[list[bool]] = [[]]
    while todo:
        answers = todo.pop()
        asked: list[tuple[str, float]] = []

        def answer(name: str, other: float, answers: list[bool] = answers, asked: Any = asked) -> bool:
            if (name, other) not in asked:
                asked.append((name, other))
            place = asked.index((name, other))
            return answers[place] if place < len(answers) else False

        marks = {name: Number(name, value, answer) for name, value in numbers.items()}
        held = cls(**marks, **others)
        for mark in marks.values():
            mark.armed = True
        said = say(held)
        given = answers + [False] * (len(asked) - len(answers))
        found.append(([(name, other, yes) for (name, other), yes in zip(asked, given, strict=True)], said))
        todo += [[*given[:i], True] for i in range(len(answers), len(asked))]
    return found
