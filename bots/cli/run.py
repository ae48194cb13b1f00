"""What every command shares: settings read, logs set up, errors told in one sentence, exit codes.

0 answered, 1 error, 2 usage (typer's own).
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from core.kernel.messages import Language
    from core.kernel.settings import Settings
    from core.sentences import Text

OK = 0
ERROR = 1
USAGE = 2
INTERRUPTED = 130


def settings_or_exit(**overrides: Any) -> Settings:
    """Read the settings; on a bad one say which and end with 1. ``overrides`` win over the environment."""
    from pydantic import ValidationError

    from core.kernel.settings import Settings
    from core.sentences import say
    from core.sentences import settings as texts

    try:
        return Settings(**overrides)
    except ValidationError as error:
        language = _spoken()
        for problem in error.errors(include_url=False, include_input=False):
            name = "_".join(str(part) for part in problem["loc"][:1]).upper()
            told = _invalid(problem["type"], problem.get("ctx", {}), problem["msg"], language)
            say_error(f"{name}: {told}" if name else told)
        raise SystemExit(ERROR) from None
    except (OSError, UnicodeDecodeError) as error:
        say_error(say(texts.ENV_UNREADABLE, _spoken(), error=error))
        raise SystemExit(ERROR) from None


def _spoken() -> Language:
    """DEFAULT_LANGUAGE, when the settings as a whole cannot be read."""
    from pydantic_settings import BaseSettings

    from core.kernel.settings import Settings

    class Spoken(BaseSettings):
        model_config = Settings.model_config
        default_language: str = "es"

    try:
        return "en" if Spoken().default_language == "en" else "es"
    except (OSError, ValueError):
        return "es"


def _invalid(kind: str, context: Mapping[str, Any], message: str, language: Language) -> str:
    """What is wrong with one setting; pydantic's own words where we have none for it."""
    from core.sentences import say
    from core.sentences.settings import INVALID

    if kind not in INVALID:
        return message.removeprefix("Value error, ")
    values = {name: str(value).replace(" or ", ", ").removesuffix(".0") for name, value in context.items()}
    return say(INVALID[kind], language, **values)


def run(work: Callable[[Settings], Awaitable[int]], settings: Settings, *, quiet: bool = True) -> None:
    """Run one command's work to its end and leave with its exit code.

    Args:
        work: gets the settings, gives the exit code; a MaintbotError becomes its sentence and 1.
        settings: as read.
        quiet: a person waits for one answer, so only warnings reach standard error (a LOG_FILE gets all).
    """
    from core.kernel.errors import MaintbotError
    from core.telemetry import logs

    style = "console" if quiet and sys.stderr.isatty() else None
    language = settings.default_language
    code = ERROR
    try:
        logs.configure(settings, level=_quiet_level(settings) if quiet else None, style=style)
        with logs.bind(correlation_id=logs.new_correlation_id()):
            code = asyncio.run(guarded(work, settings, language))
    except MaintbotError as error:
        say_error(error.message(language))
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has left; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(code)


def run_parent(work: Callable[[Settings], int], settings: Settings) -> NoReturn:
    """As ``run``, for work that starts processes and has no event loop of its own."""
    from core.kernel.errors import MaintbotError
    from core.telemetry import logs

    code = ERROR
    try:
        logs.configure(settings)
        code = work(settings)
    except MaintbotError as error:
        say_error(error.message(settings.default_language))
    raise SystemExit(code)


def _quiet_level(settings: Settings) -> str:
    return "ERROR" if settings.log_level == "ERROR" else "WARNING" if settings.log_level != "DEBUG" else "DEBUG"


async def guarded(work: Callable[[Settings], Awaitable[int]], settings: Settings, language: Language) -> int:
    """The work, with anything it raises logged under the correlation id and told in one sentence."""
    import structlog

    from core.kernel.errors import MaintbotError
    from core.telemetry import logs

    log = structlog.get_logger(__name__)
    try:
        return await work(settings)
    except BrokenPipeError:
        raise
    except MaintbotError as error:
        log.warning("command_failed", code=error.code, detail=error.detail)
        say_error(error.message(language))
    except Exception:
        log.exception("command_crashed")
        say_error(f"{MaintbotError().message(language)} [{logs.correlation_id()}]")
    return ERROR


def say_error(sentence: str) -> None:
    """One sentence on standard error, without colours or a traceback."""
    print(sentence, file=sys.stderr, flush=True)


def say_usage(text: Text, settings: Settings, **values: Any) -> SystemExit:
    """Say how the command is used; raise what this returns."""
    from core.sentences import say

    say_error(say(text, settings.default_language, **values))
    return SystemExit(USAGE)
