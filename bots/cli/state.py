"""``maintbot state``: the bot's own database, moved elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from core.kernel.settings import Settings

app = typer.Typer(help="The bot's own state: conversations, questions that wait, feedback.", no_args_is_help=True)


@app.callback()
def _state() -> None:
    """The bot's own state: conversations, questions that wait, feedback."""


@app.command("migrate")
def migrate(
    to: str = typer.Option(
        ..., "--to", metavar="URL", help="The database that takes it over: empty, sqlite:///… or postgresql://…"
    ),
) -> None:
    """Move the whole state into another database.

    From SQLite to PostgreSQL, for instance, when replicas are wanted, or back. Stop every maintbot that runs on it
    first. The copy is read back and compared; the old state stays as it is. Then name the new one in
    STATE_DATABASE_URL. Files of answers stay where they are (CHAT_DOCS_DIR), and so does the secret in MAINTBOT_HOME,
    which replicas need as SECRET_KEY.
    """
    from bots.cli import run

    async def work(settings: Settings) -> int:
        from core.files.presence import opened
        from core.kernel.settings import with_async_driver
        from core.sentences import cli, say
        from core.state.moving import movable, move, opened_anew

        language = settings.default_language
        async with opened(settings) as source:
            url = with_async_driver(to)
            await movable(source, url)
            async with opened_anew(url, named="--to") as target:
                moved = await move(source, target)
        for table, rows in moved.items():
            typer.echo(f"{table:<12}{rows:>10}")
        typer.echo(say(cli.STATE_MOVED, language, rows=sum(moved.values())))
        return run.OK

    run.run(work, run.settings_or_exit())
