"""«¿está parada P-101?»: one thing by its name, and whether the rest of the question holds for it."""

from __future__ import annotations

from core.replies.headlines.answer import Answer, Headline, clean
from core.semantics.query import Compare, Filter, Named
from core.sentences import headlines as texts
from core.wording.describe.times import PastState, past_state
from core.wording.describe.values import dataset_noun
from core.wording.phrases import Noun, agree, article


def one_named(answer: Answer, number: int) -> Headline | None:
    """«El equipo P-101 no está parado.», "P-101 is not down."; None where more than one thing is asked of it.

    Args:
        number: rows found: one when it holds.
    """
    home = answer.describer.subject(answer.query)
    meaning = answer.model.datasets[home]
    if number > 1 or not meaning.identity_is_unique or answer.query.groups:
        return None
    named = [part for part in answer.query.filters if _names(part, home, meaning.identity)]
    others = [part for part in answer.query.filters if part not in named]
    if len(named) != 1 or len(others) != 1:
        return None
    asked = others[0]
    noun = dataset_noun(meaning, answer.language)
    when = ""
    if isinstance(asked, Named) and asked.dataset == home and not asked.negated:
        period = asked.period or answer.query.period
        when = f" {answer.describer.inside(period)}" if period is not None else ""
        predicate = _of_condition(answer, asked, bool(number))
    elif answer.query.period is None and (then := past_state(answer.describer.words, home, asked)) is not None:
        when = f" {then.when}"
        predicate = _of_then(answer, then, noun, bool(number))
    elif answer.query.period is None and isinstance(asked, Compare) and asked.op == "=" and len(asked.values) == 1:
        predicate = _of_value(answer, asked, home, bool(number))
    else:
        return None
    if predicate is None:
        return None
    part = named[0]
    assert isinstance(part, Compare)
    name = clean(str(part.values[0]))
    text = texts.THE_ONE_IS
    if answer.query.shape == "exists":
        text = texts.YES_IT_IS if number else texts.NO_IT_IS_NOT
    one = f"{noun.one} {name}" if answer.spanish else name
    return answer.headline(text, the=article(noun.one, noun.gender), one=one, predicate=predicate, when=when)


def _names(part: Filter, home: str, identity: str) -> bool:
    return (
        isinstance(part, Compare)
        and part.op == "="
        and len(part.values) == 1
        and (part.field.dataset, part.field.field) == (home, identity)
    )


def _of_condition(answer: Answer, part: Named, holds: bool) -> str | None:
    condition = answer.condition(part)
    verb = condition.verb.forms(answer.language) if condition.verb else None
    if verb is not None:
        if answer.spanish:
            return verb[0] if holds else f"no {verb[0]}"
        return verb[0] if holds else f"does not {verb[1]}"
    if not answer.spanish:
        return _english(condition.label.one["en"], holds)
    return _spanish(answer, part, holds)


def _of_then(answer: Answer, then: PastState, noun: Noun, holds: bool) -> str:
    """«estuvo parado», "was not down"."""
    holds = holds != then.negated
    verb = then.verb_for(many=False)
    if answer.spanish:
        return f"{'' if holds else 'no '}{verb} {agree(then.label, noun.gender, False)}"
    return f"{verb}{'' if holds else ' not'} {then.label}"


def _of_value(answer: Answer, part: Compare, home: str, holds: bool) -> str | None:
    words = answer.describer.words
    owner = part.field.dataset
    made = words.row(part) if owner != home and words.names_row(part) else words.modifier(owner, part)
    if made.place == "where":
        text = made.said(answer.language, "m", False)
        if answer.spanish:
            return f"está {text}" if holds else f"no está {text}"
        return f"is {text}" if holds else f"is not {text}"
    if owner != home or made.place not in ("adjective", "before", "noun"):
        return None
    if answer.spanish:
        return _spanish(answer, part, holds)
    text = made.said("en", "m", False)
    if made.noun is not None:
        text = f"{'an' if made.noun.one[:1].lower() in 'aeiou' else 'a'} {made.noun.one}"
    return _english(text, holds)


def _english(label: str, holds: bool) -> str:
    for opening, has, has_not in (("with ", "has", "does not have"), ("without ", "does not have", "has")):
        if label.startswith(opening):
            return f"{has if holds else has_not} {label.removeprefix(opening)}"
    return f"is {label}" if holds else f"is not {label}"


def _spanish(answer: Answer, part: Filter, holds: bool) -> str:
    said = answer.describer.words.predicate(answer.describer.subject(answer.query), part, many=False)
    if said.startswith("está sin "):
        return f"{'no tiene' if holds else 'tiene'} {said.removeprefix('está sin ')}"
    if said.startswith("está con "):
        said = f"tiene {said.removeprefix('está con ')}"
    return said if holds else f"no {said}"
