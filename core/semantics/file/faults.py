"""What is wrong with a semantic model's file: every fault with its line, all of them told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.kernel.errors import ConfigurationError
from core.kernel.messages import Language
from core.sentences import model_faults, say

Loc = tuple[int | str, ...]
"""The way from the file's top to a part: keys and places in lists."""
MOST_TOLD = 50
_LONGEST = 120


@dataclass(frozen=True)
class ModelFault:
    """One thing to mend.

    Attributes:
        kind: the sentence, a key of ``core.sentences.model_faults.FAULT``.
        line: in the file, from 1; None where the whole file is meant.
        place: the part as ``dataset.field``, ``condition dataset.name``, ``relationship name`` or ``metric name``.
        values: what the sentence names.
        near: the known name that was probably meant.
    """

    kind: str
    line: int | None
    place: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    near: str | None = None

    def told(self, file: str, language: Language) -> str:
        """``plant.yaml:12: machine.tag: …``."""
        at = file if self.line is None else f"{file}:{self.line}"
        values = {name: _said(value, language) for name, value in self.values.items()}
        sentence = say(model_faults.FAULT[self.kind], language, **values)
        if self.near is not None:
            sentence = say(model_faults.NEAR, language, sentence=sentence, near=self.near)
        return ": ".join(part for part in (at, self.place, sentence) if part)


def _said(value: Any, language: Language) -> Any:
    """A value that is a text in both languages, in one; others cut where they would fill the screen."""
    return value[language] if isinstance(value, Mapping) else value if isinstance(value, int) else short(value)


def short(value: Any) -> str:
    """What the file says, cut to what a line of a message has room for."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class BrokenModel(ConfigurationError):
    """A semantic model that cannot be used; the message lists its faults, the first 50 of them.

    Attributes:
        file: how the file is named in messages.
        faults: all of them, in the file's order.
    """

    def __init__(self, file: str, faults: Sequence[ModelFault]) -> None:
        self.file = file
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line or 0))
        first = self.faults[0].told(file, "en")
        super().__init__(f"semantic model: {len(self.faults)} faults, the first: {first}", reason=self._list("en"))

    def message(self, language: Language) -> str:
        """One fault in one sentence; of several how many they are, then each in a line of its own."""
        return self._list(language)

    def _list(self, language: Language) -> str:
        count = len(self.faults)
        if count == 1:
            return say(model_faults.HEAD_ONE, language, fault=self.faults[0].told(self.file, language))
        head = say(model_faults.HEAD, language, count=count)
        lines = [f"  {fault.told(self.file, language)}" for fault in self.faults[:MOST_TOLD]]
        if count > MOST_TOLD:
            lines.append("  " + say(model_faults.MORE, language, count=count - MOST_TOLD))
        return "\n".join([head, *lines])
