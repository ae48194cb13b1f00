"""Reads the golden files of the guard: blocks of ``--- name | dialects | reason`` and the SQL below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "golden"
_CHARACTER = re.compile(r"\{U\+([0-9A-F]{4})\}")
_REPEAT = re.compile(r"\{([^{}]*?)\*(\d+)\}")


@dataclass(frozen=True)
class Case:
    name: str
    dialect: str
    reason: str
    sql: str


def cases(file: str) -> list[Case]:
    """All cases of a golden file, one for each dialect that a block names."""
    found = []
    for block in re.split(r"^--- ", (_FOLDER / file).read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, _, sql = block.partition("\n")
        name, dialects, *reason = (part.strip() for part in head.split("|"))
        sql = _REPEAT.sub(lambda match: match[1] * int(match[2]), sql.strip())
        sql = _CHARACTER.sub(lambda match: chr(int(match[1], 16)), sql)
        found += [Case(name, dialect.strip(), "".join(reason), sql) for dialect in dialects.split(",")]
    return found
