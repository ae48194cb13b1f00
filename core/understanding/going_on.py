"""Whether a message goes on from the last query, and of what it speaks: of the same rows, of them, of the one thing.

A message with a subject of its own is a new topic; one that begins like a continuation, or names no subject, is not.
"""

from __future__ import annotations

from core.kernel.folding import fold
from core.semantics.query import Compare, SemanticQuery
from core.understanding.grouping import read_groups
from core.understanding.readings import Cond, DateVerb, FieldIs, MetricIs, NounIs, Per, Superlative, Time, ValueIs, Verb
from core.understanding.resorting import resorts
from core.understanding.state import ReadingState

SORTING = ("most", "least", "worst", "best", "top")
_CONTINUING = (
    *SORTING,
    *("more_than", "less_than", "at_least", "at_most"),
    *("sort", "sorted_desc", "sorted_asc", "not", "list", "count", "which", "sum", "average", "share", "chart"),
)


def is_followup(state: ReadingState, last: SemanticQuery | None) -> bool:
    """Whether a message continues the last query rather than opening a topic."""
    if last is None or not state.mentions:
        return False
    first = next((mention for mention in state.mentions if not _plain(mention)), None)
    started = (
        first is not None and first.role("followup_start", "only", "of_them", "undo") is not None and first.start == 0
    )
    if any(mention.role("of_them") for mention in state.mentions) or resorts(state):
        return True
    if _counts_of_them(state) or possessive(state) or the_one(state, last) is not None:
        return True
    nouns = any(mention.can(NounIs) for mention in state.mentions)
    if not nouns and last.shape == "lookup" and not any(mention.can(ValueIs) for mention in state.mentions):
        # «¿cuánto ha costado este año?» right after one machine is about that machine.
        return any(mention.can(Verb, MetricIs, FieldIs, Cond) for mention in state.mentions)
    subject = any(mention.can(NounIs, Verb, MetricIs) for mention in state.mentions)
    if started and not (first is not None and first.role("followup_start", "undo") is None and subject):
        return not _complete(state) or (first is not None and first.role("undo") is not None)
    if subject:
        return _group_nouns_only(state)
    values = [mention.first(ValueIs, lambda item: item.noun) for mention in state.mentions]
    if any(value is not None and value.ref.dataset != last.dataset for value in values) and not started:
        return False
    if any(value is not None for value in values) and state.has("count", "share", "average"):
        return False
    return any(
        mention.can(Cond, ValueIs, FieldIs, Time, Per, DateVerb, Superlative) or mention.role(*_CONTINUING)
        for mention in state.mentions
    )


_WITHIN = frozenset("en in de of con with por by for para from desde".split())


def goes_on(state: ReadingState) -> bool:
    """«solo las bombas», "and motors", "in Welding": a message that begins as the rest of another does."""
    first = next((mention for mention in state.mentions if not _plain(mention)), None)
    if first is not None and first.start == 0 and first.role("followup_start", "only", "of_them", "and") is not None:
        return not _complete(state)
    subject = any(mention.can(NounIs, Verb, MetricIs) for mention in state.mentions)
    return bool(state.words) and state.words[0] in _WITHIN and not subject


def narrows(state: ReadingState) -> bool:
    """«solo las de prioridad alta», «ordénalas por área» name no subject, so they can only mean the rows before."""
    if resorts(state):
        return True
    first = next((mention for mention in state.mentions if not _plain(mention)), None)
    opens = first is not None and first.start == 0 and first.role("followup_start", "only", "of_them") is not None
    return opens and not any(mention.can(NounIs, Verb, MetricIs) for mention in state.mentions)


_THEIR = frozenset({"su", "sus", "his", "her", "hers", "their", "theirs", "its"})


def _counts_of_them(state: ReadingState) -> bool:
    """«¿cuántos son bombas?», "how many are critical": of those before."""
    for place, mention in enumerate(state.mentions):
        if mention.role("count"):
            if fold(mention.text).endswith((" son", " estan")):
                return place + 1 < len(state.mentions)
            following = place + 1
            return following < len(state.mentions) and state.mentions[following].role("copula") is not None
    return False


def possessive(state: ReadingState) -> bool:
    """«sus fallas», "their orders": of the rows before."""
    return any(
        mention.text.casefold() in _THEIR
        and place + 1 < len(state.mentions)
        and state.mentions[place + 1].can(NounIs, MetricIs, Verb)
        for place, mention in enumerate(state.mentions)
    )


_ITS = frozenset("tiene tuvo tenido ha costado estuvo está esta lleva le it its has".split())
"""Verbs and words of one thing that is not named again: «¿cuántas fallas ha tenido?», "has it been down"."""


def the_one(state: ReadingState, last: SemanticQuery) -> Compare | None:
    """The one thing that the last query was about, when a message speaks of it without naming it or another."""
    if _ITS.isdisjoint(state.words) or any(mention.can(ValueIs) for mention in state.mentions):
        return None
    for item in last.filters:
        if isinstance(item, Compare) and item.op in ("=", "in") and len(item.values) == 1:
            if item.field.field == state.model.datasets[item.field.dataset].identity:
                return item
    return None


def _plain(mention: object) -> bool:
    readings = getattr(mention, "readings", ())
    roles = {getattr(item, "role", None) for item in readings}
    return bool(readings) and roles <= {"filler"}


def _complete(state: ReadingState) -> bool:
    """«and how many pumps are down» is a whole question of its own."""
    return (
        state.has("count")
        and any(mention.can(NounIs) for mention in state.mentions)
        and any(mention.can(Cond, ValueIs) for mention in state.mentions)
    )


def _group_nouns_only(state: ReadingState) -> bool:
    """«por técnico», "by machine": the noun is only a breakdown."""
    probe = state.fresh()
    read_groups(probe)
    if not (probe.group_places or probe.grains):
        return False
    return not any(mention.can(NounIs, Verb, MetricIs) and not mention.used for mention in probe.mentions) and not any(
        mention.first(ValueIs, lambda item: item.noun) is not None for mention in probe.mentions if not mention.used
    )
