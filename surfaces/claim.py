"""What a text states, in a form that a test can check."""

from typing import NamedTuple


class Claim(NamedTuple):
    """A statement as a race that shows it: it stands beside the text, and ``app/claims.py`` checks it."""

    #: The text that states it: the name of an attribute or of a Param in the same class.
    text: str
    #: A race, as the address of the page names it.
    race: str
    #: A comparison of numbers of that race, such as ``loss(momentum) < loss(sgd, 100) / 10``; ``app/claims.py`` has
    #: all that can be measured.
    holds: str
