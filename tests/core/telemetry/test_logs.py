"""Log lines: their form, their correlation id, and what never stands in them."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog
from pydantic import BaseModel, SecretStr, ValidationError

from core.kernel.errors import ConfigurationError
from core.kernel.settings import Settings
from core.telemetry import logs
from core.telemetry.redact import HIDDEN, keep_out, redact, redact_text

pytestmark = pytest.mark.usefixtures("logging_put_back")


def configured(stream: io.StringIO | None = None, **values: Any) -> io.StringIO:
    output = stream or io.StringIO()
    logs.configure(Settings(_env_file=None, **values), stream=output)
    return output


def lines(output: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.getvalue().splitlines()]


def test_a_line_is_json_with_the_correlation_id() -> None:
    output = configured()
    with logs.bind(correlation_id="abc"):
        structlog.get_logger("core.test").info("plan_made", planner="deterministic", seconds=0.01)
    structlog.get_logger("core.test").info("plan_made")
    first, second = lines(output)
    assert first["event"] == "plan_made"
    assert first["correlation_id"] == "abc"
    assert first["planner"] == "deterministic"
    assert first["level"] == "info"
    assert first["logger"] == "core.test"
    assert first["timestamp"].endswith("Z")
    assert "correlation_id" not in second


async def test_tasks_that_are_started_inherit_it_and_do_not_share_theirs() -> None:
    import asyncio

    output = configured()

    async def work(identity: str) -> None:
        with logs.bind(correlation_id=identity):
            await asyncio.sleep(0)
            await asyncio.create_task(inner())

    async def inner() -> None:
        structlog.get_logger().info("inner", seen=logs.correlation_id())

    await asyncio.gather(*(work(str(n)) for n in range(5)))
    assert sorted((line["correlation_id"], line["seen"]) for line in lines(output)) == [
        (str(n), str(n)) for n in range(5)
    ]


def test_third_parties_pass_through_the_same_door() -> None:
    output = configured()
    with logs.bind(correlation_id="abc"):
        logging.getLogger("some.library").warning("token %s", "xoxb-123456789-abcdef")
        logging.getLogger("httpx").info("GET https://example.org")
        logging.getLogger("aiohttp.access").info("GET /")
    (line,) = lines(output)
    assert line["correlation_id"] == "abc"
    assert line["logger"] == "some.library"
    assert "xoxb" not in json.dumps(line)


def test_log_level_is_kept() -> None:
    output = configured(log_level="WARNING")
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud")
    assert [line["event"] for line in lines(output)] == ["loud"]


def test_a_person_at_a_terminal_gets_lines_to_read() -> None:
    output = configured(structured_logging=False)
    structlog.get_logger().warning("port_taken", port=8000)
    assert "port_taken" in output.getvalue()
    assert "port=8000" in output.getvalue()
    assert "\x1b" not in output.getvalue(), "no colours where it is not a terminal"


def test_log_file_gets_everything_and_the_stream_only_what_was_asked(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "maintbot.log"
    output = io.StringIO()
    logs.configure(Settings(_env_file=None, log_file=file), stream=output, level="WARNING")
    structlog.get_logger().info("detail")
    structlog.get_logger().warning("trouble")
    assert [json.loads(line)["event"] for line in file.read_text("utf-8").splitlines()] == ["detail", "trouble"]
    assert [line["event"] for line in lines(output)] == ["trouble"]


def test_a_log_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError) as raised:
        logs.configure(Settings(_env_file=None, log_file=tmp_path / "file" / "x.log"))
    assert "LOG_FILE" in raised.value.message("es")


def test_an_exception_is_fields_without_locals_or_input() -> None:
    output = configured()

    class Form(BaseModel):
        number: int

    try:
        Form.model_validate({"number": "cuánto gana Juan"})
    except ValidationError:
        structlog.get_logger().exception("form_refused")
    (line,) = lines(output)
    assert line["error"] == "ValidationError"
    assert "Juan" not in json.dumps(line, ensure_ascii=False)
    assert any(frame.startswith("test_logs.py:") for frame in line["frames"])


async def test_a_defect_that_quotes_the_question_is_logged_without_its_words() -> None:
    output = configured()

    async def asked(text: str) -> None:
        keep_out(text)
        try:
            raise KeyError(f"no entry {text.split()[1].upper()!r} in the lexicon") from ValueError(text)
        except KeyError:
            structlog.get_logger().exception("planner_defect", code="internal")

    await asyncio.gather(asked("¿cuánto gana Juana?"), asked("salario de Pérez"))
    first, second = lines(output)
    written = json.dumps([first, second], ensure_ascii=False).casefold()
    assert not [word for word in ("gana", "juana", "salario", "pérez") if word in written]
    assert first["error_detail"] == f"\"no entry '{HIDDEN}' in the lexicon\""
    assert first["code"] == "internal"
    assert "in the lexicon" in second["error_detail"]


class Heavy:
    """Stands for the whole Core among a frame's local names; counts how often somebody writes it out."""

    def __init__(self) -> None:
        self.written = 0

    def __repr__(self) -> str:
        self.written += 1
        return "everything that the process holds"


def fails(heavy: Heavy) -> None:
    kept = [heavy]
    raise RuntimeError(f"defect with {len(kept)} in hand")


@pytest.mark.parametrize("structured", [True, False])
@pytest.mark.parametrize("how", ["ours", "a library's"])
def test_a_logged_exception_writes_out_no_local_name(structured: bool, how: str) -> None:
    """It costs what a line costs, however much the frames hold."""
    output = configured(structured_logging=structured)
    heavy = Heavy()
    try:
        fails(heavy)
    except RuntimeError:
        if how == "ours":
            structlog.get_logger("core.test").exception("defect")
        else:
            logging.getLogger("aiohttp.web").error("Error handling request", exc_info=True)
    said = output.getvalue()
    assert heavy.written == 0
    assert "everything" not in said
    assert "RuntimeError" in said and "defect with 1 in hand" in said
    assert re.search(r"test_logs\.py:\d+ fails", said), "where it failed"
    assert len(said) < 1000


def test_a_test_that_logs_an_exception_writes_out_no_local_name(capsys: pytest.CaptureFixture[str]) -> None:
    heavy = Heavy()
    try:
        fails(heavy)
    except RuntimeError:
        structlog.get_logger().exception("defect")
    said = capsys.readouterr().out
    assert heavy.written == 0
    assert "defect with 1 in hand" in said and "in fails" in said


def test_a_cause_is_told() -> None:
    output = configured()
    try:
        try:
            raise OSError("password=hunter22 refused")
        except OSError as error:
            raise RuntimeError("no database") from error
    except RuntimeError as error:
        structlog.get_logger().error("failed", exc_info=error)
    (line,) = lines(output)
    assert line["cause"].startswith("OSError: ")
    assert "hunter22" not in json.dumps(line)


def test_configuring_again_replaces() -> None:
    first = configured()
    second = configured()
    structlog.get_logger().info("once")
    assert first.getvalue() == ""
    assert len(lines(second)) == 1


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1234567890-abcdefgh",
        "xapp-1-A012-34567890-abcdef",
        "sk-proj-abcdefghijklmnop",
        "Bearer abcdef.ghijkl-mnop",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "postgresql+asyncpg://bot:s3cr3tpass@db.plant:5432/cmms",
        "https://example.org/hook?client_secret=abcdef123&x=1",
        "/files/WyJhIiwxXQ.aSdF.signature_of-it",
    ],
)
def test_a_secret_is_known_by_its_looks(secret: str) -> None:
    text = f"failed with {secret} at the door"
    redacted = redact_text(text)
    assert HIDDEN in redacted
    for part in (
        "1234567890-abc",
        "abcdefghijkl",
        "ghijkl-mnop",
        "c2lnbmF0",
        "s3cr3tpass",
        "abcdef123",
        "signature_of",
    ):
        assert part not in redacted
    assert redacted.startswith("failed with ")
    assert redacted.endswith(" at the door")


def test_what_is_no_secret_stays() -> None:
    for text in ("sqlite:///data/plant.sqlite", "task-12 done", "basic idea", "tokens_in=12", "port 8000"):
        assert redact_text(text) == text


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "openai_api_key",
        "slack_bot_token",
        "SECRET_KEY",
        "Authorization",
        "question",
        "text",
        "rows",
        "cookie",
    ],
)
def test_a_field_is_hidden_by_its_name(name: str) -> None:
    assert redact("anything", name) == HIDDEN


def test_figures_are_not_hidden_and_containers_are_walked() -> None:
    assert redact(12, "rows") == 12
    assert redact(512, "tokens_in") == 512
    assert redact({"user": "ana", "password": "x", "list": [SecretStr("y"), b"abc", "sk-abcdefghijk"]}) == {
        "user": "ana",
        "password": HIDDEN,
        "list": ["**********", "[3 bytes]", HIDDEN],
    }


def test_sqlalchemys_statement_and_parameters_are_left_out() -> None:
    message = (
        "(sqlite3.OperationalError) database is locked\n[SQL: SELECT name FROM technician WHERE x = ?]\n"
        "[parameters: ('Juan',)]\n(Background on this error at: https://sqlalche.me/e/20/e3q8)"
    )
    redacted = redact_text(message)
    assert "database is locked" in redacted
    assert "technician" not in redacted
    assert "Juan" not in redacted


def test_nothing_is_written_twice_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(_env_file=None), stream=sys.stderr)
    structlog.get_logger().info("one_line")
    assert capsys.readouterr().err.count("one_line") == 1
