"""A command with a defect: one sentence with a reference, no traceback for the person."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bots.cli.run import guarded
from core.kernel.settings import Settings


async def test_a_defect_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    async def breaks(settings: Settings) -> int:
        raise RuntimeError("secret row 42")

    with capture_logs() as logs:
        code = await guarded(breaks, Settings(_env_file=None), "en")
    told = capsys.readouterr().err
    assert code == 1
    assert told.count("\n") == 1 and "42" not in told and "Traceback" not in told
    assert "command_crashed" in [line["event"] for line in logs]
