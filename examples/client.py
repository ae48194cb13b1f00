"""A client of the bot's HTTP API: one question, several at once, or a file of them with a progress bar.

It knows nothing of the bot but its API (docs/rest-api.md), so it can be copied into a program of yours. It needs
Python 3.11, and for ``several`` and ``batch`` also ``pip install aiohttp rich``.

    export MAINTBOT_URL=https://bot.example MAINTBOT_KEY=…
    python examples/client.py ask "¿Cuántas OT vencidas hay por área?" --files answers/
    python examples/client.py several "OT vencidas" "how many pumps are down?"
    python examples/client.py batch questions.txt --output answers.csv
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import aiohttp

SECONDS = 180.0
"""How long an answer may take; the bot itself gives up sooner and says so."""

TRIES = 4
WAITS = (1.0, 3.0, 9.0)
"""Seconds between tries, where the bot does not say itself how long to wait."""

AGAIN = frozenset({429, 502, 503})
"""Answers after which the same question may be asked again: too often, or not taken."""


class BotError(Exception):
    """The bot's error: ``code`` is for programs, the message for people, in the language that was asked for."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Answer:
    """What ``POST /v1/chat`` answered; ``body`` has every field (docs/rest-api.md)."""

    body: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The answer in one sentence."""
        return str(self.body["response"])

    @property
    def session(self) -> str:
        """What the next question of the same conversation is asked with."""
        return str(self.body["session_id"])

    @property
    def rows(self) -> list[list[Any]]:
        """All rows, at most 10,000."""
        return self.body.get("rows") or []

    @property
    def choices(self) -> list[Mapping[str, Any]]:
        """What it asks back with; answer with the ``id`` of one as ``choice``."""
        asked = self.body.get("clarification") or {}
        return list(asked.get("choices", ()))


class Bot:
    """Asks one question after the other, with the standard library alone."""

    def __init__(self, url: str, key: str | None = None, *, language: str = "es", seconds: float = SECONDS) -> None:
        self.url = url.rstrip("/")
        self._headers = _headers(key, language)
        self._seconds = seconds

    def ask(self, message: str, *, session: str | None = None, choice: str | None = None) -> Answer:
        """Ask, and again when the bot has no room just now or the connection breaks.

        Args:
            session: of an earlier answer, to go on from it.
            choice: the id of one of its ``choices``.

        Raises:
            BotError: it refused, or failed.
            OSError: it cannot be reached.
        """
        body = json.dumps(_body(message, session, choice)).encode()
        named = _named()
        for number in range(TRIES):
            try:
                status, headers, content = self._send("/v1/chat", body, named)
            except ConnectionError:  # it may have been answered: with the same key it is not asked twice
                if number == TRIES - 1:
                    raise
                time.sleep(WAITS[number])
                continue
            if status == 200:
                return Answer(json.loads(content))
            if status not in AGAIN or number == TRIES - 1:
                raise _error(status, content)
            time.sleep(_wait(headers.get("Retry-After"), number))
        raise AssertionError("unreachable")

    def files(self, answer: Answer, folder: Path) -> list[Path]:
        """Download an answer's files (CSV, Excel, PNG, Python) into a folder.

        Raises:
            BotError: a link has expired.
        """
        folder.mkdir(parents=True, exist_ok=True)
        stored = []
        for file in answer.body.get("files", ()):
            link = str(file["link"])
            status, _, content = self._send(link if link.startswith("/") else link.removeprefix(self.url), None)
            if status != 200:
                raise _error(status, content)
            stored.append(folder / Path(file["filename"]).name)
            stored[-1].write_bytes(content)
        return stored

    def _send(
        self, path: str, body: bytes | None, more: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        url = path if "://" in path else f"{self.url}{path}"
        # A file's link is signed: it needs no key, and the key goes to the bot's own address alone.
        headers = {**self._headers, **(more or {})} if body is not None else {}
        request = urllib.request.Request(url, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=self._seconds) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()


class AsyncBot:
    """As Bot, for many questions at once: ``async with AsyncBot(url, key) as bot``."""

    def __init__(self, url: str, key: str | None = None, *, language: str = "es", seconds: float = SECONDS) -> None:
        self.url = url.rstrip("/")
        self._headers = _headers(key, language)
        self._seconds = seconds
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> AsyncBot:
        import aiohttp

        self._http = aiohttp.ClientSession(
            headers=self._headers, timeout=aiohttp.ClientTimeout(total=self._seconds), trust_env=True
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._http is not None
        await self._http.close()

    async def ask(self, message: str, *, session: str | None = None, choice: str | None = None) -> Answer:
        """As ``Bot.ask``; what cannot be reached raises aiohttp's ClientError."""
        import aiohttp

        assert self._http is not None, "async with AsyncBot(…) as bot"
        body, named = _body(message, session, choice), _named()
        for number in range(TRIES):
            try:
                async with self._http.post(f"{self.url}/v1/chat", json=body, headers=named) as answer:
                    content = await answer.read()
                    if answer.status == 200:
                        return Answer(json.loads(content))
                    if answer.status not in AGAIN or number == TRIES - 1:
                        raise _error(answer.status, content)
                    wait = _wait(answer.headers.get("Retry-After"), number)
            except aiohttp.ClientConnectionError as error:
                if isinstance(error, aiohttp.ClientConnectorError) or number == TRIES - 1:
                    raise
                wait = WAITS[number]
            await asyncio.sleep(wait)
        raise AssertionError("unreachable")


def _headers(key: str | None, language: str) -> dict[str, str]:
    given = {"Content-Type": "application/json", "Accept-Language": language}
    return given | ({"Authorization": f"Bearer {key}"} if key else {})


def _named() -> dict[str, str]:
    """A name for a question, so that it stands once in its session however often it has to be sent."""
    return {"Idempotency-Key": uuid.uuid4().hex}


def _body(message: str, session: str | None, choice: str | None) -> dict[str, str]:
    given = {"message": message, "session_id": session, "choice": choice}
    return {name: value for name, value in given.items() if value is not None}


def _wait(retry_after: str | None, number: int) -> float:
    return float(retry_after) if retry_after and retry_after.isdigit() else WAITS[number]


def _error(status: int, content: bytes) -> BotError:
    try:
        error = json.loads(content)["error"]
        return BotError(status, str(error["code"]), str(error["message"]))
    except (ValueError, KeyError, TypeError):  # a proxy's page
        return BotError(status, "http", f"HTTP {status}")


# ---- a file of questions ----


def questions_of(file: Path) -> list[str]:
    """One question a line; of a .csv the column ``question`` (else its first), of a .jsonl the key ``question``."""
    text = file.read_text("utf-8-sig")
    if file.suffix == ".jsonl":
        found = [str(json.loads(line)["question"]) for line in text.splitlines() if line.strip()]
    elif file.suffix == ".csv":
        rows = list(csv.DictReader(text.splitlines()))
        found = [row.get("question") or next(iter(row.values()), "") or "" for row in rows]
    else:
        found = text.splitlines()
    return [question.strip() for question in found if question.strip()]


COLUMNS = ("question", "response", "action", "rows", "seconds", "session_id", "data", "error")


async def batch(bot: AsyncBot, questions: Sequence[str], output: Path, *, at_once: int = 4) -> int:
    """Ask every question, each in a session of its own, and write a CSV in their order; how many failed.

    A failure fills its line's ``error`` and ends nothing.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    places = asyncio.Semaphore(at_once)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )

    async def one(question: str) -> dict[str, Any]:
        async with places:
            line = await _line(bot, question)
            bar.advance(task)
            return line

    with bar:
        task = bar.add_task(f"{len(questions)} questions", total=len(questions))
        lines = await asyncio.gather(*(one(question) for question in questions))
    with output.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)
    return sum(bool(line["error"]) for line in lines)


async def _line(bot: AsyncBot, question: str) -> dict[str, Any]:
    import aiohttp

    began = time.monotonic()
    line: dict[str, Any] = dict.fromkeys(COLUMNS, "") | {"question": question}
    try:
        answer = await bot.ask(question)
    except BotError as error:
        line["error"] = f"{error.code}: {error}"
    except (aiohttp.ClientError, TimeoutError) as error:
        line["error"] = f"unreachable: {type(error).__name__}"
    else:
        line |= {"response": answer.text, "action": answer.body["action"], "rows": len(answer.rows)}
        line |= {"session_id": answer.session, "data": answer.body.get("links", {}).get("data", "")}
    line["seconds"] = round(time.monotonic() - began, 2)
    return line


# ---- the command line ----


def main(arguments: Sequence[str] | None = None) -> int:
    """0; 1 when a question was refused or failed."""
    parser = argparse.ArgumentParser(description="Ask the maintenance bot over its API.")
    parser.add_argument("--url", default=os.environ.get("MAINTBOT_URL", "http://127.0.0.1:8000"))
    parser.add_argument("--key", default=os.environ.get("MAINTBOT_KEY"), help="one of the bot's API_KEYS")
    parser.add_argument("--language", choices=("es", "en"), default="es", help="of errors")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="one question")
    ask.add_argument("question")
    ask.add_argument("--session", help="go on in this session")
    ask.add_argument("--files", type=Path, help="a folder for its files")
    several = commands.add_parser("several", help="questions at once")
    several.add_argument("questions", nargs="+")
    many = commands.add_parser("batch", help="a file of questions")
    many.add_argument("file", type=Path)
    many.add_argument("--output", type=Path, default=Path("answers.csv"))
    many.add_argument("--at-once", type=int, default=4)
    given = parser.parse_args(arguments)
    try:
        if given.command == "ask":
            return _ask(Bot(given.url, given.key, language=given.language), given)
        if given.command == "several":
            return asyncio.run(_several(given))
        return asyncio.run(_batch(given))
    except BotError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    return 1


def _ask(bot: Bot, given: argparse.Namespace) -> int:
    answer = bot.ask(given.question, session=given.session)
    print(answer.text)
    for choice in answer.choices:
        print(f"  {choice['id']}. {choice['label']}")
    if given.files:
        for file in bot.files(answer, given.files):
            print(file)
    print(f"session {answer.session}", file=sys.stderr)
    return 0


async def _several(given: argparse.Namespace) -> int:
    async with AsyncBot(given.url, given.key, language=given.language) as bot:
        lines = await asyncio.gather(*(_line(bot, question) for question in given.questions))
    for line in lines:
        print(f"{line['question']}\n  {line['error'] or line['response']}")
    return int(any(line["error"] for line in lines))


async def _batch(given: argparse.Namespace) -> int:
    questions = questions_of(given.file)
    async with AsyncBot(given.url, given.key, language=given.language) as bot:
        failed = await batch(bot, questions, given.output, at_once=given.at_once)
    print(f"{given.output}: {len(questions) - failed} of {len(questions)} answered")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
