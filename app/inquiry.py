"""What takes longer than a race: how it is asked, and how it is answered piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from app import cost
from app.runs import Setup
from optimizers.racing.pool import Watch
from surfaces import Surface

if TYPE_CHECKING:
    from app.settings import Settings


class Question(NamedTuple):
    """All that an answer depends on, by value."""

    #: The key of the view that asks, or ``"tune"``.
    kind: str
    setup: Setup
    #: What that view has options for: of a heat map its two hyperparameters, of tuning the trials and their seed.
    options: tuple[Any, ...] = ()
    #: How many races each racer runs for each point of the answer.
    races: int = 1

    @property
    def price(self) -> float:
        """What each point of the answer costs, of all racers."""
        return self.setup.steps * self.races * cost.step(self.setup.bill, cost.END)


class Inquiry(NamedTuple):
    """One kind of question: who asks it, and who answers."""

    #: ``ask(settings)``: the question that the settings in force ask; None where nobody races.
    ask: Callable[[Settings], Question | None]
    #: ``answer(question, n, watch)``: the answer at resolution ``n``, as names of the kind's own with plain values
    #: or arrays; ``watch`` may end the work by raising.
    answer: Callable[[Question, int, Watch], dict[str, Any]]
    #: ``resolutions(question)``: coarse, then sharper.
    resolutions: Callable[[Question], Sequence[int]]
    #: ``points(n)``: the points, of ``Question.price`` each, that an answer at resolution ``n`` has.
    points: Callable[[int], int]


def runs(surface: Surface) -> int:
    """How often a race is run at most: where minima are not known beforehand, again, to find when it arrived."""
    return 1 if surface.minima else 2


def answers(inquiry: Inquiry, question: Question, watch: Watch) -> Iterator[dict[str, Any]]:
    """Answers to ``question``, each sharper than the one before, as sharp as is affordable.

    Beside what the inquiry answers, each has its ``kind``, the key of its ``surface``, and whether it is the ``last``
    and the ``sharpest``. Where even the coarsest would be too dear, the only answer is ``refused``.
    """
    resolutions = inquiry.resolutions(question)
    affordable = [n for n in resolutions if question.price * inquiry.points(n) <= cost.MOST_OF_AN_ANSWER]
    if not affordable:
        least = question.price * inquiry.points(resolutions[0])
        yield {"kind": "refused", "of": question.kind, "text": cost.too_long(least, question.setup.steps)}
        return
    for place, n in enumerate(affordable):
        last = place == len(affordable) - 1
        yield {
            **inquiry.answer(question, n, watch),
            "kind": question.kind,
            "surface": question.setup.surface[0],
            "sharpest": last and n == resolutions[-1],
            "last": last,
        }
