"""Replies drawn as cards and held against Teams' limits, and what is read from a card."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from adapters.teams.cards.validate import problems
from adapters.teams.render import PICTURE, render
from core.kernel.messages import Artifact, Question, Reply, Thread, Viewer

PICTURE_URI = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
DATA = Artifact(
    kind="data", path="20261122T081500-000000000000/data_0.csv", filename="ot.csv", media_type="text/csv", size=99
)
IMAGE = Artifact(
    kind="image", path="20261122T081500-000000000000/image_0.png", filename="ot.png", media_type="image/png", size=99
)


def question(scope: str = "personal", **changed: Any) -> Question:
    fields: dict[str, Any] = {
        "id": "teams-1",
        "thread": Thread(platform="teams", workspace="t", channel="c"),
        "viewer": Viewer(platform="teams", workspace="t", id="ana", name="Ana Ruiz"),
        "text": "equipos parados",
        "received_at": datetime(2026, 11, 22, tzinfo=UTC),
        "delivery": {"scope": scope},
    }
    return Question(**{**fields, **changed})


def drawn(reply: Reply, scope: str = "personal", **asked: Any) -> dict[str, Any]:
    """The activity, its chart's place filled as ``send`` does; every one is checked against all limits."""
    made = render(
        question(scope, **asked), reply, "MXN", lambda artifact: f"https://bot.example.com/files/{artifact.kind}"
    )
    activity: dict[str, Any] = json.loads(json.dumps(made.activity).replace(PICTURE, PICTURE_URI))
    assert problems(activity) == []
    return activity


def body(activity: dict[str, Any]) -> list[dict[str, Any]]:
    return activity["attachments"][0]["content"]["body"]  # type: ignore[no-any-return]


def texts(value: Any) -> list[str]:
    """Every text of a card, in order."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "TextRun" else []
        return own + [text for key, part in value.items() if key != "text" for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list) else []


def actions(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if str(value.get("type", "")).startswith("Action.") else []
        return own + [action for part in value.values() for action in actions(part)]
    return [action for part in value for action in actions(part)] if isinstance(value, list) else []
