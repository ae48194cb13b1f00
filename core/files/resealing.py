"""Sealing files anew: those in the open, or under an older key, are sealed with the newest of ENCRYPTION_KEYS."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from core.files.artifacts import ArtifactStore
from core.kernel.errors import ArtifactNotFound
from core.state.resealing import SOME, Opened, Resealed, opened
from core.state.seals import Seals, StillSealed


async def unopened(artifacts: ArtifactStore, seals: Seals) -> Opened:
    """Look whether the keys open some of the files, the oldest and the newest.

    Raises:
        StorageFailed: the location cannot be listed or read.
    """
    paths, found = await artifacts.stored(), Opened()
    for path in dict.fromkeys((*paths[:SOME], *paths[-SOME:])):
        with suppress(ArtifactNotFound):  # forgotten meanwhile
            found += await asyncio.to_thread(opened, seals, await artifacts.read_as_stored(path))
    return found


async def reseal(artifacts: ArtifactStore, seals: Seals) -> Resealed:
    """Seal with the newest key what is not; those that are forgotten meanwhile stay forgotten.

    Raises:
        StorageFailed: the location cannot be listed, read or written; what was done stays done.
    """
    found = Resealed()
    for path in await artifacts.stored():
        try:
            anew = await asyncio.to_thread(seals.resealed, await artifacts.read_as_stored(path))
            if anew is not None:
                await artifacts.write_as_stored(path, anew, over=True)
                found += Resealed(anew=1)
        except StillSealed:
            found += Resealed(lost=1)
        except ArtifactNotFound:
            continue
    return found
