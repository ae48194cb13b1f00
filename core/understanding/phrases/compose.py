"""Composes phrases of a cover's mentions: comparisons, periods, breakdowns, extremes; the rest is said as it stands.

One pass from the left. Each rule looks at the mention it is at and those behind it, and takes what belongs together;
what modifies what is so part of the phrase and no later look at neighbours.
"""

from __future__ import annotations

from dataclasses import replace

from core.understanding.phrases.breakdowns import Breakdowns
from core.understanding.phrases.cutter import COMPARING, TYING, WAYS, Pending, asks, is_thing, ties
from core.understanding.phrases.types import Amount, Extreme, Phrase, Said, When
from core.understanding.phrases.years import share_years
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
from core.understanding.triggered import Triggered, as_they_are, marks_of, marks_of_mentions, nothing


class Phraser(Breakdowns):
    """Composes one cover."""

    def compose(self) -> list[Phrase]:
        """The phrases, in the order in which they stand."""
        at, marks = 0, [marks_of_mentions([mention]) for mention in self.mentions]
        while at < len(self.mentions):
            if at in self.skip:
                at += 1
                continue
            taken = next((end for rule in _RULES if (end := rule(marks[at], self, at)) is not None), None)
            taken = taken if taken is not None else self._said(at)
            at = taken if taken is not None else at + 1
        if self.pending.at:
            self._leave()
        phrases = [self._led(phrase) for phrase in self.phrases]
        return _SHARED_YEARS(marks_of(phrases), phrases)

    def _led(self, phrase: Phrase) -> Phrase:
        """With what the light words before it say: what it belongs to, or all of them."""
        whose = every = elided = within = False
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
            within = within or mention.role("inside") is not None
            every = every or mention.role("every") is not None
        if isinstance(phrase, Extreme) and phrase.n is not None and not self._counts_nouns(phrase):
            elided = start > 0 and self.mentions[start - 1].has(Light, lambda item: item.kind == "articles")
            return replace(phrase, whose=whose, every=every, elided=elided, within=within)
        if isinstance(phrase, Amount) and start > 0:
            elided = self.mentions[start - 1].has(Light, lambda item: item.kind == "articles")
            return replace(phrase, whose=whose, elided=elided)  # «los tres»
        if not (whose or every):
            return replace(phrase, within=True) if within else phrase
        return replace(phrase, whose=whose, every=every, elided=elided, within=within)

    def _counts_nouns(self, phrase: Extreme) -> bool:
        """«las 3 peores *máquinas*»: of what they are stands behind."""
        following = max(phrase.at) + 1
        if following >= len(self.mentions):
            return False
        behind = self.mentions[following]
        return behind.can(NounIs) or behind.has(ValueIs, lambda item: item.noun)

    # ---- rules ----

    def _tie(self, at: int) -> int | None:
        """Words that say how the next phrase is tied to the sentence."""
        mention = self.mentions[at]
        if mention.is_substance or (mention.role("drop") and not self.phrases):
            return None
        following = self._next(at + 1)
        if following is None or (mention.role("with") and self._only_time(following)):
            if mention.role("with") and self.verbal(mention.folded.split()[-1]):
                if not self._ours(at):
                    self.phrases.append(Said((at,), mention, dangling=True))
                return at + 1
        if following is None:
            return None
        ahead = self.mentions[following]
        pending = self.pending
        if mention.role("instead_of") and ahead.is_substance and self.phrases:
            pending.negated = True
            pending.at.append(at)
            return at + 1
        if mention.role("not") and mention.ends and not self.phrases:
            return at + 1  # «no, …» takes back what was said before
        if mention.role("not") and mention.ends and self._taken_back(at):
            return at + 1
        belongs = mention.role("with") and ahead.has(Ref, lambda item: item.kind == "its")  # «con su área»
        if mention.role("not", "without", "with") and not ties(ahead) and not belongs:
            return None
        if mention.role("nothing") and ahead.can(Cond) and not ahead.can(NounIs):
            pending.link, pending.negated = "without", True  # «sin nada *pendiente*»: none of what may be so
            pending.at.append(at)
            return at + 1
        if mention.role("upon") and ahead.can(ValueIs) and not self._listed(ahead):
            return at + 1  # "orders open *against* Bottling": where they are
        if mention.role("none") and self._none(at, following):
            return at + 1
        if mention.role("any_at_all") and self._denied() and self._noun_ahead(following):
            return self._not_any(at, following)
        if mention.role("with") and self._whose(at, ahead):
            self.phrases.append(Said((at,), mention, dangling=True))
            return at + 1
        role = mention.role("without", "with", "not")
        if role == "with" and self._inverts(at, following):
            return at + 1
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
        if mention.role("either", "or") and self._first_of_two(at):
            pending.at.append(at)
            return at + 1
        if (joint := mention.role("and", "or")) is not None and self.phrases:
            pending.joint = joint  # type: ignore[assignment]
            pending.at.append(at)
            return at + 1
        if mention.role("only"):
            pending.only = True
            pending.at.append(at)
            return at + 1
        stands_by = not any(self._parts(place) for place in range(at + 1, following))  # «de esas *son* bombas»
        if mention.has(Ref, lambda item: item.kind in ("that", "those")) and is_thing(ahead) and stands_by:
            pending.pointed = True
            pending.at.append(at)
            return at + 1
        if mention.has(Ref, lambda item: item.kind == "its") and (
            ahead.can(NounIs, FieldIs, MetricIs, Verb, Cond) or ahead.role("age")
        ):
            pending.own = True
            pending.at.append(at)
            return at + 1
        return None

    def _inverts(self, at: int, following: int) -> bool:
        """ "how many times *has* P-101 failed": a verb between what asks and who did what follows."""
        asking = self.phrases[-1] if self.phrases else None
        if not isinstance(asking, Said) or asking.head.is_substance or asking.head.end != self.mentions[at].start:
            return False
        done = self._next(following + 1)
        return (
            self.mentions[at].has(Light, lambda item: item.kind == "verbs")
            and asking.head.role("times", "when", "how_long", "where", "since_when") is not None
            and self.mentions[following].can(NounIs, ValueIs)
            and done is not None
            and self.mentions[done].can(Verb, DateVerb, Cond)
        )

    def _first_of_two(self, at: int) -> bool:
        """ "*either* running or on standby", «que estén *o* paradas o en reserva»: no choice with what is before."""
        if self.mentions[at].role("either"):
            return True
        parted = at > 0 and self.mentions[at - 1].has(Light, lambda item: item.kind in ("verbs", "conjunctions"))
        return parted and any(mention.role("or") for mention in self.mentions[at + 1 :])

    def _taken_back(self, at: int) -> bool:
        """«motores *no*: bombas»: the denial that ends a clause is of what stands right before it."""
        last = self.phrases[-1] if self.phrases else None
        before = self.mentions[at - 1]
        if not isinstance(last, Said) or last.head is not before or before.ends or not before.can(ValueIs, Cond):
            return False
        self.phrases[-1] = replace(last, negated=True)
        return True

    def _listed(self, ahead: Mention) -> bool:
        """What stands ahead has something of its own kind before it, with which it may be compared."""
        refs = {item.ref for item in ahead.all(ValueIs)}
        return any(item.ref in refs for phrase in self.phrases for item in phrase.head.all(ValueIs))

    def _parts(self, at: int) -> bool:
        """A verb or preposition, which parts what stands before it from what stands behind."""
        return self.mentions[at].has(Light, lambda item: item.kind in ("verbs", "prepositions"))

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
        if not mention.is_substance and mention.is_light and not asks(mention) and not self._counts_from(mention):
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
        if self.pending.joint == "and" or (mention.role("where") and " " in mention.folded):
            return False  # «… *and where* is it»: a question of its own
        before = self.phrases[-1]
        return isinstance(before, Said) and before.head.is_substance and not self.mentions[at - 1].ends

    def _is_relative(self, at: int) -> bool:
        """«that are down»: a word that may point back only joins a clause when something follows it."""
        mention = self.mentions[at]
        if mention.is_substance or not mention.is_light or not mention.can(Ref) or mention.ends:
            return False
        if at and mention.has(Ref, lambda item: item.kind == "there"):
            return self._behind_verb(at) is self.mentions[at - 1]  # "were *there*"
        if mention.has(Ref, lambda item: item.kind == "person") or self._asked_before(at):
            return False  # "what's *that* per week"
        if at + 1 < len(self.mentions) and at and self._is_verb(at - 1):
            behind = self.mentions[at + 1]
            if not behind.is_substance and not self._is_verb(at + 1):
                return False  # "how many hours is *that* in total"
        return at + 1 < len(self.mentions)

    def _behind_verb(self, at: int) -> Mention | None:
        """The light verb that stands right before, over adverbs and the like. Behind an article stands a noun («las
        paradas»), and «de» is a preposition, though it may be a form of «dar»."""
        for place in range(at - 1, -1, -1):
            mention = self.mentions[place]
            kinds = {item.kind for item in mention.readings if isinstance(item, Light)}
            if not kinds or kinds & {"articles", "prepositions"}:
                return None
            if "verbs" in kinds:
                return mention
        return None


_RULES: tuple[Triggered[[Phraser, int], int | None], ...] = (
    Triggered(Phraser._bound, frozenset({*COMPARING, "between", Number}), nothing),
    Triggered(Phraser._period, frozenset({Time, Per}), nothing),
    Triggered(Phraser._wise, frozenset({"wise"}), nothing),
    Triggered(Phraser._by, frozenset({"by"}), nothing),
    Triggered(Phraser._each, frozenset({"each"}), nothing),
    Triggered(Phraser._tie, frozenset({*TYING, "drop", Ref}), nothing),
    Triggered(Phraser._extreme, frozenset(WAYS), nothing),
    Triggered(Phraser._amount, frozenset({Number, "both"}), nothing),
)
"""What a mention may begin, in the order in which it is tried, by what the mention itself bears; else it is said."""
_SHARED_YEARS = Triggered(share_years, frozenset({When}), as_they_are)
