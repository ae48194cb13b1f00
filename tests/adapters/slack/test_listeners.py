"""Buttons, thumbs, modals, the shortcut, the Home, prompts, the welcome, and commands that take long."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import limits
from adapters.slack.blocks.validate import problems, view_problems
from adapters.slack.listeners import modals
from adapters.slack.listeners.home import home_view
from core.answering.starting import Standing
from core.kernel.messages import Choice, Clarification, Language, Question, Reply, Span, Suggestion, Viewer
from tests.adapters.slack.replies import reply
from tests.adapters.slack.rig import Rig, rig, simple
from tests.fakes import slack_blocks
from tests.fakes.slack_people import elements, labels, words

ASHA = Viewer(platform="slack", workspace="T0PLANT", id="U0ASHA")


async def rich(question: Question) -> Reply:
    """An answer with everything to press."""
    if question.text == "vencidos":
        choices = tuple(Choice(id=str(n), label=f"Opción {n}") for n in range(1, 8))
        asked = Clarification(question="¿Qué vencidos?", choices=choices)
        return simple(question, "¿Qué vencidos?", action="clarify", sql=None, clarification=asked)
    return simple(
        question,
        f"respuesta a {question.text}",
        chartable=True,
        suggestions=(Suggestion(label="Por área", text="bombas paradas por área"),),
        assumptions=("sin retiradas",),
    )


async def answered(r: Rig, ts: str, count: int = 1, channel: str = "C0MAINT") -> dict[str, Any]:
    found = await r.slack.until(lambda: len(r.slack.said(channel, ts)) >= count and r.slack.said(channel, ts))
    message: dict[str, Any] = found[count - 1]
    return message


async def test_a_suggestion_is_asked_in_the_thread_as_that_person(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.ask("bombas paradas")
        message = await answered(r, ts)
        await r.people.press(message, "Por área", user="U0BRUNO")
        second = await answered(r, ts, 2)
        assert "<@U0BRUNO> preguntó: bombas paradas por área" in words(second)
        question = r.core.asked[-1]
        assert (question.kind, question.viewer.id) == ("suggestion", "U0BRUNO")
        assert question.about == r.core.asked[0].id
        assert question.thread == r.core.asked[0].thread


async def test_a_double_press_is_one_question(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.ask("bombas paradas")
        message = await answered(r, ts)
        pressed = {**next(e for e in elements(message) if e.get("action_id") == "chart"), "action_ts": "1767326130.1"}
        again = {**pressed, "action_ts": "1767326132.9"}
        await asyncio.gather(*(r.people.act(message, "C0MAINT", one) for one in (pressed, again)))
        await answered(r, ts, 2)
        other = await r.people.ask("otra")
        await answered(r, other)
        assert len(r.slack.said("C0MAINT", ts)) == 2


async def test_the_chart_button_speaks_of_its_answer(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.ask("bombas paradas")
        message = await answered(r, ts)
        await r.people.press(message, "Gráfica")
        await answered(r, ts, 2)
        assert r.core.asked[-1].about == r.core.asked[0].id
        assert r.core.asked[-1].kind == "button"


async def test_a_choice_from_a_select(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.ask("vencidos")
        message = await answered(r, ts)
        await r.people.choose(message, "Opción 6")
        await answered(r, ts, 2)
        question = r.core.asked[-1]
        assert (question.kind, question.choice, question.about) == ("select", "6", r.core.asked[0].id)


async def test_a_press_that_cannot_be_stored_is_not_acknowledged(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.ask("bombas paradas")
        message = await answered(r, ts)
        r.core.broken = True
        status, _ = await r.people.press(message, "Por área")
        assert status >= 500


async def test_presses_in_a_dm_stay_in_its_session(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        dm = r.slack.dm("U0ASHA").id
        ts = await r.people.write("bombas paradas", channel=dm)
        message = await answered(r, ts, channel=dm)
        await r.people.press(message, "Por área", channel=dm)
        second = await answered(r, ts, 2, channel=dm)
        await r.people.press(second, "Por área", channel=dm)
        await answered(r, ts, 3, channel=dm)
        assert {question.thread.thread for question in r.core.asked} == {""}
        inner = await r.people.write("¿y en soldadura?", channel=dm, thread_ts=ts)
        third = await answered(r, ts, 4, channel=dm)
        assert r.core.asked[-1].thread.thread == ""
        assert r.core.asked[-1].about == r.core.asked[0].id
        await r.people.press(third, "Por área", channel=dm)
        await answered(r, ts, 5, channel=dm)
        assert r.core.asked[-1].thread.thread == ""
        await r.people.write("¿y en pintura?", channel=dm, thread_ts=ts)
        await answered(r, ts, 6, channel=dm)
        assert r.core.asked[-1].about == f"slack:T0PLANT:{dm}:reply:flat:{inner}"
        own = await r.people.write("¿y en pintura?", channel=dm, thread_ts="1.000001")
        await answered(r, "1.000001", channel=dm)
        assert (r.core.asked[-1].thread.thread, r.core.asked[-1].about) == ("1.000001", None)
        assert own


async def test_show_sql_opens_a_modal(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.ask("bombas paradas")
        message = await answered(r, ts)
        assert (await r.people.press(message, "Ver SQL"))[0] == 200
        (view,) = await r.slack.until(lambda: r.slack.views)
        assert "SELECT 1" in words(view)
        assert "sin retiradas" in words(view)
        assert "ms" in words(view)


async def test_show_sql_of_a_forgotten_answer_says_so(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        action = {"type": "button", "action_id": "show_sql", "value": json.dumps({"q": "slack:gone"})}
        await r.people.act({"ts": "1.000001"}, "C0MAINT", action)
        (view,) = await r.slack.until(lambda: r.slack.views)
        assert "Ya no tengo guardada" in words(view)


async def given(r: Rig) -> list[Any]:
    return list(await r.core.feedback.given(since=datetime.now(UTC) - timedelta(hours=1)))


async def test_thumbs_are_stored_and_a_thumb_down_asks_what_was_wrong(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.ask("bombas paradas")
        message = await answered(r, ts)
        await r.people.thumb(message, "positive")
        assert [(one["thumb"], one["comment"]) for one in await given(r)] == [("up", None)]
        await r.people.thumb(message, "negative")
        (view,) = await r.slack.until(lambda: r.slack.views)
        assert view["title"]["text"] == "¿Qué estuvo mal?"
        status, _ = await r.people.submit(view, "faltan las del turno nocturno")
        assert status == 200
        (one,) = await given(r)
        assert (one["thumb"], one["comment"]) == ("down", "faltan las del turno nocturno")
        assert one["question_id"] == r.core.asked[0].id


async def test_plain_thumbs_work_too(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        r.slack.refused_block_types = {"context_actions"}
        ts = await r.people.ask("bombas paradas")
        message = await answered(r, ts)
        await r.people.press(message, "👎", user="U0BRUNO")
        await r.slack.until(lambda: r.slack.views)
        (one,) = await given(r)
        assert (one["thumb"], one["viewer_key"]) == ("down", "slack:T0PLANT:U0BRUNO")


async def test_the_shortcut_asks_in_the_messages_thread(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.write("la P-101 otra vez con vibración &amp; fuga", user="U0BRUNO")
        message = next(one for one in r.slack.channels["C0MAINT"].messages if one["ts"] == ts)
        assert (await r.people.shortcut(message))[0] == 200
        (view,) = await r.slack.until(lambda: r.slack.views)
        assert view["blocks"][0]["element"]["initial_value"] == "la P-101 otra vez con vibración & fuga"
        status, body = await r.people.submit(view, "   ")
        assert body["response_action"] == "errors"
        await r.people.submit(view, "¿qué fallas ha tenido P-101?")
        message = await answered(r, ts)
        assert "<@U0ASHA> preguntó: ¿qué fallas ha tenido P-101?" in words(message)
        assert r.core.asked[-1].kind == "shortcut"
        r.core.broken = True
        status, body = await r.people.submit({**view, "id": "V9"}, "otra")
        assert (status, body["response_action"]) == (200, "errors")


async def test_the_home(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        ts = await r.people.ask("bombas paradas")
        await answered(r, ts)
        await r.people.open_home()
        view = await r.slack.until(lambda: r.slack.homes.get("U0ASHA"))
        text = words(view)
        for part in ("Pregúntale a mantenimiento", "Hoy en la planta", "¿Qué equipos están parados?", "/equipos"):
            assert part in text
        assert "bombas paradas" in text
        assert "39 OT vencidas" in text and "Ver cuáles" in labels(view)
        assert len(r.core.asked) == 1, "opening it asks nothing"
        assert await r.core.people.last_questions(ASHA, 9) == ["bombas paradas"]


async def test_an_example_pressed_in_the_home_is_answered_in_the_dm(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        await r.people.open_home()
        view = await r.slack.until(lambda: r.slack.homes.get("U0ASHA"))
        ask = next(e for e in elements(view) if e.get("action_id", "").startswith("home_ask:example:0"))
        status, _ = await r.people.press_home({key: ask[key] for key in ("type", "action_id", "value")})
        assert status == 200
        dm = r.slack.dm("U0ASHA").id
        (message,) = await r.slack.until(lambda: r.slack.said(dm))
        assert "<@U0ASHA> preguntó: ¿Qué equipos están parados?" in words(message)
        assert r.core.asked[-1].thread.key == f"slack:T0PLANT:{dm}:"


async def test_the_language_is_chosen_in_the_home_and_remembered(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        await r.people.open_home()
        view = await r.slack.until(lambda: r.slack.homes.get("U0ASHA"))
        select = next(e for e in elements(view) if e.get("action_id") == "home_language")
        option = select["options"][1]
        await r.people.press_home({"type": "static_select", "action_id": "home_language", "selected_option": option})
        await r.slack.until(lambda: "Ask maintenance" in words(r.slack.homes["U0ASHA"]))
        assert await r.core.people.language(ASHA) == "en"


async def test_prompts_when_the_dm_is_opened(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        await r.people.open_home(tab="messages")
        (call,) = await r.slack.until(lambda: r.slack.called("assistant.threads.setSuggestedPrompts"))
        assert len(call.args["prompts"]) == limits.SUGGESTED_PROMPTS
        assert call.args["title"] == "¿Qué quieres saber de la planta?"


async def test_one_welcome_a_channel(tmp_path: Path) -> None:
    async with rig(tmp_path, rich) as r:
        joined = {"type": "member_joined_channel", "user": "U0BOT", "channel": "C0MAINT", "inviter": "U0ASHA"}
        for _ in range(2):
            await r.people.deliver(r.people.envelope(joined))
        await r.people.deliver(r.people.envelope({**joined, "user": "U0BRUNO"}))
        (message,) = await r.slack.until(lambda: r.slack.said("C0MAINT"))
        assert "mencióname" in words(message)
        last = await r.people.ask("otra")
        await answered(r, last)
        assert len(r.slack.said("C0MAINT")) == 2


async def test_a_slow_command_is_acknowledged_and_follows(tmp_path: Path) -> None:
    release = asyncio.Event()

    async def slow(question: Question) -> Reply:
        await release.wait()
        return simple(question, "4 parados en Packaging")

    async with rig(tmp_path, slow) as r:
        r.slack.fail("response_url", "500")
        asking = asyncio.create_task(r.people.command("/equipos", "parados empaque público"))
        status, body = await asyncio.wait_for(asking, 60)  # though its answer is still to come
        assert status == 200
        assert "Consultando" in json.dumps(body, ensure_ascii=False)
        release.set()
        sent = await r.slack.until(lambda: [one for taken in r.slack.responses.values() for one in taken])
        assert sent[0]["text"] == "4 parados en Packaging"
        assert sent[0]["response_type"] == "in_channel"
        assert len(sent) == 1


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("length", [1, 60, 12_000])
def test_views_keep_their_limits(language: Language, length: int) -> None:
    long = "x" * length
    views = [
        modals.sql_view(None, language),
        modals.sql_view(reply(sql=None, assumptions=(), freshness=None), language),
        modals.sql_view(reply(sql=long, assumptions=(long, long), definition=long), language),
        modals.sql_view(reply(sql="\n".join([long[:200]] * 400)), language),
        modals.wrong_view("q" * 200, language),
        home_view(language, [long] * 9, [long] * 9, [Standing((Span(text=long, bold=True),), long)]),
        home_view(language, [], [], []),
    ]
    for view in views:
        assert view_problems(view) == []
        assert slack_blocks.view_refused(view) is None
        assert problems(view["blocks"], "view") == []


def test_the_sql_modal_shows_the_whole_query_in_pieces() -> None:
    sql = "\n".join(f"-- line {n} {'x' * 60}" for n in range(100))
    view = modals.sql_view(reply(sql=sql), "es")
    pieces = [block["elements"][0]["elements"][0]["text"] for block in view["blocks"] if block["type"] == "rich_text"]
    assert "\n".join(pieces) == sql
    assert len(pieces) > 1
    assert labels(view) == []
