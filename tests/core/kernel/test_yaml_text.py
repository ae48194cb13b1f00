"""YAML is read as the slow reader of the library reads it, and what is no YAML is refused as there."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from core.kernel.yaml_text import loaded


@pytest.mark.parametrize("name", ["words.yaml", "concepts.yaml", "values.yaml", "condition_words.yaml"])
def test_the_same_data_as_the_slow_reader(name: str) -> None:
    text = resources.files("core.drafting").joinpath("data", name).read_text("utf-8")
    assert loaded(text) == yaml.safe_load(text)


@pytest.mark.parametrize("text", ["", "a: ñ\nb: [1, 2.5, true, null, 2026-11-22]\n", "x: &x {y: '«»'}\nz: *x\n"])
def test_scalars_and_aliases(text: str) -> None:
    assert loaded(text) == yaml.safe_load(text)


@pytest.mark.parametrize("text", ["a: [1\n", "a: !!python/object/apply:os.getcwd []\n", "\tx"])
def test_what_cannot_be_read_or_is_no_data_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        loaded(text)
