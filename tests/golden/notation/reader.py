"""Reads a line into the SemanticQuery that it writes down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from core.kernel.messages import Cell
from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    During,
    FieldRef,
    Filter,
    GroupBy,
    Lasted,
    Latest,
    Measure,
    Named,
    Not,
    Order,
    Period,
    Related,
    SemanticQuery,
    TimeSpan,
)
from tests.golden.notation.words import AGGREGATES, DAYS, GRAINS, NAME, NOTHING, NUMBER, SHAPES, SIGNS, TAGS, TOKEN


class Unreadable(ValueError):
    """A line that is no query; says what was expected where."""


def read(text: str) -> SemanticQuery:
    """The query of a line.

    Raises:
        Unreadable: it is none.
    """
    return _Line(text).query()


class _Line:
    """A line, read word by word."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        at = 0
        while text[at:].strip():
            found = TOKEN.match(text, at)
            if found is None:
                raise Unreadable(f"{text!r}: a quotation that does not end")
            self.words.append(found.group(1))
            at = found.end()
        self.at = 0

    # ---- words ----

    @property
    def next(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self) -> str:
        word = self.next
        if not word:
            raise self.expected("more")
        self.at += 1
        return word

    def skip(self, *words: str) -> bool:
        """Take these words if they come next."""
        there = tuple(self.words[self.at : self.at + len(words)]) == words
        self.at += len(words) if there else 0
        return there

    def need(self, word: str) -> None:
        if not self.skip(word):
            raise self.expected(f"«{word}»")

    def expected(self, what: str) -> Unreadable:
        so_far = " ".join(self.words[: self.at])
        return Unreadable(f"{self.text!r}: {what} expected after {so_far!r}, not {self.next!r}")

    def name(self) -> str:
        if not NAME.fullmatch(self.next):
            raise self.expected("a name")
        return self.take()

    def ref(self, home: str) -> FieldRef:
        dataset, dot, field = self.next.rpartition(".")
        if not NAME.fullmatch(field) or (dot and not NAME.fullmatch(dataset)):
            raise self.expected("a field or a condition")
        self.take()
        return FieldRef(dataset=dataset or home, field=field)

    def number(self) -> int:
        if not self.next.isdigit():
            raise self.expected("a whole number")
        return int(self.take())

    def value(self) -> Cell:
        word = self.take()
        if word.startswith("'"):
            return word[1:-1].replace("''", "'")
        if word == NOTHING:
            return None
        if NUMBER.fullmatch(word):
            return int(word) if word.lstrip("-").isdigit() else float(word)
        return word

    def values(self) -> tuple[Cell, ...]:
        found = [self.value()]
        while self.skip("/"):
            found.append(self.value())
        return tuple(found)

    # ---- the query ----

    def query(self) -> SemanticQuery:
        if self.next not in SHAPES:
            raise self.expected(f"one of {', '.join(SHAPES)}")
        made: dict[str, Any] = {"shape": self.take(), "dataset": self.name()}
        home = made["dataset"]
        if self.skip(":"):
            made["measures"] = self.several(lambda: self.measure(home))
        elif made["shape"] == "count":
            made["measures"] = (Measure(aggregate="count"),)
        while self.skip("|"):
            for key, value in self.part(home).items():
                if key in made:
                    raise self.expected(f"{key} once")
                made[key] = value
        if self.next:
            raise self.expected("«|» or the end")
        return SemanticQuery(**made)

    def several(self, one: Any) -> tuple[Any, ...]:
        found = [one()]
        while self.skip(","):
            found.append(one())
        return tuple(found)

    def part(self, home: str) -> dict[str, Any]:
        if self.skip("everyone"):
            return {"everyone": True}
        if self.skip("by"):
            return {"groups": self.several(lambda: self.group(home))}
        if self.skip("show"):
            return {"select": self.several(lambda: self.ref(home))}
        if self.next in ("period", "on"):
            return self.bound()
        if self.skip("beside"):
            return {"compare_to": self.days()}
        if self.next in ("most", "least"):
            return {"order": self.order(home)}
        if self.skip("top"):
            return self.places(home)
        if self.next in ("latest", "first"):
            return {"latest": self.latest(home)}
        if self.skip("spans"):
            return {"spans": self.several(lambda: self.span(home))}
        if self.skip("having"):
            return {"having": self.several(self.having)}
        return {"filters": self.several(lambda: self.filter(home))}

    def places(self, home: str) -> dict[str, Any]:
        """``5``, ``5 after 5``, ``3 each area.name``."""
        made: dict[str, Any] = {"limit": self.number()}
        if self.skip("after"):
            made["offset"] = self.number()
        if self.skip("each"):
            made["limit_within"] = self.ref(home)
        return made

    def latest(self, home: str) -> Latest:
        first = self.take() == "first"
        self.need("per")
        per = self.several(lambda: self.ref(home))
        date = self.name() if self.skip("on") else None
        keep = [self.filter(home)] if self.skip("keep") else []
        while keep and self.skip("and"):
            keep.append(self.filter(home))
        return Latest(per=per, date=date, first=first, keep=tuple(keep))

    def span(self, home: str) -> TimeSpan:
        since = self.ref(home)
        until = self.ref(home) if self.skip("to") else None
        unit = self.take() if self.skip("in") else None
        return TimeSpan(since=since, until=until, unit=unit)  # type: ignore[arg-type]

    def group(self, home: str) -> GroupBy:
        if self.skip("whether"):
            negated = self.skip("not")
            return GroupBy(condition=self.named(self.ref(home), negated=negated))
        field = None if self.next in GRAINS else self.ref(home)
        return GroupBy(field=field, grain=self.take() if self.next in GRAINS else None)  # type: ignore[arg-type]

    def bound(self) -> dict[str, Any]:
        """``period DAYS``, ``on FIELD DAYS`` or ``on FIELD``."""
        if self.skip("period"):
            return {"period": self.days()}
        self.need("on")
        made: dict[str, Any] = {"date_field": self.name()}
        return made | {"period": self.days()} if DAYS.fullmatch(self.next) else made

    def days(self) -> Period:
        if not DAYS.fullmatch(self.next):
            raise self.expected("days")
        ends = self.take().split("..")
        start, end = (date.fromisoformat(day) if day else None for day in ends)
        made: dict[str, Any] = {}
        if self.skip("("):
            while not self.skip(")"):
                if self.skip("default"):
                    made["given"] = False
                elif self.next.startswith("'"):
                    made["phrase"] = self.value()
                elif self.next in TAGS:
                    tag = self.take()
                    made[TAGS[tag]] = tag
                else:
                    raise self.expected("what a period is")
        return Period(start=start, end=end, **made)

    def order(self, home: str) -> Order:
        descending = self.take() == "most"
        if self.skip("measure"):
            return Order(measure=self.number() - 1 if self.next.isdigit() else 0, descending=descending)
        return Order(field=self.ref(home) if self.next not in ("", "|") else None, descending=descending)

    def having(self) -> tuple[int, str, Cell]:
        place = self.number() - 1 if self.skip("measure") else 0
        return place, self.sign(), self.value()

    def sign(self) -> str:
        if self.skip("not", "in"):
            return "not in"
        if self.next not in (*SIGNS, "between", "contains", "in"):
            raise self.expected("an operator")
        return self.take()

    # ---- measures and filters ----

    def measure(self, home: str) -> Measure:
        name = self.name()
        made: dict[str, Any] = {"aggregate" if name in AGGREGATES else "metric": name}
        if name in ("ratio", "difference"):
            made["of"] = (self.number() - 1, self.number() - 1)
        if self.skip("metric"):
            made["metric"] = self.name()
        if self.skip("in"):
            made["dataset"] = self.name()
        if self.skip("span"):
            made["span"] = self.span(home)
        elif NAME.match(self.next) and self.next not in (
            "per",
            "of",
            "with",
            "or",
            "and",
            "in",
            "not",
            "between",
            "contains",
            "period",
        ):
            made["field"] = self.ref(home)
        if self.skip("per"):
            made["per"] = self.name()
        if self.skip("period"):
            made["period"] = self.days()
        if self.skip("of"):
            only = [self.filter(home)]
            while self.skip("and"):
                only.append(self.filter(home))
            made["only"] = tuple(only)
        if self.skip("with", "share"):
            made["share"] = True
            if self.skip("within"):
                made["share_within"] = self.ref(home)
        return Measure(**made)

    def filter(self, home: str) -> Filter:
        if self.skip("("):
            parts = [self.filter(home)]
            while self.skip("or"):
                parts.append(self.filter(home))
            self.need(")")
            return AnyOf(parts=tuple(parts))
        if self.skip("not", "("):
            part = self.filter(home)
            self.need(")")
            return Not(part=part)
        if self.next in ("with", "without"):
            return self.related()
        if self.skip("not", "during"):
            return self.during(negated=True)
        if self.skip("during"):
            return self.during(negated=False)
        if self.skip("span"):
            return Lasted(span=self.span(home), op=self.sign(), values=self.values())  # type: ignore[arg-type]
        if self.skip("not"):
            return self.named(self.ref(home), negated=True)
        ref = self.ref(home)
        if self.skip("is", "null"):
            return Compare(field=ref, op="is null")
        if self.skip("is", "not", "null"):
            return Compare(field=ref, op="is not null")
        if self.next in (*SIGNS, "in", "not", "between", "contains"):
            return self.compare(ref)
        return self.named(ref, negated=False)

    def during(self, *, negated: bool) -> During:
        ref = self.ref("")
        dataset, state = (ref.dataset, ref.field) if ref.dataset else (ref.field, None)
        period = self.days()
        at = datetime.fromisoformat(str(self.value())) if self.skip("at") else None
        return During(dataset=dataset, period=period, negated=negated, state=state, at=at)

    def named(self, ref: FieldRef, *, negated: bool) -> Named:
        days = self.days() if DAYS.fullmatch(self.next) else None
        return Named(dataset=ref.dataset, condition=ref.field, negated=negated, period=days)

    def compare(self, ref: FieldRef) -> Filter:
        sign = self.sign()
        if sign in ("in", "not in") and DAYS.fullmatch(self.next):
            return Dated(field=ref, period=self.days(), negated=sign == "not in")
        if self.words[self.at + 1 : self.at + 2] == ["field"]:  # so many times another field
            values = (self.value(),)
            self.need("field")
            return Compare(field=ref, op=sign, values=values, other=self.ref(ref.dataset))  # type: ignore[arg-type]
        if self.skip("field"):
            return Compare(field=ref, op=sign, other=self.ref(ref.dataset))  # type: ignore[arg-type]
        values = self.values()
        if len(values) > 1:
            sign = {"=": "in", "<>": "not in"}.get(sign, sign)
        return Compare(field=ref, op=sign, values=values)  # type: ignore[arg-type]

    def related(self) -> Related:
        made: dict[str, Any] = {"negated": self.take() == "without", "latest": self.skip("latest")}
        made |= self.rows()
        home = made["dataset"]
        if self.next not in ("", "|", ",", ")", "or", "and") and self.words[self.at : self.at + 2] != ["with", "share"]:
            bracketed = self.skip("[")
            made["measure"] = self.measure(home)
            if bracketed:
                self.need("]")
            made["op"] = self.sign()
            if self.skip("than"):
                other = self.rows()
                self.need("[")
                made["than"] = Related(**other, measure=self.measure(other["dataset"]))
                self.need("]")
            else:
                made["values"] = self.values()
        return Related(**made)

    def rows(self) -> dict[str, Any]:
        """A dataset, and in brackets what holds of its rows."""
        made: dict[str, Any] = {"dataset": self.name()}
        home = made["dataset"]
        if self.skip("("):
            filters = []
            while not self.skip(")"):
                if self.next in ("period", "on"):
                    made |= self.bound()
                else:
                    filters.append(self.filter(home))
                if self.next != ")":
                    self.need(",")
            made["filters"] = tuple(filters)
        return made
