"""Which encoding a text file has: its mark, else what its bytes allow, else which letters make sense."""

from __future__ import annotations

import codecs
import re

from core.intake.failures import FileUnreadable, NotASpreadsheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1252", "cp850", "mac_roman")
_LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑçÇàèìòùâêîôûäöÄÖßãõÃÕº°ª€¿¡–—“”«»’")
_SAMPLE = 1_000_000
_CONTROLS = re.compile("[\0-\x08\x0e-\x19]")


def decode(raw: bytes, file: str, encoding: str | None = None) -> tuple[str, str]:
    """The text and the encoding that it was read with.

    Args:
        raw: the whole file.
        file: its name, for the person.
        encoding: as the person said; else it is found out.

    Raises:
        FileUnreadable: it is not in the encoding that was named.
        NotASpreadsheet: it is no text.
    """
    name = encoding or _encoding_of(raw)
    try:
        text = raw.decode(name)
    except LookupError as error:
        raise FileUnreadable(f"encoding {name}", file=file, reason=name) from error
    except UnicodeDecodeError as error:
        if encoding is None:
            raise NotASpreadsheet(str(error), file=file, kind=name) from error
        raise FileUnreadable(str(error), file=file, reason=f"{name}, byte {error.start}") from error
    if _CONTROLS.search(text):
        raise NotASpreadsheet("control characters", file=file, kind="binary")
    return text.removeprefix("\ufeff"), "utf-8" if name == "utf-8-sig" and not encoding else name


def _encoding_of(raw: bytes) -> str:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    zeros = raw[:4096].count(0)
    if zeros > len(raw[:4096]) // 4:
        # Text of western letters in UTF-16 has a zero in every other byte.
        return "utf-16-le" if raw[1:4096:2].count(0) > zeros // 2 else "utf-16-be"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return max(_OLD, key=lambda name: (_sense(raw, name), -_OLD.index(name)))
    return "utf-8"


def _sense(raw: bytes, encoding: str) -> float:
    """Which part of the bytes beyond ASCII are letters and signs that Spanish, English or German writes."""
    beyond = bytes(byte for byte in raw[:_SAMPLE] if byte > 127)
    read = beyond.decode(encoding, "replace")
    return sum(char in _LETTERS for char in read) / max(1, len(read))
