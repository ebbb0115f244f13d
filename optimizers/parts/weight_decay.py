"""A rule's own weight decay."""

from typing import Any

from surfaces.numbers import Real


class WeightDecay(Real):
    """A pull λ ≥ 0 towards the origin."""

    def __init__(self, default: float = 0.01, **kwargs: Any) -> None:
        described = {"label": "λ", "doc": "Weight decay: a pull of λθ towards the origin in every step."}
        limits = {"bounds": (0, 1), "softbounds": (0, 0.2)}
        super().__init__(default, **{**described, **limits, **kwargs})
