"""Excel's number formats for the kinds of columns: the same decimals, signs and units as in the table of an answer."""

from __future__ import annotations

from typing import Final

from core.kernel.messages import Column, Language
from core.wording.numbers import Grain, money
from core.wording.precision import exact

_WINDOWS_LOCALES: Final = {"es": "80A", "en": "409"}
"""Excel's numbers of es-MX and en-US: dates name their months in the answer's language, whatever Excel is opened."""
DURATION: Final = '[h]" h "mm" min"'
"""Hours may exceed a day."""


def number_format(column: Column, language: Language, currency: str) -> str:
    """The format of a column of numbers; "General" for a kind that is none."""
    decimals = column.decimals
    if decimals is None:
        decimals = 0 if column.kind == "integer" else (exact(column.kind, currency) or 0)
        optional = "#" * decimals if column.kind not in ("money", "integer") else "0" * decimals
        plain = f"#,##0.{optional}" if decimals else "#,##0"
    else:
        plain = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    match column.kind:
        case "money":
            sign = money(0, currency, language, 0)[:-1].replace('"', "")
            return f'"{sign}"{plain};-"{sign}"{plain}'
        case "percent":
            return plain.replace("#,##", "") + (" %" if language == "es" else "%")
        case "integer" | "number" | "hours" | "days":
            return plain
        case "minutes":
            return DURATION
        case _:
            return "General"


def date_format(language: Language, *, clock: bool = False) -> str:
    """Dates as answers write them: 22 nov 2026, with the time of day where there is one."""
    return f"[$-{_WINDOWS_LOCALES[language]}]d mmm yyyy{' hh:mm' if clock else ''}"


def bucket_format(grain: Grain, language: Language) -> str | None:
    """Time buckets as dates that sort: «nov 2026»; None for quarters, which Excel cannot write."""
    tag = f"[$-{_WINDOWS_LOCALES[language]}]"
    match grain:
        case "month":
            return f"{tag}mmm yyyy"
        case "week":
            return f'{tag}"{"semana del" if language == "es" else "week of"} "d mmm yyyy'
        case "day":
            return date_format(language)
        case "year":
            return "yyyy"
        case _:
            return None
