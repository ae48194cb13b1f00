"""Composes phrases of a cover's mentions: comparisons, periods, breakdowns, extremes; the rest is said as it stands.

One pass from the left. Each rule looks at the mention it is at and those behind it, and takes what belongs together;
what modifies what is so part of the phrase and no later look at neighbours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.understanding.phrases.cutter import Pending, asks, is_thing, ties
from core.understanding.phrases.numbers import Numbers
from core.understanding.phrases.types import Key, Phrase, Said, Split, When
from core.understanding.reading.readings import (
    SUBSTANCE,
    Cond,
    DateVerb,
    FieldIs,
    Light,
    Mention,
    MetricIs,
    NounIs,
    Number,
    Per,
    Ref,
    Time,
    ValueIs,
    Verb,
)
from core.understanding.reading.time_expression import TimeExpression

def _takes_clock(time: TimeExpression) -> bool:
    return time.grain == "day" and time.clock is None


class Phraser(Numbers):
    """Composes one cover."""

    def compose(self) -> list[Phrase]:
        """The phrases, in the order in which they stand."""
        at = 0
        rules: tuple[Callable[[int], int | None], ...] = (
            self._bound, self._period, self._by, self._each, self._tie, self._extreme, self._amount, self._said,
        )  # fmt: skip
        while at < len(self.mentions):
            if at in self.skip:
                at += 1
                continue
            taken = next((end for rule in rules if (end := rule(at)) is not None), None)
            at = taken if taken is not None else at + 1
        if self.pending.at:
            self._leave()
        return [self._led(phrase) for phrase in self.phrases]

    def _led(self, phrase: Phrase) -> Phrase:
        """With what the light words before it say: what it belongs to, or all of them."""
        whose = every = elided = False
        start = max(phrase.at, default=0) if isinstance(phrase, Said) else min(phrase.at, default=0)
        for place in range(start - 1, -1, -1):
            mention = self.mentions[place]
            if not mention.is_light or mention.is_substance or mention.ends or mention.can(Ref):
                break
            belongs = mention.role("of") is not None
            before = self.mentions[place - 1] if place else None
            if belongs and before is not None and before.end == mention.start:
                elided = before.has(Light, lambda item: item.kind == "articles") or before.role("only") is not None
            whose = whose or belongs
            every = every or mention.role("every") is not None
        return replace(phrase, whose=whose, every=every, elided=elided) if whose or every else phrase

    # ---- rules ----

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
        return at + 1

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
            if key is None:
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

    def _key(self, place: int, *, eachs: bool = False) -> Key | None:
        mention = self.mentions[place]
        if (per := mention.first(Per)) is not None:
            return Key(grain=per.grain)
        noun = mention.first(ValueIs, lambda item: item.noun)
        if mention.can(FieldIs, NounIs, MetricIs) and not mention.can(Number):
            return Key(mention=mention)
        if noun is not None and eachs and all(item.noun for item in mention.all(ValueIs)) and not mention.can(Cond):
            return Key(mention=mention)
        return None

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

    def _each(self, at: int) -> int | None:
        """«cada línea», "each supplier"."""
        if not self.mentions[at].role("each"):
            return None
        following = self._next(at + 1)
        if following is None or (key := self._key(following, eachs=True)) is None:
            return None
        self._add(Split(self._take(at, following), self.mentions[at], (key,)))
        return following + 1

    def _tie(self, at: int) -> int | None:
        """Words that say how the next phrase is tied to the sentence."""
        mention = self.mentions[at]
        if mention.is_substance or (mention.role("drop") and not self.phrases):
            return None
        following = self._next(at + 1)
        if following is None or (mention.role("with") and self._only_time(following)):
            if mention.role("with") and self.verbal(mention.folded.split()[-1]):
                self.phrases.append(Said((at,), mention, dangling=True))
                return at + 1
        if following is None:
            return None
        ahead = self.mentions[following]
        pending = self.pending
        if mention.role("not") and mention.ends and not self.phrases:
            return at + 1  # «no, …» takes back what was said before
        belongs = mention.role("with") and ahead.has(Ref, lambda item: item.kind == "its")  # «con su área»
        if mention.role("not", "without", "with") and not ties(ahead) and not belongs:
            return None
        if mention.role("none") and self._none(at, following):
            return at + 1
        if mention.role("any_at_all") and self._denied() and self._noun_ahead(following):
            return self._not_any(at, following)
        if mention.role("with") and self._whose(at, ahead):
            self.phrases.append(Said((at,), mention, dangling=True))
            return at + 1
        role = mention.role("without", "with", "not")
        if role == "not" and mention.role("without") and self._noun_ahead(following) and not ahead.can(Verb):
            role = "without"
        if role and not (mention.role("who") and not self.phrases):
            if role == "not" and mention.role("least", "most", "followup_start") and not self._is_name(following):
                return None  # «menos urgentes» is a degree, «menos P-101» leaves one out
            if role == "not" or (role == "without" and not self._noun_ahead(following)):
                pending.negated = True
                pending.none = role == "without" and self._linked()
            elif role == "without" or not (pending.link or pending.negated):
                pending.link = role  # type: ignore[assignment]
            pending.at.append(at)
            return at + 1
        if mention.role("compare") and ahead.can(*SUBSTANCE):
            pending.compare = True
            pending.joint = "or"
            self.phrases.append(Said((*pending.at, at), mention))
            pending.at = []
            return at + 1
        if (joint := mention.role("and", "or")) is not None and self.phrases:
            pending.joint = joint  # type: ignore[assignment]
            pending.at.append(at)
            return at + 1
        if mention.role("only"):
            pending.only = True
            pending.at.append(at)
            return at + 1
        if mention.has(Ref, lambda item: item.kind in ("that", "those")) and is_thing(ahead):
            pending.pointed = True
            pending.at.append(at)
            return at + 1
        if mention.has(Ref, lambda item: item.kind == "its") and ahead.can(NounIs, FieldIs, MetricIs, Verb, Cond):
            pending.own = True
            pending.at.append(at)
            return at + 1
        return None

    def _none(self, at: int, following: int) -> bool:
        """«ninguna vencida», «ningún paro», «no tiene ninguna falla»: what is not so, or not had, or not at all."""
        pending, ahead = self.pending, self.mentions[following]
        if not (pending.negated or pending.link == "without"):
            if self._noun_ahead(following) and not (self.phrases and ahead.can(Cond) and not ahead.can(NounIs)):
                pending.link = "without"
                self._concord()
            elif ahead.can(Cond, ValueIs):
                pending.negated = pending.none = True
            else:
                return False
        pending.at.append(at)
        return True

    def _denied(self) -> bool:
        """What was said last was denied, by a word of its own or by one that is a part of it ("not closed")."""
        last = self.phrases[-1] if self.phrases else None
        return isinstance(last, Said) and (last.negated or last.head.folded.split()[0] in self.denials)

    def _not_any(self, at: int, following: int) -> int | None:
        """ "have *not* closed *any* order": what was done to none. Where the denial was read as a part of a state ("not
        closed") this reading cannot be."""
        last = self.phrases[-1]
        if isinstance(last, Said) and last.negated:
            return at + 1 if self._none(at, following) else None
        self.phrases.append(Said(self._take(at), replace(self.mentions[at], readings=())))
        return at + 1

    def _concord(self) -> None:
        """«*no* cerraron *ninguna* orden» denies once: the verb is what was not done to any."""
        last = self.phrases[-1] if self.phrases else None
        if isinstance(last, Said) and last.negated and last.head.can(Cond, Verb, DateVerb):
            self.phrases[-1] = replace(last, negated=False)

    def _linked(self) -> bool:
        """Something was named that is had («técnicos con OT vencidas *pero sin emergencias*»)."""
        return any(isinstance(phrase, Said) and phrase.link == "with" for phrase in self.phrases)

    def _whose(self, at: int, ahead: Mention) -> bool:
        """«¿qué OT *tiene* abiertas?»: what is had is asked for, and who has it was said before."""
        if len(self.phrases) < 2 or not self.verbal(self.mentions[at].folded.split()[-1]):
            return False
        had, asking = self.phrases[-1], self.phrases[-2]
        asked = isinstance(asking, Said) and asking.head.role("which", "count") is not None
        noun = isinstance(had, Said) and had.head.can(NounIs) and self.phrases[0] is asking
        return asked and noun and ahead.can(Cond) and not ahead.can(NounIs, Verb)

    def _is_name(self, at: int) -> bool:
        """What a single thing or place is called, or an article that such a name follows."""
        return any(self.names(item.ref) for item in self.mentions[at].all(ValueIs))

    def _only_time(self, at: int) -> bool:
        """Nothing but periods stands from here on («… ha tenido este año»)."""
        return all(mention.can(Time) or mention.is_light for mention in self.mentions[at:])

    def _noun_ahead(self, at: int) -> bool:
        """A noun, or adjectives and then a noun."""
        for place in range(at, len(self.mentions)):
            mention = self.mentions[place]
            if mention.can(NounIs, Verb, MetricIs) or mention.has(ValueIs, lambda item: item.noun):
                return True
            if not mention.can(Cond, ValueIs) and not mention.is_light and not mention.role("none"):
                return False
        return False

    def _said(self, at: int) -> int | None:
        mention = self.mentions[at]
        if mention.readings and all(isinstance(item, Light) for item in mention.readings):
            return at + 1
        if not mention.is_substance and mention.is_light and not asks(mention):
            return at + 1
        if self._is_relative(at) or self._joins(at):
            return at + 1
        if mention.role("going_on") and not mention.is_substance:
            self.phrases.append(Said((at,), mention))  # «lleva», "been": it ties nothing and unties nothing
            return at + 1
        pending = self.pending
        if pending.joint and not pending.link and not pending.negated and mention.can(NounIs, Verb):
            before = self.phrases[-1] if self.phrases else None
            if isinstance(before, Said) and before.link and before.head.can(NounIs, Verb):
                pending.link = before.link  # «sin fallas o paros»
        if not mention.is_substance and pending.at and mention.readings:
            self._leave()
            pending = self.pending
        behind = self._behind_verb(at)
        if behind and mention.can(NounIs) and mention.can(Cond):
            # «¿cuántas están paradas?»: what something *is* is a state, and no other thing of that name.
            mention = replace(mention, readings=tuple(one for one in mention.readings if not isinstance(one, NounIs)))
        self.phrases.append(
            Said(
                self._take(at), mention, pending.negated, pending.link, pending.joint, pending.only, pending.each,
                pending.own, behind is not None, pending.pointed, none=pending.none,
                was=behind is not None and behind.role("was") is not None,
            )
        )  # fmt: skip
        held = self._holds(at)
        onward = pending.negated and self._qualified(at)
        if onward:
            last = self.phrases[-1]
            assert isinstance(last, Said)
            self.phrases[-1] = replace(last, negated=False)
        self.pending = Pending(negated=onward, link=pending.link if held else "")
        return at + 1

    def _qualified(self, at: int) -> bool:
        """«sin contar los paros *programados*»: what is not so is said by the adjective behind the noun."""
        mention = self.mentions[at]
        following = self._next(at + 1)
        if following is not None and mention.can(FieldIs) and not mention.can(ValueIs, NounIs):
            refs = {item.ref for item in mention.all(FieldIs)}
            return any(item.ref in refs for item in self.mentions[following].all(ValueIs))
        if not mention.can(NounIs) or mention.ends or following is None:
            return False
        return self.mentions[following].can(Cond) and not self.mentions[following].can(NounIs)

    def _holds(self, at: int) -> bool:
        """«with no *open* orders»: the tie is to the noun that the adjective stands before."""
        mention = self.mentions[at]
        if not self.pending.link or mention.can(NounIs, Verb, MetricIs):
            return False
        while not mention.ends and (following := self._next(at + 1)) is not None:
            at, mention = following, self.mentions[following]
            if mention.can(NounIs, Verb, MetricIs):
                return True
            if not mention.can(Cond, ValueIs):
                break
        return False

    def _joins(self, at: int) -> bool:
        """«las órdenes *que* están …», "orders *where* …": a word that may ask only joins a clause to its noun."""
        mention = self.mentions[at]
        joining = (mention.is_light and mention.role("which")) or mention.role("where")
        if not joining or mention.is_substance or not self.phrases or self._next(at + 1) is None:
            return False
        before = self.phrases[-1]
        return isinstance(before, Said) and before.head.is_substance and not self.mentions[at - 1].ends

    def _is_relative(self, at: int) -> bool:
        """«that are down»: a word that may point back only joins a clause when something follows it."""
        mention = self.mentions[at]
        if mention.is_substance or not mention.is_light or not mention.can(Ref) or mention.ends:
            return False
        if mention.has(Ref, lambda item: item.kind == "person") or (at and self.mentions[at - 1].role("which")):
            return False  # "what's *that* per week"
        return at + 1 < len(self.mentions)

    def _behind_verb(self, at: int) -> Mention | None:
        """The light verb that stands right before, over adverbs and the like. Behind an article stands a noun («las paradas»),
        and «de» is a preposition, though it may be a form of «dar»."""
        for place in range(at - 1, -1, -1):
            mention = self.mentions[place]
            kinds = {item.kind for item in mention.readings if isinstance(item, Light)}
            if not kinds or kinds & {"articles", "prepositions"}:
                return None
            if "verbs" in kinds:
                return mention
        return None
