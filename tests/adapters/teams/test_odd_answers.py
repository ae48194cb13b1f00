"""What a proxy or a tired gateway answers instead of Teams loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.teams.rig import rig
from tests.fakes.teams import Trouble

PAGE = "<html><body>Proxy</body></html>"


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=408),
        Trouble(status=407, page=PAGE),
        Trouble(status=403, page=PAGE),
        Trouble(status=404, page=PAGE),
        Trouble(status=400, page=PAGE),
        Trouble(status=401, page=PAGE),
        Trouble(status=413, page=PAGE),
        Trouble(status=503, page=PAGE),
        *map(Trouble, (409, 423, 425, 499, 503)),
        Trouble(status=403, body={"error": "proxy_auth_required"}),
        Trouble(status=200, body={"x": 1}),
        Trouble(status=201, page="[]"),
    ],
    ids=lambda trouble: f"{trouble.status} {trouble.page or trouble.body or ''}"[:20],
)
async def test_it_is_sent_again_until_it_is_taken(tmp_path: Path, trouble: Trouble) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.troubles.extend([trouble] * 6)  # more than one call's own tries
        await bot.post(bot.say.personal("¿Qué equipos están parados?"))
        await bot.teams.wait(1)
        assert not bot.teams.troubles


async def test_an_accepted_looking_page_is_not_taken_for_an_answer(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.troubles.append(Trouble(status=200, page=PAGE))
        await bot.post(bot.say.personal("¿Qué equipos están parados?"))
        await bot.teams.wait(1)


async def test_an_empty_answer_is_teams_own(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.troubles.append(Trouble(status=202, page="", accept=True))
        await bot.post(bot.say.personal("¿Qué equipos están parados?"))
        await bot.post(bot.say.personal("¿y por área?"))
        await bot.teams.wait(2)
        assert len(bot.teams.sent()) == 2
