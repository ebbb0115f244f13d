"""What a recipe makes of noise: which batch is drawn, and how many races differ. Translated for browsers."""

from __future__ import annotations


def drawn(batch: int, samples: int) -> int:
    """The batch of a surface that is a mean over so many samples: none is drawn where there are none."""
    return batch if samples > 0 else 0


def noisy(noise: float, batch: int) -> bool:
    """Whether races differ by what is drawn."""
    return noise > 0 or batch > 0


def differing(replicates: int, noise: float, batch: int) -> int:
    """How many races of each racer differ: without noise, replicates are one race."""
    return replicates if noisy(noise, batch) else 1
