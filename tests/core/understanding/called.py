"""Steps that a question does not call are called all the same, on copies, and must find nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import fields, replace
from typing import Any

import pytest

from core.understanding.meaning.builder import Builder, Reject
from core.understanding.phrases.cutter import Cutter
from core.understanding.triggered import Marks, Triggered

AS_IT_IS = Triggered.__call__
"""What the product does."""


@contextmanager
def every_step_called() -> Iterator[None]:
    """While it lasts, a step that is skipped though it would have found something fails the test."""

    def call(step: Triggered[..., Any], marks: Marks, *given: Any, **named: Any) -> Any:
        if not step.triggers.isdisjoint(marks):
            return step.does(*given, **named)
        called = [_copied(item) for item in given]
        name = getattr(step.does, "__qualname__", step.does)
        try:
            found = _listed(step.does(*called, **named))
        except Reject as error:
            raise AssertionError(f"{name} is skipped and rejects") from error
        left = step.otherwise(*given, **named)
        assert found == _listed(left), f"{name} is skipped and finds something"
        # What a step does otherwise changes nothing, so what was given is as it was.
        assert [*map(_state, called)] == [*map(_state, given)], f"{name} is skipped and changes something"
        return left

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Triggered, "__call__", call)
        yield


def _copied(item: Any) -> Any:
    """What a step changes, so that the question goes on without what it did."""
    if isinstance(item, Builder):
        return replace(item, draft=_of_its_own(item.draft), plan=dict(item.plan), forks=dict(item.forks))
    if isinstance(item, Cutter):
        return replace(item, phrases=list(item.phrases), pending=_of_its_own(item.pending), skip=set(item.skip))
    return copy(item) if isinstance(item, list) else item


def _of_its_own(item: Any) -> Any:
    """A copy with lists and tables of its own; what stands in them is frozen."""
    own = copy(item)
    for field in fields(item):
        if isinstance(value := getattr(item, field.name), list | dict | set):
            setattr(own, field.name, value.copy())
    return own


def _state(item: Any) -> Any:
    if isinstance(item, Builder):
        return item.draft, item.forks
    if isinstance(item, Cutter):
        return item.phrases, item.pending, item.skip
    return None


def _listed(found: Any) -> Any:
    """Generators are run; how what came out is put together tells nothing."""
    return list(found) if isinstance(found, Iterable) else found
