"""The migrations and the MetaData say the same."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from core.state import migrate
from core.state.database import State
from core.state.migrations import HEAD
from core.state.tables import metadata


def down_and_up(connection: Connection) -> tuple[set[str], set[str]]:
    """All migrations undone and done again; the tables that there are below and above."""
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    config.attributes["connection"] = connection
    command.downgrade(config, "base")
    inspect(connection).clear_cache()
    below = set(inspect(connection).get_table_names())
    migrate.upgrade(connection)
    return below, set(inspect(connection).get_table_names())


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(migrate.FOLDER)).get_heads() == [HEAD]


@pytest.mark.parametrize("way", ["created", "migrated"])
async def test_a_new_and_a_migrated_database_are_what_the_metadata_says(state: State, way: str) -> None:
    if way == "migrated":
        await state.write(down_and_up)

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
        return list(compare_metadata(context, metadata))

    def indexes(connection: Connection) -> str:
        found = {index["name"]: index["dialect_options"] for index in inspect(connection).get_indexes("inbox")}
        return str(found["ix_inbox_unfinished"][f"{connection.dialect.name}_where"])

    assert await state.read(differences) == []
    assert "finished_at IS NULL" in await state.read(indexes)


async def test_every_migration_can_be_undone(state: State) -> None:
    below, above = await state.write(down_and_up)
    assert below == {"alembic_version"}
    assert above == {"alembic_version", *metadata.tables}
