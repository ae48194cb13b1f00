"""Tokens of all workspaces, sealed anew with the newest key."""

from __future__ import annotations

from core.kernel.errors import ConfigurationError
from core.state.crypto import Box
from core.state.keyvalue import KeyValue
from core.state.resealing import Resealed

PREFIX = "slack.installation."
"""Of the keys under which installations are kept, whichever app's they are."""


async def unopened(values: KeyValue, box: Box) -> int:
    """How many workspaces' tokens no key opens.

    Raises:
        StateUnavailable: the state database does not answer.
    """
    lost = 0
    for key in await values.keys(PREFIX):
        try:
            if sealed := await values.get(key):
                box.open(sealed.encode())
        except ConfigurationError:
            lost += 1
    return lost


async def reseal(values: KeyValue, box: Box) -> Resealed:
    """Seal what an older key sealed; one that no key opens stays as it is.

    Raises:
        StateUnavailable: the state database does not answer.
    """
    found = Resealed()
    for key in await values.keys(PREFIX):
        sealed = await values.get(key)
        try:
            anew = box.resealed(sealed.encode()) if sealed else None
        except ConfigurationError:
            found += Resealed(lost=1)
            continue
        if anew is not None:
            await values.set(key, anew.decode())
            found += Resealed(anew=1)
    return found
