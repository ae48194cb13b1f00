"""Rules of time and of breaking down: periods with their time of day, «por área y tipo», "each supplier"."""

from __future__ import annotations

from dataclasses import replace

from core.semantics.query import FieldRef
from core.understanding.phrases.comparisons import Numbers
from core.understanding.phrases.cutter import Pending
from core.understanding.phrases.types import Extreme, Key, Said, Split, When
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Number, Per, Ref, Time, ValueIs
from core.understanding.reading.time_expression import TimeExpression


def _takes_clock(time: TimeExpression) -> bool:
    return time.grain == "day" and time.clock is None


class Breakdowns(Numbers):
    """Periods and breakdowns."""

    def _period(self, at: int) -> int | None:
        """A period, or a calendar unit that things are broken down by."""
        mention = self.mentions[at]
        time = mention.first(Time)
        if time is not None and time.expression.bare_clock and (taken := self._clock(at, time.expression)) is not None:
            return taken
        if time is not None:
            compared = self.pending.compare
            joined = self.pending.joint == "and"
            self._add(When(self._take(at), mention, time, compared, self.pending.negated, joined))
            return at + 1
        per = mention.first(Per)
        if per is None:
            return None
        if self.phrases and isinstance(last := self.phrases[-1], Split) and per.how == "per" and self.pending.joint:
            self.phrases[-1] = Split((*last.at, *self._take(at)), last.head, (*last.keys, Key(per.grain)))
            self.pending = Pending()
            return at + 1
        self._add(
            Split(
                self._take(at), mention, (Key(per.grain),), per.how == "which", per.how == "rate", per.how == "adverb"
            )
        )
        return self._and_by(at + 1) if per.how == "per" else at + 1

    def _and_by(self, at: int) -> int:
        """«por mes *y tipo*», "per month *and priority*": what else it is broken down by."""
        joint = self._next(at)
        following = self._next(joint + 1) if joint is not None and self.mentions[joint].role("and") else None
        if joint is None or following is None or not self.mentions[following].can(FieldIs):
            return at
        if self.mentions[following].can(MetricIs, ValueIs) or (key := self._key(following)) is None:
            return at
        last = self.phrases[-1]
        assert isinstance(last, Split)
        self.phrases[-1] = replace(last, at=(*last.at, joint, following), keys=(*last.keys, key))
        return following + 1

    def _clock(self, at: int, clock: TimeExpression) -> int | None:
        """«ayer *a las 15:30*», "*at 6 am* on November 3": the time of day belongs to the day beside it."""
        last = self.phrases[-1] if self.phrases else None
        if isinstance(last, When) and last.time is not None and _takes_clock(last.time.expression):
            at_clock = Time(replace(last.time.expression, clock=clock.clock))
            self.phrases[-1] = replace(last, at=(*last.at, *self._take(at)), time=at_clock)
            self.pending = Pending()
            return at + 1
        following = self._next(at + 1)
        day = self.mentions[following].first(Time) if following is not None else None
        if following is None or day is None or not _takes_clock(day.expression):
            return None
        at_clock = Time(replace(day.expression, clock=clock.clock))
        self._add(When(self._take(at, following), self.mentions[following], at_clock))
        return following + 1

    def _wise(self, at: int) -> int | None:
        """ "*shift-wise*, how many …": what it goes by stands right before the word that says so."""
        before = self.phrases[-1] if self.phrases else None
        if not isinstance(before, Said) or before.head.end != self.mentions[at].start:
            return None
        if not self.mentions[at].role("wise") or (key := self._key(at - 1)) is None:
            return None
        self.phrases.pop()
        self._add(Split((*before.at, *self._take(at)), self.mentions[at], (key,)))
        return at + 1

    def _by(self, at: int) -> int | None:
        """«por área y tipo», "by month": what follows a word of breaking down, as long as it names what goes by."""
        if not self.mentions[at].role("by"):
            return None
        keys: list[Key] = []
        used = [*self._take(at)]
        place = self._next(at + 1)
        end = at + 1
        while place is not None:
            mention = self.mentions[place]
            if (mention.role("each", "by", "count") or mention.can(Ref)) and not mention.is_substance:
                used.append(place)
                place = self._next(place + 1)
                continue
            behind = self._next(place + 1)
            if behind is not None and mention.can(Cond, ValueIs) and not mention.can(NounIs, FieldIs):
                if self.mentions[behind].can(NounIs) and not mention.ends and behind == place + 1:
                    # "per corrective order": the adjective limits, the noun is what it goes by.
                    self.phrases.append(Said((place,), mention))
                    place, mention = behind, self.mentions[behind]
            key = self._key(place, eachs=True)
            if key is None and any(self.mentions[each].role("each") for each in used):
                key = self._each_noun(place)
            if key is None or (not keys and self._because_of(at, place)):
                break
            used.append(place)
            if (other := self._owner_and_field(place)) is not None:
                used.append(other)
                key = key if mention.can(FieldIs) else Key(mention=self.mentions[other])
                place = other
            keys.append(key)
            end = place + 1
            joint = self._next(end)
            if joint is None:
                break
            if self.mentions[joint].role("and") and (behind := self._next(joint + 1)) is not None:
                if self._key(behind) is None and not self.mentions[behind].role("by", "each"):
                    break
                used.append(joint)
                place = behind
            elif self.mentions[place].ends and self._key(joint) is not None:
                place = joint
            else:
                break
        if not keys:
            return None
        before = self.phrases[-1] if self.phrases else None
        if isinstance(before, Said) and keys[0].mention is not None and before.head.folded == keys[0].mention.folded:
            used = [*before.at, *used]  # "machine by machine", «área por área»
            self.phrases.pop()
        self._add(Split(tuple(used), self.mentions[at], tuple(keys)))
        return end

    def _because_of(self, at: int, place: int) -> bool:
        """«horas perdidas *por paros* no programados»: behind an amount, several of what has no name are a cause."""
        mention = self.mentions[place]
        events = [item for item in mention.all(NounIs) if self.nameless(FieldRef(dataset=item.dataset, field=""))]
        amount = any(isinstance(phrase, Said) and phrase.head.can(MetricIs) for phrase in self.phrases)
        ranked = any(isinstance(phrase, Extreme) for phrase in self.phrases)
        unnamed = amount and not ranked and bool(events) and not mention.can(FieldIs)
        return unnamed and self.several(mention.folded)

    def _key(self, place: int, *, eachs: bool = False) -> Key | None:
        mention = self.mentions[place]
        if (per := mention.first(Per)) is not None:
            return Key(grain=per.grain)
        noun = mention.first(ValueIs, lambda item: item.noun and not self.nameless(item.ref))
        if mention.can(FieldIs, NounIs, MetricIs) and not mention.can(Number):
            return Key(mention=mention)
        if noun is not None and eachs and all(item.noun for item in mention.all(ValueIs)) and not mention.can(Cond):
            return Key(mention=mention)
        return None

    def _each_noun(self, place: int) -> Key | None:
        """«cada *mecánico*»: each is said of things, so of what a word may mean it is the one that names some."""
        mention = self.mentions[place]
        nouns = tuple(item for item in mention.all(ValueIs) if item.noun and not self.nameless(item.ref))
        return Key(mention=replace(mention, readings=nouns)) if nouns else None

    def _owner_and_field(self, place: int) -> int | None:
        """ "by part *category*", «por categoría de *refacción*»: the field of the thing that stands beside it."""
        behind = self._next(place + 1)
        if behind is None or self.mentions[place].ends:
            return None
        one, other = self.mentions[place], self.mentions[behind]
        field, noun = (other, one) if one.can(NounIs) and not one.can(FieldIs) else (one, other)
        owners = {item.dataset for item in noun.all(NounIs)}
        if field.can(NounIs) or not any(item.ref.dataset in owners for item in field.all(FieldIs)):
            return None
        return behind

    def _each_such(self, at: int, following: int) -> int | None:
        """«de cada *crítico* equipo», "each *critical* asset": what limits them stands between."""
        for place in range(following, len(self.mentions)):
            if (key := self._key(place, eachs=True)) is not None:
                self.skip.add(place)
                self._add(Split(self._take(at, place), self.mentions[at], (key,)))
                return at + 1
            if not self.mentions[place].can(Cond, ValueIs) or self.mentions[place].ends:
                return None
        return None

    def _each(self, at: int) -> int | None:
        """«cada línea», "each supplier"."""
        if not self.mentions[at].role("each"):
            return None
        following = self._next(at + 1)
        if following is None:
            return None
        if (key := self._key(following, eachs=True) or self._each_noun(following)) is None:
            return self._each_such(at, following)
        self._add(Split(self._take(at, following), self.mentions[at], (key,)))
        return following + 1
