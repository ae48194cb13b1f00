"""The interview: asks in order, takes answers, understands the database anew where an answer changes what follows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date

from core.data.database import Database
from core.drafting.draft import Looked, ModelDraft, understand
from core.drafting.interview.answers import Answers, PlantAnswer
from core.drafting.interview.questions import InterviewQuestion, keys_in_order, question
from core.kernel.folding import fold


class NotAChoice(ValueError):
    """What was written is no choice of the question; the text says which part."""


class Interview:
    """One interview about one database.

    Args:
        draft: as it was understood before.
        who: the person who answers; today: the day.

    Attributes:
        draft: as it is understood with the answers so far; answers: all of them, earlier ones among them.
    """

    def __init__(
        self, database: Database, looked: Looked, draft: ModelDraft, answers: Answers, *, who: str, today: date
    ) -> None:
        self._database = database
        self._looked = looked
        self._who = who
        self._today = today
        self.draft = draft
        self.answers = answers

    async def run(self, ask: Callable[[InterviewQuestion], Sequence[str] | None]) -> None:
        """Ask every question that the database gives a reason for.

        Args:
            ask: gives what a person chose, None when nobody answers any more; the defaults hold from there on.

        Raises:
            DatabaseUnavailable, QueryTimeout: as ``Database.run``.
        """
        async for asked in self._questions():
            chosen = ask(asked)
            if chosen is None:
                break
            await self.answer(asked, tuple(chosen))
        self.draft = await understand(self._database, self._looked, self.answers)

    async def answer(self, asked: InterviewQuestion, chosen: tuple[str, ...]) -> None:
        """Take an answer."""
        value = asked.said(chosen)
        self.answers = self.answers.plus(PlantAnswer(asked.key, value, self._who, self._today.isoformat()))
        if chosen != asked.default:
            # What is asked next depends on it: other columns, other values.
            self.draft = await understand(self._database, self._looked, self.answers)

    async def _questions(self) -> AsyncIterator[InterviewQuestion]:
        for number in range(len(keys_in_order())):
            if (asked := question(self.draft, number)) is not None:
                yield asked


def chosen_by(text: str, asked: InterviewQuestion) -> tuple[str, ...]:
    """What somebody means who writes numbers of the list, or the values themselves; nothing written is the default.

    Raises:
        NotAChoice: it is neither, or several where there is one to choose.
    """
    written = text.strip()
    if not written:
        return asked.default
    if asked.form == "yes_no":
        word = fold(written)[:1]
        if word in ("y", "s"):
            return ("yes",)
        if word == "n":
            return ("no",)
        raise NotAChoice(written)
    if written == "-":
        if not asked.optional:
            raise NotAChoice(written)
        return ()
    found = tuple(dict.fromkeys(_one(part, asked) for part in _parts(written, asked)))
    if asked.form == "one" and len(found) != 1:
        raise NotAChoice(written)
    return found


def _parts(written: str, asked: InterviewQuestion) -> list[str]:
    if any(fold(choice.value) == fold(written) for choice in asked.choices):
        return [written]
    parts = [part.strip() for part in written.replace(";", ",").split(",")]
    if len(parts) == 1 and all(part.isdigit() for part in written.split()):
        parts = written.split()
    return [part for part in parts if part]


def _one(part: str, asked: InterviewQuestion) -> str:
    for choice in asked.choices:
        # A name goes before a number of the list: states are often numbers themselves.
        if fold(part) in (fold(choice.value), fold(choice.label) if asked.form == "several" else ""):
            return choice.value
    if part.isdigit() and 1 <= int(part) <= len(asked.choices):
        return asked.choices[int(part) - 1].value
    raise NotAChoice(part)
