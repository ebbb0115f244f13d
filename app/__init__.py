"""The page: settings → race → figures. Nothing here computes a step."""
