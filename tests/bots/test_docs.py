"""The documentation names every setting, command, metric and route, and shows the real help.

``UPDATE_DOCS=1 python -m pytest tests/bots/test_docs.py`` writes the help into docs/cli.md anew and
puts new pages into the index.
"""

from __future__ import annotations

import importlib
import itertools
import os
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from adapters.rest.web.openapi import document
from bots.cli.app import app
from core.kernel.settings import Settings
from core.telemetry import metrics

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SETTINGS = {name.upper() for name in Settings.model_fields}
BLOCK = re.compile(r"<!-- help: (?P<command>[a-z -]*)-->\n```\n(?P<help>.*?)```\n", re.DOTALL)


def environment_example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_template_lists_every_setting_and_no_other() -> None:
    assert set(environment_example()) == SETTINGS


def test_every_setting_of_the_template_has_a_comment() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    for above, line in itertools.pairwise(lines):
        if "=" in line and not line.startswith("#"):
            assert above.startswith("# "), line


def test_the_templates_values_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert Settings(_env_file=ROOT / ".env.example") == Settings(_env_file=None)


def test_the_configuration_page_lists_every_setting_and_no_other() -> None:
    page = (DOCS / "configuration.md").read_text("utf-8")
    listed = re.findall(r"^\| `([A-Z0-9_]+)` \| (?:`([^`]*)`|—) \|", page, re.MULTILINE)
    assert {name for name, _ in listed} == SETTINGS
    assert dict(listed) == environment_example()


def test_every_metric_is_documented() -> None:
    page = (DOCS / "operations.md").read_text("utf-8")
    names = set()
    for family in metrics.REGISTRY.collect():
        names.add(f"{family.name}_total" if family.type == "counter" else family.name)
    assert names
    assert {name for name in names if f"`{name}`" not in page} == set()
    documented = set(re.findall(r"`(maintbot_\w+)`", page))
    assert documented == names


def test_every_route_is_documented() -> None:
    page = (DOCS / "rest-api.md").read_text("utf-8")
    assert {path for path in document()["paths"] if path not in page} == set()


@pytest.mark.parametrize(
    ("page", "path"),
    [("slack.md", "adapters.slack.app:EVENTS_PATH"), ("slack.md", "adapters.slack.workspace.install:INSTALL_PATH")],
)
def test_every_route_that_slack_is_given_is_documented(page: str, path: str) -> None:
    module, _, name = path.partition(":")
    assert getattr(importlib.import_module(module), name) in (DOCS / page).read_text("utf-8")


def test_every_command_that_the_pages_show_is_there() -> None:
    """``maintbot …`` and ``make …`` of every page; what is typed from them must work."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    known = {command.split()[0] for command in commands() if command}
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        text = page.read_text("utf-8")
        shown = set(re.findall(r"(?:`|bin/)maintbot ([a-z][a-z-]*)", text))
        assert shown <= known, f"{page.name}: {shown - known}"
        made = set(re.findall(r"`make ([a-z]+)", text))
        assert made <= targets, f"{page.name}: {made - targets}"


def test_every_error_code_of_the_rest_adapter_is_documented() -> None:
    from adapters.rest.http import errors

    page = (DOCS / "rest-api.md").read_text("utf-8")
    codes = {kind.code for kind in errors.RestError.__subclasses__()}
    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_every_page_is_in_the_index_and_every_link_leads_somewhere() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    names = sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md") if page.name != "README.md")
    missing = [name for name in names if f"]({name})" not in index]
    if missing and os.environ.get("UPDATE_DOCS"):
        titles = {name: (DOCS / name).read_text("utf-8").partition("\n")[0].lstrip("# ") for name in missing}
        index += "".join(f"| [{name}]({name}) | {title} |\n" for name, title in titles.items())
        (DOCS / "README.md").write_text(index, "utf-8")
        missing = []
    assert not missing, "docs/README.md must list them; UPDATE_DOCS=1 appends them"
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md"]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def commands() -> list[str]:
    """Every command as it is typed after ``maintbot``; the empty one is maintbot itself."""

    def below(command: object, path: tuple[str, ...]) -> list[str]:
        found = [" ".join(path)]
        for name, inner in getattr(command, "commands", {}).items():
            found += below(inner, (*path, name))
        return found

    return below(typer.main.get_command(app), ())


def real_help(command: str) -> str:
    result = CliRunner().invoke(
        app, [*command.split(), "--help"], prog_name="maintbot", env={"COLUMNS": "100", "NO_COLOR": "1"}
    )
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines()) + "\n"


def test_the_help_on_the_page_is_the_real_help() -> None:
    file = DOCS / "cli.md"
    page = file.read_text("utf-8")
    if os.environ.get("UPDATE_DOCS"):
        page = BLOCK.sub(
            lambda match: f"<!-- help: {match['command']}-->\n```\n{real_help(match['command'].strip())}```\n", page
        )
        file.write_text(page, "utf-8")
    shown = {match["command"].strip(): match["help"] for match in BLOCK.finditer(page)}
    assert set(shown) == set(commands())
    for command, text in shown.items():
        assert text == real_help(command), f"maintbot {command}: UPDATE_DOCS=1 writes it anew"
