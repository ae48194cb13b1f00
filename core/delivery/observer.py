"""Who is told of what happens on the way of a question, for metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Observer = Callable[[str, Mapping[str, Any]], None]
"""Told of an event's name and its fields."""


def nobody(name: str, fields: Mapping[str, Any]) -> None:
    """The observer when there is none."""
