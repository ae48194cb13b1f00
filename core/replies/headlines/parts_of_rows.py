"""A number of rows, and how many of them are so: «240 equipos; 9 de ellos están retirados»."""

from __future__ import annotations

from core.kernel.messages import Cell
from core.replies.headlines.answer import Answer, Headline, as_number, clean
from core.semantics.query import Compare, Measure, Named
from core.sentences import headlines as texts
from core.sentences import say


def and_its_parts(answer: Answer, row: dict[str, Cell]) -> Headline | None:
    """«240 equipos; 9 de ellos están retirados», where a number of rows stands before parts of it."""
    whole, *parts = answer.query.measures
    home = answer.describer.subject(answer.query)
    if whole != Measure(aggregate="count") or not parts or home != answer.query.dataset:
        return None
    if any(not part.only or part.model_copy(update={"only": ()}) != whole for part in parts):
        return None
    if any(not isinstance(item, Named | Compare) for part in parts for item in part.only):
        return None
    them = ("ellas" if answer.noun.gender == "f" else "ellos") if answer.spanish else "them"
    said = []
    for part, name in zip(parts, answer.values[1:], strict=True):
        number = int(as_number(row[name]) or 0)
        shown = texts.NONE_OF[answer.noun.gender][answer.language] if not number else answer.number(number)
        gender = answer.noun.gender
        words = [answer.describer.words.predicate(home, item, many=number > 1, gender=gender) for item in part.only]
        verb = "" if answer.spanish else "are " if number > 1 else "is "
        said.append(
            say(texts.OF_THEM, answer.language, count=shown, them=them, predicate=f"{verb}{answer.join(words)}")
        )
    total = as_number(row[answer.values[0]]) or 0
    amount = clean(f"{answer.number(total)} {answer.describer.phrase(answer.query, 1 if total == 1 else 2)}")
    return answer.headline(texts.WHOLE_AND_PARTS, amount=amount, when=answer.when, parts=answer.join(said))
