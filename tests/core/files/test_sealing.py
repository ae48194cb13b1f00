"""Files at rest: sealed by the newest key, opened by each, and a lost key is said so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.files.artifacts import ArtifactStore, FileSealed
from core.kernel.errors import ConfigurationError
from core.state.seals import Seals

ONE, TWO = Fernet.generate_key().decode(), Fernet.generate_key().decode()
AT = datetime(2026, 11, 22, 14, 15, 30, tzinfo=UTC)
CONTENT = "área,OT\r\nEmbotellado,12\r\n".encode()


def store(folder: Path, *keys: str) -> ArtifactStore:
    return ArtifactStore(str(folder), b"secret", seals=Seals(keys, b"secret"))


async def test_what_lies_there_says_nothing(tmp_path: Path) -> None:
    sealing = store(tmp_path, ONE)
    (saved,) = await sealing.save({"data": CONTENT}, at=AT)
    assert saved.size == len(CONTENT)
    assert b"Embotellado" not in (tmp_path / saved.path).read_bytes()
    assert await sealing.read(saved.path) == CONTENT


async def test_keys_are_changed_and_nothing_becomes_unreadable(tmp_path: Path) -> None:
    (plain,) = await store(tmp_path).save({"data": CONTENT}, at=AT)
    (old,) = await store(tmp_path, ONE).save({"data": CONTENT}, at=AT)
    both = store(tmp_path, TWO, ONE)
    (new,) = await both.save({"data": CONTENT}, at=AT)
    assert [await both.read(found.path) for found in (plain, old, new)] == [CONTENT] * 3
    assert await store(tmp_path, TWO).read(new.path) == CONTENT  # the first key seals


@pytest.mark.parametrize("keys", [(), (TWO,)])
async def test_a_lost_key_is_said_in_a_sentence(tmp_path: Path, keys: tuple[str, ...]) -> None:
    (saved,) = await store(tmp_path, ONE).save({"data": CONTENT}, at=AT)
    with pytest.raises(FileSealed) as lost:
        await store(tmp_path, *keys).read(saved.path)
    assert "clave" in lost.value.message("es") and "ENCRYPTION_KEYS" in lost.value.message("en")


async def test_a_file_that_was_changed_is_not_given_out(tmp_path: Path) -> None:
    sealing = store(tmp_path, ONE)
    (saved,) = await sealing.save({"data": CONTENT}, at=AT)
    path = tmp_path / saved.path
    path.write_bytes(path.read_bytes()[:-8] + b"AAAAAAA=")
    with pytest.raises(FileSealed):
        await sealing.read(saved.path)


def test_a_key_of_another_form_is_refused_at_the_start() -> None:
    with pytest.raises(ConfigurationError, match="key 1"):
        Seals(["short"], b"secret")
