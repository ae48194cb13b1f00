"""Which events are Questions, and whose."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.events import Addressed, FollowUp, NotForUs, classify

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def body(event: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "team_id": "T1",
        "event_id": "Ev1",
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        "event": {"user": "UASHA", "ts": "100.000001", "text": "hola", "channel": "C1", **event},
        **more,
    }


def mention(**event: Any) -> dict[str, Any]:
    return body({"type": "app_mention", "text": "<@UBOT> bombas paradas", **event})


def message(**event: Any) -> dict[str, Any]:
    return body({"type": "message", "channel_type": "channel", **event})


def asked(of: dict[str, Any]) -> Any:
    found = classify(of, "UBOT", NOW)
    assert isinstance(found, Addressed), found
    return found.question


def test_a_mention() -> None:
    question = asked(mention())
    assert question.text == "bombas paradas"
    assert question.kind == "mention"
    assert question.thread.key == "slack:T1:C1:100.000001"
    assert question.viewer.key == "slack:T1:UASHA"
    assert question.delivery["thread_ts"] == "100.000001"


def test_a_mention_in_a_thread_answers_there() -> None:
    question = asked(mention(thread_ts="50.000001", ts="100.000001"))
    assert question.thread.thread == "50.000001"
    assert question.delivery["thread_ts"] == "50.000001"


def test_the_same_message_is_the_same_question_whatever_its_event_id() -> None:
    first, second = asked(mention()), asked({**mention(), "event_id": "Ev2"})
    assert first.id == second.id
    assert asked(mention(ts="100.000002")).id != first.id
    assert asked(mention(channel="C2")).id != first.id


@pytest.mark.parametrize("kind", ["channel", "group", "mpim"])
def test_the_copy_of_a_mention_is_ignored_in_every_kind_of_channel(kind: str) -> None:
    found = classify(message(channel_type=kind, text="oye <@UBOT> bombas"), "UBOT", NOW)
    assert found == NotForUs("copy_of_mention")


def test_a_direct_message_is_one_flat_thread() -> None:
    question = asked(message(channel="D1", channel_type="im", text="bombas paradas"))
    assert question.thread.key == "slack:T1:D1:"
    assert question.delivery["thread_ts"] == "100.000001"


def test_a_thread_inside_a_direct_message_is_its_own() -> None:
    question = asked(message(channel="D1", channel_type="im", thread_ts="50.000001"))
    assert question.thread.key == "slack:T1:D1:50.000001"


def test_a_direct_message_without_a_channel_type() -> None:
    assert asked(body({"type": "message", "channel": "D1"})).thread.thread == ""


def test_a_follow_up_needs_no_mention() -> None:
    found = classify(message(thread_ts="50.000001", text="¿y en soldadura?"), "UBOT", NOW)
    assert isinstance(found, FollowUp)
    assert found.question.thread.thread == "50.000001"


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"subtype": "message_changed", "thread_ts": "50.1"}, "subtype"),
        ({"subtype": "message_deleted"}, "incomplete"),
        ({"subtype": "message_replied"}, "subtype"),
        ({"subtype": "channel_join"}, "subtype"),
        ({"subtype": "bot_message"}, "subtype"),
        ({"bot_id": "B1", "thread_ts": "50.1"}, "bot"),
        ({"bot_profile": {"id": "B1"}, "thread_ts": "50.1"}, "bot"),
        ({"hidden": True, "thread_ts": "50.1"}, "bot"),
        ({"user": "UBOT", "thread_ts": "50.1"}, "self"),
        ({"user": None, "thread_ts": "50.1"}, "self"),
        ({"user": "USLACKBOT", "thread_ts": "50.1"}, "self"),
        ({}, "channel_chatter"),
        ({"thread_ts": "50.1", "text": "<@UBRUNO> ¿vas tú?"}, "addressed_to_another"),
        ({"thread_ts": "50.1", "text": "gracias!"}, "courtesy"),
        ({"thread_ts": "50.1", "text": ""}, "courtesy"),
        ({"ts": None, "thread_ts": "50.1"}, "incomplete"),
    ],
)
def test_what_is_ignored(event: dict[str, Any], reason: str) -> None:
    assert classify(message(**event), "UBOT", NOW) == NotForUs(reason)


@pytest.mark.parametrize("subtype", [None, "file_share", "thread_broadcast"])
def test_subtypes_that_are_a_persons_words(subtype: str | None) -> None:
    assert isinstance(classify(message(thread_ts="50.1", subtype=subtype), "UBOT", NOW), FollowUp)
    assert isinstance(classify(mention(subtype=subtype), "UBOT", NOW), Addressed)


def test_a_mention_by_another_bot_is_ignored() -> None:
    assert classify(mention(bot_id="B9"), "UBOT", NOW) == NotForUs("bot")


def test_other_events() -> None:
    assert classify(body({"type": "reaction_added"}), "UBOT", NOW) == NotForUs("other_event")


def test_an_org_wide_install_has_the_workspace_of_the_event() -> None:
    question = asked({**mention(), "team_id": None, "context_team_id": "T9", "enterprise_id": "E1"})
    assert question.thread.workspace == "T9"
    assert question.delivery["enterprise"] == "E1"


@pytest.mark.parametrize(
    "text",
    [
        "<@UBRUNO> ¿vas tú?",
        "¿ya viste, <@UBRUNO|bruno>?",
        "<!subteam^S1|@mantto> ¿quién puede?",
        "<!here> ¿quién va?",
        "<!channel> ojo",
        "@Ana ¿puedes ir tú?",
        "por área, @luis.soto",
    ],
)
def test_words_to_another_person_are_theirs(text: str) -> None:
    assert classify(message(thread_ts="50.1", text=text), "UBOT", NOW) == NotForUs("addressed_to_another")
    mentioned = classify(mention(text=f"<@UBOT> {text}"), "UBOT", NOW)
    assert isinstance(mentioned, Addressed)
    assert not mentioned.question.overheard


@pytest.mark.parametrize("text", ["¿y en soldadura?", "ok", "ya voy", "escribe a ana@planta.mx", "@maintbot por área"])
def test_what_nobody_is_named_in_waits_for_its_turn(text: str) -> None:
    found = classify(message(thread_ts="50.1", text=text), "UBOT", NOW)
    assert isinstance(found, FollowUp)
    assert found.question.overheard


def test_a_direct_message_is_never_overheard() -> None:
    found = classify(message(channel="D1", channel_type="im", text="gracias"), "UBOT", NOW)
    assert isinstance(found, Addressed)
    assert not found.question.overheard
