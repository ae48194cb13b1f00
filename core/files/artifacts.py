"""The files of answers: written all or none, read back, swept when they are old.

An answer's files lie together in a folder ``<YYYYMMDDTHHMMSS>-<id>`` under CHAT_DOCS_DIR, which is a local folder or
any address that fsspec knows (``s3://…``, ``memory://…``). On a local disk a folder is written aside and renamed, so
nobody ever sees half of one. A bucket has no rename: there the files of a failed answer are removed again.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from core.files.links import SignedLinks
from core.files.naming import FOLDER, MEDIA_TYPES, NAMES, FileTitle, checked, filename
from core.kernel.errors import ArtifactNotFound, StorageFailed
from core.kernel.messages import Artifact, ArtifactKind
from core.sentences import keeping
from core.state.seals import SealBroken, Seals, StillSealed
from core.telemetry import traces

_STAMP: Final = "%Y%m%dT%H%M%S"
_ASIDE: Final = ".writing-"
_LEFTOVER_AFTER: Final = timedelta(hours=1)
_COUNTED_TEN_TIMES: Final = 10
"""How often all files are counted while as much is written as may lie there."""


class FileSealed(StorageFailed):
    """A file that none of the keys opens."""

    code = "file_sealed"
    status = 500
    texts = dict(keeping.FILE_SEALED)


class FileBroken(FileSealed):
    """A file whose key is set, and which was changed or cut since."""

    code = "file_broken"
    texts = dict(keeping.FILE_BROKEN)


class PlaceUnknown(StorageFailed):
    """CHAT_DOCS_DIR is a kind of address that needs a package, or that there is none for."""


def folder_name(at: datetime) -> str:
    """A new folder's name: the UTC time and twelve random hexadecimal digits."""
    return f"{at.astimezone(UTC).strftime(_STAMP)}-{secrets.token_hex(6)}"


class ArtifactStore(SignedLinks):
    """Files under one location.

    Args:
        location: a local folder, or an address for fsspec. It is made when the first file is saved.
        secret: signs links; those signed with another secret are refused.
        filesystem: stands in for the location's own file system, in tests.
        seals: encrypts what is written and opens what is read.
        limit_mb: ARTIFACTS_MAX_MB; the oldest answers' files go when all take more. None: no limit.
    """

    def __init__(
        self,
        location: str,
        secret: bytes,
        *,
        filesystem: Any = None,
        seals: Seals | None = None,
        limit_mb: float | None = None,
    ) -> None:
        super().__init__(secret)
        self.location = location.rstrip("/") or "/"
        self._given = filesystem
        self._opened: tuple[Any, str] | None = None
        self._seals = seals or Seals()
        self._limit = None if limit_mb is None else int(limit_mb * 1_000_000)
        self._since = 0
        """Bytes written since all were last counted."""

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine."""
        return "://" not in self.location

    @property
    def where(self) -> str:
        """For an operator: the absolute path of a local folder, whichever folder we run in, or the address."""
        return str(Path(self.location).absolute()) if self.is_local else self.location

    def _open(self) -> tuple[Any, str]:
        """The file system and its root; fsspec is imported here, when the first file is touched."""
        if self._opened is None:
            import fsspec.core

            try:
                filesystem, root = fsspec.core.url_to_fs(self.location)
            except (ImportError, ValueError) as error:  # a kind of place that is not installed, or that nobody knows
                raise PlaceUnknown(str(error)) from error
            self._opened = (self._given or filesystem, root.rstrip("/"))
        return self._opened

    async def save(
        self, files: Mapping[ArtifactKind, bytes], *, at: datetime, title: FileTitle | None = None
    ) -> tuple[Artifact, ...]:
        """Store an answer's files in a new folder, all or none.

        Args:
            at: aware time of the answer; names the folder.
            title: what the answer is about, for the name that a person's download gets.

        Raises:
            StorageFailed: disk full, no permission, bucket out of reach. Nothing is left behind.
        """
        if not files:
            return ()
        folder = folder_name(at)
        try:
            with traces.step("store files", files=len(files)):
                await asyncio.to_thread(self._write, folder, {NAMES[kind]: content for kind, content in files.items()})
        except Exception as error:  # each fsspec back-end has its own exceptions
            raise StorageFailed(f"{type(error).__name__}: {error}") from error
        return tuple(
            Artifact(
                kind=kind,
                path=f"{folder}/{NAMES[kind]}",
                filename=filename(kind, title),
                title=title.whole if title is not None and title.text else None,
                media_type=MEDIA_TYPES[kind],
                size=len(content),
            )
            for kind, content in files.items()
        )

    def _write(self, folder: str, contents: Mapping[str, bytes]) -> None:
        filesystem, root = self._open()
        final = f"{root}/{folder}"
        local = _is_local(filesystem)
        target = f"{root}/{_ASIDE}{folder}" if local else final
        try:
            _make_folder(filesystem, target)
            for name, content in contents.items():
                self._since += _put(filesystem, f"{target}/{name}", self._seals.seal(content))
            if local:
                filesystem.mv(target, final, recursive=True)
        except BaseException:
            for leftover in {target, final}:
                with suppress(Exception):
                    filesystem.rm(leftover, recursive=True)
            raise
        if self._limit is not None and self._since > self._limit // _COUNTED_TEN_TIMES:
            with suppress(StorageFailed):  # the answer is stored; the next one tries again
                self._keep_within(self._limit, newest=folder)

    async def keep_within_limit(self) -> int:
        """Remove the oldest answers' folders until all take no more than ARTIFACTS_MAX_MB; how many were removed.

        Raises:
            StorageFailed: the location cannot be listed, or a folder not removed.
        """
        return 0 if self._limit is None else await asyncio.to_thread(self._keep_within, self._limit)

    def _keep_within(self, limit: int, newest: str = "") -> int:
        """As ``keep_within_limit``; the folder ``newest`` stays, however large."""
        sizes = {name: self._size(name) for name in self._folders() if FOLDER.fullmatch(name)}
        total, removed = sum(sizes.values()), 0
        for name in sorted(sizes):  # a name begins with its time
            if total <= limit or name == newest:
                break
            self._remove(name)
            total -= sizes[name]
            removed += 1
        self._since = 0
        return removed

    def _size(self, folder: str) -> int:
        filesystem, root = self._open()
        try:
            return sum(int(entry["size"] or 0) for entry in filesystem.ls(f"{root}/{folder}", detail=True))
        except FileNotFoundError:  # another process was faster
            return 0
        except Exception as error:
            raise StorageFailed(f"{type(error).__name__}: {error}") from error

    def _folders(self) -> list[str]:
        """The names of all that lies there.

        Raises:
            StorageFailed: the location cannot be listed.
        """
        try:
            filesystem, root = self._open()
            filesystem.invalidate_cache()  # another process writes there too
            return [str(entry).rstrip("/").rpartition("/")[2] for entry in filesystem.ls(root, detail=False)]
        except FileNotFoundError:
            return []
        except Exception as error:
            raise StorageFailed(f"{type(error).__name__}: {error}") from error

    async def prove(self) -> None:
        """Write a file and take it away again, as storing an answer's does; its name is none that an answer has.

        Raises:
            StorageFailed: disk full, no permission, bucket out of reach.
        """
        await asyncio.to_thread(self._prove, f"{_ASIDE}{folder_name(datetime.now(UTC))}")

    def _prove(self, folder: str) -> None:
        try:
            filesystem, root = self._open()
            _make_folder(filesystem, f"{root}/{folder}")
            try:
                _put(filesystem, f"{root}/{folder}/{NAMES['data']}", b"1\r\n")
            finally:
                filesystem.rm(f"{root}/{folder}", recursive=True)
        except Exception as error:  # each fsspec back-end has its own exceptions
            raise StorageFailed(f"{type(error).__name__}: {error}") from error

    async def read(self, path: str) -> bytes:
        """A stored file.

        Raises:
            ArtifactNotFound: no such file, or a path that no artifact has.
            StorageFailed: the file is there but cannot be read.
            FileSealed: no key opens it.
            FileBroken: it was changed.
        """
        try:
            return await asyncio.to_thread(lambda: self._seals.open(self._read(checked(path))))
        except SealBroken as error:
            raise FileBroken(error.detail) from error
        except StillSealed as error:
            raise FileSealed(error.detail) from error

    async def stored(self) -> list[str]:
        """The paths of all files, oldest answer first."""

        def found() -> list[str]:
            filesystem, root = self._open()
            folders = sorted(name for name in self._folders() if FOLDER.fullmatch(name))
            return [
                f"{folder}/{name}"
                for folder in folders
                for name in sorted(NAMES.values())
                if filesystem.exists(f"{root}/{folder}/{name}")
            ]

        return await asyncio.to_thread(found)

    async def read_as_stored(self, path: str) -> bytes:
        """A stored file as it lies there, sealed or not; raises as ``read``."""
        return await asyncio.to_thread(self._read, checked(path))

    async def write_as_stored(self, path: str, content: bytes, *, over: bool = False) -> None:
        """Put a file as ``read_as_stored`` gives it; where the location can, it appears whole or not at all.

        Args:
            over: only in the place of one that is there.

        Raises:
            ArtifactNotFound: a path that no artifact has, or there is none to replace.
            StorageFailed: it cannot be written.
        """
        await asyncio.to_thread(self._write_one, checked(path), content, over)

    def _write_one(self, path: str, content: bytes, over: bool) -> None:
        folder, _, name = path.partition("/")
        try:
            filesystem, root = self._open()
            if over and not filesystem.exists(f"{root}/{path}"):
                raise ArtifactNotFound("gone")
            if not over:
                _make_folder(filesystem, f"{root}/{folder}")
            aside = f"{root}/{folder}/{_ASIDE}{name}" if _is_local(filesystem) else None
            _put(filesystem, aside or f"{root}/{path}", content)
            if aside is not None:
                filesystem.mv(aside, f"{root}/{path}")
        except ArtifactNotFound:
            raise
        except Exception as error:  # each fsspec back-end has its own exceptions
            if over and isinstance(error, FileNotFoundError):  # the folder went just now
                raise ArtifactNotFound("gone") from error
            raise StorageFailed(f"{type(error).__name__}: {error}") from error

    def _read(self, path: str) -> bytes:
        try:
            filesystem, root = self._open()
            content: bytes = filesystem.cat_file(f"{root}/{path}")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ArtifactNotFound("gone") from error
        except Exception as error:
            raise StorageFailed(f"{type(error).__name__}: {error}") from error
        return content

    def public_path(self, artifact: Artifact) -> str:
        """Where a person finds the file: location and path, ``chat_docs/20250805T143022-…/data_0.csv``."""
        return f"{'' if self.location == '/' else self.location}/{artifact.path}"

    async def delete(self, path: str) -> None:
        """Remove the folder of an answer, named by any of its files; nothing happens when it is gone.

        Raises:
            ArtifactNotFound: a path that no artifact has.
            StorageFailed: it cannot be removed.
        """
        folder = checked(path).partition("/")[0]
        await asyncio.to_thread(self._remove, folder)

    def _remove(self, folder: str) -> None:
        try:
            filesystem, root = self._open()
            filesystem.rm(f"{root}/{folder}", recursive=True)
        except FileNotFoundError:
            return
        except Exception as error:
            raise StorageFailed(f"{type(error).__name__}: {error}") from error

    async def sweep(self, older_than: datetime) -> int:
        """Remove the folders of answers from before ``older_than`` (RETENTION_DAYS), and what a crash left.

        Returns:
            How many answers' folders were removed. Files that are not ours are never touched.

        Raises:
            StorageFailed: the location cannot be listed, or a folder not removed.
        """
        return await asyncio.to_thread(self._sweep, older_than.astimezone(UTC))

    def _sweep(self, older_than: datetime) -> int:
        removed = 0
        for name in self._folders():
            match = FOLDER.fullmatch(name.removeprefix(_ASIDE))
            if not match:
                continue
            written = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
            if name.startswith(_ASIDE):
                if written < datetime.now(UTC) - _LEFTOVER_AFTER:
                    self._remove(name)
            elif written < older_than:
                self._remove(name)
                removed += 1
        return removed


def _is_local(filesystem: Any) -> bool:
    return "file" in ((filesystem.protocol,) if isinstance(filesystem.protocol, str) else filesystem.protocol)


def _make_folder(filesystem: Any, path: str) -> None:
    """Make a folder and those above it; on a local disk they are for their owner alone, as the state is."""
    if not _is_local(filesystem):
        filesystem.makedirs(path, exist_ok=True)
        return
    for folder in [folder for folder in reversed(Path(path).parents) if not folder.exists()]:
        folder.mkdir(mode=0o700, exist_ok=True)
    Path(path).mkdir(mode=0o700, exist_ok=True)


def _put(filesystem: Any, path: str, content: bytes) -> int:
    """Write a file, on a local disk for its owner alone; how many bytes."""
    if _is_local(filesystem):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    with filesystem.open(path, "wb") as file:
        return int(file.write(content))
