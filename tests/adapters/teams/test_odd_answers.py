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
    ],
    ids=lambda trouble: str(trouble.status),
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
