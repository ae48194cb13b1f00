"""The rows at one end of a field: the oldest pump, the three dearest parts, the last failure and its day."""

from __future__ import annotations

from core.kernel.messages import Column
from core.replies.headlines.answer import LISTED, Answer, Headline
from core.replies.headlines.answer import place as ordered
from core.replies.headlines.rows import counted, rows
from core.semantics.model import Field
from core.semantics.query import Compare, Named, Order
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.assumptions import thing_words
from core.wording.describe.times import date_name
from core.wording.describe.values import label_of
from core.wording.phrases import agree, article, fixed, gender_of, is_participle, within


def extreme(answer: Answer) -> Headline:
    """«La bomba más antigua es P-103 (3 mar 2009).»"""
    order = answer.query.order
    assert order is not None and order.field is not None
    found = answer.result.rows
    name = _name_column(answer)
    if not found:
        return counted(answer, 0)
    meant = answer.model.field(order.field.dataset, order.field.field)
    if name is None and (not meant.is_date or answer.query.limit_within is not None):
        return rows(answer)
    shown = next((column for column in answer.columns.values() if column.field == str(order.field)), None)
    if name is None:
        return _events(answer, meant, shown, None)
    if answer.query.limit_within is not None:
        return _of_each(answer, meant, name)
    names = [answer.name(name, cell) for cell in answer.result.column(name)]
    details = [_detail(answer, meant, shown, place) for place in range(len(found))]
    limit = answer.query.limit or 1
    if answer.query.offset and limit == 1:
        return _nth(answer, meant, order, [f"{one}{detail}" for one, detail in zip(names, details, strict=True)])
    if len(found) > limit > 1:
        answer.notes.append(_tie(answer, limit, len(found)))
    if not _called(answer):
        return _events(answer, meant, shown, name)
    names[0] = answer.full_name(name, answer.result.column(name)[0], 0)
    if limit == 1:
        if len(found) == 1:
            detail = details[0]
            return answer.headline(
                texts.THE_MOST,
                the=_the(answer, False),
                row=_row(answer, meant, False),
                when=answer.when,
                name=names[0],
                detail=detail,
            )
        listed = names[:LISTED] + (
            [f"{len(names) - LISTED} {'más' if answer.spanish else 'more'}"] if len(names) > LISTED else []
        )
        return answer.headline(
            texts.THE_MOST_TIED,
            the=_the(answer, True),
            row=_row(answer, meant, True),
            when=answer.when,
            names=answer.join(listed),
            detail=details[0],
        )
    if len(found) == 1:
        return answer.headline(
            texts.THE_MOST,
            the=_the(answer, False),
            row=_row(answer, meant, False),
            when=answer.when,
            name=names[0],
            detail=details[0],
        )
    return _several(answer, meant, names, details)


def _nth(answer: Answer, meant: Field, order: Order, found: list[str]) -> Headline:
    """«Lugar 3 de refacciones por costo unitario: VLV-065 ($14,210).»"""
    from core.replies.headlines.ranking import downwards

    return answer.headline(
        texts.PLACE,
        place=answer.query.offset + 1,
        groups=answer.describer.phrase(answer.query, None),
        measure=date_name(answer.model, order.field, answer.language)
        if order.field and meant.is_date
        else label_of(meant, answer.language).lower(),
        way=downwards(answer, descending=order.descending),
        when=answer.when,
        leader=answer.join(found[:LISTED]),
    )


def _of_each(answer: Answer, meant: Field, name: str) -> Headline:
    """«Con mayor costo de reposición de cada área: Assembly: PR-110 …»; a count where the list shows no areas."""
    within, order = answer.query.limit_within, answer.query.order
    each = next((column.name for column in answer.columns.values() if column.field == str(within)), None)
    shown = next(
        (column for column in answer.columns.values() if column.field == f"{meant.dataset}.{meant.name}"), None
    )
    if each is None or within is None or order is None:
        return rows(answer)
    said: dict[str, str] = {}
    for place, (owner, row) in enumerate(zip(answer.result.column(each), answer.result.column(name), strict=True)):
        row_name = "" if each == name else f", {answer.name(name, row)}"
        told = f"{answer.name(each, owner)}{row_name}{_detail(answer, meant, shown, place)}"
        said.setdefault(answer.name(each, owner), told)
    leaders = list(said.values())
    more = len(leaders) - LISTED
    listed = leaders[:LISTED] + ([f"{more} {'más' if answer.spanish else 'more'}"] if more > 0 else [])
    return answer.headline(
        texts.OF_EACH,
        who=f"{article(answer.noun.one, answer.noun.gender)} {answer.noun.one}" if answer.spanish else answer.noun.one,
        end=_end(answer, meant, order),
        each=thing_words(answer.describer, within),
        when=answer.when,
        leader=listed[0],
        others=f"; {'; '.join(listed[1:])}" if listed[1:] else "",
    )


def _end(answer: Answer, meant: Field, order: Order) -> str:
    """«mayor duración», "earliest installation date"."""
    if meant.is_date and order.field is not None:
        date = date_name(answer.model, order.field, answer.language)
        if not answer.spanish:
            return f"{'latest' if order.descending else 'earliest'} {date}"
        word = agree("reciente" if order.descending else "antiguo", gender_of(date), False)
        return f"{article(date, gender_of(date))} {date} más {word}"
    label = label_of(meant, answer.language)
    if answer.spanish:
        return f"{'mayor' if order.descending else 'menor'} {within(label)}"
    return f"{'highest' if order.descending else 'lowest'} {within(label)}"


def _several(answer: Answer, meant: Field, names: list[str], details: list[str]) -> Headline:
    others = [f"{one}{detail}" for one, detail in zip(names[1:LISTED], details[1:LISTED], strict=True)]
    row = _row(answer, meant, True)
    count = answer.number(len(names))
    row = _counted_row(answer, count, row)
    more = len(names) - LISTED
    rest = f" {'y' if answer.spanish else 'and'} {more} {'más' if answer.spanish else 'more'}" if more > 0 else ""
    listed = ", ".join(others) if rest else answer.join(others)
    first = f"{names[0]}{details[0]}"
    if not rest and len(others) == 1:
        return answer.headline(
            texts.THE_MOST_ONE,
            the=_the(answer, True),
            row=row,
            when=answer.when,
            name=first,
            detail=f" {'y' if answer.spanish else 'and'} {others[0]}",
        )
    return answer.headline(
        texts.THE_MOST_MANY, the=_the(answer, True), row=row, when=answer.when, name=first, others=listed, rest=rest
    )


def _called(answer: Answer) -> bool:
    """True when the rows have names of their own; failures and stops go by machine and day."""
    meaning = answer.model.datasets[answer.query.dataset]
    return any(column.field == f"{meaning.name}.{meaning.identity}" for column in answer.columns.values())


def _events(answer: Answer, meant: Field, shown: Column | None, of: str | None) -> Headline:
    """«La última falla de P-101 fue el 8 nov 2026», «El paro más largo: 48 h, de CV-107 (3 oct 2026)»."""
    asked = {str(part.field) for part in answer.query.filters if isinstance(part, Compare) and part.op == "="}
    owner = "" if of is None or answer.columns[of].field in asked else of
    many = len(answer.result.rows) > 1
    first, *others = [_event(answer, meant, shown, owner, row) for row in range(min(len(answer.result.rows), LISTED))]
    values = {"the": _the(answer, many), "row": _row(answer, meant, many), "when": answer.when}
    if many:
        count = answer.number(len(answer.result.rows))
        more = len(answer.result.rows) - LISTED
        listed = [f"{one}{rest}" for one, rest in others] + (
            [f"{more} {'más' if answer.spanish else 'more'}"] if more > 0 else []
        )
        values["row"] = _counted_row(answer, count, values["row"])
        both = answer.join([f"{first[0]}**{first[1]}", *listed]).replace("**", "", 1)
        tail = both[len(first[0]) :]
        return answer.headline(texts.EVENTS, first=first[0], others=tail, **values)
    if meant.is_date and _value_of(answer, 0) is None:
        return answer.headline(texts.EVENT, day=first[0], detail=first[1], **values)
    return answer.headline(texts.EVENTS, first=first[0], others=first[1], **values)


def _counted_row(answer: Answer, count: str, row: str) -> str:
    """«5 últimas fallas», "last 5 failures", "5 oldest orders"."""
    first, _, rest = row.partition(" ")
    if not answer.spanish and first in ("last", "latest", "first", "earliest"):
        return f"{first} {count} {rest}"
    return f"{count} {row}"


def _event(answer: Answer, meant: Field, shown: Column | None, owner: str, row: int) -> tuple[str, str]:
    """What is bold of one event, and what stands beside it in brackets."""
    machine = answer.name(owner, answer.result.column(owner)[row]) if owner else ""
    value = answer.result.column(shown.name)[row] if shown is not None else None
    meaning = answer.model.datasets[answer.query.dataset]
    day = next(
        (item for item in answer.columns.values() if item.field == f"{meaning.name}.{meaning.default_date}"), None
    )
    when = wording.day(str(answer.result.column(day.name)[row]), answer.language) if day is not None else ""
    if meant.is_date:
        said = wording.day(str(value), answer.language) if value else when
        if (reading := _value_of(answer, row)) is not None:
            return reading, f" ({', '.join(part for part in (machine, said) if part)})"
        return said, f" ({machine})" if machine else ""
    text = answer.cell(shown.name, value) if shown is not None else when
    beside = ", ".join(part for part in (machine, when) if part and part != text)
    return text, f" ({beside})" if beside else ""


def _value_of(answer: Answer, row: int) -> str | None:
    """What an event's value is, where its rows have one (readings): that is what was asked, and not the day."""
    meaning = answer.model.datasets[answer.query.dataset]
    name = f"{meaning.name}.{meaning.value_field}" if meaning.value_field else None
    column = next((item for item in answer.columns.values() if name is not None and item.field == name), None)
    return answer.cell(column.name, answer.result.column(column.name)[row]) if column is not None else None


def _tie(answer: Answer, place: int, count: int) -> str:
    return say(texts.TIES, answer.language, place=ordered(place, answer.language), count=answer.number(count))


def _name_column(answer: Answer) -> str | None:
    meaning = answer.model.datasets[answer.query.dataset]
    columns = list(answer.columns.values())
    own = next((column for column in columns if column.field == f"{meaning.name}.{meaning.identity}"), None)
    if own is not None:
        return own.name
    identities = {f"{other.name}.{other.identity}" for other in answer.model.datasets.values()}
    asked = {str(part.field) for part in answer.query.filters if isinstance(part, Compare) and part.op == "="}
    found = [column for column in columns if column.field in identities]
    return next((column.name for column in found if column.field not in asked), found[0].name if found else None)


def _detail(answer: Answer, meant: Field, shown: Column | None, place: int) -> str:
    """What the row has in the field, in brackets."""
    if shown is None:
        return ""
    value = answer.result.column(shown.name)[place]
    if value is None:
        return ""
    if meant.is_date:
        ages = [item for item in answer.columns.values() if item.field is None and item.kind in ("days", "hours")]
        spans = [answer.cell(item.name, answer.result.column(item.name)[place]) for item in ages if answer.query.spans]
        return f" ({', '.join([wording.day(str(value), answer.language), *spans])})"
    return f" ({answer.cell(shown.name, value)})"


def _the(answer: Answer, many: bool) -> str:
    return article(answer.noun.many if many else answer.noun.one, answer.noun.gender, many)


def _row(answer: Answer, meant: Field, many: bool) -> str:
    """The rows with their superlative: «bomba más antigua», "oldest pump", «refacción con más existencia»."""
    order = answer.query.order
    assert order is not None
    end = meant.superlatives.get("max" if order.descending else "min")
    terms = end[answer.language] if end else ()
    if _happened_then(answer, meant) or (not terms and meant.is_date):
        # «las 5 OT cerradas más recientes»: the condition says of which date it is.
        latest = {"es": ("más antiguo", "más reciente"), "en": ("earliest", "latest")}
        terms = (latest[answer.language][order.descending],)
    noun, near, far = answer.describer.parts(answer.query)
    said_already = set(terms[0].split()) if terms else set()
    near = [
        item
        for item in near
        if not said_already & set(item.words)
        and not (item.condition and said_already & {word for text in item.words for word in text.split()})
    ]
    if answer.spanish:
        phrase = answer.describer.words.put(noun, near, None if many else 1)
        behind = " ".join(item.said("es", noun.gender, many) for item in far)
        said = _spanish(terms[0] if terms else "", meant, order.descending, noun.gender, many)
        first = said in ("último", "primero", "última", "primera", "últimos", "primeros", "últimas", "primeras")
        text = f"{said.removesuffix('o') if said == 'primero' else said} {phrase}" if first else f"{phrase} {said}"
        return f"{text} {behind}".strip()
    phrase = answer.describer.words.put(noun, [*near, *far], None if many else 1)
    before, after = _english(terms[0] if terms else "", meant, order.descending)
    return f"{before} {phrase} {after}".strip()


def _happened_then(answer: Answer, meant: Field) -> bool:
    """Whether the rows are sorted by the date on which they became what a condition of the query says."""
    conditions = [part for part in answer.query.filters if isinstance(part, Named) and not part.negated]
    return any(
        part.dataset == meant.dataset
        and answer.model.datasets[part.dataset].conditions[part.condition].date == meant.name
        and not meant.ahead
        for part in conditions
    )


def _spanish(term: str, meant: Field, descending: bool, gender: str, many: bool) -> str:
    label = within(meant.label.one["es"])
    if not term:
        return f"con {'mayor' if descending else 'menor'} {label}"
    words = term.split()
    about = {word for word in label.lower().split() if len(word) > 3}
    if words[0] == "que":
        return term
    if about & set(words) or words[0] in ("mayor", "menor"):
        return f"con el {term}" if words[0] in about else f"con {term}"
    if words[0] in ("más", "menos") and len(words) == 2 and (is_participle(words[1]) or not fixed(words[1])):
        return agree(term, gender, many)
    return agree(term, gender, many)


def _english(term: str, meant: Field, descending: bool) -> tuple[str, str]:
    """What stands before and after the noun."""
    label = within(meant.label.one["en"])
    if not term:
        return "", f"with the {'highest' if descending else 'lowest'} {label}"
    words = term.split()
    about = {word for word in label.lower().split() if len(word) > 3}
    if about & set(words[1:]) and "without" not in words:
        return "", f"with the {term}"
    if len(words) == 1 or (words[0] in ("most", "least") and len(words) == 2):
        return term, ""
    return "", term
