"""What compiling yields."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.messages import Column


@dataclass(frozen=True)
class Compiled:
    """SQL and what its columns are.

    Attributes:
        groups, values, extras: names of the breakdown columns, of the measures, and of the parts that only a
            definition or a headline uses.
        populations: the datasets whose population condition was applied.
    """

    sql: str
    columns: tuple[Column, ...]
    groups: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
