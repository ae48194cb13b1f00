"""``maintbot backup`` and ``maintbot restore``: the state and the answers' files as one archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from core.files.artifacts import ArtifactStore
    from core.kernel.settings import Settings


def backup(
    file: Path = typer.Argument(..., metavar="FILE", help="The archive to write, e.g. maintbot.tar.gz."),
) -> None:
    """Write the state and the files of answers into an archive.

    The bot may serve meanwhile. The archive holds what people asked and the secret that signs links: keep it as you
    keep those. ENCRYPTION_KEYS are not in it.
    """
    from bots.cli import run

    async def work(settings: Settings) -> int:
        from core.files.backup import backup as written
        from core.files.presence import files_are_there, state_is_there
        from core.sentences import keeping, say
        from core.state.database import State

        state_is_there(settings.state_url)
        state, artifacts = await State.open(settings.state_url), _artifacts(settings)
        try:
            await files_are_there(state, artifacts, settings.chat_docs_dir)
            kept = await written(state, artifacts, settings.maintbot_home, file)
        finally:
            await state.close()
        megabytes = f"{kept.size / 1_000_000:.1f}"
        typer.echo(say(keeping.BACKED_UP, settings.default_language, file=file, files=kept.files, megabytes=megabytes))
        return run.OK

    run.run(work, run.settings_or_exit())


def restore(
    file: Path = typer.Argument(
        ..., metavar="FILE", help="An archive of `maintbot backup`.", exists=True, dir_okay=False
    ),
    force: bool = typer.Option(False, "--force", help="Erase the state and the files that are there."),
) -> None:
    """Put a backup back into STATE_DATABASE_URL, CHAT_DOCS_DIR and MAINTBOT_HOME.

    Stop every maintbot that runs on them first. Without --force they must be empty.
    """
    from bots.cli import run

    async def work(settings: Settings) -> int:
        from core.files.backup import restore as put_back
        from core.sentences import keeping, say

        kept = await put_back(settings.state_url, _artifacts(settings), settings.maintbot_home, file, force=force)
        rows = sum(kept.rows.values())
        typer.echo(say(keeping.RESTORED, settings.default_language, rows=rows, files=kept.files, made_at=kept.made_at))
        return run.OK

    run.run(work, run.settings_or_exit())


def _artifacts(settings: Settings) -> ArtifactStore:
    """The files as they lie there: neither links nor seals are needed."""
    from core.files.artifacts import ArtifactStore

    return ArtifactStore(settings.chat_docs_dir, b"")
