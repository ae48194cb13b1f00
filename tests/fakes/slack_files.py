"""The fake Slack's files: upload addresses, uploads, sharing that comes late or never."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.slack_parts import Call, Channel, Fault, Refused


class Files:
    """The ``files.*`` methods; mixed into FakeSlack."""

    url: str
    bot_user: str
    bot_id: str
    calls: list[Call]
    files: dict[str, dict[str, Any]]
    sharing: float | None
    looking: float | None
    ts: Callable[[], str]
    released: asyncio.Event
    _sequence: itertools.count[int]
    _tasks: set[asyncio.Task[Any]]
    _conversation: Callable[..., Channel]
    _fault: Callable[[str, dict[str, Any]], Fault | None]
    _misbehave: Callable[..., Any]

    def _m_files_getUploadURLExternal(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        if not args.get("filename") or int(args.get("length") or 0) <= 0:
            raise Refused("invalid_arguments")
        id = f"F{next(self._sequence):08d}"
        self.files[id] = {
            "id": id,
            "name": args["filename"],
            "length": int(args["length"]),
            "user": known["user"],
            "created": int(time.time()),
            "never": "alt_txt" in args,  # python-slack-sdk#1818
            "content": None,
            "completed": False,
            "shares": {},
        }
        fault = self._fault("upload address", {})
        host = "http://127.0.0.1:9" if fault is not None and fault.kind == "refused" else self.url
        return {"upload_url": f"{host}/upload/{id}", "file_id": id}

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        file = self.files[request.match_info["id"]]
        self.calls.append(Call("upload", {"name": file["name"]}, time.monotonic(), None, True))
        fault = self._fault("upload", {})
        if fault is not None and fault.kind == "hold":  # it hangs; what comes after its release is taken
            await self.released.wait()
        elif fault is not None:
            return await self._misbehave(request, fault)
        content = await request.read()
        if len(content) != file["length"]:
            return web.Response(status=400, text="length")
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    def _m_files_completeUploadExternal(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        channel = self._conversation(args, known, "channel_id") if args.get("channel_id") else None
        parts = [self.files.get(part["id"]) for part in args["files"]]
        if any(part is None or part["content"] is None or part["completed"] for part in parts):
            raise Refused("file_not_found")
        for part, given in zip(parts, args["files"], strict=True):
            assert part is not None
            part.update(completed=True, title=given.get("title"), at=time.monotonic())
        files = [part for part in parts if part is not None]
        if channel is not None and self.sharing is not None and not any(part["never"] for part in files):
            said = str(args.get("initial_comment") or "")
            task = asyncio.ensure_future(self._share(channel, files, args.get("thread_ts"), self.sharing, said))
            self._tasks.add(task)
        return {"files": [{"id": part["id"], "title": part["title"]} for part in files]}

    async def _share(
        self, channel: Channel, files: list[dict[str, Any]], thread_ts: str | None, seconds: float, said: str
    ) -> None:
        await asyncio.sleep(seconds)
        files = [part for part in files if part["id"] in self.files]
        if not files:
            return
        ts = self.ts()
        kind = "public" if channel.kind == "channel" else "private"
        for part in files:
            part["shares"] = {kind: {channel.id: [{"ts": ts, "thread_ts": thread_ts}]}}
        channel.messages.append(
            {
                "type": "message",
                "ts": ts,
                "user": self.bot_user,
                "bot_id": self.bot_id,
                "text": said,
                "files": [{"id": part["id"], "name": part["name"], "title": part["title"]} for part in files],
                **({"thread_ts": thread_ts} if thread_ts else {}),
            }
        )

    def _m_files_info(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        file = self.files.get(str(args.get("file")))
        if file is None:
            raise Refused("file_not_found")
        public = {key: value for key, value in file.items() if key not in ("content", "never", "completed", "at")}
        return {"file": {**public, "mimetype": "image/png" if self._looked_into(file) else ""}}

    def _looked_into(self, file: dict[str, Any]) -> bool:
        """Whether Slack has looked into an upload by now: only then a message can show it."""
        return bool(file["completed"]) and self.looking is not None and time.monotonic() >= file["at"] + self.looking

    def _showable(self, identity: str, user: str) -> bool:
        """Whether a message of this user can show this file."""
        file = self.files.get(identity)
        return file is not None and file["user"] == user and self._looked_into(file)

    def _m_files_list(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        since = float(args.get("ts_from") or 0)
        found = [
            {"id": file["id"], "name": file["name"], "shares": file["shares"]}
            for file in self.files.values()
            if file["completed"] and file["created"] >= since and args.get("user") in (None, file["user"])
        ]
        return {"files": found}

    def _m_files_delete(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        file = self.files.pop(str(args.get("file")), None)
        if file is None:
            raise Refused("file_not_found")
        return {}
