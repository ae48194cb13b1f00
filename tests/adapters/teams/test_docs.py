"""docs/teams.md names every setting of Teams, and what it promises is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from adapters.teams import limits
from adapters.teams.files.links import public_url
from adapters.teams.tenant import messages
from core.kernel.errors import ConfigurationError
from core.kernel.settings import Settings
from core.listening.commands import COMMANDS
from core.sentences import teams as words
from core.sentences import teams_doctor as doctor_words
from core.sentences.settings import NEEDS

PAGE = (Path(__file__).parents[3] / "docs" / "teams.md").read_text("utf-8")


def test_every_setting_of_teams_is_named_and_none_is_invented() -> None:
    known = {name.upper() for name in Settings.model_fields}
    named = set(re.findall(r"`([A-Z][A-Z_]{4,})(?:=[^`]*)?`", PAGE)) | set(re.findall(r"^ *([A-Z_]{5,})=", PAGE, re.M))
    assert named - known == {"HTTPS_PROXY"}
    assert {name for name in known if name.startswith(("MICROSOFT_", "TEAMS_"))} <= named | {"TEAMS_DEV"}
    assert "TEAMS_DEV=1" in PAGE


def test_every_quick_command_is_named() -> None:
    for word in COMMANDS:
        assert f"`{word}`" in PAGE


def test_numbers_are_the_codes() -> None:
    assert f"expire after {limits.LINK_DAYS} days" in PAGE
    assert f"count for {messages.KEEP_DAYS} days" in PAGE
    assert f"{limits.MESSAGE_BYTES // 1000} KB a message" in PAGE
    assert f"at most {limits.PICTURE_SIDE} pixels" in PAGE


def test_log_events_that_are_named_exist() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(messages.__file__).parents[1].rglob("*.py"))
    for name in re.findall(r"`(teams_[a-z_]+|metadata_[a-z]+)`", PAGE):
        assert f'"{name}"' in code


def test_sentences_that_are_quoted_are_said() -> None:
    missing = ConfigurationError(reason="").message("es")
    quoted = re.findall(rf"\*+({re.escape(missing)}[^*]+)\*+", PAGE)
    assert len(quoted) == 3
    code = "".join(path.read_text("utf-8") for path in Path(messages.__file__).parents[1].rglob("*.py"))
    for sentence in quoted:
        reason = sentence.removeprefix(missing).partition(" (")[0].removeprefix(NEEDS["es"].partition("{")[0])
        assert reason in code, sentence
    assert doctor_words.NO_PUBLIC_URL["es"].rstrip(".") in PAGE
    assert words.DOWNLOAD_AS["workbook"]["es"] in PAGE


def test_without_an_address_there_are_no_links_but_in_development_there_are() -> None:
    assert public_url(Settings(_env_file=None, microsoft_app_id="x")) is None
    assert public_url(Settings(_env_file=None, teams_dev=True)) == "http://127.0.0.1:8000"
    assert "`http://127.0.0.1:8000`" in PAGE
