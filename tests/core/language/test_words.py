"""Words are data: no module names one, both languages say the same things, the tables are whole."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

import core.understanding
from core.kernel.folding import fold
from core.language.language import languages
from core.understanding.weights import WEIGHTS

CORE = Path(core.understanding.__file__).parent.parent
ROOMS = ("language", "listening", "understanding")
COMMANDS = CORE / "listening" / "commands.py"
"""Holds the names of the commands, which are words that people type."""
MODULES = sorted(
    path for room in ROOMS for path in (CORE / room).rglob("*.py") if path.parent.name != "words" and path != COMMANDS
)
WORDS = CORE / "language" / "words"
NAMES = {
    *languages()["es"].roles, *languages()["es"].light, *languages()["es"].references, *languages()["es"].topics,
    *(name for words in languages().values() for table in (words.grains, words.units, words.adverbs) for name in table.values()),
    "es", "en",
}  # fmt: skip


def _texts(path: Path) -> list[str]:
    """The texts of a module that are no docstrings and no names of our own (identifiers, roles, keys)."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    told |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


def _spanish() -> set[str]:
    words = languages()["es"]
    phrases = [
        phrase for table in (words.roles, words.light, words.references) for items in table.values() for phrase in items
    ]
    english = {fold(word) for word in _english()}
    return {word for phrase in phrases for word in fold(phrase).split() if len(word) > 3} - english


def _english() -> set[str]:
    words = languages()["en"]
    return {
        word
        for table in (words.roles, words.light, words.references)
        for items in table.values()
        for phrase in items
        for word in phrase.split()
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CORE)))
def test_no_module_names_a_word_of_a_language(path: Path) -> None:
    """Texts of modules are names of our own. A Spanish word among them, or an accent, is a word of a question."""
    spanish = _spanish()
    found = [
        text
        for text in _texts(path)
        if text not in NAMES and (re.search(r"[áéíóúñ]", text) or set(fold(text).split()) & spanish)
    ]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CORE)))
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


class _Strict(yaml.SafeLoader):
    """A loader that counts keys."""


def _once(loader: _Strict, node: yaml.MappingNode) -> dict[str, object]:
    keys = Counter(loader.construct_object(key) for key, _ in node.value)
    assert max(keys.values(), default=1) == 1, [key for key, count in keys.items() if count > 1]
    return {str(loader.construct_object(key)): loader.construct_object(value, deep=True) for key, value in node.value}


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _once)


@pytest.mark.parametrize("name", ["es", "en", "elsewhere", "speech_es", "speech_en"])
def test_no_key_stands_twice(name: str) -> None:
    yaml.load((WORDS / f"{name}.yaml").read_text("utf-8"), Loader=_Strict)


def test_both_languages_have_the_same_roles() -> None:
    spanish, english = languages()["es"], languages()["en"]
    assert set(spanish.roles) == set(english.roles)
    assert set(spanish.light) == set(english.light)
    assert set(spanish.references) == set(english.references)
    assert set(spanish.topics) == set(english.topics)


def test_every_verb_that_is_named_has_forms() -> None:
    for words in languages().values():
        assert all(words.verbs.values())


def test_every_weight_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in MODULES)
    unused = [name for name in WEIGHTS if f'"{name}"' not in code]
    assert unused == []
