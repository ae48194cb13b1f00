"""What ``maintbot doctor`` finds of the model: reachable, key taken, models there and not about to be shut down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from core.kernel.errors import ModelUnavailable
from core.kernel.messages import Language
from core.kernel.settings import Settings
from core.modelling.client import ModelClient
from core.modelling.server import Server
from core.sentences import Text, say
from core.sentences import model as sentences
from core.sentences.diagnosis import Diagnosis, Level, diagnose
from core.wording import numbers as wording

NOTICE: Final = timedelta(days=120)
"""How long before a model's end the operator is told."""
_PATIENCE = 5.0


async def check(settings: Settings, today: date | None = None) -> list[Diagnosis]:
    """Ask the server which models it has; nothing for settings that name no server."""
    server = Server.of(settings)
    if server is None:
        return []
    client = ModelClient(server, timeout=min(_PATIENCE, settings.openai_timeout), max_concurrent=1)
    try:
        models = await client.models()
    except ModelUnavailable as error:
        if error.detail == "wrong_key":
            return [_found("error", sentences.DOCTOR_WRONG_KEY, server=server.address)]
        return [_found("warning", sentences.DOCTOR_AWAY, server=server.address, reason=error.detail)]
    finally:
        await client.close()
    wanted = {"OPENAI_MODEL_STRUCT": settings.openai_model_struct}
    if settings.head_rows and settings.openai_model_chat != settings.openai_model_struct:
        wanted["OPENAI_MODEL_CHAT"] = settings.openai_model_chat
    by_name = {str(model.get("id")): model for model in models}
    on = today or datetime.now(UTC).date()
    azure = settings.azure_openai_endpoint is not None
    return [_of_model(name, setting, by_name.get(name), server, on, azure=azure) for setting, name in wanted.items()]


def _of_model(
    name: str, setting: str, model: Mapping[str, Any] | None, server: Server, today: date, *, azure: bool
) -> Diagnosis:
    # Azure lists models while settings name deployments, so a missing name says nothing there.
    if model is None and not azure:
        return _found("error", sentences.DOCTOR_NO_SUCH_MODEL, server=server.address, model=name, setting=setting)
    ends = _day((model or {}).get("shutdown_date"))
    if ends is not None and ends - today <= NOTICE:
        text = sentences.DOCTOR_RETIRED if ends <= today else sentences.DOCTOR_RETIRES
        days: dict[Language, str] = {"es": wording.day(ends, "es"), "en": wording.day(ends, "en")}
        level: Level = "error" if ends <= today else "warning"
        texts: dict[Language, str] = {
            language: say(text, language, model=name, setting=setting, day=day) for language, day in days.items()
        }
        return Diagnosis(level, "", texts)
    return _found("ok", sentences.DOCTOR_WELL, server=server.address, model=name)


def _found(level: Level, text: Text, **values: object) -> Diagnosis:
    return diagnose(level, "", text, **values)


def _day(raw: object) -> date | None:
    """A shutdown date as the server writes it: ISO text or seconds since 1970."""
    try:
        if isinstance(raw, int | float):
            return datetime.fromtimestamp(raw, UTC).date()
        return date.fromisoformat(str(raw)[:10]) if raw else None
    except (ValueError, OverflowError, OSError):
        return None
