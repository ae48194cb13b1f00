"""Activities as Events: who asked what where, and what is not for us."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.teams.events import (
    Arrived,
    Asked,
    Consented,
    Event,
    Ignored,
    Left,
    NotAnActivity,
    Rated,
    question_id,
    read,
)
from adapters.teams.text import plain_text
from core.kernel.messages import Question
from tests.fakes.teams import BOT, TENANT, Activities

say = Activities("https://smba.example/amer/")
NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)


def event(activity: dict[str, Any]) -> Event:
    return read(activity, NOW)


def asked(activity: dict[str, Any]) -> Question:
    found = event(activity)
    assert isinstance(found, Asked)
    return found.question


def test_a_personal_message() -> None:
    question = asked(say.personal("¿Qué equipos están parados?"))
    assert (question.text, question.kind, question.offline) == ("¿Qué equipos están parados?", "message", False)
    assert question.thread.key == f"teams:{TENANT}:a%3Achat-ana:"
    assert (question.viewer.id, question.viewer.name, question.viewer.workspace) == ("aad-ana", "Ana Ruiz", TENANT)
    assert question.language is None  # a client's language is not the Thread's
    assert question.received_at == NOW


def test_the_reference_is_plain_json_with_its_own_service_url() -> None:
    activity = say.channel("OT vencidas")
    question = asked(activity)
    again = Question.model_validate_json(question.model_dump_json())
    reference = again.delivery["reference"]
    assert reference["serviceUrl"] == "https://smba.example/amer/"
    assert reference["conversation"]["id"] == activity["conversation"]["id"]
    assert reference["bot"] == BOT
    assert again.delivery["scope"] == "channel"


def test_a_channels_reply_chain_is_a_thread_of_its_own() -> None:
    first = asked(say.channel("OT vencidas", root="100"))
    reply = asked(say.channel("¿y en soldadura?", root="100"))
    other = asked(say.channel("OT vencidas", root="200"))
    assert first.thread == reply.thread
    assert first.thread.thread == "100"
    assert first.thread.channel == other.thread.channel == "19:plant@thread.tacv2"
    assert first.thread != other.thread


def test_an_activitys_question_has_one_id_however_often_it_comes() -> None:
    activity = say.personal("OT vencidas")
    assert asked(activity).id == asked(dict(activity)).id
    elsewhere = {**activity, "conversation": {**activity["conversation"], "id": "a:other"}}
    assert asked(elsewhere).id != asked(activity).id
    assert question_id({"conversation": {"id": "a"}, "text": "x"}) != question_id(
        {"conversation": {"id": "a"}, "text": "y"}
    )


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("<at>Mantenimiento</at> OT vencidas", "OT vencidas"),
        ("<at>Mantenimiento</at>&nbsp;OT vencidas\n", "OT vencidas"),
        ("OT <at>Mantenimiento</at> vencidas", "OT vencidas"),
        ('<at id="0">Mantenimiento</at>\u00a0OT  vencidas', "OT vencidas"),
        ("<p><at>Mantenimiento</at>&nbsp;OT <b>vencidas</b></p>", "OT vencidas"),
        ("<at>Mantenimiento</at> OT de <at>Luis Peña</at>", "OT de Luis Peña"),
        ("<at>Mantenimiento</at> costo &lt; 500 &amp; &gt; 20", "costo < 500 & > 20"),
        ("<at>Mantenimiento</at> costo <500 y >20", "costo <500 y >20"),
        ("<at>Mantenimiento</at>\u200b\u00a0 ", ""),
    ],
)
def test_mentions_and_markup_are_taken_out(text: str, read_as: str) -> None:
    activity = say.channel("x")
    activity["text"] = text
    assert plain_text(activity) == read_as


def test_a_bare_mention_asks_for_help() -> None:
    assert asked(say.channel("")).text == "ayuda"
    assert asked(say.group("", locale="en-GB")).text == "help"


def test_in_groups_and_channels_only_mentions() -> None:
    assert isinstance(event(say.channel("OT vencidas", mention=False)), Ignored)
    assert isinstance(event(say.group("OT vencidas", mention=False)), Ignored)
    assert asked(say.group("¿qué OT vencen hoy?")).kind == "mention"
    somebody = {"type": "mention", "text": "<at>Luis</at>", "mentioned": {"id": "29:luis", "name": "Luis"}}
    assert isinstance(event({**say.channel("x", mention=False), "entities": [somebody]}), Ignored)


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "messageUpdate", "channelData": {"eventType": "editMessage"}},
        {"channelData": {"eventType": "editMessage"}},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "typing"},
        {"type": "endOfConversation"},
        {"from": {"id": BOT["id"], "name": "Mantenimiento"}},
        {"from": {"id": "28:other", "role": "bot"}},
        {"text": "", "attachments": [{"contentType": "image/png"}]},
    ],
)
def test_what_is_no_question_is_ignored(changed: dict[str, Any]) -> None:
    assert isinstance(event({**say.personal("OT vencidas"), **changed}), Ignored)


@pytest.mark.parametrize("word", ["equipos", "equipment", "ot", "workorders", "OT", "Equipos", "ayuda", "help"])
def test_a_command_is_the_first_word(word: str) -> None:
    question = asked(say.personal(word))
    assert (question.kind, question.offline) == ("command", True)
    assert question.language == ("en" if word.lower() in ("equipment", "workorders", "help") else "es")


def test_a_command_in_a_channel_comes_after_the_mention() -> None:
    question = asked(say.channel("equipos parados empaque"))
    assert (question.kind, question.text) == ("command", "equipos parados empaque")


@pytest.mark.parametrize("text", ["¿cuántos equipos hay?", "otra vez", "help me find the pumps", "ayuda con P-101"])
def test_a_question_is_no_command(text: str) -> None:
    question = asked(say.personal(text))
    assert (question.kind, question.offline) == ("message", False)


def test_buttons() -> None:
    first = say.channel("OT vencidas")
    chosen = asked(say.press(first, {"data": {"maintbot": {"choice": "2", "text": "Line 2", "about": "teams-1"}}}))
    assert (chosen.kind, chosen.choice, chosen.about, chosen.text) == ("button", "2", "teams-1", "Line 2")
    offered = asked(say.press(first, {"data": {"maintbot": {"ask": "por área", "about": "teams-1"}}}))
    assert (offered.kind, offered.choice, offered.about, offered.text) == ("suggestion", None, "teams-1", "por área")
    assert offered.thread == asked(first).thread
    assert isinstance(event(say.press(first, {"data": {"maintbot": {}}})), Ignored)


def test_thumbs() -> None:
    up = event(say.thumb(say.personal("x"), "m-7", "like"))
    assert isinstance(up, Rated)
    assert (up.thumb, up.message_id, up.comment) == ("up", "m-7", None)
    down = event(say.thumb(say.personal("x"), "m-7", "dislike", "faltan equipos"))
    assert isinstance(down, Rated)
    assert (down.thumb, down.comment) == ("down", "faltan equipos")
    odd = say.invoke(say.personal("x"), "message/submitAction", {"actionName": "other"}, reply_to="m-7")
    assert isinstance(event(odd), Ignored)


def test_files() -> None:
    accepted = event(say.consent(say.personal("x"), "m-2", {"file": "t", "name": "ot.csv"}, upload_url="https://up/1"))
    assert isinstance(accepted, Consented)
    assert (accepted.accepted, accepted.card_id, accepted.upload["uploadUrl"]) == (True, "m-2", "https://up/1")
    declined = event(say.consent(say.personal("x"), "m-2", {"file": "t"}, upload_url=None))
    assert isinstance(declined, Consented)
    assert declined.accepted is False


def test_coming_and_going() -> None:
    assert isinstance(event(say.added()), Arrived)
    assert isinstance(event(say.added(membersAdded=[{"id": "29:luis"}])), Ignored)
    assert isinstance(event(say.added(type="installationUpdate", action="add")), Arrived)
    assert isinstance(event(say.added(type="installationUpdate", action="remove")), Left)
    assert isinstance(event(say.added(membersAdded=[], membersRemoved=[{"id": BOT["id"]}])), Left)


def test_an_unknown_invoke_is_told_apart() -> None:
    found = event(say.invoke(say.personal("x"), "task/fetch", {}, reply_to="m-1"))
    assert isinstance(found, Ignored)
    assert found.invoke


@pytest.mark.parametrize("missing", ["conversation", "from"])
def test_without_a_place_it_is_no_activity(missing: str) -> None:
    activity = say.personal("x")
    del activity[missing]
    with pytest.raises(NotAnActivity):
        event(activity)


REPLY = (
    '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri">Ana</strong>'
    '<span itemprop="time"></span><p itemprop="preview">la P-101 vibra</p></blockquote>'
)
MENTION = '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Mantenimiento</span>'


@pytest.mark.parametrize(
    ("text", "attachment", "read_as"),
    [
        (f"{REPLY}<p><at>Mantenimiento</at>&nbsp;¿cuántas fallas tiene?</p>", None, "¿cuántas fallas tiene?"),
        (
            "Ana\nla P-101 vibra\n<at>Mantenimiento</at> ¿cuántas fallas tiene?",
            f"{REPLY}<p>{MENTION}&nbsp;¿cuántas fallas tiene?</p>",
            "¿cuántas fallas tiene?",
        ),
        ("> la P-101 vibra\n\n<at>Mantenimiento</at> ¿cuántas fallas tiene?", None, "¿cuántas fallas tiene?"),
        (f"{REPLY}<p><at>Mantenimiento</at></p>", None, "Ana la P-101 vibra"),
        ("<at>Mantenimiento</at> OT vencidas cc <at>Luis Peña</at>, <at>Eva</at>", None, "OT vencidas"),
        ("<at>Mantenimiento</at> o\u0301rdenes vencidas", None, "órdenes vencidas"),
        ("<at>Mantenimiento</at>&nbsp;&gt; OT vencidas\n\n¿y bombas?", None, "¿y bombas?"),
        ("<at>Mantenimiento</at> con copia a <at>Luis Peña</at> OT vencidas", None, "OT vencidas"),
        ("hola <at>Luis Peña</at>, OT vencidas", None, "hola , OT vencidas"),
        ('<a href="https://x.mx">ver tablero</a> ¿OT vencidas?', None, "¿OT vencidas?"),
        ('fallas de <a href="https://x.mx">P-101</a>', None, "fallas de P-101"),
        ("[ver tablero](https://x.mx) ¿OT vencidas?", None, "¿OT vencidas?"),
        ("¿OT vencidas?<pre>ERROR 12</pre>", None, "¿OT vencidas?"),
        ('¿OT vencidas?<codeblock class="x"><code>ERROR 12</code></codeblock>', None, "¿OT vencidas?"),
        ("<codeblock><code>OT vencidas</code></codeblock>", None, "OT vencidas"),
        ('<attachment id="12ab"></attachment>OT vencidas', None, "OT vencidas"),
        ('<quote authorname="Ana" timestamp="1">la P-101 vibra</quote>¿cuántas fallas?', None, "¿cuántas fallas?"),
        ('OT vencidas <emoji alt="🙏" id="x"></emoji><img alt="foto" src="https://x.mx/1"/>', None, "OT vencidas"),
        ("Mantenimiento wrote:\n3 equipos parados\n\n¿y por área?", None, "¿y por área?"),
        ("[14/11 10:22] Ana Ruiz: la P-101 vibra\n¿cuántas fallas?", None, "¿cuántas fallas?"),
        ("equipos con &lt; 5 fallas y &gt; 2", None, "equipos con < 5 fallas y > 2"),
    ],
)
def test_a_quoted_message_is_context(text: str, attachment: str | None, read_as: str) -> None:
    activity = say.channel("x")
    activity["text"] = text
    if attachment is not None:
        activity["attachments"] = [{"contentType": "text/html", "content": attachment}]
    assert plain_text(activity) == read_as
