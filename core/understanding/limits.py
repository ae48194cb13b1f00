"""How many a ranking names: «top 5», «los 3 peores», five when the plural says several."""

from __future__ import annotations

from core.kernel.folding import fold
from core.understanding.readings import Cond, FieldIs, Number
from core.understanding.state import ReadingState

MANY = 5
"""How many a ranking names when nobody says and the question is in the plural."""


RANK = ("most", "least", "worst", "best")
"""Roles of words that sort."""


def rank_place(state: ReadingState) -> int | None:
    """The first word that sorts."""
    for place, mention in enumerate(state.mentions):
        if mention.used:
            continue
        if mention.role(*RANK):
            return place
        if mention.role("top"):
            following = state.after(place)
            before = state.before(place)
            if following is not None and state.mentions[following].can(Number):
                return place
            if before is not None and state.mentions[before].can(Number):
                return place
    return None


def limit_of(state: ReadingState, rank: int) -> int | None:
    """The number that goes with a ranking: «top 5», «los 3 peores», "which 5 …", «las 5 refacciones con más»."""
    for place, mention in enumerate(state.mentions):
        number = mention.first(Number)
        if number is None or mention.used or number.unit or not float(number.value).is_integer():
            continue
        before, after = state.before(place), state.after(place)
        near_rank = rank in (before, after) or (before is not None and state.mentions[before].role("top", "last_few"))
        before_noun = after is not None and (state.noun_at(after) or state.mentions[after].can(FieldIs))
        if after is not None and state.mentions[after].role("top", "last_few"):
            state.use(after)
            near_rank = True
        if 1 <= number.value <= 1000 and (
            near_rank or before_noun or (after is not None and state.mentions[after].can(Cond))
        ):
            state.use(place)
            if before is not None and state.mentions[before].role("top", "last_few") and before != rank:
                state.use(before)
            return int(number.value)
    return None


def plural(state: ReadingState, target: int | None) -> bool:
    """True when the question asks for several: the target's noun or the verb is in the plural."""
    words = [fold(word) for word in (state.words or ())]
    if "quien" in words or (words and words[0] in ("who", "who's")):
        return False
    if target is not None:
        mention = state.mentions[target]
        word = fold(mention.text.split()[0])
        if state.language == "es":
            return word.endswith("s") or "cuales" in words
        return word.endswith("s") and not word.endswith("ss")
    return any(item in words for item in ("cuales", "las", "los", "ones"))
