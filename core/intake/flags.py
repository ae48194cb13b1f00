"""Yes and no as people write them: sí/no, yes/no, true/false, activo/inactivo is not one, an x for yes."""

from __future__ import annotations

from collections.abc import Collection

from core.kernel.folding import fold

_PAIRS = (
    ("si", "no"),
    ("yes", "no"),
    ("y", "n"),
    ("s", "n"),
    ("true", "false"),
    ("verdadero", "falso"),
    ("ja", "nein"),
)
_MARKS = frozenset("x|✓|✔|☑".split("|"))


def flag_values(texts: Collection[str]) -> dict[str, bool] | None:
    """What each text of a column means; None when they are not the two words of one pair, or marks.

    A column of marks alone says yes where there is one; ``flags.are_marks`` tells, so that blanks become no.
    """
    folded = {text: fold(text) for text in texts}
    kinds = set(folded.values())
    if not kinds:
        return None
    if kinds <= _MARKS:
        return dict.fromkeys(texts, True)
    for yes, no in _PAIRS:
        # One letter alone may be anything: a column of nothing but S is no flag.
        if kinds <= {yes, no} and (len(yes) > 1 or len(kinds) == 2):
            return {text: word == yes for text, word in folded.items()}
    return None


def are_marks(texts: Collection[str]) -> bool:
    """True when a column has nothing but marks (x, ✓)."""
    return bool(texts) and all(fold(text) in _MARKS for text in texts)
