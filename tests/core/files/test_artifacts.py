from __future__ import annotations

import errno
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from core.files import links
from core.files.artifacts import ArtifactStore, folder_name
from core.files.links import LinkExpired
from core.files.naming import FileTitle, filename, slug
from core.kernel.errors import ArtifactNotFound, StorageFailed

AT = datetime(2026, 11, 22, 14, 15, 30, tzinfo=UTC)
FILES = {"data": b"\xef\xbb\xbfa\r\n1\r\n", "image": b"\x89PNG", "code": b"print()"}


@pytest.fixture
def store(tmp_path) -> ArtifactStore:
    return ArtifactStore(str(tmp_path / "chat_docs"), b"secret")


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_files_of_an_answer_lie_together_and_read_back(store, tmp_path):
    saved = await store.save(FILES, at=AT)
    assert [artifact.kind for artifact in saved] == ["data", "image", "code"]
    folders = {artifact.path.partition("/")[0] for artifact in saved}
    assert len(folders) == 1
    assert folders.pop().startswith("20261122T141530-")
    assert [artifact.path.partition("/")[2] for artifact in saved] == ["data_0.csv", "image_0.png", "code_0.py"]
    assert [artifact.size for artifact in saved] == [len(content) for content in FILES.values()]
    assert saved[0].media_type == "text/csv; charset=utf-8"
    for artifact in saved:
        assert await store.read(artifact.path) == FILES[artifact.kind]
    assert len(everything(tmp_path)) == 3
    assert store.public_path(saved[0]) == f"{tmp_path}/chat_docs/{saved[0].path}"


async def test_a_relative_location_stays_as_the_person_wrote_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = ArtifactStore("chat_docs/", b"secret")
    (saved,) = await store.save({"data": b"x"}, at=AT)
    assert store.public_path(saved) == f"chat_docs/{saved.path}"
    assert Path(store.public_path(saved)).read_bytes() == b"x"


async def test_nothing_to_save_makes_nothing(store, tmp_path):
    assert await store.save({}, at=AT) == ()
    assert everything(tmp_path) == []


async def test_a_bucket_works_too():
    store = ArtifactStore("memory://plant/chat_docs", b"secret")
    saved = await store.save(FILES, at=AT)
    assert await store.read(saved[1].path) == FILES["image"]
    assert store.public_path(saved[0]) == f"memory://plant/chat_docs/{saved[0].path}"
    assert fsspec.filesystem("memory").exists(f"/plant/chat_docs/{saved[2].path}")
    assert await store.sweep(AT + timedelta(seconds=1)) == 1
    with pytest.raises(ArtifactNotFound):
        await store.read(saved[0].path)


@pytest.mark.parametrize(
    ("title", "when", "kind", "name"),
    [
        ("OT abiertas por área", "2026-11-22", "data", "ot_abiertas_por_area_2026-11-22.csv"),
        ("OT abiertas por área", "2026-11-22", "workbook", "ot_abiertas_por_area_2026-11-22.xlsx"),
        ("Horas de paro por mes", "1 ene al 22 nov 2026", "data", "horas_de_paro_por_mes_1_ene_al_22_nov_2026.csv"),
        ("¿Cuántos equipos?", "octubre de 2026", "image", "cuantos_equipos_octubre_de_2026.png"),
        ("../../etc/passwd\x00", "2026-11-22", "code", "etc_passwd_2026-11-22.py"),
        ("palabra " * 30, "2026-11-22", "data", "palabra_palabra_palabra_palabra_palabra_2026-11-22.csv"),
        ("x" * 300, "", "data", "x" * 44 + ".csv"),
        ("", "2026-11-22", "data", "data_0.csv"),
        ("部品 🔧", "2026-11-22", "image", "image_0.png"),
    ],
)
def test_a_download_has_a_name_for_people_with_one_date(title, when, kind, name):
    assert filename(kind, FileTitle(title, when)) == name
    assert filename("data", None) == "data_0.csv"


def test_slugs_end_in_a_word_and_folder_names_differ():
    assert not slug("palabra " * 50).endswith("_")
    assert folder_name(AT) != folder_name(AT)
    local = AT.astimezone(timezone(timedelta(hours=-6)))
    assert folder_name(local)[:15] == "20261122T141530"


@pytest.mark.parametrize(
    "path",
    ["../secret", "/etc/passwd", "20261122T141530-0123456789ab/../../x", "20261122T141530-0123456789ab/other.txt", "", "data_0.csv",
     "20261122T141530-0123456789ab/data_0.csv/", "20261122T141530-0123456789ab\\data_0.csv", "20261122T141530-0123456789ab/./data_0.csv"],
)  # fmt: skip
async def test_only_artifacts_can_be_read_signed_or_deleted(store, path):
    with pytest.raises(ArtifactNotFound):
        await store.read(path)
    with pytest.raises(ArtifactNotFound):
        await store.delete(path)
    with pytest.raises(ArtifactNotFound):
        store.sign(path, seconds=60)


async def test_a_file_that_is_gone_is_not_found(store):
    with pytest.raises(ArtifactNotFound):
        await store.read("20261122T141530-0123456789ab/data_0.csv")


async def test_deleting_takes_the_whole_answer_and_twice_is_no_harm(store, tmp_path):
    saved = await store.save(FILES, at=AT)
    other = await store.save(FILES, at=AT)
    await store.delete(saved[0].path)
    await store.delete(saved[0].path)
    assert len(everything(tmp_path)) == 3
    assert await store.read(other[0].path) == FILES["data"]


async def test_a_location_that_cannot_be_written_is_said(tmp_path):
    # Under a regular file nobody can make a folder, not even root, whom permissions do not stop.
    (tmp_path / "file").write_text("x")
    store = ArtifactStore(str(tmp_path / "file" / "chat_docs"), b"secret")
    with pytest.raises(StorageFailed) as raised:
        await store.save(FILES, at=AT)
    assert "disco lleno o sin permiso" in raised.value.message("es")
    with pytest.raises(ArtifactNotFound):
        await store.read("20261122T141530-0123456789ab/data_0.csv")


def full_disk(base: type, after: int) -> type:
    """A file system whose disk is full after so many files, in the middle of the next one."""

    class Full(base):
        cachable = False
        opened = 0

        def open(self, path, mode="rb", **options):
            file = super().open(path, mode, **options)
            if "w" not in mode:
                return file
            type(self).opened += 1
            if type(self).opened > after:
                write = file.write

                def fail(content):
                    write(content[: len(content) // 2])
                    raise OSError(errno.ENOSPC, "No space left on device")

                file.write = fail
            return file

    return Full


@pytest.mark.parametrize("after", [0, 1, 2])
async def test_a_full_disk_leaves_nothing_behind(tmp_path, after):
    store = ArtifactStore(str(tmp_path / "chat_docs"), b"secret", filesystem=full_disk(LocalFileSystem, after)())
    with pytest.raises(StorageFailed, match="No space left"):
        await store.save(FILES, at=AT)
    assert list((tmp_path / "chat_docs").iterdir()) == []


@pytest.mark.parametrize("after", [0, 1, 2])
async def test_a_bucket_that_fails_half_way_is_cleaned(after):
    filesystem = full_disk(MemoryFileSystem, after)()
    location = f"memory://full{after}"
    store = ArtifactStore(location, b"secret", filesystem=filesystem)
    with pytest.raises(StorageFailed):
        await store.save(FILES, at=AT)
    assert filesystem.find(f"/full{after}") == []


async def test_a_failed_rename_leaves_nothing_behind(tmp_path):
    class NoRename(LocalFileSystem):
        cachable = False

        def mv(self, *paths, **options):
            raise PermissionError("rename")

    store = ArtifactStore(str(tmp_path / "chat_docs"), b"secret", filesystem=NoRename())
    with pytest.raises(StorageFailed):
        await store.save(FILES, at=AT)
    assert list((tmp_path / "chat_docs").iterdir()) == []


async def test_a_signed_link_leads_to_its_file_until_it_expires(store, monkeypatch):
    (saved,) = await store.save({"data": b"x"}, at=AT)
    token = store.sign(saved.path, seconds=60)
    assert "/" not in token
    assert store.unsign(token) == saved.path

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=61)

    monkeypatch.setattr(links, "datetime", Later)
    with pytest.raises(LinkExpired) as raised:
        store.unsign(token)
    assert raised.value.status == 410
    assert isinstance(raised.value, ArtifactNotFound)


async def test_a_forged_link_is_not_found(store):
    (saved,) = await store.save({"data": b"x"}, at=AT)
    token = store.sign(saved.path, seconds=60)
    other = ArtifactStore(store.location, b"another secret")
    for forged in (other.sign(saved.path, seconds=60), token[:-2], token + "x", "", "a.b.c", "é", saved.path):
        with pytest.raises(ArtifactNotFound):
            store.unsign(forged)


async def test_the_sweep_takes_old_answers_and_old_leftovers_and_nothing_else(store, tmp_path):
    now = datetime.now(UTC)
    old = await store.save(FILES, at=now - timedelta(days=40))
    new = await store.save(FILES, at=now)
    root = tmp_path / "chat_docs"
    crashed = root / f".writing-{folder_name(now - timedelta(hours=2))}"
    writing = root / f".writing-{folder_name(now)}"
    mine = root / "notes"
    for folder in (crashed, writing, mine):
        folder.mkdir()
        (folder / "x").write_text("x")
    assert await store.sweep(now - timedelta(days=30)) == 1
    with pytest.raises(ArtifactNotFound):
        await store.read(old[0].path)
    assert await store.read(new[0].path) == FILES["data"]
    assert not crashed.exists()
    assert writing.exists()
    assert mine.exists()
    assert await ArtifactStore(str(tmp_path / "nowhere"), b"s").sweep(now) == 0


async def test_the_oldest_go_when_all_take_more_than_the_limit(tmp_path):
    limited = ArtifactStore(str(tmp_path), b"secret", limit_mb=0.01)  # ten thousand bytes
    saved = [(await limited.save({"data": b"x" * 4000}, at=AT + timedelta(hours=hour)))[0].path for hour in range(4)]
    assert await limited.stored() == saved[2:]
    with pytest.raises(ArtifactNotFound):
        await limited.read(saved[0])


async def test_what_was_just_stored_stays_however_large_it_is(tmp_path):
    limited = ArtifactStore(str(tmp_path), b"secret", limit_mb=0.01)
    (first,) = await limited.save({"data": b"x"}, at=AT)
    (large,) = await limited.save({"data": b"x" * 20_000}, at=AT + timedelta(hours=1))
    assert await limited.stored() == [large.path]
    assert first.path not in await limited.stored()


async def test_keeping_within_the_limit_touches_nothing_of_others(tmp_path):
    store = ArtifactStore(str(tmp_path), b"secret")
    (saved,) = await store.save({"data": b"x" * 20_000}, at=AT)
    (tmp_path / "notes.txt").write_bytes(b"x" * 50_000)
    limited = ArtifactStore(str(tmp_path), b"secret", limit_mb=0.03)
    assert await limited.keep_within_limit() == 0
    assert await ArtifactStore(str(tmp_path), b"secret", limit_mb=0.01).keep_within_limit() == 1
    assert [path.name for path in everything(tmp_path)] == ["notes.txt"]
    assert saved.path not in await store.stored()
