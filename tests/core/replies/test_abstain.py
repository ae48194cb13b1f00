"""What was not understood is named as it was written, and there is always a way on."""

from __future__ import annotations

import pytest

from core.app import Core
from core.replies.abstain import reworded, whole_words
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("text", "unknown", "expected"),
    [
        (
            "https://example.com/a/b?c=1",
            ("https", "/", "/", "example", "c", "=", "1"),
            ("https://example.com/a/b?c=1",),
        ),
        ("OT de foo/bar/baz", ("foo", "/", "/"), ("foo/bar/baz",)),
        ("equipos con ../../etc/passwd", ("/", "/", "etc", "/", "passwd"), ("../../etc/passwd",)),
        ("¿estado de «PK_101/B»?", ("B",), ("PK_101/B",)),
        ("bombas flurbas y zurbas", ("flurbas", "zurbas"), ("flurbas", "zurbas")),
        ("abre https://x.mx por favor", ("abre", "https", "/", "/", "x", "mx"), ("abre", "https://x.mx")),
        ("flurb & zurb", ("flurb", "&", "zurb"), ("flurb", "zurb")),
        ("bombas & &", ("&", "&"), ("&", "&")),
        ("flurb flurb", ("flurb", "flurb"), ("flurb",)),
    ],
)
async def test_whole_words(text: str, unknown: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert whole_words(text, unknown) == expected


async def test_a_long_address_is_cut_with_a_sign() -> None:
    (word,) = whole_words(f"mira https://x.mx/{'a' * 500}", ("https", "/", "/", "x"))
    assert len(word) == 60 and word.endswith("…")


async def test_another_sentence_is_left_as_it_is() -> None:
    assert reworded("¿De qué?", "a/b", ("a", "/", "b"), "es") == "¿De qué?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://example.com/a/b?c=1", "No leí ninguna pregunta."),
        ("machines with <script>alert(1)</script>", "I don't know what “<script>alert(1)</script>” is."),
    ],
)
async def test_addresses_and_tags_stay_whole(shared: Core, text: str, said: str) -> None:
    assert (await Person(shared).ask(text)).text.startswith(said)


@pytest.mark.parametrize("text", ["flurb", "la comida estuvo rica", "cierra todas las ot", "asdf qwer zxcv"])
async def test_who_is_not_understood_gets_questions_that_work(shared: Core, text: str) -> None:
    person = Person(shared)
    reply = await person.ask(text)
    assert reply.action in ("clarify", "refused")
    assert 2 <= len(reply.suggestions) <= 4
    for suggestion in reply.suggestions:
        assert len(suggestion.label) <= 48, "fits a button"
        assert (await Person(shared).ask(suggestion.text)).action in ("data", "data_image")


async def test_english_too(shared: Core) -> None:
    reply = await Person(shared).ask("how are the flurbs doing")
    first, second, *_ = reply.suggestions
    assert (first.label, second.text) == ("Preventive maintenance this month", "Which machines are down right now?")


async def test_choices_are_way_enough(shared: Core) -> None:
    reply = await Person(shared).ask("bombas flurbas paradas")
    assert reply.clarification is not None and reply.clarification.choices
    assert reply.suggestions == ()


async def test_a_fresh_start_offers_nothing(shared: Core) -> None:
    assert (await Person(shared).ask("nuevo tema")).suggestions == ()
