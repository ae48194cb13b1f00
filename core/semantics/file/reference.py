"""What a text of the file names: the mark that a key's type carries, so that one walk checks every name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import StrictStr

What = Literal["dataset", "field", "identity", "date", "condition", "metric", "base"]
Owner = Literal["here", "dataset", "key", "far"]


@dataclass(frozen=True)
class Reference:
    """Marks a text that names something declared elsewhere in the file.

    Attributes:
        what: the kind of thing; an ``identity`` is a field or a column of the primary key, a ``date`` a field that
            holds one, a ``base`` a metric that is no formula.
        owner: whose field or condition it is: the enclosing dataset's (``here``; of a metric, the dataset that it
            aggregates), that of the ``dataset`` key beside it, that of the mapping's ``key``, or written out
            (``far``: ``area.name``; without a dataset, the enclosing one's).
        reached: True when many-to-one relationships must lead from the enclosing dataset to the named one.
    """

    what: What
    owner: Owner = "here"
    reached: bool = False


DatasetName = Annotated[StrictStr, Reference("dataset")]
FieldName = Annotated[StrictStr, Reference("field")]
IdentityName = Annotated[StrictStr, Reference("identity")]
DateName = Annotated[StrictStr, Reference("date")]
ConditionName = Annotated[StrictStr, Reference("condition")]
MetricName = Annotated[StrictStr, Reference("metric")]
BaseName = Annotated[StrictStr, Reference("base")]
