"""A text file's encoding is found by its mark, its bytes, or its letters."""

from __future__ import annotations

import pytest

from core.intake.encoding import decode
from core.intake.failures import FileUnreadable, NotASpreadsheet

TEXT = "Descripción;Ubicación;Nº\nVibración del motor;Área de envasado;1\nCañería rota;Línea 2;2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16"])
def test_the_same_text_comes_back(encoding: str) -> None:
    text, read_as = decode(TEXT.encode(encoding), "x.csv")
    assert text == TEXT
    assert read_as == encoding.removesuffix("-sig")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x.csv") == (TEXT, encoding)


def test_a_named_encoding_is_taken_or_refused() -> None:
    assert decode("ñ".encode("latin-1"), "x.csv", "latin-1")[0] == "ñ"
    with pytest.raises(FileUnreadable):
        decode("ñ".encode("latin-1"), "x.csv", "utf-8")
    with pytest.raises(FileUnreadable):
        decode(b"a", "x.csv", "klingon")


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(NotASpreadsheet):
        decode(bytes(range(256)), "x.csv")
