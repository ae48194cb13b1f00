"""Sending: typing, retries, refusals, throttling, the flat and the plain way out, restarts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapters.teams import limits
from adapters.teams.sdk.pacing import Pacer
from adapters.teams.sdk.retry import retry_after
from core.kernel.errors import DeliveryRateLimited
from core.kernel.messages import Question, Reply
from tests.adapters.teams.pictures import png
from tests.adapters.teams.rig import a_reply, now, rig
from tests.fakes.teams import FakeTeams, Trouble


async def test_typing_while_it_works_and_none_after_the_answer(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:

        async def slow() -> None:
            await bot.teams.wait(1, "typing")

        bot.core.before_answer = slow
        await bot.post(bot.say.personal("equipos parados"))
        await bot.teams.wait(1)
        kinds = [call.activity["type"] for call in bot.teams.received]
        assert kinds[-1] == "message"
        assert set(kinds[:-1]) == {"typing"}


async def test_a_channel_shows_no_typing_so_none_is_sent(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        await bot.post(bot.say.channel("equipos parados"))
        await bot.teams.wait(1)
        assert bot.teams.sent("typing") == []


async def test_the_answer_goes_to_the_reply_chain(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        asked = bot.say.channel("equipos parados", root="123")
        await bot.post(asked)
        await bot.teams.wait(1)
        (call,) = bot.teams.received
        assert call.conversation == "19:plant@thread.tacv2;messageid=123"
        assert "replyToId" not in call.activity
        assert call.activity["from"]["id"] == asked["recipient"]["id"]


async def test_a_question_that_comes_twice_is_answered_once(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        asked = bot.say.personal("equipos parados")
        assert [(await bot.post(asked))[0] for _ in range(3)] == [200, 200, 200]
        await bot.post(bot.say.personal("otra"))
        await bot.teams.wait(2)
        assert len(bot.core.asked) == 2


async def test_what_cannot_be_stored_is_a_503_so_that_teams_sends_it_again(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        asked = bot.say.personal("equipos parados")

        from core.kernel.errors import StateUnavailable

        async def broken(event_id: str, question: Question) -> bool:
            raise StateUnavailable("disk full")

        working, bot.core.inbox.put = bot.core.inbox.put, broken  # type: ignore[method-assign]
        assert (await bot.post(asked))[0] == 503
        bot.core.inbox.put = working  # type: ignore[method-assign]
        assert (await bot.post(asked))[0] == 200
        await bot.teams.wait(1)


async def test_a_dropped_connection_is_tried_again(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.troubles.extend([Trouble(drop=True), Trouble(drop=True)])
        await bot.post(bot.say.personal("equipos parados"))
        assert len(await bot.teams.wait(1)) == 1


async def test_a_long_outage_is_the_outboxs_business(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.troubles.extend([Trouble(status=503)] * 9)  # more than one call's attempts
        await bot.post(bot.say.personal("equipos parados"))
        assert len(await bot.teams.wait(1)) == 1


async def test_when_teams_asks_for_a_long_wait_nobody_else_waits(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.trouble_for["a:chat-ana"] = _queue(Trouble(status=429, headers={"Retry-After": "600"}))
        await bot.post(bot.say.personal("equipos parados", who="ana"))
        await bot.teams.until(lambda: not bot.teams.trouble_for["a:chat-ana"])
        await bot.post(bot.say.personal("equipos parados", who="luis"))
        await bot.teams.wait(1)
        assert [call.conversation for call in bot.teams.received if call.activity["type"] == "message"] == [
            "a:chat-luis"
        ]


def _queue(*troubles: Trouble) -> Any:
    from collections import deque

    return deque(troubles)


async def test_a_group_that_takes_no_thread_gets_the_answer_flat(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        asked = bot.say.group("equipos parados")
        threaded = "19:shift@thread.v2;messageid=77"
        asked["conversation"]["id"] = threaded
        bot.teams.trouble_for[threaded] = _queue(Trouble(status=400, body={"error": {"code": "BadArgument"}}))
        await bot.post(asked)
        await bot.teams.wait(1)
        assert [call.conversation for call in bot.teams.received if call.activity["type"] == "message"] == [
            "19:shift@thread.v2"
        ]


@pytest.mark.parametrize("status", [400, 413])
async def test_a_card_that_teams_refuses_is_sent_as_text(tmp_path: Path, status: int) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.troubles.append(Trouble(status=status, body={"error": {"code": "MessageSizeTooBig"}}))
        await bot.post(bot.say.personal("equipos parados"))
        (message,) = await bot.teams.wait(1)
        assert message["text"].startswith("3 equipos parados: P-103, P-117 y P-122.\n\nestado actual")
        assert not message.get("attachments")


async def test_a_refusal_ends_with_advice_and_without_repeating(tmp_path: Path, capsys: Any) -> None:
    async with rig(tmp_path) as bot:
        refused = Trouble(status=403, body={"error": {"code": "BotNotInConversationRoster"}})
        bot.teams.trouble_for["a:chat-ana"] = _queue(refused, refused, refused)
        await bot.post(bot.say.personal("equipos parados", who="ana"))
        await bot.teams.until(lambda: len(bot.teams.trouble_for["a:chat-ana"]) == 2)
        await bot.post(bot.say.personal("equipos parados", who="luis"))
        await bot.teams.wait(1)
        assert len(bot.teams.trouble_for["a:chat-ana"]) == 2
    logged = capsys.readouterr().out
    assert "BotNotInConversationRoster" in logged
    assert "install the app there again" in logged


async def test_a_token_that_teams_no_longer_takes_is_fetched_anew(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.troubles.append(Trouble(status=401))
        await bot.post(bot.say.channel("equipos parados"))
        await bot.teams.wait(1)
        assert len(bot.teams.token_requests) == 2
        assert bot.teams.received[-1].authorization == "Bearer out-2"


async def test_the_token_endpoint_may_be_down_for_a_while(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.token_trouble = Trouble(status=503)
        status, _ = await bot.post(bot.say.channel("equipos parados"))
        assert status == 200  # receiving needs no token of ours
        await bot.teams.until(lambda: bot.teams.token_requests)
        assert bot.teams.sent() == []
        bot.teams.token_trouble = None
        await bot.teams.wait(1)


async def test_a_restart_goes_on_where_it_stopped(tmp_path: Path) -> None:
    async with FakeTeams().running() as teams:
        teams.troubles.extend([Trouble(status=503)] * 1000)
        async with rig(tmp_path, teams=teams) as bot:
            await bot.post(bot.say.personal("equipos parados"))
            await teams.until(lambda: len(teams.troubles) < 995)
        teams.troubles.clear()
        assert teams.sent() == []
        async with rig(tmp_path, teams=teams) as again:
            assert len(await teams.wait(1)) == 1
            assert again.core.asked == []  # the stored Steps are sent; nobody plans it again


async def test_the_chart_is_put_in_when_the_message_leaves(tmp_path: Path) -> None:
    made: dict[str, Reply] = {}

    def with_chart(question: Question) -> Reply:
        return made["reply"].model_copy(update={"question_id": question.id})

    async with rig(tmp_path, with_chart) as bot:
        stored = await bot.core.artifacts.save({"image": png(640, 400)}, at=now())
        asked = bot.say.personal("x")
        base = a_reply(Question.model_validate(_a_question()), artifacts=stored, chartable=False)
        made["reply"] = base
        await bot.post(asked)
        await bot.teams.wait(1)
        (card,) = bot.teams.cards()
        image = next(part for part in card["body"] if part["type"] == "Image")
        assert image["url"].startswith("data:image/png;base64,")
        made["reply"] = base.model_copy(update={"artifacts": (stored[0].model_copy(update={"path": _GONE}),)})
        await bot.post(bot.say.personal("y"))
        await bot.teams.wait(2)
        assert not [part for part in bot.teams.cards()[1]["body"] if part["type"] == "Image"]
        assert "La gráfica ya no está disponible" in str(bot.teams.cards()[1])


_GONE = "20200101T000000-000000000000/image_0.png"


def _a_question() -> dict[str, Any]:
    return {
        "id": "q",
        "thread": {"platform": "teams"},
        "viewer": {"platform": "teams", "id": "ana"},
        "text": "x",
        "received_at": "2026-11-22T14:00:00Z",
    }


async def test_the_pace_of_a_conversation() -> None:
    clock = [0.0]
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        clock[0] += seconds

    pacer = Pacer(now=lambda: clock[0], sleep=sleep)
    for _ in range(7):
        await pacer.turn("a")
    assert waited == []  # at the limit: seven in a second
    await pacer.turn("a")
    assert waited == [1.0]  # one over
    await pacer.turn("b")
    assert waited == [1.0]  # another conversation has its own
    await pacer.turn("a")
    assert clock[0] == pytest.approx(2.0)  # eight in two seconds


async def test_half_of_the_pace_is_kept_for_answers() -> None:
    clock = [0.0]
    pacer = Pacer(now=lambda: clock[0])
    assert pacer.has_room("a")
    for _ in range(29):
        clock[0] += 0.9
        await pacer.turn("a")
        assert pacer.has_room("a")
    clock[0] += 0.9
    await pacer.turn("a")
    assert not pacer.has_room("a")  # thirty of the sixty in thirty seconds
    assert pacer.has_room("b")
    clock[0] += 30.0
    assert pacer.has_room("a")


async def test_the_pace_of_an_hour_is_the_outboxs_business() -> None:
    clock = [0.0]
    pacer = Pacer(now=lambda: clock[0])
    for _ in range(limits.RATE[3][1]):
        clock[0] += 1.0
        await pacer.turn("a")
    with pytest.raises(DeliveryRateLimited) as refused:
        await pacer.turn("a")
    assert refused.value.retry_after > 1700


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("3", 3.0), ("0.5", 0.5), ("", 0.0), ("soon", 0.0), ("-5", 0.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)],
)
def test_retry_after_as_it_may_be_written(value: str, seconds: float) -> None:
    assert retry_after({"Retry-After": value}) == seconds


async def test_health_tells_whether_microsoft_gives_a_token(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        assert (await bot.core.health.look())["teams"].status == "ok"
    async with rig(tmp_path) as bot:
        bot.teams.token_trouble = Trouble(status=503)
        found = (await bot.core.health.look())["teams"]
        assert (found.status, found.code) == ("failed", "delivery_rate_limited")
