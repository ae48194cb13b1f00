"""Without a model, nothing of the language model's planner is loaded: a server that starts again must listen soon."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys, core.app
print([name for name in ("core.modelling.planner", "core.modelling.names.plan_json", "core.modelling.repair",
    "core.answering.executors.model", "openai", "matplotlib", "pandas") if name in sys.modules])
"""


def test_a_core_loads_no_planner_of_a_model() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
