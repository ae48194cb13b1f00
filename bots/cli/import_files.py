"""``maintbot import``: spreadsheets become the plant's database."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.progress import Progress

    from core.intake.doubts import Ask, ImportDoubt
    from core.intake.importing import ImportOptions
    from core.intake.importing import Progress as Tick
    from core.kernel.messages import Language
    from core.kernel.settings import Settings


class _Dates(StrEnum):
    DMY = "dmy"
    MDY = "mdy"


class _Decimal(StrEnum):
    COMMA = "comma"
    POINT = "point"


class _Separator(StrEnum):
    SEMICOLON = ";"
    COMMA = ","
    TAB = "tab"
    BAR = "|"


def import_files(
    files: list[Path] = typer.Argument(..., metavar="FILE", help="CSV, text, Excel or OpenDocument files."),
    output: Path = typer.Option(..., "--output", metavar="FILE", help="The SQLite database to write to."),
    key: list[str] = typer.Option(
        [],
        "--key",
        metavar="COLUMN",
        help="Update rows that have the same value here, add the others; may be given several times.",
        show_default=False,
    ),
    append: bool = typer.Option(False, "--append", help="Add the rows; without this and --key they replace the table."),
    table: str = typer.Option(
        None, "--table", metavar="NAME", help="The table's name; else the file's or the sheet's.", show_default=False
    ),
    sheet: str = typer.Option(None, "--sheet", metavar="NAME", help="Only this sheet.", show_default=False),
    header: int = typer.Option(
        None, "--header", metavar="LINE", min=1, help="The header's line; else it is found.", show_default=False
    ),
    dates: _Dates = typer.Option(
        None, "--dates", help="Whether day or month comes first, where a file does not tell.", show_default=False
    ),
    decimal: _Decimal = typer.Option(
        None, "--decimal", help="The decimal sign, where a file does not tell.", show_default=False
    ),
    separator: _Separator = typer.Option(
        None, "--separator", help="What separates columns of text; else it is found.", show_default=False
    ),
    encoding: str = typer.Option(
        None, "--encoding", metavar="NAME", help="Of text, e.g. cp1252; else it is found.", show_default=False
    ),
    max_mb: int = typer.Option(200, "--max-mb", metavar="MB", min=1, help="Refuse larger files."),
) -> None:
    """Import spreadsheets into a SQLite database.

    Finds encoding, separator, header, totals and each column's type, and reports every decision and every line that
    was left out. A table that is there already is replaced. What a file does not tell is asked on a terminal, else
    refused with the option that says it. Everything is stored, or nothing.
    """
    from bots.cli import run
    from core.intake.importing import ImportOptions
    from core.sentences import intake

    settings = run.settings_or_exit()
    way = "key" if key else "append" if append else "replace"
    if table is not None and len(files) > 1 and way == "replace":
        raise run.say_usage(intake.KEY_OR_SUCH, settings)

    async def work(settings: Settings) -> int:
        with _progress(settings.default_language) as (tick, bar):
            options = ImportOptions(
                table=table,
                sheet=sheet,
                header=header,
                encoding=encoding,
                separator=separator.value if separator else None,
                order=dates.value if dates else None,
                decimal=decimal.value if decimal else None,
                way=way,
                keys=tuple(key),
                max_mb=max_mb,
                ask=_asking(settings.default_language, bar),
            )
            return _import(files, output, options, tick, settings.default_language)

    run.run(work, settings)


def _import(files: list[Path], output: Path, options: ImportOptions, tick: Tick, language: Language) -> int:
    import signal

    from bots.cli import run
    from core.intake import importing, telling
    from core.sentences import intake, say

    # Nothing else runs on this loop: an interruption is to stop the work at once, and undo it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    imported = importing.import_files(files, output, options, tick)
    for file in imported:
        for line in telling.tell(file, language):
            print(line)
    print(say(intake.NEXT, language, output=output))
    return run.OK


@contextlib.contextmanager
def _progress(language: Language) -> Iterator[tuple[Tick, Progress | None]]:
    """A bar on standard error where a person waits at a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield (lambda *_: None), None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from core.sentences import intake, say

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True, highlight=False), transient=True) as bar:
        names = {"reading": say(intake.READING, language), "storing": say(intake.STORING, language)}
        tasks = {stage: bar.add_task(name, total=None, visible=False) for stage, name in names.items()}

        def tick(stage: str, done: int, total: int) -> None:
            # Until a first file is read there is nothing to measure by: the bar moves to and fro.
            bar.update(tasks[stage], completed=done, total=total if done else None, visible=True)

        yield tick, bar


def _asking(language: Language, bar: Progress | None) -> Ask:
    """Asks at the terminal; nobody is asked where there is none."""
    from core.intake.doubts import ask_nobody

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ask_nobody

    def ask(doubt: ImportDoubt) -> str | None:
        from rich.console import Console
        from rich.prompt import Prompt

        from core.sentences import intake, say

        text, choices = (
            (intake.ASK_DATES, ["dmy", "mdy"]) if doubt.kind == "dates" else (intake.ASK_DECIMAL, ["comma", "point"])
        )
        question = say(text, language, column=doubt.column, file=doubt.file, examples=", ".join(doubt.examples))
        with _paused(bar):
            return Prompt.ask(question, choices=choices, console=Console(stderr=True, highlight=False, markup=False))

    return ask


@contextlib.contextmanager
def _paused(bar: Progress | None) -> Iterator[None]:
    """The bar would write over the question."""
    if bar is None:
        yield
        return
    bar.stop()
    try:
        yield
    finally:
        bar.start()
