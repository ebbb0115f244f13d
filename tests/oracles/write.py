"""Write ``torch_trajectories.json``: what torch.optim does on the four losses, with torch's own gradients.

    python tests/oracles/write.py

Nothing of this project is imported: losses, gradients and rules are torch's, in float64.
"""

import json
import math
from pathlib import Path

import torch

FILE = Path(__file__).with_name("torch_trajectories.json")
STEPS, EVERY = 300, 50

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
    (
        "adam",
        {"lr": 0.02, "beta1": 0.8, "beta2": 0.9, "eps": 1e-7, "bias_correction": True, "amsgrad": True},
        torch.optim.Adam,
        {"lr": 0.02, "betas": (0.8, 0.9), "eps": 1e-7, "amsgrad": True},
    ),
    (
        "adagrad",
        {"lr": 0.3, "lr_decay": 0.01, "eps": 1e-6, "eps_place": "outside"},
        torch.optim.Adagrad,
        {"lr": 0.3, "lr_decay": 0.01, "eps": 1e-6},
    ),
    (
        "adadelta",
        {"lr": 0.5, "rho": 0.95, "eps": 1e-7},
        torch.optim.Adadelta,
        {"lr": 0.5, "rho": 0.95, "eps": 1e-7},
    ),
    (
        "adam_l2",
        {"lr": 0.02, "beta1": 0.9, "beta2": 0.99, "eps": 1e-7, "weight_decay": 0.1},
        torch.optim.Adam,
        {"lr": 0.02, "betas": (0.9, 0.99), "eps": 1e-7, "weight_decay": 0.1},
    ),
    (
        "adamw",
        {"lr": 0.02, "beta1": 0.9, "beta2": 0.99, "eps": 1e-7, "weight_decay": 0.1},
        torch.optim.AdamW,
        {"lr": 0.02, "betas": (0.9, 0.99), "eps": 1e-7, "weight_decay": 0.1},
    ),
    (
        "nadam",
        {"lr": 0.02, "beta1": 0.9, "beta2": 0.99, "eps": 1e-7, "momentum_decay": 0.04},
        torch.optim.NAdam,
        {"lr": 0.02, "betas": (0.9, 0.99), "eps": 1e-7, "momentum_decay": 0.04},
    ),
    (
        "radam",
        {"lr": 2e-3, "beta1": 0.9, "beta2": 0.99, "eps": 1e-7},
        torch.optim.RAdam,
        {"lr": 2e-3, "betas": (0.9, 0.99), "eps": 1e-7},
    ),
]


def trajectories():
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)  # in which NAdam multiplies its momenta
    try:
        kept = race()
    finally:
        torch.set_default_dtype(usual)
    return [
        {
            "optimizer": key,
            "hyperparameters": hyperparameters,
            "surface": surface,
            "start": start,
            "positions": [rules[rule][i].tolist() for rules in kept],
        }
        for rule, (key, hyperparameters, _, _) in enumerate(RULES)
        for i, (surface, start) in enumerate(STARTS)
    ]


#: Surface and start of each race of a rule.
STARTS = [(surface, start) for surface, (_, starts) in LOSSES.items() for start in starts]


def race():
    """Places ``(rules, races, 2)`` at the start and after every 50th step.

    All races are run at once, each rule on a tensor of its own: rules work element by element, and
    the gradient of a sum of losses is the gradient of each.
    """
    places = [torch.tensor([start for _, start in STARTS], requires_grad=True) for _ in RULES]
    optimizers = [cls([place], **settings) for place, (_, _, cls, settings) in zip(places, RULES, strict=True)]
    kept = [torch.stack(places).detach()]
    for step in range(1, STEPS + 1):
        for optimizer in optimizers:
            optimizer.zero_grad()
        everyone = torch.stack(places)
        total = torch.zeros(())
        for surface, (loss, _) in LOSSES.items():
            here = [i for i, (name, _) in enumerate(STARTS) if name == surface]
            total = total + loss(everyone[:, here, 0], everyone[:, here, 1]).sum()
        total.backward()
        for optimizer in optimizers:
            optimizer.step()
        if step % EVERY == 0:
            kept.append(torch.stack(places).detach())
    return kept


if __name__ == "__main__":
    races = ",\n".join(json.dumps(race, ensure_ascii=False) for race in trajectories())
    header = f'"torch": "{torch.__version__}", "steps": {STEPS}, "every": {EVERY}'
    FILE.write_text(f'{{{header}, "races": [\n{races}\n]}}\n')
