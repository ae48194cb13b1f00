"""Where the bot is installed, and its one welcome there."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog

from adapters.teams.cards import build as cards
from adapters.teams.cards import buttons
from adapters.teams.events import Arrived, Left, Place
from adapters.teams.payload import Json
from adapters.teams.sdk.connector import Connector
from adapters.teams.tenant.keys import key
from core.delivery.events import Events
from core.kernel.errors import DeliveryError
from core.kernel.messages import Language
from core.sentences import say
from core.sentences import teams as words
from core.state.keyvalue import KeyValue

log = structlog.get_logger(__name__)


class Installs:
    """Keeps installations as plain JSON in the state database, each with the reference that reaches it."""

    def __init__(self, kept: KeyValue, events: Events, connector: Connector, language: Language) -> None:
        self._kept = kept
        self._events = events
        self._connector = connector
        self._language: Language = language

    async def arrived(self, event: Arrived) -> bool:
        """Keep an installation. True when a welcome is due: the first time, of however many events tell of it."""
        where = event.place
        await self._kept.set(
            _install_key(where),
            {
                "tenant": where.tenant,
                "scope": where.scope,
                "thread": where.thread.key,
                "team": event.team,
                "reference": where.delivery["reference"],
                "at": datetime.now(UTC).isoformat(),
            },
        )
        log.info("teams_installed", scope=where.scope)
        return await self._events.once(_welcome_key(where))

    async def left(self, event: Left) -> None:
        """Forget an installation; when the bot comes back it says hello again."""
        await self._kept.delete(_install_key(event.place))
        await self._events.forget(_welcome_key(event.place))
        log.info("teams_uninstalled", scope=event.place.scope)

    async def all(self) -> list[Json]:
        """Every installation that is kept."""
        return [await self._kept.get(name) for name in await self._kept.keys("teams.install.")]

    async def welcome(self, where: Place) -> None:
        """Say what to ask and how, with examples to press."""
        language = where.language or self._language
        try:
            await self._connector.post(where.delivery["reference"], welcome(where, language))
        except DeliveryError as error:
            log.warning("teams_welcome_failed", code=error.code, detail=error.detail)
            await self._events.forget(_welcome_key(where))


def welcome(where: Place, language: Language) -> Json:
    """The welcome as an activity."""
    how = words.WELCOME_PERSONAL if where.scope == "personal" else words.WELCOME_SHARED
    title = say(words.WELCOME, language)
    examples = [say(example, language) for example in words.EXAMPLES]
    body = [
        cards.text(cards.run(title, size="Large", weight="Bolder")),
        cards.text(cards.run(say(how, language))),
        cards.note(say(words.WELCOME_TRY, language), spacing="Medium"),
        *buttons.rows([cards.submit(example, {"ask": example}) for example in examples], spacing="Default"),
    ]
    return cards.message(cards.card(body, title, language), title)


def _install_key(where: Place) -> str:
    return key("install", where.thread.workspace, where.thread.channel)


def _welcome_key(where: Place) -> str:
    return key("welcome", where.thread.workspace, where.thread.channel)
