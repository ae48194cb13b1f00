"""``maintbot model try``: the commonest questions asked of a new model, for a person to nod at."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.app import Core
    from core.drafting.trying.commonest import TriedQuestion
    from core.kernel.messages import Reply
    from core.kernel.settings import Settings

_OTHER_DAYS = (3, 40, 100)
"""The days later on which a question is asked again, to know which of its dates move."""


@dataclass
class _Tried:
    """What came of it."""

    answered: int = 0
    asked: int = 0
    lacking: int = 0
    right: list[dict[str, Any]] = field(default_factory=list)


async def try_model(settings: Settings, *, who: str) -> int:
    """Ask, show, and keep what a person says yes to.

    Raises:
        MaintbotError: the core cannot be opened.
    """
    from bots.cli import run
    from core.app import open_core
    from core.data.database import Database
    from core.drafting.trying.commonest import tried_questions
    from core.kernel.clock import Clock
    from core.semantics.load import load_model
    from core.sentences import interview as texts
    from core.sentences import say

    language = settings.default_language
    model = load_model(settings.semantic_model)
    found = _Tried()
    async with open_core(settings, chart_workers=0) as core:
        today = Clock(settings.plant_timezone, settings.maintbot_today).today()
        database = await Database.open(settings.plant_url, pool_size=1, query_timeout=settings.query_timeout)
        try:
            questions = await tried_questions(model, database, language)
        finally:
            await database.close()
        print(say(texts.TRY_BEGIN, language, count=len(questions)))
        asker = _Asker(settings, core, database.dialect, today, who, found)
        for number, question in enumerate(questions, 1):
            if not await asker.one(number, len(questions), question):
                break
    counts = {"answered": found.answered, "asked": found.asked, "lacking": found.lacking}
    print(f"\n{say(texts.TRY_DONE, language, count=len(questions), **counts)}")
    return _keep(settings, found) if found.right else run.OK


class _Asker:
    """Asks one question after the other."""

    def __init__(self, settings: Settings, core: Core, dialect: str, today: date, who: str, found: _Tried) -> None:
        from bots.cli.redraft import read_model
        from core.drafting.trying.sure import concepts_in

        self.settings = settings
        self.language = settings.default_language
        self.core = core
        self.dialect = dialect
        self.today = today
        self.who = who
        self.found = found
        self.concepts = concepts_in(read_model(settings.semantic_model)[1]) if settings.semantic_model else {}
        self.listens = True

    async def one(self, number: int, count: int, question: TriedQuestion) -> bool:
        """Ask one; False when the person wants no more."""
        from core.drafting.trying.sure import confidence
        from core.sentences import abilities, say
        from core.sentences import interview as texts

        print(f"\n{number}/{count} {question.text}")
        if question.lacks:
            self.found.lacking += 1
            print(
                f"  ✗ {say(texts.TRY_LACKS, self.language, reason=say(abilities.LACKS[question.lacks], self.language))}"
            )
            return True
        reply = await self._answer(question.text, self.today)
        self._show(reply)
        if reply.sql is None:
            self.found.asked += 1
            return True
        self.found.answered += 1
        sure = confidence(reply.sql, self.dialect, self.concepts)
        told = (
            say(texts.TRY_CONFIDENCE, self.language, confidence=round(100 * sure))
            if sure is not None
            else say(texts.TRY_NO_CONFIDENCE, self.language)
        )
        print(f"  {told}")
        return await self._nodded(question.text, reply)

    async def _nodded(self, text: str, reply: Reply) -> bool:
        from core.drafting.trying.verifying import entry, with_days
        from core.sentences import interview as texts
        from core.sentences import say

        if not self.listens:
            return True
        print(say(texts.TRY_PROMPT, self.language), end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        self.listens = bool(line)
        said = line.strip().lower()[:1]
        if said == "q":
            return False
        if said in ("s", "y"):
            days = [self.today, *(self.today + timedelta(days=later) for later in _OTHER_DAYS)]
            asked = {day: (await self._answer(text, day)).sql or "" for day in days}
            sql = with_days(asked)
            if sql is None:
                print(f"  {say(texts.TRY_DAYS, self.language)}")
            else:
                self.found.right.append(entry(text, reply, sql, self.who, self.today))
        return True

    async def _answer(self, text: str, today: date) -> Reply:
        from adapters.terminal import events

        asked = events.question(text, events.new_session_id(), today=today)
        return await self.core.answer(asked)

    def _show(self, reply: Reply) -> None:
        from adapters.terminal import render
        from bots.cli.output import console

        render.show(
            reply, console(), currency=self.settings.currency, where=self.core.artifacts.public_path, show_sql=True
        )


def _keep(settings: Settings, found: _Tried) -> int:
    """Write the verified queries into the model's file."""
    from bots.cli import run
    from bots.cli.files import write
    from core.drafting.trying.verifying import added
    from core.semantics.load import parse_model
    from core.sentences import interview as texts
    from core.sentences import say

    language = settings.default_language
    file: Path | None = settings.semantic_model
    if file is None:
        run.say_error(say(texts.TRY_NO_FILE, language))
        return run.ERROR
    text = added(file.read_text("utf-8"), found.right)
    if text is None:
        run.say_error(say(texts.TRY_FORM, language, file=file))
        return run.ERROR
    parse_model(text, str(file))
    write(file, text, anew=True)
    print(say(texts.TRY_KEPT, language, file=file, count=len(found.right)))
    return run.OK
