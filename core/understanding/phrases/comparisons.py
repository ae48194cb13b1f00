"""Rules of numbers: comparisons, ends of an order, bare amounts."""

from __future__ import annotations

from collections.abc import Iterable

from core.semantics.query import Operator
from core.understanding.phrases.cutter import COMPARING, ENDS, WAYS, Cutter, Pending
from core.understanding.phrases.types import Amount, Bound, Extreme, Said, Versus, unit_of
from core.understanding.reading.readings import (
    Cond,
    FieldIs,
    Light,
    Mention,
    MetricIs,
    NounIs,
    Number,
    Ordinal,
    Per,
    Superlative,
    Time,
    ValueIs,
    Verb,
)

_REACH = 9
"""Words within which the two sides of a comparison stand."""


def alike(one: Mention, other: Mention) -> bool:
    """Two mentions of one kind that name different things."""
    if one.can(Time) and other.can(Time):
        return one.folded != other.folded
    measured = {item.name for item in one.all(MetricIs)[:1]}, {item.name for item in other.all(MetricIs)[:1]}
    if all(measured):
        return measured[0] != measured[1]
    values = [{(item.ref, item.value) for item in mention.all(ValueIs)} for mention in (one, other)]
    if {ref for ref, _ in values[0]} & {ref for ref, _ in values[1]}:
        return not values[0] & values[1]
    states = [{(item.dataset, item.name) for item in mention.all(Cond)} for mention in (one, other)]
    if {dataset for dataset, _ in states[0]} & {dataset for dataset, _ in states[1]}:
        return not states[0] & states[1]
    named = [{item.dataset for item in mention.all(NounIs)} for mention in (one, other)]
    return all(named) and not named[0] & named[1]


class Numbers(Cutter):
    """Comparisons with numbers, extremes, amounts."""

    def _bound(self, at: int) -> int | None:
        """«más de 3», "between 2 and 4 hours", «5 o más»."""
        mention = self.mentions[at]
        role = mention.role(*COMPARING, "between")
        if role is not None:
            following = self._next(at + 1)
            number = self.mentions[following].first(Number) if following is not None else None
            if number is None and following is not None:
                number = self._one_of(at, following)
            if number is not None and following is not None:
                if role == "between":
                    return self._between(at, following, number)
                return self._finish_bound(self._take(at, following), COMPARING[role], (number,), following + 1, at)
            if role not in ("more_than", "less_than") or following is None:
                return None
            left = self._alike(range(at - 1, -1, -1), following)
            apart = left is not None and self.mentions[following].can(Time, ValueIs)
            if self._comparable(following) or apart:
                ends = (self.mentions[left], self.mentions[following]) if apart and left is not None else (None, None)
                self.phrases.append(Versus(self._take(at), mention, COMPARING[role], *ends))
                self.pending = Pending()
                return at + 1
            return None
        number = mention.first(Number)
        if number is None or mention.can(Per, Time):
            return None
        ending = self._next(at + 1)
        if ending is not None and (end := self.mentions[ending].role(*ENDS)):
            return self._finish_bound(self._take(at, ending), ENDS[end], (number,), ending + 1, at)
        # «3 fallas o más»: the end of the comparison stands behind what is counted.
        if ending is not None and self.mentions[ending].is_substance:
            last = self._next(ending + 1)
            if last is not None and (end := self.mentions[last].role(*ENDS)):
                self.skip.add(last)
                self._add(Bound(self._take(at, last), mention, ENDS[end], (number.value,), number.unit))
                return at + 1
        return None

    def _one_of(self, at: int, following: int) -> Number | None:
        """ "over *an hour*", "within *a day*": an article before a unit of time counts one."""
        between = self.mentions[at + 1 : following]
        article = any(mention.has(Light, lambda item: item.kind == "articles") for mention in between)
        unit = unit_of(self.mentions[following])
        return Number(1, unit) if unit and article and len(between) == 1 else None

    def _comparable(self, at: int) -> bool:
        return self.mentions[at].can(MetricIs, FieldIs)

    def _alike(self, places: Iterable[int], at: int) -> int | None:
        """The first of some mentions that is of the same kind as one, and another: a month and a month, a state and
        a state, two values of one field."""
        one = self.mentions[at]
        for place in places:
            if place not in self.skip and alike(self.mentions[place], one):
                return place
        return None

    def _apart(self, at: int, op: Operator) -> int | None:
        """«*más* fallas en octubre *que* en septiembre», "*more* corrective *than* preventive orders"."""
        for place in range(at + 1, min(len(self.mentions), at + _REACH)):
            if not self.mentions[place].role("than"):
                continue
            behind = range(place + 1, min(len(self.mentions), place + _REACH))
            right = next((index for index in behind if self.mentions[index].is_substance), None)
            first = at - 1 if self.mentions[at].can(MetricIs) else at
            left = self._alike(range(place - 1, first, -1), right) if right is not None else None
            if left is None and right is not None:
                left = self._had(at, place, right)
            if left is None or right is None or self._clause(place, right):
                return None
            if self.pending.negated:
                op = "<=" if op == ">" else ">="
            self.skip.add(place)
            self._add(Versus(self._take(at, place), self.mentions[at], op, self.mentions[left], self.mentions[right]))
            if left == at or self.mentions[at].can(MetricIs):
                self._add(Said((at,), self.mentions[at]))  # «gastado más en refacciones» is both
            return at + 1
        return None

    def _had(self, at: int, place: int, right: int) -> int | None:
        """ "did *packaging* have *more* failures than *bottling*": whose they are stands before the word, and what is
        compared between the two."""
        counted = any(self.mentions[index].can(NounIs, MetricIs, Verb) for index in range(at, place))
        if not counted:
            return None
        return self._alike((index for index in range(at - 1, -1, -1) if index not in self.skip), right)

    def _clause(self, place: int, right: int) -> bool:
        """«con más fallas *que están* paradas»: a verb behind the word says that a clause begins there."""
        kinds = ({item.kind for item in mention.all(Light)} for mention in self.mentions[place:right])
        return not self.mentions[right].can(Time) and any(kind == {"verbs"} for kind in kinds)

    def _between(self, at: int, first: int, low: Number) -> int | None:
        joint = self._next(first + 1)
        if joint is None or not self.mentions[joint].role("and"):
            return None
        second = self._next(joint + 1)
        high = self.mentions[second].first(Number) if second is not None else None
        if second is None or high is None:
            return None
        unit = high.unit or low.unit
        self._add(
            Bound(self._take(at, first, joint, second), self.mentions[at], "between", (low.value, high.value), unit)
        )
        return second + 1

    def _finish_bound(self, at: tuple[int, ...], op: Operator, numbers: tuple[Number, ...], end: int, head: int) -> int:
        ending = self._next(end)
        if ending is not None and ending == end and (more := self.mentions[ending].role(*ENDS)):
            op, at, end = ENDS[more], (*at, ending), ending + 1
        unit = numbers[-1].unit
        if not unit and end < len(self.mentions) and self.mentions[end].role("times"):
            unit, at, end = "times", (*at, end), end + 1  # «3 o más veces»: the unit stands behind the comparison
        values = tuple(number.value for number in numbers)
        if self.pending.negated:
            op = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "<>"}.get(op, op)  # type: ignore[assignment]
        self._add(Bound(at, self.mentions[head], op, values, unit))
        return end

    def _extreme(self, at: int) -> int | None:
        """«las 5 que más», "top 10", «el peor»; a number before or behind it says how many."""
        mention = self.mentions[at]
        role = mention.role(*WAYS)
        if role is None or (mention.can(FieldIs) and not self._on_value()):
            return None
        if mention.can(Ordinal) and role == "last_few" and self._next(at + 1) is None:
            return None
        if self.pending.joint and any(isinstance(item, Extreme) and item.way == WAYS[role] for item in self.phrases):
            self.pending.at.append(at)
            return at + 1  # «más preventivas o *más* correctivas»
        if role in ("most", "least") and (taken := self._apart(at, ">" if role == "most" else "<")) is not None:
            return taken
        used, n = [at], None
        following = self._next(at + 1)
        end = at + 1
        if mention.role("first_word") and self.phrases and self.phrases[-1].head.can(Superlative):
            return None  # "oldest first" sorts
        if following is not None and following != at + 1 and self.mentions[following].can(Number):
            return None  # «con más de 6» compares
        number = self.mentions[following].first(Number) if following == at + 1 else None
        if number is not None and number.value == 1 and self.mentions[at + 1].is_light:
            used.append(at + 1)  # "the worst one", "the first one": it stands for a thing, and does not count
            end = at + 2
        elif following == at + 1 and number is not None and not number.unit:
            used.append(following)
            n, end = int(number.value), following + 1
        elif self.phrases and isinstance(before := self.phrases[-1], Amount) and not before.unit:
            self.phrases.pop()
            used = [*before.at, *used]
            n = int(before.value)
        self._add(Extreme(self._take(*used), mention, WAYS[role], n))  # type: ignore[arg-type]
        if mention.can(MetricIs):
            self._add(Said((at,), mention))  # "spent the most on parts" is both
        return end

    def _on_value(self) -> bool:
        """«temperatura mínima»: what is said right before is a kind of value, which has no other minimum of its own."""
        before = self.phrases[-1] if self.phrases else None
        return isinstance(before, Said) and before.head.has(ValueIs, lambda item: item.noun and self.valued(item.ref))

    def _amount(self, at: int) -> int | None:
        number = self.mentions[at].first(Number)
        if self.mentions[at].role("both") and at + 1 < len(self.mentions) and self.mentions[at + 1].can(NounIs):
            number = Number(2)  # «los dos técnicos que más …»
        if number is None or self.mentions[at].can(ValueIs):
            return None
        if self.mentions[at].is_light and number.value == 1:  # «un», "one": rather an article than a number
            return at + 1
        self._add(Amount(self._take(at), self.mentions[at], number.value, number.unit))
        return at + 1
