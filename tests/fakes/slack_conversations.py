"""The fake Slack's conversations: posting, reading back, and who is in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.fakes import slack_blocks
from tests.fakes.slack_parts import HISTORY, Channel, Refused


class Conversations:
    """The ``chat.*``, ``conversations.*`` and ``users.*`` methods; mixed into FakeSlack."""

    bot_id: str
    app_id: str
    channels: dict[str, Channel]
    users: dict[str, dict[str, Any]]
    refused_block_types: set[str]
    page_size: int
    said_of_pictures: bool
    _showable: Callable[[str, str], bool]
    ts: Callable[[], str]
    dm: Callable[[str], Channel]

    def _conversation(self, args: dict[str, Any], known: dict[str, Any], name: str = "channel") -> Channel:
        id = str(args.get(name) or "")
        if id in self.users:
            return self.dm(id)
        channel = self.channels.get(id)
        if channel is None:
            raise Refused("channel_not_found")
        if known["user"] not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def _m_chat_postMessage(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        channel = self._conversation(args, known)
        if channel.archived:
            raise Refused("is_archived")
        self._check_message(args, known["user"])
        thread_ts = args.get("thread_ts")
        if thread_ts is not None and not re.fullmatch(r"\d+\.\d{6}", str(thread_ts)):
            raise Refused("invalid_thread_ts")
        metadata = args.get("metadata")
        if metadata is not None and set(metadata) != {"event_type", "event_payload"}:
            raise Refused("invalid_metadata_format")
        message = {
            "type": "message",
            "ts": self.ts(),
            "user": known["user"],
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "team": known["team"],
            "text": args.get("text", ""),
            "blocks": args.get("blocks") or [],
            "metadata": metadata,
            "unfurl": (args.get("unfurl_links"), args.get("unfurl_media")),
            **({"thread_ts": str(thread_ts)} if thread_ts else {}),
        }
        channel.messages.append(message)
        return {"channel": channel.id, "ts": message["ts"], "message": message}

    def _check_message(self, args: dict[str, Any], user: str) -> None:
        blocks = args.get("blocks")
        if not args.get("text") and not blocks:
            raise Refused("no_text")
        if len(args.get("text", "")) > 40_000:
            raise Refused("msg_too_long")
        if blocks is None:
            return
        problem = slack_blocks.refused(blocks)
        if problem:
            raise Refused("invalid_blocks", response_metadata={"messages": [problem]})
        if any(block["type"] in self.refused_block_types for block in blocks):
            raise Refused("invalid_blocks", response_metadata={"messages": ["unsupported in this workspace"]})
        for position, block in enumerate(blocks):
            shown = block.get("slack_file", {}).get("id") if block["type"] == "image" else None
            if shown is not None and not self._showable(shown, user):
                said = f"invalid slack file [json-pointer:/blocks/{position}/slack_file]"
                more = {"errors": [said], "response_metadata": {"messages": [f"[ERROR] {said}"]}}
                raise Refused("invalid_blocks", **(more if self.said_of_pictures else {}))
        if slack_blocks.size(blocks) > 13_200:
            raise Refused("msg_blocks_too_long")

    def _m_chat_postEphemeral(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        channel = self._conversation(args, known)
        self._check_message(args, known["user"])
        if args.get("user") not in channel.members:
            raise Refused("user_not_in_channel")
        return {"message_ts": self.ts()}

    def _m_conversations_open(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        if args.get("users") not in self.users:
            raise Refused("user_not_found")
        return {"channel": {"id": self.dm(args["users"]).id}}

    def _m_conversations_replies(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        channel = self._readable(args, known)
        ts = args.get("ts")
        found = [one for one in channel.messages if one.get("thread_ts") == ts or one["ts"] == ts]
        if not found:
            raise Refused("thread_not_found")
        return self._page(found, args)

    def _m_conversations_history(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        channel = self._readable(args, known)
        return self._page([one for one in channel.messages if not one.get("thread_ts")][::-1], args)

    def _readable(self, args: dict[str, Any], known: dict[str, Any]) -> Channel:
        channel = self._conversation(args, known)
        needed = HISTORY[channel.kind]
        if needed not in known["scopes"]:
            raise Refused("missing_scope", needed=needed)
        return channel

    def _page(self, found: list[dict[str, Any]], args: dict[str, Any]) -> dict[str, Any]:
        found = [one for one in found if float(one["ts"]) > float(args.get("oldest") or 0)]
        start = int(args.get("cursor") or 0)
        end = start + min(int(args.get("limit") or 1000), self.page_size)
        with_metadata = str(args.get("include_all_metadata", "")).lower() in ("1", "true")
        page = [
            {key: value for key, value in one.items() if key != "unfurl" and (with_metadata or key != "metadata")}
            for one in found[start:end]
        ]
        more = end < len(found)
        return {"messages": page, "has_more": more, "response_metadata": {"next_cursor": str(end) if more else ""}}

    def _m_users_info(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        user = self.users.get(str(args.get("user")))
        if user is None:
            raise Refused("user_not_found")
        return {"user": user}
