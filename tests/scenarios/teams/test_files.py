"""A person accepts the CSV in their own chat, and it lands in their OneDrive."""

from __future__ import annotations

from typing import Any

from tests.scenarios.teams.plant import Plant

CONSENT = "application/vnd.microsoft.teams.card.file.consent"


def offered(plant: Plant, conversation: str) -> tuple[str, dict[str, Any]] | None:
    for call in plant.teams.received:
        for part in call.activity.get("attachments") or ():
            if call.conversation == conversation and part["contentType"] == CONSENT:
                return call.id, part
    return None


async def test_accepted(plant: Plant) -> None:
    asked = plant.say.personal("lista de equipos parados en csv", who=plant.person())
    await plant.ask(asked)
    card_id, card = await plant.teams.until(lambda: offered(plant, asked["conversation"]["id"]))
    accept = plant.say.consent(
        asked, card_id, card["content"]["acceptContext"], upload_url=f"{plant.teams.url}/onedrive/{card_id}"
    )
    assert await plant.post(accept) == 200
    await plant.teams.until(lambda: card_id in plant.teams.deleted())
    content = b"".join(part for _, part in plant.teams.uploads)
    assert len(content) == card["content"]["sizeInBytes"]
    rows = content.decode("utf-8-sig").strip().splitlines()
    assert len(rows) == 1 + plant.count("SELECT COUNT(*) FROM equipment WHERE status = 'down'")
