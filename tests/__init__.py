"""Tests, parametrized over the registries: a new surface or rule is tested without an edit here."""
