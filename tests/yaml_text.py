"""YAML read and written by libyaml where it is there: the golden files are long, and Python's own reader is slow."""

from __future__ import annotations

from typing import Any

import yaml

_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BASE = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def read(text: str) -> Any:
    """What the text says: numbers, dates and booleans as such."""
    return yaml.load(text, Loader=_SAFE)


def read_words(text: str) -> Any:
    """What the text says, every value as the text that stands there: «no» stays a word."""
    return yaml.load(text, Loader=_BASE)


def written(value: Any) -> str:
    """A value as text, its keys in their order."""
    return str(yaml.dump(value, Dumper=_DUMPER, allow_unicode=True, sort_keys=False))
