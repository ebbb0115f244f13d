"""Why something that was typed cannot be read; ``app/static/local/unreadable.js`` has the same names."""

from __future__ import annotations


class FormulaError(ValueError):
    """A formula that cannot be read: says what is wrong, and ``index`` at which character, from 0."""

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.index = index
