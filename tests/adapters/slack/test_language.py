"""The language that a person chose travels with their questions."""

from __future__ import annotations

from pathlib import Path

from core.kernel.messages import Viewer
from tests.adapters.slack.rig import rig


async def test_a_known_language_goes_along_and_an_unknown_does_not(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        asha = Viewer(platform="slack", workspace="T0PLANT", id="U0ASHA")
        await r.core.people.set_language(asha, "en")
        first = await r.people.ask("P-101", user="U0ASHA")
        second = await r.people.ask("P-101", user="U0BRUNO")
        await r.slack.until(lambda: r.slack.said("C0MAINT", first) and r.slack.said("C0MAINT", second))
        assert {question.viewer.id: question.language for question in r.core.asked} == {"U0ASHA": "en", "U0BRUNO": None}
