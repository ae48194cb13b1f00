"""The interview of ``maintbot model init --ask`` at a terminal: each question with its guess, Enter takes it."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.drafting.interview.interview import Interview
    from core.drafting.interview.questions import InterviewQuestion, PlantChoice
    from core.kernel.messages import Language


def whoever_asks() -> str:
    """The name of the account, for answers whose person is not named."""
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "maintbot"


async def interview(talk: Interview, language: Language) -> None:
    """Ask at the terminal; where input ends, what is left keeps its guesses."""
    from core.drafting.interview.questions import keys_in_order
    from core.sentences import interview as texts
    from core.sentences import say

    _tell(say(texts.BEGIN, language, count=len(keys_in_order())))
    await talk.run(lambda asked: _ask(asked, language))


def currency(now: str, language: Language) -> str:
    """The currency of the plant's costs; the one that is set when nothing sensible is written."""
    from core.sentences import interview as texts
    from core.sentences import say

    written = _read(f"{say(texts.CURRENCY, language)} [{now}] ")
    wanted = (written or "").strip().upper()
    return wanted if re.fullmatch(r"[A-Z]{3}", wanted) else now


def _ask(asked: InterviewQuestion, language: Language) -> Sequence[str] | None:
    from core.drafting.interview.interview import NotAChoice, chosen_by
    from core.drafting.interview.questions import pages
    from core.sentences import interview as texts
    from core.sentences import say

    _tell(f"\n{say(texts.QUESTIONS[asked.about], language)}")
    shown = list(pages(asked.choices))
    numbered = not any(choice.value.isdigit() for choice in asked.choices)
    if shown:
        _list(shown[0], 0, asked, language, numbered=numbered)
    if len(shown) > 1:
        _tell(say(texts.MORE, language, count=len(asked.choices) - len(shown[0])))
    while True:
        written = _read(f"[{_default(asked, language)}] ")
        if written is None:
            return None
        if written.strip() == "+":
            _list(asked.choices, 0, asked, language, numbered=numbered)
            continue
        try:
            return chosen_by(written, asked)
        except NotAChoice as error:
            _tell(say(texts.NOT_A_CHOICE, language, text=str(error)))


def _default(asked: InterviewQuestion, language: Language) -> str:
    from core.sentences import interview as texts
    from core.sentences import say

    if asked.form == "yes_no":
        said = {"yes": texts.YES, "no": texts.NO}.get("".join(asked.default), texts.BOTH)
        return say(said, language)
    return ", ".join(asked.default) or say(texts.NONE, language)


def _list(
    choices: Sequence[PlantChoice], start: int, asked: InterviewQuestion, language: Language, *, numbered: bool
) -> None:
    from core.sentences import interview as texts
    from core.sentences import say

    for number, choice in enumerate(choices, start + 1):
        label = choice.label
        if asked.key.endswith(".table"):
            label = say(texts.ROWS, language, rows=label)
        mark = f"{number:>3}. " if numbered else "   - "
        _tell(f"{mark}{choice.value}{f'  ({label})' if label else ''}")


def _read(prompt: str) -> str | None:
    """A line of standard input; None when it has ended. The prompt goes where questions go: standard error."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        print(file=sys.stderr)
        return None
    return line.rstrip("\n")


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
