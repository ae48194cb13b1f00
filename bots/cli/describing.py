"""``maintbot model init --describe``: a language model proposes words, from names alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.drafting.describing import Proposed
    from core.drafting.draft import ModelDraft
    from core.kernel.settings import Settings


async def described(settings: Settings, draft: ModelDraft) -> Proposed:
    """The draft with the words that the model proposes.

    Raises:
        ConfigurationError: there is no key and no server.
        ModelUnavailable: it did not answer, or not in the form that was asked for.
    """
    from core.drafting import describing
    from core.kernel.errors import ConfigurationError
    from core.modelling.client import ModelClient
    from core.modelling.faults import Fault
    from core.modelling.wire import Ask

    client = ModelClient.of(settings)
    if client is None:
        reason = "--describe: OPENAI_API_KEY"
        raise ConfigurationError(reason, reason=reason)

    def accept(text: str) -> list[dict[str, Any]]:
        try:
            return describing.read_words(text)
        except ValueError as error:
            raise Fault("malformed") from error

    said: list[dict[str, Any]] = []
    try:
        for names in describing.names_of(draft):
            ask = Ask(
                static=describing.TASK,
                changing=names,
                model=settings.openai_model_struct,
                cache_key=hashlib.sha256(describing.TASK.encode()).hexdigest()[:16],
                person="0" * 32,
                schema=describing.SCHEMA,
                schema_name=describing.SCHEMA_NAME,
                max_tokens=16_000,
            )
            said += (await client.ask(ask, accept)).value or []
    finally:
        await client.close()
    return describing.with_words(draft, said, settings.openai_model_struct)
