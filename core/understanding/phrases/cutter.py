"""What every rule of composing works with: the mentions, the phrases so far, and the words that tie the next one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from core.semantics.query import FieldRef, Operator
from core.understanding.phrases.types import Joint, Link, Phrase, Said, unit_of
from core.understanding.reading.readings import (
    SUBSTANCE,
    FieldIs,
    Light,
    Mention,
    MetricIs,
    NounIs,
    Number,
    Ordinal,
    Ref,
    ValueIs,
)

COMPARING: dict[str, Operator] = {"more_than": ">", "at_least": ">=", "less_than": "<", "at_most": "<=", "exactly": "="}
ENDS: dict[str, Operator] = {"or_more": ">=", "or_less": "<="}
WAYS = {"most": "most", "least": "least", "worst": "worst", "best": "best", "top": "top", "last_few": "last"}


@dataclass
class Pending:
    """Words that tie the next phrase to the sentence."""

    at: list[int] = field(default_factory=list)
    negated: bool = False
    link: Link = ""
    joint: Joint = ""
    only: bool = False
    each: bool = False
    own: bool = False
    pointed: bool = False
    compare: bool = False
    none: bool = False


@dataclass
class Cutter:
    """One cover while it is cut into phrases, and what stands ready to tie the next one.

    ``names``: whether a field is what single things or places are called by.
    ``verbal``: whether a word is a form of a verb.
    ``nameless``: whether a field is of rows that have no name of their own (failures, stops).
    ``valued``: whether a field tells of what a row's value is (its meter).
    ``denials``: single words that deny.
    ``several``: whether a word is written in the plural.
    """

    mentions: Sequence[Mention]
    names: Callable[[FieldRef], bool] = lambda ref: False
    verbal: Callable[[str], bool] = lambda word: False
    valued: Callable[[FieldRef], bool] = lambda ref: False
    denials: Collection[str] = ()
    nameless: Callable[[FieldRef], bool] = lambda ref: False
    several: Callable[[str], bool] = lambda word: False
    phrases: list[Phrase] = field(default_factory=list)
    pending: Pending = field(default_factory=Pending)
    skip: set[int] = field(default_factory=set)

    def _next(self, at: int) -> int | None:
        """The next mention that is not merely light."""
        for place in range(at, len(self.mentions)):
            mention = self.mentions[place]
            if not (
                mention.is_light and not mention.is_substance and not mention.role(*TYING) and not mention.can(Number)
            ):
                return place
        return None

    def _add(self, phrase: Phrase) -> None:
        self.phrases.append(phrase)
        self.pending = Pending()

    def _take(self, *places: int) -> tuple[int, ...]:
        return (*self.pending.at, *places)

    def _counts_from(self, mention: Mention) -> bool:
        """«¿cuántos *días* pasaron *desde* la última falla?»: a unit is counted from what stands behind."""
        said = [phrase.head for phrase in self.phrases if isinstance(phrase, Said)]
        return mention.role("since") is not None and any(unit_of(head) or head.role("how_long") for head in said)

    def _ours(self, place: int) -> bool:
        """«do *we* currently have»: who asks has it, and says so right before, over words that say nothing."""
        for before in range(place - 1, -1, -1):
            kinds = {item.kind for item in self.mentions[before].readings if isinstance(item, Light)}
            if "pronouns" in kinds or self.mentions[before].role("past"):
                return True
            if not kinds or self.mentions[before].is_substance:
                return False
        return False

    def _is_verb(self, at: int) -> bool:
        mention = self.mentions[at]
        return not mention.is_substance and mention.has(Light, lambda item: item.kind == "verbs")

    def _asked_before(self, at: int) -> bool:
        """What is asked stands right before, over verbs that say nothing ("how much *is* that")."""
        for place in range(at - 1, -1, -1):
            mention = self.mentions[place]
            if mention.role("which", "count", "how_much"):
                return not mention.is_substance
            if not mention.has(Light, lambda item: item.kind == "verbs"):
                return False
        return False

    def _leave(self) -> None:
        """Ties that tie nothing are said as words of their own, so that they must mean something."""
        for place in self.pending.at:
            mention = self.mentions[place]
            if mention.role("with") and self._ours(place):
                continue
            if mention.role("with") and self.verbal(mention.folded.split()[-1]):
                self.phrases.append(Said((place,), mention, dangling=True))
            elif not mention.is_light:
                self.phrases.append(Said((place,), mention))
        self.pending = Pending()


TYING = (
    *(
        "by",
        "each",
        "none",
        "nothing",
        "any_at_all",
        "not",
        "instead_of",
        "without",
        "with",
        "and",
        "or",
        "either",
        "only",
        "compare",
        "between",
    ),
    *WAYS,
    *COMPARING,
    *ENDS,
)
"""Roles of words that tie phrases together, so that they are looked at even where they may say nothing."""

ASKING = (
    *("count", "how_much", "which", "exists", "who", "when", "where", "times", "how_long", "list"),
    *("average", "sum", "share", "distinct", "trend", "compare", "of_each", "age", "so_far"),
    *("sort", "sorted_desc", "sorted_asc", "last_time", "first_time", "going_on", "each_one"),
)
"""Roles of words that ask for something, so that they are said even where they may say nothing."""


def asks(mention: Mention) -> bool:
    """A word that asks or points, though it may say nothing."""
    return mention.role(*ASKING) is not None or mention.can(Ref, Ordinal)


def is_thing(mention: Mention) -> bool:
    """A noun that may be pointed at, or the name of a field whose value is («ese tipo»)."""
    if mention.can(FieldIs) and not mention.can(MetricIs):
        return True
    return mention.can(NounIs) or mention.first(ValueIs, lambda item: item.noun) is not None


def ties(mention: Mention) -> bool:
    """Whether a connective may stand before it: names, comparisons, negations, numbers."""
    if mention.can(*SUBSTANCE, Number) or not mention.readings:
        return True
    return (
        mention.role(
            "not",
            "none",
            "nothing",
            "without",
            "with",
            *COMPARING,
            "between",
            "or",
            "either",
            "and",
            *WAYS,
            "only",
            "each",
        )
        is not None
    )
