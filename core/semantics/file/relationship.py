"""Relationships: always from many rows to one; and the ways along them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from core.semantics.file.keys import Context, Extensions, Flag, Keys, Text, key, reads_text
from core.semantics.file.reference import DatasetName

_Columns = Annotated[tuple[Text, ...], Field(min_length=1)]


class RelationshipKeys(Context):
    """The ``ai_context`` of a relationship."""

    cardinality: Literal["many_to_one", "one_to_one"] = key(
        "many_to_one", "never one to many: the file says it from the other side", "cardinality: many_to_one"
    )
    optional: Flag = key(
        False, "true when a row may have no partner, so it is kept with an empty value", "optional: true"
    )
    ends_here: Flag = key(
        False,
        "true when paths do not go on through it (a failure's order is not the way to its technician)",
        "ends_here: true",
    )
    several: Flag = key(
        False,
        "true when a row may have several partners (a ticket its technicians): kept by any, counted under each",
        "several: true",
    )
    guessed: Flag = key(
        False, "written by `init` where the data alone say it; for a person to look at", "guessed: true"
    )


class RelationshipEntry(Keys):
    """One entry of ``relationships``."""

    name: Text = key(..., "its name in messages", "name: machine_area")
    source: DatasetName = key(..., "the dataset of the many rows", "from: machine", alias="from")
    target: DatasetName = key(..., "the dataset of the one row", "to: area", alias="to")
    source_columns: _Columns = key(..., "the columns that point", "from_columns: [area_id]", alias="from_columns")
    target_columns: _Columns = key(..., "the key that they point at", "to_columns: [id]", alias="to_columns")
    ai_context: Annotated[RelationshipKeys, reads_text(RelationshipKeys)] = key(
        RelationshipKeys(), "what follows below", "ai_context: {optional: true}"
    )
    custom_extensions: Extensions = key(
        (), "what other tools keep", "custom_extensions: [{vendor_name: DBT, data: '{}'}]"
    )


Link = tuple[str, str, bool]
"""(many, one, whether paths end at the one)"""


def shortest(links: Sequence[Link], source: str, target: str) -> tuple[int, ...] | None:
    """The shortest way from one dataset to another, as places in ``links``; empty for the same, None when there is
    none. Following it from a row of ``source`` reaches exactly one row of ``target``."""
    queue: deque[tuple[str, tuple[int, ...]]] = deque([(source, ())])
    seen = {source}
    while queue:
        at, so_far = queue.popleft()
        if at == target:
            return so_far
        if so_far and links[so_far[-1]][2]:
            continue
        for index, (many, one, ends) in enumerate(links):
            if many == at and one not in seen:
                if not ends:
                    seen.add(one)
                queue.append((one, (*so_far, index)))
    return None
