"""Steps that a question does not call are called all the same, on copies, and must find nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import replace
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
        called, skipped = [_copied(item) for item in given], [_copied(item) for item in given]
        name = getattr(step.does, "__qualname__", step.does)
        try:
            found = _listed(step.does(*called, **named))
        except Reject as error:
            raise AssertionError(f"{name} is skipped and rejects") from error
        left = _listed(step.otherwise(*skipped, **named))
        assert (found, *map(_state, called)) == (left, *map(_state, skipped)), f"{name} is skipped and finds something"
        return step.otherwise(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Triggered, "__call__", call)
        yield


def _copied(item: Any) -> Any:
    """What a step changes, so that the question goes on without what it did."""
    if isinstance(item, Builder):
        return replace(item, draft=deepcopy(item.draft), plan=dict(item.plan), forks=dict(item.forks))
    if isinstance(item, Cutter):
        return replace(item, phrases=list(item.phrases), pending=deepcopy(item.pending), skip=set(item.skip))
    return copy(item) if isinstance(item, list) else item


def _state(item: Any) -> Any:
    if isinstance(item, Builder):
        return item.draft, item.forks
    if isinstance(item, Cutter):
        return item.phrases, item.pending, item.skip
    return None


def _listed(found: Any) -> Any:
    """Generators are run; how what came out is put together tells nothing."""
    return list(found) if isinstance(found, Iterable) else found
