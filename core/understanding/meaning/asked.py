"""What is asked for: the thing right behind a word that asks."""

from __future__ import annotations

from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Bound, Extreme, Said
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Superlative, ValueIs


def asked(bag: Bag, *roles: str) -> int | None:
    """What stands right behind a word that asks (which, how many): the thing that is asked for."""
    for place in bag.roles(*roles):
        for index in range(place + 1, len(bag.phrases)):
            phrase = bag.phrases[index]
            if isinstance(phrase, Said) and phrase.link:
                break  # what it has, and not what it is
            if _stands_alone(bag, index):
                return index
            if bag.is_noun(index) or (isinstance(phrase, Said) and phrase.head.can(FieldIs)):
                return index
            if not (isinstance(phrase, Said) and (phrase.head.can(Cond, ValueIs) or bag.roles_at(index))):
                break
    return None


def _stands_alone(bag: Bag, place: int) -> bool:
    """«¿cuántas *fugas* hubo en bombas?»: a value that may qualify a noun and stands beside none is asked for."""
    phrase = bag.phrases[place]
    if not isinstance(phrase, Said) or not any(item.noun for item in phrase.head.all(ValueIs)):
        return False
    facts = {item.ref.dataset for item in phrase.head.all(ValueIs) if item.noun}
    if not any(bag.model.datasets[name].default_date for name in facts) or phrase.head.can(Cond):
        return False
    sides = [other for other in (place - 1, place + 1) if 0 <= other < len(bag.phrases) and bag.is_noun(other)]
    return not any(bag.next_to(min(place, other), max(place, other)) for other in sides)


def either(bag: Bag) -> bool:
    """«¿más preventivas o más correctivas?»: an extreme, and names of which one is asked for."""
    listed = any(phrase.joint == "or" and phrase.head.can(ValueIs, Cond) for _, phrase in bag.said())
    ends = any(phrase.way in ("most", "least") for phrase in bag.phrases if isinstance(phrase, Extreme))
    return listed and (ends or any(phrase.head.can(Superlative) for _, phrase in bag.said()))


def numbers_of_rows(bag: Bag) -> list[int]:
    """Where a number is asked for that each row has («*cuántas* unidades le faltan a cada uno»): a column, no count."""
    found = []
    for place in bag.roles("count", "how_much"):
        behind = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
        if not isinstance(behind, Said) or behind.head.can(MetricIs, NounIs):
            continue
        fields = [bag.model.field(item.ref.dataset, item.ref.field) for item in behind.head.all(FieldIs)]
        if fields and all(item.is_number and not item.quantity for item in fields):
            found.append(place)
    return found


_NUMBERS = ("count", "how_much", "how_long")


def numbers_asked(bag: Bag) -> list[int]:
    """Where a number is asked for: the first time, and again behind «y» or a comma («*cuántas* hay y *cuántas* …»).

    A word that asks without such a joint belongs to the question before it («¿con *cuántos* técnicos *cuenta* …?»).
    """
    found: list[int] = []
    shares = set(bag.roles("share"))
    for place in bag.roles(*_NUMBERS, "share"):
        start = place - 1 if place in shares and place - 1 in bag.roles("which") else place
        before = bag.phrases[start - 1] if start else None
        comma = before is not None and before.head.ends
        if place in shares and place + 1 == len(bag.phrases):
            comma = False  # «…, as a percentage» says how it is told
        joined = start - 1 in bag.roles("and") or comma
        if (not found and place not in shares) or (found and joined):
            found.append(place)
    return found


def counted_too(bag: Bag) -> list[int]:
    """«equipos con tres o más OT abiertas, *con la cantidad*», "…, show the *count*": the number by which things were
    chosen is wanted beside them. The word counts nothing that stands behind it."""
    bounds = [place for place, phrase in enumerate(bag.phrases) if isinstance(phrase, Bound)]
    if not bounds:
        return []
    found = []
    for place in bag.roles("tally", "count"):
        happened = {name for index in range(place) for name in bag.facts_at(index)}
        behind = [index for index in range(place + 1, len(bag.phrases)) if bag.is_noun(index) or bag.fields_at(index)]
        again = all(
            set(bag.nouns_at(index)) & happened for index in behind
        )  # «que fallaron …, con el número de fallas»
        if place > bounds[0] and again:
            found.append(place)
    return found
