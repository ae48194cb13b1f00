"""What is no question about the data: greetings and help, commands to change something, the running talk itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.understanding.meaning.looks import CHARTS
from core.understanding.reading.lattice import Lattice
from core.understanding.reading.readings import (
    SUBSTANCE,
    FieldIs,
    Light,
    Mention,
    NounIs,
    Number,
    Ordinal,
    Ref,
    Role,
    ValueIs,
)

Kind = Literal[
    "help", "new_topic", "forget", "explain", "sql", "repeat", "undo", "write", "why", "future", "unavailable", "chart",
    "export", "choose", "which_one", "dismiss", "sql_typed", "no_words",
]  # fmt: skip
_POLITE = ("list", "followup_start", "and", "not", "yes", "with", "only", "exists")


@dataclass(frozen=True)
class Talk:
    """What the message does; ``topic`` for what is not in the data, ``number`` for a chosen one, counted from 1."""

    kind: Kind
    topic: str = ""
    number: int = 0


def is_light(mention: Mention) -> bool:
    """A word that says nothing, and may be nothing else."""
    return bool(mention.readings) and all(isinstance(item, Light) for item in mention.readings)


def recognise(read: Lattice, *, pending: int, has_result: bool) -> Talk | None:
    """Read a message as talk; None when it is a question (or an answer that needs the grammar).

    Args:
        pending: how many choices wait for an answer.
        has_result: whether the Session has a result to speak of.
    """
    if not read.covers or not any(char.isalnum() for char in read.text):
        return Talk("no_words")
    if _typed_sql(read.text):
        return Talk("sql_typed")
    mentions = read.covers[0].mentions
    content = [mention for mention in mentions if not mention.is_light or mention.can(*SUBSTANCE, Ref)]
    if pending and (chosen := _choice(content, mentions, pending)) is not None:
        return chosen
    substance = [mention for mention in content if mention.is_substance or not mention.readings]
    if not substance and (small := _small_talk(mentions, content, has_result=has_result)) is not None:
        return small
    leading = [*content[:1], *mentions[:1]]
    changing = [mention for mention in mentions if mention.role("write_verb")]
    excluding = has_result and any(mention.role("not", "drop", "include") for mention in [*leading, *changing[:1]])
    excluding = excluding or (has_result and any(mention.role("back_in") for mention in mentions))
    if not excluding and _is_order(mentions):
        return Talk("write")
    for mention in content:
        topic = mention.first(Role, lambda item: item.role == "unavailable")
        if topic is not None and all(isinstance(item, Role | Light) for item in mention.readings):
            return Talk("unavailable", topic.topic)
    if any(mention.role("future") for mention in content):
        return Talk("future")
    if any(mention.role("why") and mention.role("which") is None for mention in content):
        return Talk("why")
    return None


def _small_talk(mentions: Sequence[Mention], content: list[Mention], *, has_result: bool) -> Talk | None:
    """A message that names nothing of the plant."""
    said = content or list(mentions)
    if has_result and any(mention.role("whole_plant") for mention in mentions):
        return None  # it takes back the things that the last answer kept to
    if any(mention.role("forget") for mention in said):
        return Talk("forget")
    if any(mention.role("new_topic") for mention in said):
        return Talk("new_topic")
    if has_result and _only(said, "export", *_POLITE) and any(mention.role("export") for mention in said):
        return Talk("export")
    if has_result and any(mention.role("undo_last") for mention in said) and any(m.role("repeat") for m in said):
        return Talk("undo")  # "undo that, show me the list again"
    for role in ("explain", "sql", "repeat"):
        if any(mention.role(role) for mention in said):
            return Talk(role) if has_result or role != "repeat" else Talk("help")
    charts = (*CHARTS, "chart")
    if has_result and any(mention.role(*charts) for mention in said) and _only(said, *charts, "export", *_POLITE):
        return Talk("chart")
    if has_result and any(mention.role("undo_last") for mention in said):
        return Talk("undo")
    if all(mention.role("help") or mention.is_light for mention in mentions):
        return Talk("help")
    return None


def _only(mentions: list[Mention], *roles: str) -> bool:
    return all(mention.role(*roles) or mention.is_light or mention.can(Ref) for mention in mentions)


def _typed_sql(text: str) -> bool:
    """A statement of the database's own language instead of a question."""
    words = [word.casefold() for word in text.strip().rstrip(";").split()]
    if len(words) < 2:
        return False
    if words[0] in ("select", "with") and "from" in words:
        return True
    starts = (
        "delete from",
        "insert into",
        "drop table",
        "alter table",
        "truncate table",
        "create table",
        "pragma table_info",
    )
    return " ".join(words[:2]) in starts or (words[0] == "update" and "set" in words)


def _is_order(mentions: Sequence[Mention]) -> bool:
    """An order to change something: a verb of change leads, or follows a polite opening."""
    for place, mention in enumerate(mentions):
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        if mention.role("write_verb") and following is not None and following.can(Ordinal):
            continue  # «para la primera de esas»: nobody stops what has only a place
        names = mention.role("write_verb") is not None and mention.can(FieldIs)
        if names and following is not None and following.role("of", "with", "most", "least"):
            return False  # «*marcas de* las bombas», «*marca con más* fallas»
        if mention.role("past") and not mention.role("write_verb"):
            return False  # "did we create …?" asks
        if mention.role("write_verb") and not mention.can(NounIs, ValueIs):
            return mention.role("list", "count", "chart", "sum") is None
        if is_light(mention) or (mention.role(*_POLITE) and not mention.is_substance):
            continue
        return False
    return False


def _choice(content: list[Mention], mentions: Sequence[Mention], pending: int) -> Talk | None:
    """«la 2», "the second one", «la última», "yes" when there is one choice, "none"."""
    if sum(len(mention.folded.split()) for mention in mentions) > 5:
        return None
    if any(
        (mention.can(*SUBSTANCE) and not mention.can(Ordinal, Number)) or not mention.readings for mention in content
    ):
        return None
    if mentions and mentions[0].role("and"):
        return None  # «¿y al primero?» goes on, and picks nothing
    places = [item.place for mention in mentions if (item := mention.first(Ordinal)) is not None]
    if not places and any(mention.role("last_few") for mention in content):
        places = [-1]
    places += [
        int(number.value)
        for mention in mentions
        if (number := mention.first(Number)) is not None and not number.unit and not mention.is_light
        if not (places == [-1] and number.value == 1)  # "the last one"
    ]
    picked = [pending + 1 + place if place < 0 else place for place in dict.fromkeys(places)]
    if len(picked) == 1:
        return Talk("choose", number=picked[0]) if 1 <= picked[0] <= pending else Talk("which_one")
    said = [mention for mention in mentions if mention.role("yes", "no_answer") or not mention.is_light]
    if said and all(mention.role("yes") for mention in said):
        return Talk("choose", number=1) if pending == 1 else Talk("which_one")
    if said and said[0].role("no_answer") and all(mention.role("no_answer", "not", "help") for mention in said):
        return Talk("dismiss")
    return None
