"""What a draft never names or reads: secrets, private data of people, logs, files. Each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from core.drafting.naming.split import tokens
from core.drafting.naming.words import load_data


class Refusing:
    """Decides by names alone, before anything is read.

    Args:
        private: True when a person has turned private data on.
    """

    def __init__(self, *, private: bool = False) -> None:
        self._private = private

    def __call__(self, table: str, column: str) -> str | None:
        """Why a table (with an empty column) or a column is left out; None when it is not.

        The reasons are keys of ``core.sentences.drafting.REASONS``.
        """
        if not column:
            return self._table(table)
        words = _phrases(column)
        if words & _data("secret") or _inside(column):
            return "secret"
        if not self._private and words & _data("private"):
            return "private"
        return "display" if _own(column) in _data("display") else None

    def _table(self, table: str) -> str | None:
        words = _phrases(table)
        if words & _data("secret_tables") or _inside(table):
            return "secret"
        if words & _data("unless"):
            return None
        if words & _data("log_tables"):
            return "log"
        return "file" if words & _data("file_tables") else None


@lru_cache(maxsize=8)
def _data(key: str) -> frozenset[str]:
    return frozenset(" ".join(tokens(str(text))) for text in load_data("refusing.yaml")[key])


def _inside(name: str) -> bool:
    """True when a secret's word stands inside a longer one."""
    return any(word in token for word in _data("inside") for token in tokens(name))


def _own(name: str) -> str:
    return " ".join(tokens(name))


def _phrases(name: str) -> frozenset[str]:
    """All runs of up to three words of a name."""
    return frozenset(_runs(tokens(name)))


def _runs(words: tuple[str, ...]) -> Iterable[str]:
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])
