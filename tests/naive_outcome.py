"""How races ended, from their rows in NumPy: the second judge, written from the definitions in ``Ending.meaning``.

It knows of no marks: it looks at all rows of all lanes at once, and backwards from the end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizers import Ending
from surfaces.surface import Surface


class Verdicts(NamedTuple):
    """Of each lane the ending, its step, and the place of the minimum where it arrived, or did not stay; else NaN."""

    endings: np.ndarray
    steps: np.ndarray
    minima: np.ndarray


def verdicts(surface: Surface, positions: np.ndarray, losses: np.ndarray) -> Verdicts:
    """Of races of ``n`` steps each: ``positions`` are ``(n + 1, 2, lanes)``, ``losses`` ``(n + 1, lanes)``."""
    steps, lanes = len(losses) - 1, losses.shape[1]
    (left, right), (bottom, top) = surface.domain
    diagonal = np.hypot(right - left, top - bottom)
    fifth = min(steps, max(5, round(steps / 5)))
    begin = steps - fifth
    late = positions[begin:]
    with np.errstate(all="ignore"):
        sound = (np.abs(losses) <= 1e12) & np.isfinite(positions).all(axis=1)
        diverged = np.where(sound.all(axis=0), -1, (~sound).argmax(axis=0))

        minima = minimum_at_the_end(surface, positions[-1], 0.005 * diagonal)
        arrival = stay(surface, positions, minima)
        arrived = arrival <= begin
        stayed, left = with_fewer_steps(surface, positions, (diverged < 0) & ~arrived)

        rests = (distance(late, late[0]).max(axis=0) <= 0.001 * diagonal) & (fifth >= 5)
        resting = np.full(lanes, begin)
        for saddle in surface.saddles:
            there = stay(surface, positions, np.repeat(np.array([saddle[:2]]).T, lanes, axis=1))
            resting = np.where(there <= begin, there, resting)

        (west, east), (south, north) = surface.drawn
        x, y = positions[:, 0], positions[:, 1]
        out = since(~((west <= x) & (x <= east) & (south <= y) & (y <= north)))
        middle = np.array([[(west + east) / 2], [(south + north) / 2]])
        outward = distance(positions[-1:], middle)[0] > distance(positions[begin : begin + 1], middle)[0]
        left_it = (out > 0) & (out <= begin) & outward & (losses[-1] < losses[begin])

        ways = np.hypot(*np.moveaxis(np.diff(late, axis=0), 1, 0))
        first, second = ways[: fifth // 2], ways[fifth // 2 :]
        before = np.where(np.isnan(losses), np.inf, losses)[: begin + 1]
        later = losses[begin + 1 :]
        fro = np.full(lanes, False)
        if fifth >= 10:
            as_far = second.mean(axis=0) >= 0.95 * first.mean(axis=0)
            back = np.hypot(*(late[-1] - late[0])) <= 0.1 * ways.sum(axis=0)
            gain = before.min(axis=0) - later.min(axis=0)
            fro = back & as_far & (gain <= 0.001 * (later.max(axis=0) - later.min(axis=0)))

    cases = [diverged >= 0, arrived, stayed >= 0, rests, left_it, fro]
    kinds = [
        *(Ending.DIVERGED, Ending.ARRIVED, Ending.DID_NOT_STAY, Ending.AT_REST, Ending.LEFT_THE_MAP, Ending.TO_AND_FRO)
    ]
    endings = np.select(cases, kinds, Ending.ON_ITS_WAY)
    told = np.select(cases, [diverged, arrival, stayed, resting, out, begin], steps)
    places = np.select([endings == Ending.ARRIVED, endings == Ending.DID_NOT_STAY], [minima, left], np.nan)
    return Verdicts(endings, told, places)


def with_fewer_steps(surface: Surface, positions: np.ndarray, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the lanes ``asked``: the step and the place of arrival, had they had fewer steps; −1 and NaN if in no case.

    Of all budgets from five steps on, that is with the largest with which they arrive.
    """
    (left, right), (bottom, top) = surface.domain
    near = 0.005 * np.hypot(right - left, top - bottom)
    steps, budgets = np.full((2, len(asked)), -1)
    places = np.full((2, len(asked)), np.nan)
    for minimum in np.array([point[:2] for point in surface.minima]).reshape(-1, 2, 1):
        lanes = np.flatnonzero(asked & (distance(positions, minimum) <= near).any(axis=0))
        there, elsewhere = whether_at(surface, positions[:, :, lanes], np.repeat(minimum, len(lanes), axis=1))
        pending = np.ones(len(lanes), bool)
        for budget in np.flatnonzero(there[:-1].any(axis=1))[::-1]:
            some = np.flatnonzero(pending & there[budget])
            if budget < 5 or len(some) == 0:
                continue
            arrival = first_of(there[: budget + 1, some], elsewhere[: budget + 1, some])
            arrived = arrival <= budget - max(5, round(budget / 5))
            some, arrival = some[arrived], arrival[arrived]
            pending[some] = False
            last = budgets[lanes[some]] < budget
            steps[lanes[some[last]]], budgets[lanes[some[last]]] = arrival[last], budget
            places[:, lanes[some[last]]] = minimum
    return steps, places


def stay(surface: Surface, positions: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The first row from which on lanes are at their ``places``, ``(2, lanes)``: at the end, and up to each row since.

    That is, in nine tenths of the rows up to there, and never at another point. As many as rows where there is none.
    """
    return first_of(*whether_at(surface, positions, places))


def whether_at(surface: Surface, positions: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether lanes are at their ``places``, and whether they are at another point, ``(rows, lanes)`` each."""
    (left, right), (bottom, top) = surface.domain
    near = 0.005 * np.hypot(right - left, top - bottom)
    there = distance(positions, places) <= near
    elsewhere = np.zeros_like(there)
    for point in (*surface.minima, *surface.saddles):
        other = np.array([point[:2]]).T
        elsewhere |= (distance(positions, other) <= near) & ~there & (other != places).any(axis=0)
    return there, elsewhere


def first_of(there: np.ndarray, elsewhere: np.ndarray) -> np.ndarray:
    """The first row of ``stay``, from ``whether_at``."""
    sums = np.cumsum(np.where(there, 1, -9), axis=0)
    before = np.concatenate([np.zeros_like(sums[:1]), sums[:-1]])
    least = np.minimum.accumulate(sums[::-1], axis=0)[::-1]
    never = np.logical_or.accumulate(elsewhere[::-1], axis=0)[::-1]
    begins = (least >= before) & ~never & there[-1]
    return np.where(begins.any(axis=0), begins.argmax(axis=0), len(there))


def since(holds: np.ndarray) -> np.ndarray:
    """The first row from which on ``holds``, ``(rows, lanes)``, is true to the end; as many as rows where it is not."""
    return len(holds) - np.where(holds.all(axis=0), len(holds), (~holds[::-1]).argmax(axis=0))


def distance(positions: np.ndarray, place: np.ndarray) -> np.ndarray:
    """From rows of places, ``(rows, 2, lanes)``, to one for each lane, ``(2, lanes)``."""
    return np.sqrt((positions[:, 0] - place[0]) ** 2 + (positions[:, 1] - place[1]) ** 2)


def minimum_at_the_end(surface: Surface, ends: np.ndarray, near: float) -> np.ndarray:
    """The listed minimum nearest to the end of each lane, ``(2, lanes)``; else that which Newton finds."""
    if surface.minima:
        listed = np.array([point[:2] for point in surface.minima]).T
        away = np.hypot(*(ends[:, :, None] - listed[:, None]))
        return listed[:, np.nan_to_num(away, nan=np.inf).argmin(axis=1)]
    places = ends.copy()
    for k in range(places.shape[1]):
        for _ in range(60):
            if not np.isfinite(places[:, k]).all():
                break
            hessian = surface.curvature(*places[:, k])
            # A minimum: both curvatures are positive.
            if not (np.isfinite(hessian).all() and np.trace(hessian) > 0 and np.linalg.det(hessian) > 0):
                places[:, k] = np.nan
                break
            step = np.linalg.solve(hessian, surface.evaluate(*places[:, k])[1])
            places[:, k] -= step
            if np.hypot(*step) <= 1e-6 * near:
                break
    return np.where(distance(ends[None], places)[0] <= near, places, np.nan)
