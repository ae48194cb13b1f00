"""The fake Slack's views, prompts and status: modals, the App Home, and what shows that the bot works."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

from tests.fakes import slack_blocks
from tests.fakes.slack_parts import Channel, Refused


class Views:
    """The ``views.*`` and ``assistant.*`` methods; mixed into FakeSlack."""

    triggers: dict[str, float]
    views: list[dict[str, Any]]
    homes: dict[str, dict[str, Any]]
    _sequence: itertools.count[int]
    _conversation: Callable[..., Channel]

    def _m_views_open(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        expires = self.triggers.pop(str(args.get("trigger_id")), None)
        if expires is None:
            raise Refused("invalid_trigger_id")
        if time.monotonic() > expires:
            raise Refused("expired_trigger_id")
        problem = slack_blocks.view_refused(args.get("view"))
        if problem:
            raise Refused("invalid_arguments", response_metadata={"messages": [problem]})
        view = {**args["view"], "id": f"V{next(self._sequence):07d}"}
        self.views.append(view)
        return {"view": view}

    def _m_views_publish(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        problem = slack_blocks.view_refused(args.get("view"))
        if problem or args["view"]["type"] != "home":
            raise Refused("invalid_arguments", response_metadata={"messages": [problem]})
        self.homes[args["user_id"]] = args["view"]
        return {"view": args["view"]}

    def _m_assistant_threads_setStatus(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        self._conversation(args, known, "channel_id")
        if not args.get("thread_ts") or "status" not in args or len(args.get("loading_messages") or []) > 10:
            raise Refused("invalid_arguments")
        return {}

    def _m_assistant_threads_setSuggestedPrompts(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        self._conversation(args, known, "channel_id")
        prompts = args.get("prompts") or []
        if not 1 <= len(prompts) <= 4 or any(set(prompt) != {"title", "message"} for prompt in prompts):
            raise Refused("invalid_arguments")
        return {}
