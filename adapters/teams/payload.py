"""Activities as plain JSON, and reading them without trusting their form."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def part(value: Any, *path: str) -> Json:
    """The object at a path; an empty one when anything on the way is missing or something else."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
