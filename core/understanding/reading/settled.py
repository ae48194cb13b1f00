"""What words of a cover mean by the words beside them, one step after the other, before phrases are made of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from core.semantics.model import SemanticModel
from core.understanding.reading.gone_without import gone_without
from core.understanding.reading.hours_run import RAN, hours_run
from core.understanding.reading.left_of_it import LEFT, left_of_it
from core.understanding.reading.left_out_too import INCLUDING, left_out_too
from core.understanding.reading.mine import MINE, mine
from core.understanding.reading.needed import NEEDS, needed
from core.understanding.reading.not_a_thing import DENIED, THING, not_a_thing
from core.understanding.reading.readings import Cond, Mention, Missed, Verb
from core.understanding.reading.spent import spent
from core.understanding.reading.to_be_done import AWAITED, TO_DO, to_be_done
from core.understanding.reading.whether_all import BEING, whether_all
from core.understanding.reading.while_so import WHILE_SO, while_so
from core.understanding.triggered import Marks, Triggered


def _left(mentions: Sequence[Mention], *_: object) -> tuple[Mention, ...]:
    return tuple(mentions)


_GONE_WITHOUT = Triggered(gone_without, frozenset({Missed}), otherwise=_left)
_NOT_A_THING = Triggered(not_a_thing, frozenset({THING, DENIED, Cond}), otherwise=_left)
_HOURS_RUN = Triggered(hours_run, frozenset({RAN}), otherwise=_left)
_SPENT = Triggered(spent, frozenset({Verb}), otherwise=lambda mentions, *_, **__: tuple(mentions))
_TO_BE_DONE = Triggered(to_be_done, frozenset({TO_DO, AWAITED}), otherwise=_left)
_LEFT_OF_IT = Triggered(left_of_it, frozenset({LEFT}), otherwise=_left)
_MINE = Triggered(mine, frozenset({MINE}), otherwise=_left)
_LEFT_OUT_TOO = Triggered(left_out_too, frozenset({INCLUDING}), otherwise=_left)
_WHILE_SO = Triggered(while_so, frozenset({WHILE_SO}), otherwise=_left)
_WHETHER_ALL = Triggered(whether_all, frozenset({BEING}), otherwise=_left)
_NEEDED = Triggered(needed, frozenset({NEEDS}), otherwise=_left)


def settled(
    marks: Marks,
    mentions: Sequence[Mention],
    model: SemanticModel,
    denials: Collection[str],
    several: Callable[[str], bool],
    *,
    talking: bool,
) -> tuple[Mention, ...]:
    """The mentions with such words settled.

    Args:
        marks: those of the mentions.
        denials: single words that deny.
        several: whether a word is written in the plural.
        talking: something was spoken of before.
    """
    found = _GONE_WITHOUT(marks, mentions)
    found = _NOT_A_THING(marks, found, model, denials)
    found = _LEFT_OF_IT(marks, found, model)
    found = _MINE(marks, found, model)
    found = _NEEDED(marks, found, several)
    found = _SPENT(marks, found, model, talking=talking)
    found = _TO_BE_DONE(marks, found, model)
    found = _LEFT_OUT_TOO(marks, found, model)
    found = _WHETHER_ALL(marks, found)
    found = _WHILE_SO(marks, found, model)
    return _HOURS_RUN(marks, found, model)
