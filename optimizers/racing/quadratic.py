"""How steep a quadratic is, for what theory says of a learning rate there: ``steepest``."""

import numpy as np

from optimizers.racing.records import Ground
from surfaces.kernel import Lanes, Vector, compiled

#: At so many places along each side curvature is compared, and by this share it may differ.
SIDE, ALIKE = 4, 1e-9


@compiled
def steepest(ground: Ground, box: Vector, places: Lanes, hessians: Lanes) -> float:
    """The largest curvature of a quadratic; NaN where the surface is none, or curves downwards somewhere.

    It is one if its Hessian is the same all over ``box``: left, right, bottom, top. ``places``, ``(2, SIDE²)``, and
    ``hessians``, ``(3, SIDE²)``, are to work in.
    """
    for k in range(SIDE * SIDE):
        places[0, k] = box[0] + k % SIDE * (box[1] - box[0]) / (SIDE - 1)
        places[1, k] = box[2] + k // SIDE * (box[3] - box[2]) / (SIDE - 1)
    ground.hessian(places, ground.shape, hessians)
    for i in range(3):
        for k in range(SIDE * SIDE):
            if not abs(hessians[i, k] - hessians[i, 0]) <= ALIKE * abs(hessians[i, 0]):
                return np.nan
    middle, half = (hessians[0, 0] + hessians[2, 0]) / 2, (hessians[0, 0] - hessians[2, 0]) / 2
    root = np.sqrt(half * half + hessians[1, 0] * hessians[1, 0])
    return middle + root if middle - root >= 0.0 and middle + root > 0.0 else np.nan
