"""What a file alone does not tell: asked of a person once for the file, or refused with the option that says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from core.intake import dates, numbers
from core.intake.cells import RawCell, is_nothing
from core.intake.dates import DateOrder
from core.intake.failures import DoubtfulDates, DoubtfulDecimals, ImportRefused
from core.intake.numbers import Decimal

Origin = Literal["column", "file", "said", "alike"]
"""Who settled it: the column's own values, other columns of the file, a person; or it makes no difference."""

_PROOF_SAMPLE = 3000
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class ImportDoubt:
    """A question about a column: which of two ways its values are to be read.

    Attributes:
        kind: the order of day and month, or the decimal sign.
        file: the file's name.
        column: what the header says.
        examples: some values that the two ways read differently.
    """

    kind: Literal["dates", "decimal"]
    file: str
    column: str
    examples: tuple[str, ...]

    def refusal(self) -> ImportRefused:
        """The error that names the option."""
        kind = DoubtfulDates if self.kind == "dates" else DoubtfulDecimals
        return kind(column=self.column, file=self.file, example=self.examples[0])


Ask = Callable[[ImportDoubt], str | None]
"""Asks a person; gives ``dmy`` or ``mdy``, ``comma`` or ``point``, or None when nobody can be asked."""


def ask_nobody(doubt: ImportDoubt) -> str | None:
    """For where no person sits at a terminal."""
    return None


@dataclass(slots=True)
class Conventions:
    """How one file writes dates and numbers.

    Attributes:
        file: its name.
        ask: who is asked.
        order: the order of day and month as a person said it.
        decimal: the decimal sign as a person said it.
        proven_orders: what columns of the file prove.
        proven_decimals: what columns of the file prove.
    """

    file: str
    ask: Ask = ask_nobody
    order: DateOrder | None = None
    decimal: Decimal | None = None
    proven_orders: set[DateOrder] = field(default_factory=set)
    proven_decimals: set[Decimal] = field(default_factory=set)

    def learn(self, columns: Iterable[Counter[RawCell]]) -> None:
        """Look for columns whose own values tell; a column that contradicts itself proves nothing."""
        for values in columns:
            texts = [cell for cell in values if isinstance(cell, str) and not is_nothing(cell)][:_PROOF_SAMPLE]
            days = [dates.read_both(text) for text in texts]
            amounts = [numbers.read_both(text) for text in texts]
            orders = {told for both in days if (told := both.tells)}
            decimals = {sign for both in amounts if (sign := both.tells)}
            if len(orders) == 1 and sum(both.is_readable for both in days) >= _NEARLY_ALL * len(texts):
                self.proven_orders |= orders
            if len(decimals) == 1 and sum(both.is_readable for both in amounts) >= _NEARLY_ALL * len(texts):
                self.proven_decimals |= decimals

    def date_order(self, column: str, proof: set[DateOrder], doubtful: Sequence[str]) -> tuple[DateOrder, Origin]:
        """The order for a column whose own values prove at most one.

        Raises:
            DoubtfulDates: nothing tells and nobody says.
        """
        if proof:
            return next(iter(proof)), "column"
        if not doubtful:
            return self.order or "dmy", "alike"
        if self.order is None and len(self.proven_orders) == 1:
            return next(iter(self.proven_orders)), "file"
        if self.order is None:
            self.order = cast(DateOrder, self._asked(ImportDoubt("dates", self.file, column, tuple(doubtful[:3]))))
        return self.order, "said"

    def decimal_sign(self, column: str, proof: set[Decimal], doubtful: Sequence[str]) -> tuple[Decimal, Origin]:
        """The decimal sign for a column whose own values prove at most one.

        Raises:
            DoubtfulDecimals: nothing tells and nobody says.
        """
        if proof:
            return next(iter(proof)), "column"
        if not doubtful:
            return self.decimal or "point", "alike"
        if self.decimal is None and len(self.proven_decimals) == 1:
            return next(iter(self.proven_decimals)), "file"
        if self.decimal is None:
            self.decimal = cast(Decimal, self._asked(ImportDoubt("decimal", self.file, column, tuple(doubtful[:3]))))
        return self.decimal, "said"

    def _asked(self, doubt: ImportDoubt) -> str:
        answer = self.ask(doubt)
        if answer is None:
            raise doubt.refusal()
        return answer
