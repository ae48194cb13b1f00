"""What ``maintbot doctor`` looks at. Each check gives a Diagnosis and never raises for what it finds."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bots.checks_kept import of_kept
from bots.checks_settings import of_settings
from core.kernel.errors import ConfigurationError, MaintbotError, StorageFailed
from core.sentences import Text, doctor, filled
from core.sentences import settings as operator
from core.sentences.diagnosis import Diagnosis, Level, diagnose, failed

if TYPE_CHECKING:
    from core.kernel.settings import Settings

LOW_DISK_MB = 500
FULL_DISK_MB = 50


def _found(level: Level, text: Text, **values: object) -> Diagnosis:
    return diagnose(level, "", text, **values)


async def all_checks(settings: Settings) -> AsyncIterator[tuple[str, Diagnosis]]:
    """Every finding with the name of what it is about, in the order that an operator mends things."""
    for finding in of_settings(settings):
        yield "settings", finding
    async for name, finding in of_plant(settings):
        yield name, finding
    yield "state", await of_state(settings)
    yield "files", await of_files(settings)
    async for name, finding in of_kept(settings):
        yield name, finding
    yield "disk", of_disk(settings)
    for model_finding in await of_model(settings):
        yield "model", model_finding
    for platform in ("slack", "teams"):
        for finding in await of_platform(platform, settings):
            yield platform, finding


async def of_plant(settings: Settings) -> AsyncIterator[tuple[str, Diagnosis]]:
    """The plant's database can be read and has what the semantic model describes."""
    from core.data.database import Database
    from core.drafting.abilities import is_bare
    from core.kernel.clock import Clock
    from core.semantics.load import load_model
    from core.semantics.quoting import table_name

    tables: int | None = None
    database: Database | None = None
    try:
        if settings.on_demo_plant:
            from core.demo.generate import ensure

            today = Clock(settings.plant_timezone, settings.maintbot_today).today()
            await asyncio.to_thread(ensure, settings.demo_database, today)
            yield "plant", _found("ok", doctor.DEMO_PLANT)
        database = await Database.open(settings.plant_url, pool_size=1, query_timeout=settings.query_timeout)
        tables = len((await database.catalog()).tables)
        yield "plant", _found("ok", doctor.PLANT_READ, tables=tables)
    except MaintbotError as error:
        yield "plant", failed(error)
    try:
        model = load_model(settings.semantic_model)
        if database is None or tables is None:
            yield "semantic model", _found("warning", doctor.MODEL_NEEDED)
        else:
            tables_named = [table_name(item.source) for item in model.datasets.values() if not item.is_query]
            await database.require(tables_named)
            if is_bare(model):
                yield "semantic model", _found("warning", doctor.MODEL_BARE)
            else:
                yield "semantic model", _found("ok", doctor.MODEL_READ, datasets=len(model.datasets))
    except MaintbotError as error:
        yield "semantic model", failed(error)
    finally:
        if database is not None:
            await database.close()


async def of_state(settings: Settings) -> Diagnosis:
    """The state database can be opened, which migrates it, and written."""
    from core.files.unfinished import none_is_unfinished, state_is_whole
    from core.state.damage import undamaged
    from core.state.database import State, sqlite_file

    try:
        settings.maintbot_home.mkdir(parents=True, exist_ok=True)
        none_is_unfinished(settings.maintbot_home)
        await asyncio.to_thread(undamaged, sqlite_file(settings.state_url))
        state = await State.open(settings.state_url)
    except OSError as error:
        home = settings.maintbot_home.absolute()
        reason = filled(operator.HOME_UNWRITABLE, path=home, error=error.strerror)
        return failed(ConfigurationError(str(error), reason=reason))
    except MaintbotError as error:
        return failed(error)
    try:
        await state_is_whole(state)
        await state.prove()
    except MaintbotError as error:
        return failed(error)
    finally:
        await state.close()
    where = sqlite_file(settings.state_url) or state.url.render_as_string(hide_password=True)
    return _found("ok", doctor.STATE_WRITTEN, where=where)


async def of_files(settings: Settings) -> Diagnosis:
    """A file can be stored where answers' files go, read back and removed."""
    from core.files.artifacts import ArtifactStore
    from core.files.presence import why

    store = ArtifactStore(settings.chat_docs_dir, b"doctor")
    try:
        (stored,) = await store.save({"data": b"doctor\r\n"}, at=datetime.now(UTC))
        await store.read(stored.path)
        await store.delete(stored.path)
    except StorageFailed as error:
        reason = filled(operator.FILES_UNWRITABLE, path=store.where, error=why(error))
        return failed(ConfigurationError(error.detail, reason=reason))
    except MaintbotError as error:
        return failed(error)
    return _found("ok", doctor.FILES_WRITTEN, where=store.where)


def of_disk(settings: Settings) -> Diagnosis:
    """Room where the state lies."""
    where = settings.maintbot_home if settings.maintbot_home.exists() else Path()
    free = shutil.disk_usage(where).free // 1_000_000
    if free >= LOW_DISK_MB:
        return _found("ok", doctor.DISK_FREE, free=free, where=where)
    return _found("error" if free < FULL_DISK_MB else "warning", doctor.DISK_LOW, free=free, where=where)


async def of_model(settings: Settings) -> list[Diagnosis]:
    """Whether the model's server answers, takes the key and has the model; nothing that costs is called."""
    from core.modelling.doctor import check
    from core.modelling.server import Server

    if settings.planner != "offline" and Server.of(settings) is not None:
        return list(await check(settings))
    if settings.planner == "model":
        return [_found("error", doctor.MODEL_KEY_MISSING)]
    return [_found("ok", doctor.OFFLINE)]


async def of_platform(name: str, settings: Settings) -> list[Diagnosis]:
    """What the platform's own doctor finds; one that is off says so."""
    found: list[Diagnosis] = []
    if importlib.util.find_spec(f"adapters.{name}.doctor") is not None:
        found = list(await importlib.import_module(f"adapters.{name}.doctor").check(settings))
    if not found:
        found.append(_found("ok", doctor.PLATFORM_OFF))
    return found
