"""Values of a comparison, settled: numbers and days in their types, texts as they occur in the plant's data."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.kernel.messages import Cell
from core.modelling.names.lookup import PlantNames
from core.modelling.names.periods import NoPeriod, read_period
from core.modelling.names.plan_json import WireCompare, WireFields, WireLasted, WireSpan
from core.modelling.names.problems import Unfit, ValueUnknown
from core.modelling.values import PlantValues, named_so, value_of
from core.semantics.model import Condition, Field
from core.semantics.query import Compare, Dated, FieldRef, Filter, Lasted, Named, Not, Operator, TimeSpan

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Signs that nobody sees, and that no query may hold: a value is meant without them."""
_NEGATED: Mapping[str, Operator] = {"<>": "=", "not in": "in"}
_TRUE = frozenset({"true", "1", "yes", "si", "sí", "t"})
_FALSE = frozenset({"false", "0", "no", "f"})


@dataclass(frozen=True)
class Settling:
    """Settles comparisons over one plant.

    Attributes:
        values: what occurs; None before it has been read.
        instead: texts that a person has chosen a value for: (dataset, field, text) → value.
    """

    scope: PlantNames
    values: PlantValues | None = None
    instead: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def compared(self, part: WireCompare) -> Filter:
        """A comparison as a filter.

        Raises:
            Unfit: an unknown field, a value of the wrong kind, or none.
            ValueUnknown: a text that no value is.
        """
        ref, item = self.scope.field(part.field)
        if part.op in ("is null", "is not null"):
            return Compare(field=ref, op=part.op)
        written = (_CONTROL.sub(" ", str(value)).strip() for value in part.values if value is not None)
        texts = [text for text in written if text]
        if not texts or (part.op == "between" and len(texts) != 2):
            raise Unfit("names", f"{part.field} {part.op} needs {'two values' if part.op == 'between' else 'a value'}")
        if part.op == "contains":
            return Compare(field=ref, op="contains", values=(texts[0],))
        if item.is_date:
            return self._dates(ref, item, part.op, texts)
        if item.is_number:
            return Compare(
                field=ref, op=_plural(part.op, texts), values=tuple(number(part.field, text) for text in texts)
            )
        if item.kind == "boolean":
            return self._flag(ref, item, part.op, texts[0])
        return self._texts(ref, item, part.op, texts)

    def fields(self, part: WireFields) -> Compare:
        """Two fields of a row compared.

        Raises:
            Unfit: an unknown field, or a comparison that takes no field.
        """
        if part.op not in ("=", "<>", "<", "<=", ">", ">="):
            raise Unfit("names", f"two fields are not compared by {part.op}")
        return Compare(field=self.scope.field(part.left)[0], op=part.op, other=self.scope.field(part.right)[0])

    def lasted(self, part: WireLasted) -> Lasted:
        """A time between two dates, or an age, compared with numbers.

        Raises:
            Unfit: no dates, or no numbers.
        """
        if part.op not in ("=", "<", "<=", ">", ">=", "between"):
            raise Unfit("names", f"a time is not compared by {part.op}")
        values = tuple(number(part.since, str(value)) for value in part.values)
        if len(values) != (2 if part.op == "between" else 1):
            raise Unfit(
                "names", f"{part.since} {part.op} needs {'two numbers' if part.op == 'between' else 'a number'}"
            )
        return Lasted(span=self.span(part), op=part.op, values=values)

    def span(self, part: WireSpan) -> TimeSpan:
        """A time between two dates of a row, or from one until today.

        Raises:
            Unfit: one of them is no date.
        """
        until = self.scope.date(part.until)[0] if part.until is not None else None
        return TimeSpan(since=self.scope.date(part.since)[0], until=until, unit=part.unit)

    def _texts(self, ref: FieldRef, item: Field, op: Operator, texts: list[str]) -> Filter:
        if op not in ("=", "<>", "in", "not in"):
            return Compare(field=ref, op=op, values=tuple(texts))
        if len(texts) == 1 and (condition := self._condition(item, texts[0])) is not None:
            return Named(dataset=condition.dataset, condition=condition.name, negated=op in _NEGATED)
        found = [value for text in texts for value in self._occurring(item, text)]
        return Compare(field=ref, op=_plural(op, found), values=tuple(dict.fromkeys(found)))

    def _condition(self, item: Field, text: str) -> Condition | None:
        """The condition that a text names which is no value of the field."""
        if item.value_entry(text) is not None or (self.values is not None and self.values.stands_for(item, text)):
            return None
        found = named_so(self.scope.model, item, text)
        return found if found is not None and value_of(found) is None else None

    def _occurring(self, item: Field, text: str) -> tuple[Cell, ...]:
        text = self.instead.get((item.dataset, item.name, text), text)
        if (entry := item.value_entry(text)) is not None:
            return (entry.value,)
        if self.values is None or self.values.occurs(item, text) is True:
            return (text,)
        found = self.values.stands_for(item, text)
        if len(found) == 1:
            entry = item.value_entry(found[0])
            return (entry.value if entry is not None else found[0],)
        if self.values.occurs(item, text) is None and not found:
            return (text,)
        listed = tuple(str(entry.value) for entry in item.values)
        if listed and not found:
            # These values stand in the prompt, so the model may choose again.
            raise Unfit(
                "unknown_value", f"{item.dataset}.{item.name} has no value {text!r}; it has {', '.join(listed)}"
            )
        raise ValueUnknown(item, text, found or self.values.resembling(item, text), several=len(found) > 1)

    def _dates(self, ref: FieldRef, item: Field, op: Operator, texts: list[str]) -> Filter:
        """A day is compared; a month, a year or «last week» is a period that the date lies in, or before, or after."""
        periods = []
        for text in texts:
            try:
                periods.append(read_period(text, self.scope.today, ahead=True))
            except NoPeriod:
                raise Unfit("period", f"{text!r} is no date; write {self.scope.today}") from None
        first, last = periods[0], periods[-1]
        if op in ("=", "in", "<>", "not in") and len(periods) == 1:
            return Dated(field=ref, period=first, negated=op in _NEGATED)
        if op == "between":
            return Dated(field=ref, period=first.model_copy(update={"end": last.end, "grain": "range"}))
        bound = first.start if op in ("<", ">=") else first.end
        if op not in ("<", "<=", ">", ">=") or bound is None:
            raise Unfit("period", f"{ref} {op} {', '.join(texts)} is no comparison of days; use during")
        return Compare(field=ref, op=op, values=(bound.isoformat(),))

    def _flag(self, ref: FieldRef, item: Field, op: Operator, text: str) -> Filter:
        word = text.strip().casefold()
        if word not in _TRUE | _FALSE:
            raise Unfit("names", f"{ref} is true or false")
        wanted = (word in _TRUE) != (op in _NEGATED)
        for condition in self.scope.model.datasets[ref.dataset].conditions.values():
            value = value_of(condition) if condition.field == ref.field else None
            if value is not None and value.casefold() == str(wanted).casefold():
                return Named(dataset=ref.dataset, condition=condition.name)
        part = Compare(field=ref, op="=", values=(True,))
        return part if wanted else Not(part=part)


def _plural(op: Operator, values: list[Cell] | list[str]) -> Operator:
    """``=`` of several is ``in``."""
    if len(values) > 1:
        return {"=": "in", "<>": "not in"}.get(op, op)  # type: ignore[return-value]
    return {"in": "=", "not in": "<>"}.get(op, op)  # type: ignore[return-value]


def number(name: str, text: str) -> int | float:
    """A number as the model writes it; ``name`` is what it is compared with.

    Raises:
        Unfit: it is none.
    """
    try:
        value = float(text.replace(" ", "").removesuffix("%"))
    except ValueError:
        raise Unfit("names", f"{name} is compared with a number; {text!r} is none") from None
    if not math.isfinite(value):
        raise Unfit("names", f"{text!r} is no number")
    return whole(value)


def whole(value: float) -> int | float:
    """A number without a fraction as an int, so that it is compared and written as one."""
    return int(value) if value.is_integer() else value
