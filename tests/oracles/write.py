"""Write ``torch_trajectories.json``: what torch.optim does on the four losses, with torch's own gradients.

    python tests/oracles/write.py

Nothing of this project is imported: losses, gradients and rules are torch's, in float64.
"""

import json
import math
from pathlib import Path

import torch

FILE = Path(__file__).with_name("torch_trajectories.json")
STEPS, EVERY = 300, 10

COS, SIN = math.cos(math.radians(20)), math.sin(math.radians(20))

#: Surface: loss and starts.
LOSSES = {
    "rosenbrock": (lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, [(-1.2, 1.0), (0.3, -0.4)]),
    "ravine": (lambda x, y: ((COS * x + SIN * y) ** 2 + 100 * (COS * y - SIN * x) ** 2) / 2, [(-1.7, 0.6), (1.1, 1.3)]),
    "saddle": (lambda x, y: 2.5 * (x**2 - 1) ** 2 + 5 * y**2, [(0.01, 1.6), (-1.8, -0.7)]),
    "beale": (
        lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
        [(1.0, 1.0), (2.1, -0.3)],
    ),
}

#: Rule, its hyperparameters here, and the same for torch.
RULES = [
    ("sgd", {"lr": 5e-4}, torch.optim.SGD, {"lr": 5e-4}),
    ("momentum", {"lr": 4e-4, "momentum": 0.9, "form": "heavy ball"}, torch.optim.SGD, {"lr": 4e-4, "momentum": 0.9}),
    ("momentum", {"lr": 2e-3, "momentum": 0.8, "form": "EMA"}, torch.optim.SGD, {"lr": 4e-4, "momentum": 0.8}),
    (
        "nesterov",
        {"lr": 4e-4, "momentum": 0.9, "form": "PyTorch"},
        torch.optim.SGD,
        {"lr": 4e-4, "momentum": 0.9, "nesterov": True},
    ),
    (
        "rmsprop",
        {"lr": 3e-3, "alpha": 0.97, "eps": 1e-6, "eps_place": "outside"},
        torch.optim.RMSprop,
        {"lr": 3e-3, "alpha": 0.97, "eps": 1e-6},
    ),
    (
        "adam",
        {"lr": 0.02, "beta1": 0.9, "beta2": 0.99, "eps": 1e-7, "bias_correction": True},
        torch.optim.Adam,
        {"lr": 0.02, "betas": (0.9, 0.99), "eps": 1e-7},
    ),
]


def race(loss, start, cls, settings):
    """Every tenth position, the start first."""
    place = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = cls([place], **settings)
    positions = [place.tolist()]
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        loss(*place).backward()
        optimizer.step()
        if step % EVERY == 0:
            positions.append(place.tolist())
    return positions


def trajectories():
    return [
        {
            "optimizer": key,
            "hyperparameters": hyperparameters,
            "surface": surface,
            "start": start,
            "positions": race(loss, start, cls, settings),
        }
        for key, hyperparameters, cls, settings in RULES
        for surface, (loss, starts) in LOSSES.items()
        for start in starts
    ]


if __name__ == "__main__":
    races = ",\n".join(json.dumps(race, ensure_ascii=False) for race in trajectories())
    header = f'"torch": "{torch.__version__}", "steps": {STEPS}, "every": {EVERY}'
    FILE.write_text(f'{{{header}, "races": [\n{races}\n]}}\n')
