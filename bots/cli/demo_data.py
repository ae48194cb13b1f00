"""``maintbot demo-data``: the demo plant as a database of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from core.kernel.settings import Settings


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
    """Write the demo plant as a database.

    The same date gives the same plant.
    """
    from bots.cli import run
    from core.sentences import cli

    settings = run.settings_or_exit()
    if (output is None) == (url is None):
        raise run.say_usage(cli.DEMO_DATA_WHERE, settings)

    async def work(settings: Settings) -> int:
        return await write(settings, as_of, output, url)

    run.run(work, settings)


async def write(settings: Settings, as_of: datetime, output: Path | None, url: str | None) -> int:
    """Generate, then say where it lies.

    Raises:
        MaintbotError: the date, the file or the database will not do; says which.
    """
    import asyncio

    from core.demo import generate
    from core.sentences import cli, say

    day = as_of.date()
    if output is not None:
        await asyncio.to_thread(generate.generate, output, day)
        where = str(output)
    else:
        assert url is not None
        await generate.load(url, day)
        from sqlalchemy.engine import make_url

        where = make_url(url).render_as_string(hide_password=True)
    print(say(cli.DEMO_DATA_DONE, settings.default_language, date=day.isoformat(), where=where))
    return 0
