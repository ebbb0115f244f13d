"""Mutation testing: small changes to the code, each of which some test should notice.

``python -m tests.mutants`` works on a copy, makes Cosmic Ray's changes to Python and Stryker's to JavaScript, and says
of each group which share of the changes was noticed, and which changes were not.
"""
