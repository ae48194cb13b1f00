"""What a payload looks like before anybody reads it: objects where we look for fields, texts where we look for texts.

Slack signs what it sends, so a wrong shape is a change of Slack's or somebody's experiment. It is refused as such
instead of failing somewhere on the way, which Slack would take for an outage of ours and send again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_OBJECTS = ("event", "enterprise", "team", "user", "container", "message", "channel", "view")
_TEXTS = ("type", "team_id", "context_team_id", "enterprise_id", "context_enterprise_id", "event_id", "trigger_id")
_ACTION_TEXTS = ("action_id", "value", "action_ts")


def readable(body: object) -> bool:
    """Whether every field that we read of an event, an interaction or a command is of its kind or missing."""
    if not isinstance(body, Mapping) or not _are(body, _TEXTS, str):
        return False
    kind = body.get("type")
    if kind is None:
        return True  # a slash command: a form's fields are texts
    if not _are(body, _OBJECTS, Mapping):
        return False
    if kind == "event_callback":
        return _event(body)
    return _actions(body.get("actions")) if kind == "block_actions" else True


def _event(body: Mapping[str, Any]) -> bool:
    event = body.get("event")
    authorizations = body.get("authorizations")
    if authorizations is not None and not isinstance(authorizations, list):
        return False
    return (
        isinstance(event, Mapping)
        and isinstance(event.get("type"), str)
        and all(isinstance(one, Mapping) for one in authorizations or ())
    )


def _actions(actions: object) -> bool:
    return (
        isinstance(actions, list)
        and len(actions) > 0
        and all(
            isinstance(one, Mapping)
            and _are(one, _ACTION_TEXTS, str)
            and _are(one, ("text", "selected_option"), Mapping)
            and _are(one.get("selected_option") or {}, ("text",), Mapping)
            for one in actions
        )
    )


def _are(values: Mapping[str, Any], names: tuple[str, ...], kind: type) -> bool:
    return all(values.get(name) is None or isinstance(values[name], kind) for name in names)
