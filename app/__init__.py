"""The page: settings → race → figures. Nothing here computes a step."""

__version__ = "0.1.0"
