"""Python's collector of garbage in a test process: ten thousand tests and every library are there to stay."""

from __future__ import annotations

import gc

OBJECTS = 20_000
"""So many more objects than have gone before the youngest are looked through; Python's own 700 is meant for less."""


def rest() -> None:
    """While tests are collected nothing becomes garbage; looking for it was two fifths of that time."""
    gc.disable()


def leave_what_is_there() -> None:
    """From now on look only at what the tests make: walking over all the rest was a fifth of their time."""
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)
    gc.enable()
