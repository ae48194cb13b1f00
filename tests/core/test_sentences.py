"""Every text for a person, in both languages: nothing missing, nothing left in the other one, well set."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import core.sentences
from core.kernel.errors import MaintbotError
from core.sentences import say
from tests.source_tree import PRODUCT, sources

ENGLISH = frozenset(
    "the of and is are was were with without there this that these those which what when where who your please try"
    " again cannot could would should has have been from into only because than then file question answer page".split()
)
"""Words that no Spanish sentence has."""
SPANISH = frozenset(
    "el los las del una unos unas con sin está están fue eran esto esta este estos qué cuál cuáles cómo dónde tu"
    " tus por favor intenta puedo puede hay pero porque archivo pregunta respuesta página más".split()
)
"""Words that no English sentence has."""
QUOTED = re.compile(
    r"«[^»]*»|“[^”]*”|`[^`]*`|\"[^\"]*\"|'[^']*'|\*[^*]*\*|https?://\S+|[A-Z][A-Z_]{2,}|\{[^{}]*\}|--\S+|/\S+"
)
"""Examples, settings, options and places keep the language that they are in."""

Pair = tuple[str, Mapping[str, str]]


def texts_in(name: str, value: Any) -> Iterator[Pair]:
    """Texts in a module's value: a Text, or a mapping or sequence that holds some."""
    if isinstance(value, Mapping):
        if {"es", "en"} & set(value) and all(isinstance(text, str) for text in value.values()):
            yield name, value
        elif {"es", "en"} & set(value):
            both = {language: value.get(language) for language in ("es", "en")}
            if all(isinstance(texts, tuple | list) for texts in both.values()):
                assert len(both["es"]) == len(both["en"]), f"{name}: as many in each language"
                for index, pair in enumerate(zip(both["es"], both["en"], strict=True)):
                    yield from texts_in(f"{name}[{index}]", dict(zip(("es", "en"), pair, strict=True)))
            elif all(isinstance(texts, Mapping) for texts in both.values()):
                for key in both["es"]:
                    yield from texts_in(f"{name}.{key}", {language: both[language][key] for language in both})
        else:
            for key, inner in value.items():
                yield from texts_in(f"{name}.{key}", inner)
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from texts_in(f"{name}[{index}]", inner)


def all_texts() -> list[Pair]:
    found: dict[str, Mapping[str, str]] = {}
    for module in pkgutil.walk_packages(core.sentences.__path__, "core.sentences."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if not name.startswith("_"):
                found.update(texts_in(f"{module.name.removeprefix('core.sentences.')}.{name}", value))
    for package in ("core", "adapters", "bots"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if module.name.rpartition(".")[2] in ("errors", "failures", "problems", "joins", "problem", "faults"):
                importlib.import_module(module.name)
    for kind in errors_of(MaintbotError):
        found[f"error {kind.__module__}.{kind.__name__}"] = kind.texts
    return sorted(found.items())


def errors_of(kind: type[MaintbotError]) -> Iterator[type[MaintbotError]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from errors_of(inner)


TEXTS = all_texts()
SENTENCES = [(name, text) for name, text in TEXTS if " " in text.get("es", "")]


def test_there_are_texts_to_read() -> None:
    assert len(TEXTS) > 250
    assert sum(name.startswith("error ") for name, _ in TEXTS) > 25


def faults(problem: Any) -> list[str]:
    """Names with what ``problem`` says of their text."""
    return [f"{name}: {said}" for name, text in TEXTS if (said := problem(text))]


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_are_there() -> None:
    assert faults(lambda text: set(text) != {"es", "en"} and f"only {set(text)}") == []


AGREEMENT = frozenset("the that all high low first none o a pronoun them those fewest one are label be the_one".split())
"""Names that serve gender and number, which the other language may not have."""


def test_both_languages_fill_in_the_same_names_but_for_agreement() -> None:
    assert faults(lambda text: (names_in(text["es"]) ^ names_in(text["en"])) - AGREEMENT and dict(text)) == []


@pytest.mark.parametrize(("opening", "closing"), [("¿", "?"), ("¡", "!"), ("«", "»"), ("(", ")"), ("“", "”")])
def test_what_opens_closes(opening: str, closing: str) -> None:
    def problem(text: Mapping[str, str]) -> str:
        spanish = text["es"] if closing not in "?" else re.sub(r"\?(?=[,}])|\"\?", "", text["es"])
        return spanish if spanish.count(opening) != spanish.count(closing) else ""

    assert faults(problem) == []


def test_nobody_is_shouted_at() -> None:
    assert faults(lambda text: [said for said in text.values() if re.search(r"[!¡](?!=)", said)]) == []


def test_spaces_are_single() -> None:
    assert faults(lambda text: [said for said in text.values() if "  " in said.strip() or said.endswith("\n")]) == []


def test_no_spanish_sentence_has_english_words() -> None:
    assert faults(lambda text: plain(text["es"]) & ENGLISH) == []


def test_no_english_sentence_has_spanish_words() -> None:
    assert faults(lambda text: plain(text["en"]) & SPANISH) == []


def plain(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", QUOTED.sub(" ", text).lower()))


def test_a_sentence_begins_with_a_capital_in_both_or_in_neither() -> None:
    def problem(text: Mapping[str, str]) -> Any:
        firsts = [
            re.match(r"[¿«“(]*([^\W\d_])(?![A-Z_]{2}|(?<=M)icrosoft|(?<=S)lack|(?<=T)eams)", said)
            for said in text.values()
        ]
        if not all(firsts) or not text["es"].rstrip().endswith((".", "?")):
            return ""
        cases = {match.group(1).isupper() for match in firsts if match}
        return dict(text) if len(cases) > 1 else ""

    assert faults(problem) == []


def test_both_end_alike() -> None:
    ends = ".?:…"

    def problem(text: Mapping[str, str]) -> Any:
        last = [said.rstrip()[-1:] for said in text.values()]
        return dict(text) if last[0] != last[1] and any(end and end in ends for end in last) else ""

    assert faults(problem) == []


def test_no_bot_apologises() -> None:
    sorry = re.compile(r"lo siento|disculp|perd[oó]n|sorry|apolog|unfortunately|lamentable", re.IGNORECASE)
    assert faults(lambda text: [said for said in text.values() if sorry.search(said)]) == []


def test_say_fills_a_text_and_misses_no_name() -> None:
    assert say({"es": "Hay {n}", "en": "There are {n}"}, "en", n=3) == "There are 3"
    with pytest.raises(KeyError):
        say({"es": "Hay {n}", "en": "There are {n}"}, "es")


def test_every_error_has_a_code_of_its_own_or_its_parents() -> None:
    for kind in errors_of(MaintbotError):
        assert re.fullmatch(r"[a-z_]+", kind.code)
        assert 400 <= kind.status < 600


def reasons() -> Iterator[tuple[str, str]]:
    """The words that stand in the code, in one language, as the reason of a ConfigurationError; each with its place."""
    for file in sources(*PRODUCT):
        assigned = [node for node in ast.walk(file.tree) if isinstance(node, ast.Assign)]
        for call in ast.walk(file.tree):
            if not isinstance(call, ast.Call) or not ast.unparse(call.func).endswith("ConfigurationError"):
                continue
            given = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
            named = {ast.unparse(value) for value in given}
            given += [node.value for node in assigned if ast.unparse(node.targets[0]) in named]
            for part in (part for value in given for part in ast.walk(value)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield f"{file}:{part.lineno}", part.value


def test_what_an_operator_must_mend_is_said_in_their_language() -> None:
    found = list(reasons())
    assert len(found) > 10
    telling = ENGLISH | SPANISH | {"not", "needs", "must", "no"}
    left = [(place, text) for place, text in found if telling & set(re.findall(r"\w+", QUOTED.sub("", text).lower()))]
    assert not left, "put it into core/sentences/settings.py, in both languages"
