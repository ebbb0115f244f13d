"""The fair race: the hyperparameters of every racer, searched with the same number of trials."""

from __future__ import annotations

from typing import Any

from app import asked
from app.cache import built
from app.inquiry import Inquiry, Question, question_of
from app.settings import Settings
from app.texts import write
from app.titles import begun
from optimizers import tune
from optimizers.racing.listed import base
from optimizers.racing.measures import above
from optimizers.racing.outcome import Ending
from optimizers.racing.pool import Watch
from optimizers.racing.ranks import Result, lowest, ranks


def ask(settings: Settings) -> Question | None:
    """What tuning finds for everybody who races, with so many trials from that seed."""
    return question_of(settings, asked.tuning(settings))


def answer(question: Question, n: int, watch: Watch) -> dict[str, Any]:
    """Of each racer loss above ``base``, arrival and rank before and after ``n`` trials, and the values found."""
    of, seed = question.setup, question.options[1]
    surface = built(of.surface)
    rules = [built(racer) for racer in of.racers]
    tuning = tune(rules, surface, of.start, of.steps, built(of.recipe), n, seed, watch=watch)
    start, floor = float(surface.evaluate(*of.start)[0]), lowest(surface)
    before = ranks([tuned.results[0] for tuned in tuning.racers], floor, start)
    after = ranks([tuned.results[tuned.best_trial] for tuned in tuning.racers], floor, start)

    def told(result: Result, rank: int | None) -> dict[str, Any]:
        return {**result._asdict(), "loss": above(result.loss, base(surface.minima)), "rank": rank}

    racers = []
    for tuned, was, now in zip(tuning.racers, before, after, strict=True):
        declarations = {name: type(tuned.best).param[name] for name in tuned.names}
        chosen = {name: write(each, getattr(tuned.best, name)) for name, each in declarations.items()}
        racers.append(
            {
                "key": tuned.best.key,
                "title": tuned.best.title,
                "before": told(tuned.results[0], was),
                "after": told(tuned.results[tuned.best_trial], now),
                "diverged": int((tuned.outcomes == Ending.DIVERGED).sum()),
                "values": {declarations[name].label: text for name, text in chosen.items()},
                "ranges": {
                    declarations[name].label: [write(declarations[name], end) for end in ends[:2]]
                    for name, ends in zip(tuned.names, tuned.ranges, strict=True)
                },
                "changes": {f"{tuned.best.key}.{name}": text for name, text in chosen.items()},
            }
        )
    return {
        "budget": tuning.budget,
        "seed": tuning.seed,
        "steps": tuning.steps,
        "base": base(surface.minima),
        "replicates": of.replicates,
        "where": begun(surface.title, of.start),
        "racers": racers,
    }


TUNING = Inquiry(ask, answer, offered=lambda question: [(question.options[0], question.options[0], 0)])
