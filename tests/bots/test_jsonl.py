"""``ask --jsonl``: order, sessions, bad lines, a core that cannot be opened."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from adapters.terminal.limits import MAX_LINE_BYTES
from core.kernel.errors import DatabaseUnavailable


def lines(*entries: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


async def test_lines_are_answered_in_order(answer_lines: Any) -> None:
    code, answers = await answer_lines(lines(*({"id": str(n), "text": "data"} for n in range(5))))
    assert code == 0
    assert [answer["id"] for answer in answers] == ["0", "1", "2", "3", "4"]
    assert {answer["action"] for answer in answers} == {"data"}


async def test_a_bad_line_gets_an_error_line_and_the_next_is_read(answer_lines: Any) -> None:
    raw = b"nonsense\n" + lines({"id": 2, "text": 7}) + b"\n   \n\xff\n" + lines({"id": 3, "text": "data"})
    code, answers = await answer_lines(raw)
    assert code == 0
    assert [(answer["id"], answer["action"]) for answer in answers] == [
        (None, "error"), (2, "error"), (None, "error"), (3, "data"),
    ]  # fmt: skip
    assert answers[0]["answer"].startswith("This line is not JSON")


async def test_a_line_that_is_too_long_costs_only_itself(answer_lines: Any) -> None:
    raw = b'{"id": 1, "text": "' + b"x" * (3 * MAX_LINE_BYTES) + b'"}\n' + lines({"id": 2, "text": "data"})
    code, answers = await answer_lines(raw)
    assert code == 0
    assert [answer["action"] for answer in answers] == ["error", "data"]
    assert str(MAX_LINE_BYTES) in answers[0]["answer"]


async def test_the_last_line_needs_no_newline(answer_lines: Any) -> None:
    _, answers = await answer_lines(b'{"id": 1, "text": "data"}')
    assert len(answers) == 1


async def test_lines_of_one_session_are_one_conversation(answer_lines: Any, opened: list[Any]) -> None:
    await answer_lines(
        lines(
            {"id": 1, "text": "data", "session_id": "s"},
            {"id": 2, "text": "data", "session_id": "s", "today": "2025-01-31"},
            {"id": 3, "text": "data"},
            {"id": 4, "text": "data"},
        )
    )
    first, second, third, fourth = opened[0].pipeline.asked
    assert first.thread == second.thread
    assert len({first.thread, third.thread, fourth.thread}) == 3
    assert (first.today, second.today) == (None, date(2025, 1, 31))
    assert len({question.id for question in opened[0].pipeline.asked}) == 4


async def test_the_same_lines_begin_anew_in_another_run(answer_lines: Any, opened: list[Any]) -> None:
    raw = lines({"id": 1, "text": "data", "session_id": "s"})
    await answer_lines(raw)
    await answer_lines(raw)
    assert opened[0].pipeline.asked[0].thread != opened[1].pipeline.asked[0].thread


async def test_a_crash_is_an_error_line_without_its_reason(answer_lines: Any) -> None:
    code, answers = await answer_lines(lines({"id": 1, "text": "crash"}, {"id": 2, "text": "data"}))
    assert code == 0
    assert [answer["action"] for answer in answers] == ["error", "data"]
    assert "boom" not in json.dumps(answers)


async def test_while_it_cannot_be_opened_every_line_says_so_and_tries_again(
    answer_lines: Any, opened: list[Any]
) -> None:
    opened.append(DatabaseUnavailable("gone"))
    code, answers = await answer_lines(lines({"id": 1, "text": "data"}, {"id": 2, "text": "data"}))
    assert code == 0
    assert [answer["action"] for answer in answers] == ["error", "data"]
    assert answers[0]["answer"] == DatabaseUnavailable.texts["en"]
    opened.append(DatabaseUnavailable("gone"))
    code, answers = await answer_lines(lines({"id": 1, "text": "data"}))
    assert (code, answers[0]["action"]) == (1, "error")


async def test_no_input_is_no_error(answer_lines: Any) -> None:
    assert await answer_lines(b"") == (0, [])
