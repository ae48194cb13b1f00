"""People press twice: within a few seconds that is one question."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.teams.rig import rig

ASK = {"data": {"maintbot": {"ask": "paros por área", "about": "teams-x"}}}


async def test_one_button_twice_is_one_question(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        first = bot.say.personal("equipos parados")
        await bot.post(first)
        await bot.teams.wait(1)
        for moment in ("14:00:09.900", "14:00:10.100", "14:00:13.000"):
            await bot.post({**bot.say.press(first, ASK), "timestamp": f"2026-11-22T{moment}Z"})
        await bot.post({**bot.say.press(first, ASK), "timestamp": "2026-11-22T14:00:15.200Z"})
        await bot.post({**bot.say.press(first, ASK), "timestamp": None})
        await bot.teams.wait(4)
        assert [question.text for question in bot.core.asked] == ["equipos parados", *["paros por área"] * 3]


async def test_two_people_are_two_questions(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        first = bot.say.group("equipos parados")
        await bot.post(first)
        await bot.teams.wait(1)
        for who in ("ana", "ben"):
            await bot.post(bot.say.press(first, ASK, who=who))
        await bot.teams.wait(3)
        assert len(bot.core.asked) == 3
