"""Mutation testing: small changes to the code, each of which some test should notice.

``python -m tests.mutants`` works on a copy, runs Cosmic Ray over Python and Stryker over JavaScript, and says of each
folder which share of the changes was noticed, and which changes were not.
"""
