"""Slack's libraries are loaded when Slack is on, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIGHT = (
    "adapters.slack.app",
    "adapters.slack.deliver",
    "adapters.slack.doctor",
    "adapters.slack.workspace.manifest",
    "adapters.slack.render",
    "bots.socket_mode",
    "core.listening.commands",
)


@pytest.mark.parametrize("module", LIGHT)
def test_importing_loads_no_slack_library(module: str) -> None:
    code = f"import sys, {module}; print([n for n in sys.modules if n.split('.')[0] in ('slack_bolt', 'slack_sdk', 'babel')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
