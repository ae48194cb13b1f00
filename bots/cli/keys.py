"""``maintbot keys``: the keys that encrypt what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from core.kernel.settings import Settings

app = typer.Typer(help="Keys that encrypt what is kept (ENCRYPTION_KEYS).", no_args_is_help=True)


@app.callback()
def _keys() -> None:
    """Keys that encrypt what is kept (ENCRYPTION_KEYS)."""


@app.command("new")
def new() -> None:
    """Print a new key, to be put in front of those in ENCRYPTION_KEYS."""
    from cryptography.fernet import Fernet

    typer.echo(Fernet.generate_key().decode())


@app.command("reseal")
def reseal() -> None:
    """Encrypt everything that is kept with the first of ENCRYPTION_KEYS.

    Results, answers, files and tokens that lie there unencrypted, or under an older key. The bot may serve meanwhile,
    with the same ENCRYPTION_KEYS. Afterwards the older keys can be taken away. Ends with 1 when something is there
    that none of the keys opens.
    """
    from bots.cli import run

    async def work(settings: Settings) -> int:
        from adapters.slack.workspace.sealed import reseal as reseal_tokens
        from core.files.artifacts import ArtifactStore
        from core.files.presence import files_are_there, opened
        from core.files.resealing import reseal as reseal_files
        from core.sentences import keeping, say
        from core.state.crypto import Box
        from core.state.keyvalue import KeyValue
        from core.state.resealing import NoKeys
        from core.state.resealing import reseal as reseal_state
        from core.state.seals import Seals
        from core.state.secret import secret_key

        language = settings.default_language
        given = settings.secret_key.get_secret_value() if settings.secret_key else None
        secret = secret_key(given, settings.maintbot_home)
        seals = Seals(settings.encryption_keys, secret)
        if not seals.has_keys:
            raise NoKeys
        artifacts = ArtifactStore(settings.chat_docs_dir, secret)
        async with opened(settings, seals) as state:
            await files_are_there(state, artifacts, settings)
            found = await reseal_state(state)
            found += await reseal_tokens(KeyValue(state), Box(settings.encryption_keys, secret))
        found += await reseal_files(artifacts, seals)
        sentence = keeping.NOT_ALL_RESEALED if found.lost else keeping.RESEALED
        typer.echo(say(sentence, language, count=found.anew, lost=found.lost))
        return run.ERROR if found.lost else run.OK

    run.run(work, run.settings_or_exit())
