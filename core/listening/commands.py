"""Quick commands: ``equipos``, ``equipment``, ``ot``, ``workorders`` and ``ayuda``, ``help`` with free words behind.

Shared by Slack's slash commands and by the first word of a Teams message. A command becomes questions for the
deterministic planner alone (``offline``), each in a Thread of its own, so that no conversation colours it and it
colours none. With no words behind it the answer is composed here from those questions' rows.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from core.kernel.messages import Cell, Language, Question, Reply, Span
from core.sentences import commands as words
from core.sentences import say

Subject = Literal["equipment", "orders", "help"]

COMMANDS: Mapping[str, tuple[Subject, Language]] = {
    "equipos": ("equipment", "es"),
    "equipment": ("equipment", "en"),
    "ot": ("orders", "es"),
    "workorders": ("orders", "en"),
    "ayuda": ("help", "es"),
    "help": ("help", "en"),
}
"""The command words, without a slash."""

_PUBLIC = re.compile(r"(?:^|\s)(?:public|p[uú]blico)\s*[.!]?\s*$", re.IGNORECASE)
_HELP = frozenset({"help", "ayuda", "?"})
_NOUN: Mapping[Subject, Mapping[Language, str]] = {
    "equipment": {"es": "equipos", "en": "equipment"},
    "orders": {"es": "OT", "en": "work orders"},
}
_OPEN: Mapping[Language, str] = {"es": "abiertas", "en": "open"}
_NAMED: Mapping[Subject, re.Pattern[str]] = {
    "equipment": re.compile(r"\b(equipos?|equipment|machines?|assets?|maquinas?|activos?)\b"),
    "orders": re.compile(r"\b(ots?|ordenes|orden|orders?|wos?|tickets?)\b"),
}
_HAS_STATE = re.compile(
    r"\b(abiert|pendient|vencid|atrasad|cerrad|terminad|complet|cancel|espera|proceso|curso|todas|creadas|solicitad"
    r"|open|pending|overdue|late\b|closed|done|finish|waiting|progress|all\b|created|requested|backlog)"
)
_ONE_BY_NAME = re.compile(r"\b[a-z]+-\d")
"""A folded order number or tag: whoever names one order wants that one, open or not."""
_NOT_AN_ANSWER = frozenset({"clarify", "refused", "help"})


class Answerer(Protocol):
    """Who answers the questions that a command is made of: the door."""

    async def ask(self, question: Question) -> Reply:
        """Never raises for a person's question."""
        ...


@dataclass(frozen=True)
class Command:
    """A command as it was typed: its subject, the language that its word is in, the words behind, and for whom."""

    subject: Subject
    language: Language
    text: str = ""
    public: bool = False
    help: bool = False


def parse(name: str, text: str) -> Command | None:
    """Read a command's name (with or without slash) and the words behind it; None when it is no command of ours."""
    known = COMMANDS.get(name.strip().lstrip("/").lower())
    if known is None:
        return None
    subject, language = known
    rest = " ".join(text.split())
    public = _PUBLIC.search(rest) is not None
    if public:
        rest = _PUBLIC.sub("", rest).strip()
    wants_help = subject == "help" or rest.lower() in _HELP
    return Command(subject, language, "" if wants_help else rest, public, wants_help)


def parse_first_word(message: str) -> Command | None:
    """The same for a message that begins with a command's word, as people write them where slashes do not exist.

    ``ayuda`` and ``help`` count only when they stand alone.
    """
    name, _, rest = message.strip().partition(" ")
    command = parse(name, rest)
    if command is None or (command.subject == "help" and rest.strip()):
        return None
    return command


def wordings(command: Command) -> list[str]:
    """The questions that a command with words behind it may mean: in its own language, then in the other."""
    others: tuple[Language, ...] = ("es", "en")
    languages = (command.language, *(language for language in others if language != command.language))
    folded = _fold(command.text)
    made = []
    for language in languages:
        begin = [] if _NAMED[command.subject].search(folded) else [_NOUN[command.subject][language]]
        if command.subject == "orders" and not (_HAS_STATE.search(folded) or _ONE_BY_NAME.search(folded)):
            # "open" stands where the language puts it: OT abiertas …, open work orders …
            begin = [*begin, _OPEN["es"]] if language == "es" else [_OPEN["en"], *begin]
        made.append(" ".join([*begin, command.text]))
    return made


async def answer(door: Answerer, command: Command, question: Question) -> Reply:
    """Answer a command with the deterministic planner alone.

    Args:
        question: as it came; the questions that the command is made of have its id with a number behind.
    """
    if command.help:
        return usage(question, command)
    if command.text:
        return await (_filtered if question.alone else _in_its_thread)(door, command, question)
    if command.subject == "equipment":
        text = "equipos por estado" if command.language == "es" else "equipment by status"
        reply = await door.ask(_question(question, text, command.language, 0))
        return by_status(question.id, reply, command.language)
    texts = ("OT abiertas", "OT vencidas") if command.language == "es" else ("open work orders", "overdue work orders")
    opened, overdue = await asyncio.gather(
        *(door.ask(_question(question, text, command.language, position)) for position, text in enumerate(texts))
    )
    return open_and_overdue(question.id, opened, overdue, command.language)


async def _in_its_thread(door: Answerer, command: Command, question: Question) -> Reply:
    """A command with words where people talk on: a question of its own in that Thread, which can be gone on from."""
    text = wordings(command)[0]
    return await door.ask(question.model_copy(update={"text": text, "offline": True}))


async def _filtered(door: Answerer, command: Command, template: Question) -> Reply:
    """A command with words where nobody can answer back: read in either language, else examples."""
    first: Reply | None = None
    for position, text in enumerate(wordings(command)):
        language: Language | None = command.language if position == 0 else None
        reply = await door.ask(_question(template, text, language, position))
        if reply.action not in _NOT_AN_ANSWER:
            return reply
        first = first or reply
    return not_understood(template, command, first)


def _question(template: Question, text: str, language: Language | None, position: int) -> Question:
    """One question of a command, in a Thread of its own."""
    thread = template.thread.model_copy(update={"thread": f"{template.thread.thread or 'command'}-{position}"})
    return template.model_copy(
        update={
            "id": f"{template.id}:{position}",
            "thread": thread,
            "text": text,
            "kind": "command",
            "language": language,
            "offline": True,
        }
    )


def by_status(question_id: str, reply: Reply, language: Language) -> Reply:
    """ "**231 equipos**: 168 operando · 24 en espera … (9 retirados aparte)" from the rows of "equipos por estado"."""
    if reply.action in ("error", *_NOT_AN_ANSWER):
        return reply
    counts = _counts(reply.rows or ())
    if not counts:
        return reply
    apart = counts.pop(words.STATUS_APART, 0)
    total = sum(counts.values())
    if total == 0 and apart == 0:
        spans: tuple[Span, ...] = (Span(text=say(words.EQUIPMENT_NONE, language), bold=True),)
    else:
        ranked = sorted(counts.items(), key=lambda pair: (_rank(pair[0]), -pair[1], pair[0]))
        parts = [f"{_number(count, language)} {_status(status, count, language)}" for status, count in ranked if count]
        title = words.EQUIPMENT_ONE if total == 1 else words.EQUIPMENT_COUNT
        spans = (
            Span(text=say(title, language, count=_number(total, language)), bold=True),
            Span(text=f": {' · '.join(parts)}" if parts else ""),
        )
        if apart:
            said = _status(words.STATUS_APART, apart, language)
            spans = (*spans, Span(text=say(words.APART, language, count=_number(apart, language), status=said)))
    return _composed(reply, question_id, language, spans)


def open_and_overdue(question_id: str, opened: Reply, overdue: Reply, language: Language) -> Reply:
    """ "**184 OT abiertas**, 31 de ellas vencidas." from two counts."""
    for reply in (opened, overdue):
        if reply.action in ("error", *_NOT_AN_ANSWER):
            return reply
    count, late = _single(opened), _single(overdue)
    if count is None or late is None:
        return opened
    if count == 0:
        return _composed(opened, question_id, language, (Span(text=say(words.ORDERS_NONE, language), bold=True),))
    if count == 1:
        rest = say(words.ORDERS_ONE_OVERDUE if late else words.ORDERS_ONE_IN_TIME, language)
    elif late == 0:
        rest = say(words.ORDERS_OVERDUE_NONE, language)
    else:
        plural = words.ORDERS_OVERDUE_ONE if late == 1 else words.ORDERS_OVERDUE
        rest = say(plural, language, count=_number(late, language))
    title = words.ORDERS_ONE if count == 1 else words.ORDERS_OPEN
    spans = (Span(text=say(title, language, count=_number(count, language)), bold=True), Span(text=rest))
    return _composed(opened, question_id, language, spans)


def usage(template: Question, command: Command) -> Reply:
    """What the commands are, as they are typed where they were asked about."""
    language = command.language
    subjects: Sequence[Subject] = ("equipment", "orders") if command.subject == "help" else (command.subject,)
    lines = [_typed(example, template) for subject in subjects for example in words.EXAMPLES[subject][language]]
    spans = (
        Span(text=say(words.USAGE_TITLE, language), bold=True),
        Span(text=" · ".join(lines) + ". "),
        Span(text=say(words.USAGE if _has_slashes(template) else words.USAGE_PLAIN, language)),
    )
    return Reply(question_id=template.id, language=language, action="help", headline=spans, planner="deterministic")


def not_understood(template: Question, command: Command, reply: Reply | None) -> Reply:
    """Say what was not understood, and three examples that are."""
    language = command.language
    examples = " · ".join(_typed(example, template) for example in words.EXAMPLES[command.subject][language])
    if reply is not None and reply.language == language and reply.text:
        why = f"{reply.text.rstrip()} "
    else:
        why = say(words.NOT_UNDERSTOOD, language, words=command.text)
    spans = (Span(text=why), Span(text=say(words.TRY, language, examples=examples)))
    return Reply(question_id=template.id, language=language, action="clarify", headline=spans, planner="deterministic")


def _has_slashes(template: Question) -> bool:
    return template.thread.platform == "slack"


def _typed(example: str, template: Question) -> str:
    """An example as the platform wants it typed: Slack's with a slash, elsewhere as the first word of a message."""
    if _has_slashes(template):
        return example
    return _PUBLIC.sub("", example.removeprefix("/"))


def _composed(reply: Reply, question_id: str, language: Language, spans: tuple[Span, ...]) -> Reply:
    """The pipeline's Reply under our own headline, without what a one-line answer has no use for."""
    return reply.model_copy(
        update={
            "headline": spans,
            "language": language,
            "table": None,
            "chartable": False,
            "suggestions": (),
        }
    )


def _counts(rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Status → count, from rows that hold a text and a whole number."""
    counts: dict[str, int] = {}
    for row in rows:
        status = next((cell for cell in row if isinstance(cell, str)), None)
        count = next((cell for cell in row if isinstance(cell, int)), None)
        if status is None or count is None:
            return {}
        counts[_canonical(status)] = counts.get(_canonical(status), 0) + count
    return counts


def _single(reply: Reply) -> int | None:
    """The number of a count's only row; the number of rows of a list."""
    rows = reply.rows or ()
    if len(rows) == 1:
        return next((cell for cell in rows[0] if isinstance(cell, int)), None)
    return reply.table.total if reply.table is not None else None


def _canonical(status: str) -> str:
    folded = _fold(status)
    for known, texts in words.STATUS_WORDS.items():
        if folded == known or any(folded == _fold(form) for pair in texts.values() for form in pair):
            return known
    return status


def _status(status: str, count: int, language: Language) -> str:
    known = words.STATUS_WORDS.get(status)
    return known[language][0 if count == 1 else 1] if known else status


def _rank(status: str) -> int:
    return words.STATUS_ORDER.index(status) if status in words.STATUS_ORDER else len(words.STATUS_ORDER)


def _number(value: int, language: Language) -> str:
    from core.wording.numbers import number

    return number(value, language)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in plain if not unicodedata.combining(character))
