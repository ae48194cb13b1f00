"""Counts, lists and «¿hay…?»: how many rows there are, and which when they are few."""

from __future__ import annotations

from dataclasses import replace

from core.kernel.messages import Language
from core.replies.headlines.answer import Answer, Headline, clean
from core.replies.headlines.still import still_so, still_words
from core.replies.headlines.which import split_of, tail_of
from core.semantics.model import Field
from core.semantics.query import Compare, During, Filter, Named, Period, Related, SemanticQuery
from core.sentences import Text, replies, say
from core.sentences import headlines as texts
from core.wording.describe.assumptions import is_current, newest_words
from core.wording.describe.modifier import Modifier
from core.wording.describe.periods import is_past
from core.wording.describe.times import PastState, past_state
from core.wording.describe.values import dataset_noun
from core.wording.phrases import agree, capital, past


def count(answer: Answer) -> Headline:
    """«Hay 184 OT abiertas en Packaging.»"""
    from core.replies.headlines.one import one_named

    value = answer.result.rows[0][0] if answer.result.rows else 0
    number = int(value) if isinstance(value, int | float) else 0
    return one_named(answer, number) or counted(answer, number)


def rows(answer: Answer) -> Headline:
    """A list: how many, then which when they are at most three, or how they split over the values asked for."""
    from core.replies.headlines.one import one_named

    if answer.query.latest is not None and len(answer.query.latest.per) == 1 and answer.result.rows:
        return _newest_of_each(answer)
    return one_named(answer, len(answer.result.rows)) or _listed(answer, yes=False)


def _newest_of_each(answer: Answer) -> Headline:
    """«Última lectura de cada equipo (con valor de más de 5): 2 equipos.»: one row for each thing, and not all there
    are."""
    latest = answer.query.latest
    assert latest is not None
    number = len(answer.result.rows)
    rows_said = answer.describer.phrase(answer.query, None)
    things = dataset_noun(answer.model.datasets[latest.per[0].dataset], answer.language)
    return answer.headline(
        texts.NEWEST_OF_EACH,
        newest=capital(newest_words(answer.describer, answer.query, latest)),
        things=f"{answer.number(number)} {things.of(1 if number == 1 else None)}",
        rows=clean(f"{'las' if answer.noun.gender == 'f' else 'los'} {rows_said}" if answer.spanish else rows_said),
        when=answer.when,
    )


def _listed(answer: Answer, *, yes: bool) -> Headline:
    split = split_of(answer)
    if split is None:
        return counted(answer, len(answer.result.rows), tail=tail_of(answer), yes=yes)
    # What the split says need not be said before it.
    kept = tuple(part for part in answer.query.filters if part != split[0])
    whole = replace(answer, query=answer.query.model_copy(update={"filters": kept}))
    made = counted(whole, len(answer.result.rows), tail=f": {split[1]}", yes=yes)
    return replace(made, notes=tuple(answer.notes))


def exists(answer: Answer) -> Headline:
    """«Sí, hay 3 …» or «No, ninguna: no hay …»."""
    from core.replies.headlines.one import one_named

    if (said_of_one := one_named(answer, len(answer.result.rows))) is not None:
        return said_of_one
    if (said_of_many := _so_many(answer)) is not None:
        return said_of_many
    if answer.result.rows:
        return _listed(answer, yes=True)
    none = {"es": "ninguna" if answer.noun.gender == "f" else "ninguno", "en": "none"}[answer.language]
    said = _sentence(answer, 0, "")
    text = say(said[0], answer.language, **said[1]).replace("**", "").rstrip(".")
    return answer.headline(texts.NO_NONE, none=none, sentence=text[:1].lower() + text[1:])


def _so_many(answer: Answer) -> Headline | None:
    """«¿hay SEL-175?» is not whether there is such a part, but whether any is left: «No, no hay SEL-175»."""
    meaning = answer.model.datasets[answer.query.dataset]
    columns = {item.field: item for item in answer.columns.values()}
    name = columns.get(f"{meaning.name}.{meaning.identity}")
    amount = columns.get(f"{meaning.name}.{meaning.how_many}")
    named = [part for part in answer.query.filters if isinstance(part, Compare) and part.op == "="]
    if name is None or amount is None or len(answer.result.rows) != 1 or len(answer.query.filters) != 1:
        return None
    if not named or named[0].field.field != meaning.identity:
        return None
    value = answer.result.column(amount.name)[0]
    called = answer.full_name(name.name, answer.result.column(name.name)[0], 0)
    text = texts.SO_MANY if isinstance(value, int | float) and value > 0 else texts.NONE_LEFT
    shown = answer.cell(amount.name, value)
    return answer.headline(text, name=called, value=shown, label=amount.label.lower())


def counted(answer: Answer, number: int, *, tail: str = "", yes: bool = False) -> Headline:
    """How many rows there are, said as a state, as something that happened, or with the condition's own verb."""
    if answer.result.truncated and answer.query.shape != "count":
        answer.notes.append(say(replies.TRUNCATED, answer.language, count=answer.number(number)))
    text, values = _sentence(answer, number, tail)
    if yes:
        if text is texts.NOMINAL and not (_verbal(answer) or _then(answer) or dated_by(answer)):
            # The verb stays inside: «Sí, hay 3 bombas paradas: …».
            text, values = texts.THERE_ARE, {**values, "verb": opening(answer, number)}
        said = say(text, answer.language, **values).replace("**", "", 2)
        before, _, rest = said.partition(str(values["phrase"]))
        phrase = (before + str(values["phrase"])).strip()
        phrase = phrase if phrase.startswith(tuple("0123456789")) else phrase[:1].lower() + phrase[1:]
        return answer.headline(
            texts.NOMINAL, phrase=f"{'Sí' if answer.spanish else 'Yes'}, {phrase}", when="", tail=rest.rstrip(".")
        )
    return answer.headline(text, **values)


def clause(answer: Answer, number: int) -> tuple[str, str]:
    """«hay 184 OT abiertas», «se cerraron 38 OT», with the period that goes behind it."""
    text, values = _sentence(answer, number, "")
    verb = f"{values['verb']} " if text is texts.THERE_ARE else ""
    return f"{verb}{values['phrase']}", str(values["when"])


def _figure(answer: Answer, number: float) -> str:
    text = answer.number(number)
    return (
        say(texts.MORE_THAN, answer.language, count=text)
        if answer.result.truncated and answer.query.shape != "count"
        else text
    )


def _sentence(answer: Answer, number: int, tail: str) -> tuple[Text, dict[str, str]]:
    """The text and its values."""
    if (then := _then(answer)) is not None and (number or not then[1].negated):
        return texts.NOMINAL, {"phrase": _was(answer, *then, number), "when": f" {then[1].when}", "tail": tail}
    named = _verbal(answer)
    if named is not None:
        return texts.NOMINAL, {
            "phrase": _with_verb(answer, named, number),
            "when": _window(answer, named),
            "tail": tail,
        }
    date = dated_by(answer)
    if date is not None:
        return _happened(answer, date, number, tail)
    return _there_are(answer, number, tail)


# ---- a state in the past ----


def _then(answer: Answer) -> tuple[Filter, PastState] | None:
    """The one state of then that the question is about: «paradas ayer»; with a period beside it there are two times."""
    home = answer.describer.subject(answer.query)
    recorded = [part for part in answer.query.filters if isinstance(part, During | Related)]
    recorded = [part for part in recorded if isinstance(part, During) or part.of in (None, home)]
    parts = [(part, past_state(answer.describer.words, home, part)) for part in recorded]
    found = [(part, state) for part, state in parts if state is not None]
    return found[0] if len(found) == 1 and answer.query.period is None else None


def _was(answer: Answer, part: Filter, state: PastState, number: int) -> str:
    """«26 equipos estuvieron parados», "no machines were down"; when it was stands behind."""
    others = tuple(item for item in answer.query.filters if item != part)
    noun, near, far = answer.describer.parts(answer.query.model_copy(update={"filters": others}))
    if answer.spanish:
        phrase = answer.describer.words.put(noun, [*near, *far], number or 1)
        verb = f"{'no ' if state.negated else ''}{state.verb_for(many=number > 1)}"
        said = f"{phrase} {verb} {agree(state.label, noun.gender, number > 1)}"
        none = "ninguna" if noun.gender == "f" else "ningún"
        return clean(f"{_figure(answer, number) if number else none} {said}")
    phrase = answer.describer.words.put(noun, [*near, *far], number)
    verb = f"{state.verb_for(many=number != 1)}{' not' if state.negated else ''}"
    return clean(f"{_figure(answer, number) if number else 'no'} {phrase} {verb} {state.label}")


# ---- a condition with a verb of its own ----


def _verbal(answer: Answer) -> Named | None:
    """The condition that is said as a verb: «necesitan mantenimiento preventivo», in English also "are down"."""
    home = answer.describer.subject(answer.query)
    named = [
        part for part in answer.query.filters if isinstance(part, Named) and part.dataset == home and not part.negated
    ]
    for part in named:
        if answer.condition(part).verb:
            return part
    if answer.spanish:
        return None
    after = [part for part in named if _said_after(answer, part)]
    return after[0] if len(after) == 1 and (answer.query.period is None or not dated_by(answer)) else None


def _said_after(answer: Answer, part: Named) -> bool:
    """English: the condition stands behind its noun, so "are" can come between."""
    made = answer.describer.words.modifier(part.dataset, part)
    return made.place == "after" and not made.words[0].startswith(("with ", "without "))


def _with_verb(answer: Answer, part: Named, number: int) -> str:
    condition = answer.condition(part)
    others = answer.query.model_copy(update={"filters": tuple(item for item in answer.query.filters if item != part)})
    noun, near, far = answer.describer.parts(others)
    here = [item for item in far if item.place != "where"] if not condition.verb else far
    late = [item for item in far if item not in here]
    phrase = answer.describer.words.put(noun, [*near, *here], number or 1)
    many = number != 1
    verb = condition.verb.forms(answer.language) if condition.verb else None
    if verb:
        said = verb[1] if many and number else verb[0]
    else:
        said = f"{'are' if many else 'is'} {condition.label.one['en']}"
    if not number:
        if answer.spanish:
            return f"{'ninguna' if noun.gender == 'f' else 'ningún'} {phrase} {said}"
        if not verb:
            single = any(item.single for item in (*near, *here))
            said = said if not single else f"is {condition.label.one['en']}"
            phrase = answer.describer.words.put(noun, [*near, *here], None)
        return f"no {phrase} {said}{_late(answer, late)}"
    return clean(f"{_figure(answer, number)} {phrase} {said}{_late(answer, late)}")


def _late(answer: Answer, late: list[Modifier]) -> str:
    said = " ".join(item.said(answer.language, "m", True) for item in late)
    return f" {said}" if said else ""


def _window(answer: Answer, part: Named) -> str:
    if part.period is not None:
        return f" {answer.describer.inside(part.period)}"
    return answer.when


# ---- rows that happened ----


def dated_by(answer: Answer) -> Field | None:
    """The date that the question's period binds to, when the rows have several and so it makes the verb."""
    query = answer.query
    home = answer.describer.subject(query)
    meaning = answer.model.datasets[home]
    if query.period is None or sum(1 for item in meaning.fields.values() if item.is_date) < 3:
        return None
    name = query.date_field or meaning.default_date
    return meaning.fields.get(name) if name else None


def without_implied(answer: Answer, date: Field) -> tuple[SemanticQuery, str]:
    """The query without the condition that its date says already, and what that condition adds to the verb.

    «se cerraron … cerradas» says it once; «cerradas fuera de fecha» leaves «fuera de fecha».
    """
    home = answer.describer.subject(answer.query)
    kept, adverb = [], ""
    for part in answer.query.filters:
        if isinstance(part, Named) and part.dataset == home and not part.negated:
            condition = answer.condition(part)
            if condition.date == date.name and ":today" not in condition.expression:
                adverb = condition.label.one[answer.language].partition(" ")[2] or adverb
                continue
        kept.append(part)
    return answer.query.model_copy(update={"filters": tuple(kept)}), f" {adverb}" if adverb else ""


def _happened(answer: Answer, date: Field, number: int, tail: str) -> tuple[Text, dict[str, str]]:
    query, adverb = without_implied(answer, date)
    still = still_so(answer, query, date)
    if still is not None:
        query = query.model_copy(update={"filters": tuple(part for part in query.filters if part != still[0])})
        tail = f"{still_words(answer, still[1], number)}{tail}" if number else tail
    noun, near, far = answer.describer.parts(query)
    many = number != 1
    label = date.label.one[answer.language].lower()
    own = _verb_of(date, answer.language, many)
    ended = is_past(query.period, answer.today)
    phrase = answer.describer.words.put(noun, [*near, *far], number)
    if answer.spanish:
        verb = own or past(label, many)
        if verb is None and label.endswith("e"):
            if _passed(answer, date):
                verb = f"{label[:-1]}{'ieron' if many else 'ió'}"
            else:
                verb = (f"{label[:-1]}ía" if ended and _over(answer) else label) + ("n" if many else "")
        if verb is None:
            return _there_are(answer, number, tail, having=f" con {label}")
        if not number:
            return texts.NOMINAL, {"phrase": clean(f"no {verb} {phrase}{adverb}"), "when": answer.when, "tail": tail}
        said = clean(f"{_figure(answer, number)} {phrase}{adverb}")
        return texts.THERE_ARE, {"verb": verb, "phrase": said, "when": answer.when, "tail": tail}
    if own is None and not label.endswith(("ed", "due")):
        return _there_are(answer, number, tail, having=f" with {label}")
    where = [item for item in far if item.place == "where"]
    phrase = answer.describer.words.put(noun, [*near, *(item for item in far if item not in where)], number)
    be = "are" if label == "due" and not _over(answer) and not _passed(answer, date) else "were"
    be = {"are": "is", "were": "was"}[be] if not many else be
    figure = _figure(answer, number) if number else "no"
    said = clean(f"{figure} {phrase} {be} {own or label}{adverb}{_late(answer, where)}")
    return texts.NOMINAL, {"phrase": said, "when": answer.when, "tail": tail}


def _passed(answer: Answer, date: Field) -> bool:
    """True when a condition says that the date has gone by: what is overdue fell due."""
    return any(
        isinstance(part, Named)
        and not part.negated
        and part.dataset == date.dataset
        and (condition := answer.condition(part)).date == date.name
        and ":today" in condition.expression
        for part in answer.query.filters
    )


def _verb_of(date: Field, language: Language, many: bool) -> str | None:
    """The model's own past of a date: «se abrieron», "opened"; None where it names none."""
    for verb in date.verbs[language]:
        if language == "en" and verb.startswith("were "):
            return verb.removeprefix("were ")
        if language == "es" and verb.startswith("se ") and " " not in verb[3:]:
            plural = verb.endswith("ron")
            if plural == many and (plural or verb.endswith("ó")):
                return verb
    return None


def _over(answer: Answer) -> bool:
    """True when the whole period lies behind, or all that fell due up to today is told, not what is left of it."""
    end = answer.query.period.end if answer.query.period is not None else None
    if end is None or end > answer.today:
        return False
    stated = any(isinstance(part, Named) and part.dataset == answer.query.dataset for part in answer.query.filters)
    return end < answer.today or not (stated or answer.query.period == _day(answer))


def _day(answer: Answer) -> Period | None:
    """The period, where it is today alone, which is not over."""
    period = answer.query.period
    return period if period is not None and period.start == answer.today else None


# ---- rows that are ----


def _there_are(answer: Answer, number: int, tail: str, *, having: str = "") -> tuple[Text, dict[str, str]]:
    """How many there are; ``having``: the date that the period behind it is of."""
    noun, near, far = answer.describer.parts(answer.query)
    happened, registered = tense(answer)
    extra = _registered(answer, number) if registered else having
    phrase = answer.describer.words.put(noun, [*near, *far], number) + extra
    if not number:
        single = any(item.single for item in (*near, *far))
        if answer.spanish:
            verb = "no hubo" if happened else "no hay"
        elif single:
            verb = "there was no" if happened else "there is no"
        else:
            verb = "there were no" if happened else "there are no"
        return texts.NOMINAL, {"phrase": clean(f"{verb} {phrase}"), "when": answer.when, "tail": tail}
    said = clean(f"{_figure(answer, number)} {phrase}")
    if tail and not happened:
        return texts.NOMINAL, {"phrase": said, "when": answer.when, "tail": tail}
    return texts.THERE_ARE, {"verb": opening(answer, number), "phrase": said, "when": answer.when, "tail": tail}


def tense(answer: Answer) -> tuple[bool, bool]:
    """(told in the past, told as records of all times)."""
    home = answer.model.datasets[answer.describer.subject(answer.query)]
    event = home.default_date is not None and sum(1 for item in home.fields.values() if item.is_date) < 3
    current = any(
        isinstance(part, Named) and part.dataset == home.name and is_current(home.conditions[part.condition])
        for part in answer.query.filters
    )
    dated = answer.query.period is not None or any(isinstance(part, During) for part in answer.query.filters)
    records = event and not dated and not current and answer.query.latest is None
    return event and dated and not current, records


def opening(answer: Answer, number: float) -> str:
    """The verb before a number of rows: «hay», «hubo», "there are", "there was"."""
    happened, _ = tense(answer)
    if answer.spanish:
        return "hubo" if happened else "hay"
    if happened:
        return "there was" if number == 1 else "there were"
    return "there is" if number == 1 else "there are"


def _registered(answer: Answer, number: float) -> str:
    if answer.spanish:
        return f" {agree('registrado', answer.noun.gender, number != 1)}"
    return " on record"
