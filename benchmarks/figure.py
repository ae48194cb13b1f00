"""What a benchmark gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Attributes:
        name: what was measured.
        value: the number, in ``unit``.
        unit: ``s``, ``ms``, ``MB``, or ``×`` for a ratio.
        bar: what it must not exceed; None when it is only told. Ratios hold on any machine, seconds do not.
    """

    name: str
    value: float
    unit: str
    bar: float | None = None

    @property
    def missed(self) -> bool:
        """True when it exceeds its bar."""
        return self.bar is not None and self.value > self.bar
