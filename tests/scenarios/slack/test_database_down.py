"""The plant's database is away: the person is told, in their words."""

from __future__ import annotations

import re
from pathlib import Path

from tests.fakes.slack_people import words
from tests.homes import furnish
from tests.scenarios.slack.plant import running


async def test_the_person_is_told(tmp_path: Path, demo_plant: Path) -> None:
    async with running(furnish(tmp_path, demo_plant)) as plant:
        await plant.ask("¿cuántas bombas hay?", "C0MAINT")
        hidden = plant.settings.demo_database.with_suffix(".away")
        await plant.core.database.close()
        plant.settings.demo_database.rename(hidden)
        _, answer = await plant.ask("¿cuántos motores hay?", "C0MAINT")
        assert "base de mantenimiento" in answer["text"]
        assert re.search(r"Referencia: [0-9A-F]{6}\.$", answer["text"])
        await plant.people.open_home(user="U0HOME")
        view = await plant.slack.until(lambda: plant.slack.homes.get("U0HOME"), 60)
        assert "Ahora no puedo leer la base de mantenimiento." in words(view)
        _, body = await plant.people.command("/equipos", "montacargas")
        assert "base de mantenimiento" in body["text"]
        asked_at = answer["thread_ts"]
        await plant.people.press(answer, "Reintentar", channel="C0MAINT")
        again = (await plant.answers("C0MAINT", asked_at, 2))[-1]
        assert "¿cuántos motores hay?" in words(again), "the same is asked again"
