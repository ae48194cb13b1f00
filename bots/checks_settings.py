"""What ``maintbot doctor`` says of the settings themselves, before anything is opened."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.kernel.errors import MaintbotError
from core.sentences import Text, cli, doctor
from core.sentences.diagnosis import Diagnosis, Level, diagnose, failed

if TYPE_CHECKING:
    from core.kernel.settings import Settings

SHORTEST_KEY = 16


def _found(level: Level, text: Text, **values: object) -> Diagnosis:
    return diagnose(level, "", text, **values)


def of_settings(settings: Settings) -> Iterator[Diagnosis]:
    """Settings that are valid one by one but not together, and names in .env that no setting has."""
    from adapters.rest.http.rate import RateLimit
    from bots.server import tls
    from core.telemetry.traces import installed

    well = True
    for examine in (lambda: RateLimit(settings.rate_limit), lambda: tls(settings), lambda: installed(settings)):
        try:
            examine()
        except MaintbotError as error:
            well = False
            yield failed(error)
    for port in filter(None, (settings.api_port, settings.metrics_port)):
        if (reason := not_here(settings.api_host, port)) is not None:
            well = False
            yield diagnose(
                "error", "cannot_listen", cli.CANNOT_LISTEN, host=settings.api_host, port=port, reason=reason
            )
    if settings.metrics_port is not None and settings.metrics_port == settings.api_port:
        well = False
        yield _found("error", doctor.SAME_PORT, port=settings.api_port)
    if settings.question_timeout <= settings.query_timeout:
        yield _found("warning", doctor.TIMES_CROSSED, question=settings.question_timeout, query=settings.query_timeout)
    if settings.azure_openai_endpoint and settings.openai_api_key is None:
        yield _found("warning", doctor.AZURE_WITHOUT_KEY)
    if settings.api_host not in ("127.0.0.1", "::1", "localhost") and not settings.api_keys:
        yield _found("warning", doctor.NO_KEYS_BUT_OPEN, host=settings.api_host)
    if any(len(key) < SHORTEST_KEY for key in settings.api_keys):
        yield _found("warning", doctor.WEAK_KEY, limit=SHORTEST_KEY)
    if settings.public_url and not settings.public_url.startswith("https://"):
        yield _found("warning", doctor.NOT_HTTPS)
    if unknown := unknown_names(Path(".env"), type(settings).model_fields):
        yield _found("warning", doctor.UNKNOWN_NAMES, names=", ".join(unknown))
    if well:
        yield _found("ok", doctor.SETTINGS_READ)


def not_here(host: str, port: int) -> str | None:
    """Why this machine cannot listen there; None when it can, or when somebody, most likely we, listens there now."""
    try:
        for family, kind, _, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind) as one:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                one.bind(address)
    except (OSError, UnicodeError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            return None
        return getattr(error, "strerror", None) or str(error)
    return None


def unknown_names(file: Path, fields: Mapping[str, Any]) -> list[str]:
    """Names in an environment file that no setting has: most likely misspelt."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    names = (line.partition("=")[0].strip().removeprefix("export ") for line in lines if "=" in line)
    return sorted({name for name in names if name and not name.startswith("#") and name.lower() not in fields})
