"""The OpenAI SDK is imported without its types, and still has them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LIGHT = """
import sys
from core.modelling import sdk
openai = sdk.imported()
assert openai is sdk.imported()
client = openai.AsyncOpenAI(api_key="key", base_url="http://127.0.0.1:1/v1", http_client=openai.DefaultAioHttpClient())
azure = openai.AsyncAzureOpenAI(api_key="key", azure_endpoint="http://127.0.0.1:1", api_version="2026-01-01")
print(sum(name.startswith("openai.types.responses.") for name in sys.modules) < 10)
"""
WHOLE = """
from openai.types import Batch, responses
from openai.types.responses import Response
from openai.types.chat import ChatCompletion
print(Batch.__name__, Response.__name__, ChatCompletion.__name__, hasattr(responses, "nothing"))
print(len(client.responses.__class__.__name__) > 0, hasattr(client.chat.completions, "create"))
"""


def run(source: str) -> list[str]:
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=False, cwd=root,
        env={"PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_hundreds_of_types_are_not_read() -> None:
    assert run(LIGHT) == ["True"]


def test_whoever_asks_for_a_type_gets_it() -> None:
    assert run(LIGHT + WHOLE) == ["True", "Batch Response ChatCompletion False", "True True"]
