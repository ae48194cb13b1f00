"""``maintbot doctor``: is everything that the settings name there and working?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.kernel.settings import Settings

_SIGNS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "error": ("✗", "red")}


def doctor() -> None:
    """Say what has to be mended.

    Checks settings, databases, semantic model, folders, disk and platforms. Ends with 1 when something has to be.
    """
    from bots.cli import run

    run.run(examine, run.settings_or_exit())


async def examine(settings: Settings) -> int:
    """Print one line a finding; 0 when nothing has to be mended, else 1."""
    from bots import checks
    from bots.cli.output import console
    from core.sentences import doctor as texts
    from core.sentences import say

    output = console()
    language = settings.default_language
    errors = warnings = 0
    async for name, finding in checks.all_checks(settings):
        sign, style = _SIGNS[finding.level]
        errors += finding.level == "error"
        warnings += finding.level == "warning"
        output.print(f"{sign} {name}: {finding.message(language)}", style=style, soft_wrap=True)
    told = texts.FAILED if errors else texts.WARNED if warnings else texts.WELL
    output.print(say(told, language, failed=errors, warnings=warnings), soft_wrap=True)
    return 1 if errors else 0
