"""``maintbot doctor``: is everything that the settings name there and working?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.settings import Settings


def doctor() -> None:
    """Check settings, databases, semantic model, folders, disk and the platforms; say what to mend."""
    from bots.cli import run

    run.run(examine, run.settings_or_exit())


async def examine(settings: Settings) -> int:
    """Print one line a check; 0 when none failed."""
    from bots import checks
    from bots.cli.ask import console
    from core.sentences import doctor as texts
    from core.sentences import say

    output = console()
    language = settings.default_language
    failed = 0
    async for check in checks.all_checks(settings):
        sign, style = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "failed": ("✗", "red")}[check.state]
        failed += check.state == "failed"
        output.print(f"{sign} {check.name}: {check.says(language)}", style=style, soft_wrap=True)
    output.print(say(texts.FAILED if failed else texts.WELL, language, failed=failed), soft_wrap=True)
    return 1 if failed else 0
