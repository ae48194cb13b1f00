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
        from core.files.presence import files_are_there, opened
        from core.sentences import keeping, say

        artifacts = _artifacts(settings)
        async with opened(settings) as state:
            found = await files_are_there(state, artifacts, settings)
            kept = await written(state, artifacts, settings.maintbot_home, file)
        megabytes = f"{kept.size / 1_000_000:.{1 if kept.size >= 1_000_000 else 3}f}"
        typer.echo(say(keeping.BACKED_UP, settings.default_language, file=file, files=kept.files, megabytes=megabytes))
        if found.missing:
            told = {"missing": found.missing, "expected": found.expected, "where": found.where}
            run.say_error(say(keeping.FILES_MISSING, settings.default_language, **told))
        return run.OK

    run.run(work, run.settings_or_exit())


def restore(
    file: Path = typer.Argument(
        None,
        metavar="FILE",
        help="An archive of `maintbot backup`. Without one: finish or take back a restore that was broken off.",
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
    force: bool = typer.Option(False, "--force", help="Erase the state and files there; keep a damaged state."),
) -> None:
    """Put a backup back into STATE_DATABASE_URL, CHAT_DOCS_DIR and MAINTBOT_HOME.

    Stop every maintbot that runs on them first. Without --force they must be empty. It is all put back or nothing is
    changed; when it is broken off, even by a kill, no maintbot starts on what is there until `maintbot restore` without
    a file has finished it or taken it back.
    """
    from bots.cli import run
    from core.sentences import keeping

    settings = run.settings_or_exit()

    async def work(settings: Settings) -> int:
        from core.files.restore import restore as put_back
        from core.files.restore import settle
        from core.sentences import say

        if file is None:
            settled = await settle(settings.state_url, _artifacts(settings), settings.maintbot_home)
            if settled is None:
                raise run.say_usage(keeping.RESTORE_WHAT, settings)
            what, journal = settled
            text = keeping.RESTORE_FINISHED if what == "finished" else keeping.RESTORE_TAKEN_BACK
            told = {"archive": journal.archive, "made_at": journal.made_at}
            typer.echo(say(text, settings.default_language, **told))
            return run.OK
        kept = await put_back(settings.state_url, _artifacts(settings), settings.maintbot_home, file, force=force)
        rows = sum(kept.rows.values())
        typer.echo(say(keeping.RESTORED, settings.default_language, rows=rows, files=kept.files, made_at=kept.made_at))
        if kept.aside is not None:
            typer.echo(say(keeping.DAMAGED_ASIDE, settings.default_language, file=kept.aside))
        return run.OK

    run.run(work, settings)


def _artifacts(settings: Settings) -> ArtifactStore:
    """The files as they lie there: neither links nor seals are needed."""
    from core.files.artifacts import ArtifactStore

    return ArtifactStore(settings.chat_docs_dir, b"")
