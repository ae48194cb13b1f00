"""The server's process never holds pandas, numpy or matplotlib: charts are prepared and drawn in others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]

SERVER = """
import asyncio, sys
from datetime import UTC, datetime
from core.app import open_core
from core.kernel.messages import Question, Thread, Viewer
from core.kernel.settings import Settings

async def main():
    settings = Settings(_env_file=None, maintbot_home=sys.argv[1], chat_docs_dir=sys.argv[1] + "/docs",
                        maintbot_today="2026-11-22", planner="offline")
    async with open_core(settings, chart_workers=int(sys.argv[2])) as core:
        question = Question(id="q", thread=Thread(platform="test", channel="c", thread="t"),
                            viewer=Viewer(platform="test", id="u"), text=sys.argv[3], received_at=datetime.now(UTC))
        reply = await core.answer(question)
    print(reply.action, sorted(artifact.kind for artifact in reply.artifacts))
    print(sorted({"pandas", "numpy", "matplotlib", "PIL", "xlsxwriter"} & set(sys.modules)))

if __name__ == "__main__":
    asyncio.run(main())
"""


def answered(tmp_path: Path, workers: int, text: str) -> list[str]:
    file = tmp_path / "server.py"
    file.write_text(SERVER)
    done = subprocess.run(
        [sys.executable, str(file), str(tmp_path), str(workers), text],
        capture_output=True, text=True, timeout=110, check=False, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-2:]


def test_a_parent_that_answered_a_chart_question_holds_no_pandas(tmp_path: Path) -> None:
    said, heavy = answered(tmp_path, 1, "OT abiertas por área con gráfica de barras")
    assert said == "data_image ['code', 'data', 'image', 'workbook']"
    assert heavy == "[]"


def test_a_command_that_draws_no_chart_imports_none_of_it(tmp_path: Path) -> None:
    said, heavy = answered(tmp_path, 0, "¿Cuántas OT abiertas hay?")
    assert said.startswith("data ")
    assert heavy == "[]"
