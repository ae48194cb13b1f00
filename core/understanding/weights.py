"""Weights of the score, from weights.yaml beside this file: data, so that a test can show what each one does."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources


def _read() -> Mapping[str, float]:
    import yaml

    text = resources.files("core.understanding").joinpath("weights.yaml").read_text("utf-8")
    return {name: float(value) for name, value in yaml.safe_load(text).items()}


WEIGHTS: Mapping[str, float] = _read()
