"""The language of an answer: the question's; else the Thread's, the person's, DEFAULT_LANGUAGE."""

from __future__ import annotations

import pytest

from core.language.heard import hear
from core.semantics.load import load_model
from tests.core.asking import Person
from tests.core.lexicons import lexicon_of
from tests.core.opening import Opens

TOO_SHORT = "P-101"
"""Tells no language, and means the same in both."""


@pytest.mark.parametrize("default", ["es", "en"])
async def test_nobody_known_and_nothing_said_speaks_the_plants_language(opens: Opens, default: str) -> None:
    async with opens(default_language=default) as core:
        assert (await Person(core).ask(TOO_SHORT)).language == default


async def test_the_questions_own_words_win_over_everything(opens: Opens) -> None:
    async with opens(default_language="es") as core:
        person = Person(core)
        await core.people.set_language(_viewer(person), "es")
        await person.ask("¿cuántas bombas hay?")
        assert (await person.ask("how many pumps are down?", language="es")).language == "en"


async def test_the_threads_language_wins_over_the_persons(opens: Opens) -> None:
    async with opens(default_language="es") as core:
        await Person(core, "shared", "bob").ask("how many pumps are down?")
        ana = Person(core, "shared", "ana")
        await core.people.set_language(_viewer(ana), "es")
        assert (await ana.ask(TOO_SHORT)).language == "en"


async def test_the_language_that_a_person_last_spoke_serves_a_fresh_thread(opens: Opens) -> None:
    async with opens(default_language="es") as core:
        await Person(core, "1", "bob").ask("how many pumps are down?")
        assert (await Person(core, "2", "bob").ask(TOO_SHORT)).language == "en"
        assert (await Person(core, "3", "ana").ask(TOO_SHORT)).language == "es"


async def test_the_language_that_a_person_chose_wins_over_the_one_last_spoken(opens: Opens) -> None:
    async with opens(default_language="es") as core:
        bob = Person(core, "1", "bob")
        await bob.ask("how many pumps are down?")
        await core.people.set_language(_viewer(bob), "es")
        assert (await Person(core, "2", "bob").ask(TOO_SHORT)).language == "es"


async def test_what_the_platform_knows_of_the_person_is_believed(opens: Opens) -> None:
    async with opens(default_language="es") as core:
        await Person(core, "1", "bob").ask("¿cuántas bombas hay?")
        assert (await Person(core, "2", "bob").ask(TOO_SHORT, language="en")).language == "en"


async def test_a_cached_plan_does_not_bring_its_language_along(opens: Opens) -> None:
    async with opens(default_language="es") as core:
        spanish = await Person(core, "1", "ana").ask(TOO_SHORT)
        bob = Person(core, "2", "bob")
        await bob.ask("how many stops are ongoing?")
        english = await Person(core, "3", "bob").ask(TOO_SHORT)
    assert (spanish.language, english.language) == ("es", "en")
    assert spanish.text != english.text


async def test_errors_follow_the_same_rule(opens: Opens) -> None:
    async with opens(default_language="es") as core:
        bob = Person(core, "1", "bob")
        await bob.ask("how many pumps are down?")
        assert (await bob.ask("")).text.startswith("I read no question")
        assert (await Person(core, "2", "bob").ask("")).language == "en"
        assert (await Person(core, "3", "ana").ask("")).language == "es"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿cuántas bombas están paradas?", "es"),
        ("how many pumps are down?", "en"),
        ("P-101", None),
        ("", None),
        ("🔥", None),
    ],
)
def test_the_language_by_words_alone(text: str, language: str | None) -> None:
    assert hear(text, lexicon_of(load_model()).languages).language == language


def _viewer(person: Person) -> object:
    from core.kernel.messages import Viewer

    return Viewer(platform="rest", id=person.name)
