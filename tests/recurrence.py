"""Displayed recurrences with matrices and line searches, carried out step by step: an oracle for second-order rules."""

import numpy as np

from tests.latex import name_of, python_assignment, python_condition
from tests.pairs import numbers


class Matrix:
    """A matrix as papers write it: ``*`` applies it, ``**(-1)`` inverts it, and powers go by its eigenvalues."""

    __array_ufunc__ = None

    def __init__(self, entries):
        self.entries = np.asarray(entries, dtype=float)

    def __add__(self, other):
        return Matrix(self.entries + other.entries)

    def __neg__(self):
        return Matrix(-self.entries)

    def __mul__(self, vector):
        return self.entries @ vector

    def __rmul__(self, scalar):
        return Matrix(scalar * self.entries)

    def __pow__(self, power):
        return Matrix(np.linalg.inv(self.entries)) if power == -1 else self.spectral(lambda value: value**power)

    def __abs__(self):
        return self.spectral(np.abs)

    def spectral(self, function):
        values, vectors = np.linalg.eigh(self.entries)
        return Matrix(vectors @ np.diag(function(values)) @ vectors.T)


class Row:
    """A transposed vector: times a vector a number, after one a matrix."""

    __array_ufunc__ = None

    def __init__(self, entries):
        self.entries = np.asarray(entries)

    def __neg__(self):
        return Row(-self.entries)

    def __mul__(self, vector):
        return float(self.entries @ vector)

    def __rmul__(self, left):
        return Matrix(np.outer(left, self.entries)) if np.ndim(left) else Row(left * self.entries)


class Transpose:
    """The exponent T."""

    __array_ufunc__ = None

    def __rpow__(self, vector):
        return Row(vector)


def symmetric(kernel, surface):
    """What ``kernel``, a Hessian or its like, gives at a place: a 2 × 2 array."""

    def at(place):
        h = np.empty((3, 1))
        kernel(np.ascontiguousarray(np.reshape(place, (2, 1)), dtype=float), surface.shape, h)
        xx, xy, yy = h[:, 0]
        return np.array([[xx, xy], [xy, yy]])

    return at


def functions(surface):
    """What the recurrences call, for one surface."""
    known = {
        "loss": lambda place: float(surface.evaluate(*place)[0]),
        "gradient": lambda place: surface.evaluate(*place)[1],
        "hessian": lambda place: Matrix(symmetric(surface.hessian, surface)(place)),
        "sqrt": np.sqrt,
        "trace": lambda matrix: np.trace(matrix.entries),
        "I": Matrix(np.eye(2)),
        "T": Transpose(),
    }
    if surface.fisher is not None:
        known["fisher"] = lambda place: Matrix(symmetric(surface.fisher, surface)(place))
    if surface.kfac is not None:
        known["kfac"] = lambda place: np.diag(symmetric(surface.kfac, surface)(place))
    return known


def inverse_hessian(pairs):
    """BFGS in full, Nocedal & Wright eq. 6.17 from γI, over pairs (s, y) from new to old; empty ones are left out."""
    pairs = [(s, y) for s, y in pairs if s @ y > 0]
    if not pairs:
        return Matrix(np.eye(2))
    s, y = pairs[0]
    h = (s @ y) / (y @ y) * np.eye(2)
    for s, y in reversed(pairs):
        rho = 1 / (s @ y)
        v = np.eye(2) - rho * np.outer(y, s)
        h = v.T @ h @ v + rho * np.outer(s, s)
    return Matrix(h)


def parsed(recurrence):
    """The lines of a recurrence that say something exact: ``(name, expression)``, or ``(None, condition)``."""
    lines = []
    for line in recurrence:
        if r"\leftarrow" in line:
            lines.append(python_assignment(line))
        elif r"\le " in line:
            lines.append((None, python_condition(line)))
    return lines


def holds(condition, known, slack=0.0):
    """Whether ``left <= right``, or nearly so."""
    left, right = (eval(side, known) for side in condition.split("<="))
    return left <= right + slack * (abs(left) + abs(right))


def follow(optimizer, surface, trajectory, t, trials):
    """Names and values after step t as displayed, begun where the race stood; None where the search found no step.

    The step length α of L-BFGS is that of the race; the other searches are carried out.
    """
    known = functions(surface)
    known |= {name_of(optimizer.param[name].label): getattr(optimizer, name) for name in numbers(type(optimizer))}
    known |= {name: trajectory.slots[name][t - 1] for name in optimizer.slots}
    known |= {"theta": trajectory.positions[t - 1], "t": t}
    if "A_1" in known:
        known["A"] = Matrix([known["A_1"], known["A_2"]])
    if "s_1" in known:
        count = len(optimizer.slots) // 2
        known["H"] = inverse_hessian([(known[f"s_{i}"], known[f"y_{i}"]) for i in range(1, count + 1)])
    lines = parsed(optimizer.recurrence)
    conditions = [condition for name, condition in lines if name is None]
    for name, expression in lines:
        if name is None:
            continue
        if conditions and name == "alpha":
            for j in range(trials):
                known["j"] = j
                known["alpha"] = eval(expression, known)
                if all(holds(condition, known) for condition in conditions):
                    break
            else:
                return None
        elif name[:2] in ("s_", "y_") and not known["keeps"]:
            continue
        elif name.endswith("_i_plus_1"):
            letter = name[0]
            for i in range(len(optimizer.slots) // 2, 1, -1):
                known[f"{letter}_{i}"] = known[f"{letter}_{i - 1}"]
        else:
            known[name] = eval(expression, known)
        if name == "p" and "s_1" in known:
            moved = trajectory.positions[t] - trajectory.positions[t - 1]
            known["alpha"] = (moved @ known["p"]) / (known["p"] @ known["p"])
            if known["alpha"] == 0:
                return None
            change = known["gradient"](known["theta"] + moved) - known["g"]
            known["keeps"] = moved @ change > 0
            known["wolfe"] = [holds(condition, known, 1e-12) for condition in conditions]
    if "A_1" in known:
        known["A_1"], known["A_2"] = known["A"].entries
    return known
