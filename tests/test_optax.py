"""Rules that torch lacks against optax, step for step in float64, from a file: jax need not be installed.

Where optax' form is another than ours, ``tests/oracles/write_optax.py`` brings it to ours and says how.
Not compared, because the forms cannot be brought together: Adam and AMSGrad with ε (optax corrects the bias of
what AMSGrad takes the maximum of), NAdam (no warm-up of the momentum), RAdam (ε beside the corrected root).
"""

import json
from pathlib import Path

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES

ORACLE = json.loads((Path(__file__).parent / "oracles" / "optax_trajectories.json").read_text())


@pytest.mark.parametrize(
    "race",
    ORACLE["races"],
    ids=[f"{race['optimizer']}-{race['surface']}-{i}" for i, race in enumerate(ORACLE["races"])],
)
def test_race_equals_the_file(race):
    optimizer = OPTIMIZERS[race["optimizer"]](**race["hyperparameters"])
    trajectory = run(optimizer, SURFACES[race["surface"]](), race["start"], ORACLE["steps"])
    np.testing.assert_allclose(
        trajectory.positions[:: ORACLE["every"]], np.array(race["positions"]), rtol=1e-13, atol=1e-13
    )
