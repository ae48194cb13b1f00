"""What the fake Slack is made of: scopes, conversations, calls, faults, refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SCOPES = frozenset(
    [
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "im:history",
        "im:read",
        "im:write",
        "metadata.message:read",
        "mpim:history",
        "reactions:write",
        "users:read",
    ]
)
NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "chat:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
    "files.info": "files:read",
    "files.list": "files:read",
    "users.info": "users:read",
    "conversations.open": "im:write",
}
HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history", "mpim": "mpim:history"}


@dataclass
class Channel:
    """A conversation. ``kind``: channel, group, im, mpim."""

    id: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    external: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Call:
    """A Web API call that arrived, whatever became of it."""

    method: str
    args: dict[str, Any]
    at: float
    token: str | None
    ok: bool = False


@dataclass
class Fault:
    """What happens to the next ``times`` calls of a method."""

    method: str
    kind: str
    """429, 500; slow, hold; lost (not carried out, dropped), dropped (carried out, dropped); error (Slack's own);
    odd (``status`` and ``body``, not carried out), odd_after (carried out); refused (an upload address that nobody
    listens on)."""
    times: int = 1
    channel: str | None = None
    seconds: float = 1.0
    error: str = "fatal_error"
    status: int = 200
    body: str = ""
    content_type: str = "text/html"


class Refused(Exception):
    """``{"ok": false, "error": …}``."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.body = {"ok": False, "error": error, **more}
