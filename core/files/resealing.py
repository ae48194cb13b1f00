"""Sealing files anew: those in the open, or under an older key, are sealed with the newest of ENCRYPTION_KEYS."""

from __future__ import annotations

import asyncio

from core.files.artifacts import ArtifactStore
from core.kernel.errors import ArtifactNotFound
from core.state.resealing import Resealed
from core.state.seals import Seals, StillSealed


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
