"""The best learning rate of one racer, asked for beside its slider: a sweep of that racer alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import asked
from app.inquiry import Question, question_of
from app.views.sweep import OFFERED, SWEEP

if TYPE_CHECKING:
    from app.settings import Settings


def ask(settings: Settings, racer: str) -> Question | None:
    """What of all rates, for ``racer``; None where it does not race, or all have one rate."""
    return question_of(settings, asked.best(settings, racer))


#: Nobody looks at it on the way: it is as sharp as it gets, or refused.
BEST = SWEEP._replace(offered=lambda _: OFFERED[-1:])
