"""YAML read as plain data, by libyaml where it is there: ten times as fast."""

from __future__ import annotations

from typing import Any


def loaded(text: str) -> Any:
    """Mappings, lists and scalars as ``yaml.safe_load`` makes them.

    Raises:
        yaml.YAMLError: it cannot be read.
    """
    import yaml

    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the safe loader
