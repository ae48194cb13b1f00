"""`maintbot ask --show-model`: every model call as it went out and came back, secrets masked."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

_SECRETS = re.compile(
    r"""(?x) sk-[\w-]{8,} | xox[a-z]-[\w-]+ | xapp-[\w-]+ | (?<=Bearer\s)\S+
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@) | (?<=[?&]sig=)[^&\s"]+ | (?<=[?&]api-key=)[^&\s"]+"""
)
MASK = "•••"


@dataclass(frozen=True)
class Call:
    """One attempt at a model call.

    Attributes:
        api: "responses" or "chat". address: the server, without credentials. number: 1 for the first attempt.
        request: the body that was sent. answer: the body that came back, or None.
        fault: why it failed, else None. seconds: how long it took.
    """

    api: str
    address: str
    number: int
    request: Mapping[str, Any]
    answer: str | None
    fault: str | None
    seconds: float


Observer = Callable[[Call], object]
observer: ContextVar[Observer | None] = ContextVar("model_observer", default=None)
"""Set by whoever wants to see the calls made on behalf of its own task (the command line)."""


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` with known secrets, and whatever looks like one, replaced."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    return _SECRETS.sub(MASK, text)


def printed(call: Call, secrets: Iterable[str] = ()) -> str:
    """A call for a terminal: prompts as text, the rest as indented JSON."""
    rest = dict(call.request)
    prompts: list[str] = []
    for message in rest.pop("input", None) or rest.pop("messages", None) or ():
        content = message["content"]
        text = content if isinstance(content, str) else "\n".join(part["text"] for part in content)
        mark = "\n--- cache breakpoint ---" if any("prompt_cache_breakpoint" in p for p in _parts(content)) else ""
        prompts.append(f"[{message['role']}]\n{text}{mark}")
    lines = [
        f"══ model request · {call.api} · {call.address} · attempt {call.number}",
        *prompts,
        "[request]",
        json.dumps(rest, ensure_ascii=False, indent=1),
        f"══ model answer · {call.seconds * 1000:.0f} ms" + (f" · {call.fault}" if call.fault else ""),
        _indented(call.answer),
    ]
    return masked("\n".join(lines), secrets)


def _parts(content: Any) -> list[Mapping[str, Any]]:
    return content if isinstance(content, list) else []


def _indented(answer: str | None) -> str:
    if answer is None:
        return "(nothing)"
    try:
        return json.dumps(json.loads(answer), ensure_ascii=False, indent=1)
    except ValueError:
        return answer


@contextlib.contextmanager
def shown(write: Callable[[str], object], secrets: Iterable[str] = ()) -> Iterator[None]:
    """Within it, every model call made by this task, and by tasks that it starts, is written as text."""
    masks = tuple(secrets)
    token = observer.set(lambda call: write(printed(call, masks) + "\n"))
    try:
        yield
    finally:
        observer.reset(token)
