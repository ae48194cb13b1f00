"""``maintbot demo-data``: the demo plant as a database of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from core.settings import Settings


def demo_data(
    output: Path = typer.Option(None, "--output", metavar="FILE", help="SQLite file to write.", show_default=False),
    as_of: datetime = typer.Option(
        ..., "--as-of", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The plant's today."
    ),
    url: str = typer.Option(
        None,
        "--url",
        metavar="URL",
        help="Write into this database instead (postgresql://, mysql://).",
        show_default=False,
    ),
) -> None:
    """Write the demo plant as of a date; the same date gives the same plant."""
    from bots.cli import run
    from core.sentences import cli

    settings = run.settings_or_exit()
    if (output is None) == (url is None):
        raise run.say_usage(cli.DEMO_DATA_WHERE, settings)

    async def work(settings: Settings) -> int:
        return await write(settings, as_of, output, url)

    run.run(work, settings)


async def write(settings: Settings, as_of: datetime, output: Path | None, url: str | None) -> int:
    """Generate, then say where it lies; a place that cannot be written is told in one sentence."""
    import asyncio
    import sqlite3

    import structlog
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    from bots.cli.run import say_error
    from core.demo import generate
    from core.sentences import cli, say
    from core.settings import with_async_driver

    language = settings.default_language
    day = as_of.date()
    where = str(output)
    try:
        if output is not None:
            await asyncio.to_thread(generate.generate, output, day)
        else:
            assert url is not None
            where = "--url"
            where = make_url(url).render_as_string(hide_password=True)
            await generate.load(with_async_driver(url), day)
    except (OSError, SQLAlchemyError, ArgumentError, sqlite3.Error, ImportError, OverflowError) as error:
        structlog.get_logger(__name__).warning("demo_data_failed", exc_info=error)
        reason = getattr(error, "strerror", None) or str(getattr(error, "orig", None) or error).splitlines()[0]
        say_error(say(cli.DEMO_DATA_FAILED, language, where=where, reason=reason))
        return 1
    print(say(cli.DEMO_DATA_DONE, language, date=day.isoformat(), where=where))
    return 0
