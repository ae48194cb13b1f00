"""An answer's files as addresses that download them for a day, and the answer that carries them."""

from __future__ import annotations

from adapters.rest import render
from adapters.rest.http.context import Rest
from adapters.rest.limits import LINK_SECONDS
from core.kernel.messages import Artifact, Reply


def link(shared: Rest, stored: Artifact) -> str:
    """A signed address of a file; absolute when PUBLIC_URL is set."""
    token = shared.core.artifacts.sign(stored.path, seconds=LINK_SECONDS, name=stored.filename)
    return f"{(shared.settings.public_url or '').rstrip('/')}/files/{token}"


def written(shared: Rest, reply: Reply, session_id: str, *, rows: bool) -> render.ChatAnswer:
    """A Reply in the API's form, its files signed anew.

    Args:
        rows: False leaves all rows out; the first ones stand in ``table``.
    """
    return render.answer(
        reply if rows else reply.model_copy(update={"rows": None}),
        session_id,
        currency=shared.settings.currency,
        paths={stored.kind: shared.core.artifacts.public_path(stored) for stored in reply.artifacts},
        links={stored.kind: link(shared, stored) for stored in reply.artifacts},
    )
