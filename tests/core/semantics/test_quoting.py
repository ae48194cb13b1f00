"""Names that mean something to the parser are quoted: a column may be called ``begin`` or ``comment``."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

from core.semantics.quoting import RESERVED, quoted

DIALECTS = ("sqlite", "postgres", "mysql")
USES = (
    "SELECT SUM(t.{0}) FROM a AS t WHERE t.{0} > 1",
    "SELECT COUNT(*) FROM a AS t WHERE {0} = 1 AND {0} IS NULL",
    "{0} = 1",
)


def reads(name: str, dialect: str) -> bool:
    """True when the parser takes a name for one wherever it stands."""
    try:
        return all(sqlglot.parse_one(use.format(name), read=dialect).find(sqlglot.exp.Command) is None for use in USES)
    except SqlglotError:
        return False


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_word_of_the_parser_that_it_takes_for_something_else_is_quoted(dialect: str) -> None:
    words = {word.lower() for word in Dialect.get_or_raise(dialect).tokenizer_class.KEYWORDS if word.isalpha()}
    assert len(words) > 100
    assert {word for word in words if not reads(quoted(word, dialect), dialect)} == set()


@pytest.mark.parametrize("word", ["begin", "start", "comment", "binary", "commit"])
def test_columns_that_plants_have_are_among_them(word: str) -> None:
    assert word in RESERVED
    assert quoted(word, "postgres") == f'"{word}"'
