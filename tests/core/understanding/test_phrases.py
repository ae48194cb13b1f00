"""Phrases: what belongs together in a sentence. The mentions are made by hand, so no plant has a part in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.semantics.query import FieldRef
from core.understanding.phrases.compose import Phraser
from core.understanding.phrases.types import Amount, Bound, Extreme, Phrase, Said, Split, Versus, When
from core.understanding.reading.readings import (
    Cond,
    Light,
    Mention,
    MetricIs,
    NounIs,
    Number,
    Per,
    Reading,
    Role,
    Time,
    ValueIs,
)
from core.understanding.reading.time_expression import TimeExpression

FIRST, SECOND = NounIs("one"), NounIs("two")
OPEN = Cond("one", "open")
NAME = ValueIs(FieldRef(dataset="three", field="code"), "Z")
ARTICLE = Light("articles")
MONTH = Time(TimeExpression(lambda today, ahead: (date(2026, 11, 1), date(2026, 11, 30)), "month"))
"""Names of a plant that there is none of: what phrases are made of says what a word may do, and no name."""


def composed(*words: tuple[str, Reading]) -> list[Phrase]:
    """The phrases of a sentence of one word a mention."""
    mentions = [Mention(at, at + 1, text, text, (reading,)) for at, (text, reading) in enumerate(words)]
    return Phraser(mentions, names=lambda ref: ref.field == "code").compose()


def test_a_comparison_takes_its_number_and_leaves_what_it_counts() -> None:
    bound, noun = composed(("más de", Role("more_than")), ("3", Number(3)), ("unos", FIRST))
    assert isinstance(bound, Bound)
    assert (bound.op, bound.values, bound.at) == (">", (3,), (0, 1))
    assert isinstance(noun, Said)
    assert noun.head.text == "unos"


def test_between_takes_two_numbers() -> None:
    (bound,) = composed(("entre", Role("between")), ("2", Number(2)), ("y", Role("and")), ("4", Number(4)))
    assert isinstance(bound, Bound)
    assert (bound.op, bound.values) == ("between", (2, 4))


def test_an_end_behind_the_number_compares_too() -> None:
    (bound,) = composed(("5", Number(5)), ("o más", Role("or_more")))
    assert isinstance(bound, Bound)
    assert (bound.op, bound.values) == (">=", (5,))


def test_more_of_one_than_of_another_compares_what_stands_around_it() -> None:
    left, versus, right = composed(
        ("unos", MetricIs("one")), ("más que", Role("more_than")), ("otros", MetricIs("two"))
    )
    assert isinstance(versus, Versus)
    assert versus.op == ">"
    assert [phrase.head.text for phrase in (left, right)] == ["unos", "otros"]


def test_a_bare_number_is_an_amount() -> None:
    amount, noun = composed(("las", ARTICLE), ("5", Number(5)), ("unos", FIRST))
    assert isinstance(amount, Amount)
    assert amount.value == 5
    assert isinstance(noun, Said)


def test_an_extreme_takes_the_number_of_how_many() -> None:
    (extreme, noun) = composed(("3", Number(3)), ("peores", Role("worst")), ("unos", FIRST))
    assert isinstance(extreme, Extreme)
    assert (extreme.way, extreme.n) == ("worst", 3)
    assert isinstance(noun, Said)


def test_a_breakdown_takes_what_it_goes_by() -> None:
    noun, split = composed(("unos", FIRST), ("por", Role("by")), ("otro", SECOND))
    assert isinstance(noun, Said)
    assert isinstance(split, Split)
    assert [key.mention.text for key in split.keys if key.mention] == ["otro"]


def test_a_breakdown_by_two_is_one_phrase() -> None:
    _, split = composed(
        ("unos", FIRST), ("por", Role("by")), ("otro", SECOND), ("y", Role("and")), ("mes", Per("month"))
    )
    assert isinstance(split, Split)
    assert [key.grain or (key.mention and key.mention.text) for key in split.keys] == ["otro", "month"]


def said(*words: tuple[str, Reading]) -> dict[str, Said]:
    """The phrases that are words or names, by the word that each is told by."""
    return {phrase.head.text: phrase for phrase in composed(*words) if isinstance(phrase, Said)}


def test_without_ties_the_noun_behind_it_and_what_is_listed_beside() -> None:
    found = said(
        ("unos", FIRST), ("sin", Role("without")), ("otros", SECOND), ("o", Role("or")), ("terceros", NounIs("three"))
    )
    assert (found["unos"].link, found["otros"].link, found["terceros"].link) == ("", "without", "without")
    assert found["terceros"].joint == "or"


def test_with_reaches_over_the_adjective_to_its_noun() -> None:
    found = said(("otros", SECOND), ("con", Role("with")), ("abiertos", OPEN), ("unos", FIRST))
    assert (found["abiertos"].link, found["unos"].link) == ("with", "with")


def test_not_denies_the_next_word_alone() -> None:
    found = said(("unos", FIRST), ("no", Role("not")), ("abiertos", OPEN), ("y", Role("and")), ("Z", NAME))
    assert (found["unos"].negated, found["abiertos"].negated, found["Z"].negated) == (False, True, False)


def test_denied_twice_is_denied_once() -> None:
    """«no abiertos ninguno»: the state is denied of none, and not of none of none."""
    found = said(("otros", SECOND), ("no", Role("not")), ("abiertos", OPEN), ("ningún", Role("none")), ("unos", FIRST))
    assert (found["abiertos"].negated, found["unos"].link) == (False, "without")


def test_a_period_is_a_phrase_and_light_words_are_none() -> None:
    noun, when = composed(("los", ARTICLE), ("unos", FIRST), ("de", Light("prepositions")), ("noviembre", MONTH))
    assert isinstance(noun, Said)
    assert isinstance(when, When)
    assert when.time is not None
    assert when.time.expression.grain == "month"


def test_a_word_that_nothing_knows_is_said_as_it_stands() -> None:
    (phrase,) = Phraser([Mention(0, 1, "xyzzy", "xyzzy", ())]).compose()
    assert isinstance(phrase, Said)
    assert phrase.head.readings == ()


def test_the_same_sentence_of_other_names_is_composed_alike() -> None:
    def shape(first: str, second: str, state: str) -> list[Any]:
        phrases = composed(
            ("unos", NounIs(first)), ("abiertos", Cond(first, state)), ("sin", Role("without")), ("otros", NounIs(second)),
            ("por", Role("by")), ("mes", Per("month")),
        )  # fmt: skip
        return [(type(phrase), phrase.at, getattr(phrase, "link", "")) for phrase in phrases]

    assert shape("work_order", "failure", "open") == shape("tb01q", "tb02q", "st07q")
