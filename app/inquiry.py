"""What takes longer than a race: how it is asked, and how it is answered piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from app.asked import Asked, races
from app.cache import built
from app.cost import ladder
from app.runs import Setup, setup
from optimizers.racing.pool import Watch

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


#: A resolution, the points that an answer has at it, and how many bytes it has for each racer.
Offer = Sequence[int]


class Inquiry(NamedTuple):
    """One kind of question: who asks it, and who answers."""

    #: ``ask(settings)``: the question that the settings in force ask; None where nobody races.
    ask: Callable[[Settings], Question | None]
    #: ``answer(question, n, watch)``: the answer at resolution ``n``, as names of the kind's own with plain values
    #: or arrays; ``watch`` may end the work by raising.
    answer: Callable[[Question, int, Watch], dict[str, Any]]
    #: ``offered(question)``: what answers there may be, coarse, then sharper.
    offered: Callable[[Question], Sequence[Offer]]


def question_of(settings: Settings, asked: Asked | None) -> Question | None:
    """What is asked, by value; None where it is asked of nobody."""
    if not asked:
        return None
    of = setup(settings, asked["racers"])
    count = races(asked, of.replicates, len(built(of.surface).minima))
    return Question(asked["kind"], of, tuple(asked["options"]), count)


def answers(inquiry: Inquiry, question: Question, watch: Watch) -> Iterator[dict[str, Any]]:
    """Answers to ``question``, each sharper than the one before, as sharp as is affordable.

    Beside what the inquiry answers, each has its ``kind``, the key of its ``surface``, and whether it is the ``last``
    and the ``sharpest``. Where even the coarsest would be too dear, the only answer is ``refused``.
    """
    rungs, why = ladder(question.setup.bill, question.races, inquiry.offered(question))
    if why:
        yield {"kind": "refused", "of": question.kind, "text": why}
    for rung in rungs:
        yield {
            **inquiry.answer(question, rung["n"], watch),
            "kind": question.kind,
            "surface": question.setup.surface[0],
            "sharpest": rung["sharpest"],
            "last": rung["last"],
        }
