"""Text to tree, without letting a hostile text keep the parser busy.

sqlglot tries ``DATE(`` first as a type and then as a function, so each level of nesting doubles its work; depth and
length of the tokens are looked at before it may begin.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.data.guard.rules import MAX_LENGTH, refuse

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.dialects.dialect import Dialect

MAX_TOKENS = 3_000
MAX_PARENTHESES = 30
MAX_TYPE_NESTING = 4
"""Of names that are types too, such as DATE( and CHAR(; also of how many may stand in a row."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PLAIN_TOKEN = re.compile(r"[A-Za-z_]{1,30}|[^\w\s'\"]{1,3}")


def parse(sql: str, dialect: str) -> exp.Expr:
    """The one statement in ``sql``, which is a SELECT or a set operation, without parentheses around all of it.

    Raises:
        GuardRefused: more or less than one statement, another kind of statement, a syntax error, too long, too deep.
    """
    from sqlglot import exp
    from sqlglot.errors import ParseError, SqlglotError

    if len(sql) > MAX_LENGTH:
        refuse("size", f"the query has {len(sql)} characters; the limit is {MAX_LENGTH}")
    if found := _CONTROL.search(sql):
        refuse("character", f"the character U+{ord(found[0]):04X} is not allowed in a query")
    language = _language(dialect)
    try:
        tokens = language.tokenize(sql)
        _check_tokens(tokens, language)
        statements = [statement for statement in language.parser().parse(tokens, sql) if statement is not None]
    except ParseError as error:
        refuse("syntax", _where(error))
    except RecursionError:
        refuse("size", "the query is nested too deeply")
    except SqlglotError:
        refuse("syntax", "a text or a comment has no end")
    except (ValueError, AttributeError, IndexError, KeyError, TypeError) as error:
        refuse("syntax", f"the query cannot be read: {type(error).__name__}")
    if len(statements) != 1:
        refuse("statements", f"exactly one statement is allowed, not {len(statements)}")
    tree: exp.Expr = statements[0]
    while isinstance(tree, exp.Subquery) and not any(value for name, value in tree.args.items() if name != "this"):
        tree = tree.this
    if not isinstance(tree, exp.Select | exp.SetOperation):
        refuse("not_select", f"only a SELECT is allowed, not {_statement_name(tree)}")
    if tree.parent is not None:
        tree.pop()
    return tree


@lru_cache(maxsize=8)
def _language(dialect: str) -> Dialect:
    from sqlglot.dialects.dialect import Dialect

    return Dialect.get_or_raise(dialect)


def _check_tokens(tokens: list[Any], language: Dialect) -> None:
    from sqlglot import TokenType

    if len(tokens) > MAX_TOKENS:
        refuse("size", f"the query has {len(tokens)} words and signs; the limit is {MAX_TOKENS}")
    types = language.parser_class.TYPE_TOKENS
    opening = (TokenType.L_PAREN, TokenType.L_BRACKET)
    closing = (TokenType.R_PAREN, TokenType.R_BRACKET)
    open_types: list[bool] = []
    previous = None
    in_a_row = 0
    for token in tokens:
        kind = token.token_type
        if kind in opening:
            open_types.append(previous in types)
            if len(open_types) > MAX_PARENTHESES or sum(open_types) > MAX_TYPE_NESTING:
                refuse("size", "the query is nested too deeply")
        elif kind in closing:
            if open_types:
                open_types.pop()
        elif kind in (TokenType.L_BRACE, TokenType.R_BRACE):
            refuse("construct", "a brace is not allowed")
        in_a_row = in_a_row + 1 if kind in types else 0
        if in_a_row > MAX_TYPE_NESTING:
            refuse("size", "too many names of types in a row")
        previous = kind


def _statement_name(tree: exp.Expr) -> str:
    from sqlglot import exp

    if isinstance(tree, exp.Command):
        return str(tree.this).upper()[:20]
    return str(tree.key).upper()


def _where(error: Any) -> str:
    """``line 1, column 20: Invalid expression / Unexpected token near FORM``, without the query's literals."""
    if not error.errors:
        return "the query cannot be read"
    first = error.errors[0]
    near = str(first.get("highlight") or "")
    near = f" near {near}" if _PLAIN_TOKEN.fullmatch(near) else ""
    description = str(first.get("description") or "syntax error").split(". Line")[0].splitlines()[0][:120]
    return f"line {first.get('line')}, column {first.get('col')}: {description}{near}"
