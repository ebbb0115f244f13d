"""The race that the page opens with where its address names nothing: no link, and free to change.

SGD, at a rate as large as the walls of the ravine allow, goes to and fro between them and arrives; momentum arrives in
half the time; RMSprop and Adam, at the rates that they have everywhere, do not arrive within the steps.
"""

from __future__ import annotations

from surfaces import SURFACES

_RATES = SURFACES["ravine"].rates

OPENING = {
    "surface": "ravine",
    "racers": "sgd,momentum,rmsprop,adam",
    "steps": "300",
    "sgd.lr": f"{_RATES['sgd']:g}",
    "momentum.lr": f"{_RATES['momentum']:g}",
}
