"""Signed, expiring links to stored files: in channels and groups, and wherever an upload did not work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.teams import limits
from adapters.teams.cards import build as cards
from adapters.teams.payload import Json
from core.kernel.messages import Artifact, Language
from core.sentences import Text, say
from core.sentences import teams as words

if TYPE_CHECKING:
    from core.files.artifacts import ArtifactStore
    from core.kernel.settings import Settings

_SECONDS = limits.LINK_DAYS * 24 * 3600


class Links:
    """Signed, expiring links to stored files.

    Args:
        base: the public address of this server; None when there is none, and then there are no links.
    """

    def __init__(self, store: ArtifactStore, base: str | None) -> None:
        self.store = store
        self._base = base.rstrip("/") if base else None

    def url(self, artifact: Artifact) -> str | None:
        """A link to a Reply's file."""
        return self.of(self.token(artifact))

    def of(self, token: str) -> str | None:
        """The link for a token."""
        return f"{self._base}/files/{token}" if self._base else None

    def token(self, artifact: Artifact) -> str:
        """What a link, or a consent card, carries instead of a path: signed, so nobody can ask for another file."""
        return self.store.sign(artifact.path, seconds=_SECONDS, name=artifact.filename)


def link_message(url: str | None, with_link: Text, without: Text, language: Language) -> Json:
    """A card that says why there is a link, with the link as its button; without a link only words.

    Args:
        url: as ``Links.of`` gave it.
        with_link: may name ``{days}``, how long the link is good.
    """
    if url is None:
        text = say(without, language)
        return cards.message(cards.card([cards.text(cards.run(text))], text, language), text)
    text = say(with_link, language, days=limits.LINK_DAYS)
    button = cards.buttons([cards.open_url(say(words.DOWNLOAD, language), url)])
    return cards.message(cards.card([cards.text(cards.run(text)), button], text, language), text)


def public_url(settings: Settings) -> str | None:
    """The address that links begin with; in development mode this machine's own."""
    if settings.public_url:
        return settings.public_url
    return f"http://{settings.api_host}:{settings.api_port}" if settings.teams_dev else None
