"""Text in and out: nothing foreign can ping or link, and what a person wrote is read as they meant it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import text
from adapters.slack.blocks import escape as escaping


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0BOT> ¿qué bombas están paradas?", "¿qué bombas están paradas?"),
        ("oye <@U0BOT>, equipos parados", "oye , equipos parados"),
        ("<@U0BOT|maintbot> equipos", "equipos"),
        ("fallas &gt; 5 &amp; costo &lt; 10", "fallas > 5 & costo < 10"),
        ("mira <https://cmms.example/ot/12|la OT 12>", "mira la OT 12"),
        ("mira <https://cmms.example/ot/12>", "mira https://cmms.example/ot/12"),
        ("en <#C0123|bombas>", "en #bombas"),
        ("<!here> equipos", "@here equipos"),
        ("<!subteam^S1|@turno-noche> paros", "@turno-noche paros"),
        ("<mailto:ana@planta.mx|ana@planta.mx>", "ana@planta.mx"),
        ("pregúntale a <@U0ASHA|asha>", "pregúntale a @asha"),
        ("<@U0BOT>", ""),
        ("  OT \u00a0 abiertas  ", "OT abiertas"),
        ("<@U0BOT> <https://x.mx|ver tablero> ¿OT vencidas?", "¿OT vencidas?"),
        ("¿OT vencidas? <https://x.mx|ver tablero>", "¿OT vencidas?"),
        ("¿OT vencidas? <mailto:a@b.mx|a@b.mx>", "¿OT vencidas?"),
        ("¿OT vencidas? <tel:+525512345678|5512345678>", "¿OT vencidas?"),
        ("¿OT vencidas? <!subteam^S1|@turno>", "¿OT vencidas?"),
        ("fallas de <https://x.mx/P-101|P-101>", "fallas de P-101"),
        ("<https://x.mx|OT vencidas>", "OT vencidas"),
    ],
)
def test_read(written: str, read: str) -> None:
    assert text.read(written, "U0BOT") == read


def test_escape_is_exactly_three_characters() -> None:
    assert escaping.escape("<!channel> A&B > C 'x' \"y\" *z*") == "&lt;!channel&gt; A&amp;B &gt; C 'x' \"y\" *z*"


@given(st.text())
def test_escape_and_back(written: str) -> None:
    escaped = escaping.escape(written)
    assert text.unescape(escaped) == written
    assert "<" not in escaped
    assert ">" not in escaped


@given(st.text(alphabet="ab&<>", max_size=60), st.integers(min_value=8, max_value=40))
def test_shortened_escaped_text_never_ends_in_half_an_entity(written: str, limit: int) -> None:
    cut = escaping.shorten_escaped(written, limit)
    assert len(cut) <= limit
    rest = cut.removesuffix("…").replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert not set(rest) & set("&<>")


def test_bold_cannot_be_left_by_an_asterisk() -> None:
    assert escaping.bold("P*1 <x>") == "*P∗1 &lt;x&gt;*"
    assert escaping.bold(" ") == ""


def test_only_real_ids_become_mentions() -> None:
    assert escaping.mention("U0ASHA") == "<@U0ASHA>"
    assert escaping.mention("!channel") == ""
    assert escaping.mention("U0> <!here") == ""


def test_who_a_message_is_addressed_to() -> None:
    assert text.calls_another("<@U0BRUNO> ¿ya viste?")
    assert text.calls_another("¿ya viste <@U0BRUNO>?")
    assert not text.calls_another("¿y en <#C1|soldadura>? ana@planta.mx, &lt;!here&gt;")
    assert text.mentions("oye <@U0BOT|bot>", "U0BOT")
    assert not text.mentions("oye <@U0BOTX>", "U0BOT")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0BOT> OT de <@U0ANA>", "OT de @Ana Ruiz"),
        ("<@U0BOT> OT de <@U0ANA|ana.r>", "OT de @Ana Ruiz"),
        ("<@U0BOT> OT de <@U0NOBODY>", "OT de @U0NOBODY"),
        ("<@U0BOT> OT de <@U0NOBODY|nadie>", "OT de @nadie"),
        ("<@U0BOT> OT vencidas cc <@U0ANA>", "OT vencidas"),
        ("<@U0BOT> OT vencidas /cc <@U0ANA>", "OT vencidas"),
        ("<@U0BOT> OT vencidas (Cc. <!subteam^S1|@turno>)", "OT vencidas"),
        ("<@U0BOT> OT vencidas con copia a <@U0ANA> y <@U0LUIS>", "OT vencidas"),
        ("hola <@U0ANA>, ¿OT vencidas?", "hola , ¿OT vencidas?"),
        ("gracias <@U0ANA> ¿OT vencidas?", "gracias ¿OT vencidas?"),
        ("<@U0BOT> OT vencidas, cc: <@U0ANA>, <@U0EVA|eva> y <@U0LUIS>", "OT vencidas,"),
    ],
)
def test_people_are_named_and_copies_go(written: str, read: str) -> None:
    assert text.read(written, "U0BOT", {"U0ANA": "Ana Ruiz"}) == read


def test_whom_a_message_speaks_of() -> None:
    assert text.people("<@U0BOT> OT de <@U0ANA> y <@W0EVA|eva>, cc <@U0LUIS>", "U0BOT") == ["U0ANA", "W0EVA"]
