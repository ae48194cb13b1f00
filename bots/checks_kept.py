"""What ``maintbot doctor`` looks at of what is kept: that the keys open it, and that the files of answers are there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING

from core.kernel.errors import MaintbotError
from core.sentences import doctor, keeping
from core.sentences.diagnosis import Diagnosis, diagnose, failed

if TYPE_CHECKING:
    from core.kernel.settings import Settings
    from core.state.seals import Seals


async def of_kept(settings: Settings) -> AsyncIterator[tuple[str, Diagnosis]]:
    """SECRET_KEY and ENCRYPTION_KEYS by themselves, then against what is kept; nothing is made that is not there."""
    from core.state.database import sqlite_file
    from core.state.seals import Seals
    from core.state.secret import NAME, secret_key

    given = settings.secret_key.get_secret_value() if settings.secret_key else None
    try:
        secret = secret_key(given, settings.maintbot_home) if given or (settings.maintbot_home / NAME).exists() else b""
        seals = Seals(settings.encryption_keys, secret)
    except MaintbotError as error:
        yield "keys", failed(error)
        return
    file = sqlite_file(settings.state_url)
    if file is not None and not file.exists():
        return
    with suppress(MaintbotError):  # of the state or the files: the lines of those have said it
        async for found in _against(settings, seals, secret):
            yield found


async def _against(settings: Settings, seals: Seals, secret: bytes) -> AsyncIterator[tuple[str, Diagnosis]]:
    from adapters.slack.workspace.sealed import unopened as unopened_tokens
    from core.files.artifacts import ArtifactStore
    from core.files.presence import files_found
    from core.files.resealing import unopened as unopened_files
    from core.state.crypto import Box
    from core.state.database import State
    from core.state.keyvalue import KeyValue
    from core.state.resealing import unopened

    state, artifacts = await State.open(settings.state_url, seals=seals), ArtifactStore(settings.chat_docs_dir, b"")
    try:
        found = await unopened(state) + await unopened_files(artifacts, seals)
        tokens = await unopened_tokens(KeyValue(state), Box(settings.encryption_keys, secret))
        files = await files_found(state, artifacts, settings)
    finally:
        await state.close()
    if found.lost:
        text = doctor.KEYS_DO_NOT_OPEN if settings.encryption_keys else doctor.KEYS_MISSING
        yield "keys", diagnose("error", "still_sealed", text, lost=found.lost, looked=found.looked)
    if found.broken:
        yield "keys", diagnose("error", "seal_broken", doctor.KEPT_BROKEN, broken=found.broken, looked=found.looked)
    if tokens:
        yield "keys", diagnose("error", "token_still_sealed", doctor.TOKENS_DO_NOT_OPEN, lost=tokens)
    if not (found.lost or found.broken or tokens):
        yield "keys", diagnose("ok", "", doctor.KEYS_OPEN if settings.encryption_keys else doctor.KEYS_OFF)
    if files.missing:
        told = {"missing": files.missing, "expected": files.expected, "where": files.where}
        yield "files", diagnose("warning", "files_missing", keeping.FILES_MISSING, **told)
