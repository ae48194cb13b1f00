"""What the files of answers are called: where they are stored, and when a person downloads them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from core.kernel.errors import ArtifactNotFound
from core.kernel.messages import ArtifactKind

NAMES: Final[dict[ArtifactKind, str]] = {
    "data": "data_0.csv",
    "workbook": "workbook_0.xlsx",
    "image": "image_0.png",
    "code": "code_0.py",
}
MEDIA_TYPES: Final[dict[ArtifactKind, str]] = {
    "data": "text/csv; charset=utf-8",
    "workbook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image": "image/png",
    "code": "text/x-python; charset=utf-8",
}
FOLDER: Final = re.compile(r"(\d{8}T\d{6})-[0-9a-f]{12}")
"""Of an answer's files: the UTC time and twelve random hexadecimal digits."""
_LONGEST_STEM: Final = 44
"""Characters of a file's name before its date: what a chat shows without cutting."""
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def checked(path: str) -> str:
    """``path`` when it is ``<folder>/<stored name>`` and nothing else.

    Raises:
        ArtifactNotFound: it is something else: a step outside the store, another file, an absolute path.
    """
    folder, _, name = path.partition("/")
    if not FOLDER.fullmatch(folder) or name not in NAMES.values():
        raise ArtifactNotFound("not an artifact's path")
    return path


def media_type(path: str) -> str:
    """What a stored file is, by its name."""
    kinds = {name: kind for kind, name in NAMES.items()}
    return MEDIA_TYPES[kinds[PurePosixPath(path).name]]


def slug(title: str) -> str:
    """A file name's stem for people: "OT abiertas por área" → "ot_abiertas_por_area"; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


@dataclass(frozen=True, slots=True)
class FileTitle:
    """What the files of an answer are called.

    Attributes:
        text: what they hold: "OT abiertas por área".
        when: the one date in their names: the period where there is one ("1 al 22 nov 2026"), else the answer's day.
    """

    text: str
    when: str = ""

    @property
    def whole(self) -> str:
        """Text and date as a title: "OT abiertas por área, 2026-11-22"."""
        return ", ".join(part for part in (self.text, self.when) if part)


def filename(kind: ArtifactKind, title: FileTitle | None) -> str:
    """The name that a download gets: ``ot_abiertas_por_area_2026-11-22.csv``; without a title the stored name."""
    stem = slug(title.text) if title is not None else ""
    if not stem or title is None:
        return NAMES[kind]
    if len(stem) > _LONGEST_STEM:
        stem = stem[: _LONGEST_STEM + 1].rpartition("_")[0] or stem[:_LONGEST_STEM]
    # A code artifact reads its data by the stored name, so the ending alone tells the files of one answer apart.
    dated = f"{stem}_{title.when if _ISO_DAY.fullmatch(title.when) else slug(title.when)}".rstrip("_")
    return f"{dated}{PurePosixPath(NAMES[kind]).suffix}"
