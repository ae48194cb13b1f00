"""JSON lines: what is read, what is refused, what is written."""

from __future__ import annotations

import json
from datetime import date

import pytest

from adapters.terminal import events, lines
from adapters.terminal.limits import MAX_LINE_BYTES, MAX_ROWS, MAX_SESSION_ID
from core.kernel.messages import Artifact, Choice, Clarification, Metrics, Reply, Span

FIELDS = [
    *("id", "action", "answer", "language", "sql", "columns", "rows", "assumptions", "clarification"),
    *("data_file", "image_file", "code_file", "metrics"),
]


def test_a_whole_line() -> None:
    line = lines.parse(
        '{"id": "1", "text": "¿Qué equipos están parados?", "session_id": "s", "today": "2026-11-22"}\n'.encode()
    )
    assert line == lines.QuestionLine("1", "¿Qué equipos están parados?", "s", date(2026, 11, 22))


@pytest.mark.parametrize("line_id", ["1", 7, None, 1.5, ["a"], {"a": 1}, "\ud800"])
def test_any_id_is_echoed(line_id: object) -> None:
    line = lines.parse(json.dumps({"id": line_id, "text": "x"}).encode())
    assert line.id == line_id
    assert json.loads(lines.encode(lines.failure(line.id, "no", "en")))["id"] == line_id


def test_a_byte_order_mark_and_absent_fields() -> None:
    assert lines.parse(b'\xef\xbb\xbf{"text": "x"}') == lines.QuestionLine(None, "x", None, None)
    assert lines.parse(b'{"id": 1, "text": "x", "session_id": null, "today": null}').today is None


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"hello", "not JSON"),
        (b"{", "not JSON"),
        (b"[" * 50_000, "not JSON"),
        (b'{"id": 1, "text": "\xff"}', "not UTF-8"),
        (b"[]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"{}", "“text”"),
        (b'{"id": 1}', "“text”"),
        (b'{"id": 1, "text": 5}', "“text”"),
        (b'{"id": 1, "text": "x", "today": "22/11/2026"}', "“today”"),
        (b'{"id": 1, "text": "x", "today": "2026-02-30"}', "“today”"),
        (b'{"id": 1, "text": "x", "today": "20261122"}', "“today”"),
        (b'{"id": 1, "text": "x", "today": 20261122}', "“today”"),
        (b'{"id": 1, "text": "x", "session_id": ""}', "“session_id”"),
        (b'{"id": 1, "text": "x", "session_id": 3}', "“session_id”"),
        (b'{"id": 1, "text": "x", "session_id": "a\\nb"}', "“session_id”"),
    ],
)
def test_a_bad_line_says_what_is_wrong_in_both_languages(raw: bytes, sentence: str) -> None:
    with pytest.raises(lines.BadLine) as raised:
        lines.parse(raw)
    assert sentence in raised.value.message("en")
    assert raised.value.message("es") != raised.value.message("en")
    if b'"id": 1' in raw and b"\xff" not in raw:
        assert raised.value.line_id == 1


@pytest.mark.parametrize(("length", "good"), [(MAX_SESSION_ID, True), (MAX_SESSION_ID + 1, False)])
def test_the_session_ids_limit(length: int, good: bool) -> None:
    assert lines.valid_session_id("s" * length) is good


@pytest.mark.parametrize(("extra", "good"), [(0, True), (1, False)])
def test_the_lines_limit(extra: int, good: bool) -> None:
    frame = len(b'{"text": ""}')
    raw = b'{"text": "' + b"x" * (MAX_LINE_BYTES - frame + extra) + b'"}'
    assert len(raw) == MAX_LINE_BYTES + extra
    if good:
        lines.parse(raw)
    else:
        with pytest.raises(lines.BadLine):
            lines.parse(raw)


def reply(**fields: object) -> Reply:
    base: dict = {
        "question_id": "q",
        "language": "es",
        "action": "data",
        "headline": (Span(text="6 "), Span(text="OT", bold=True)),
    }
    return Reply(**(base | fields))


def test_an_answer_has_exactly_the_fields_of_the_contract() -> None:
    stored = Artifact(kind="data", path="f/data_0.csv", filename="ot.csv", media_type="text/csv", size=3)
    full = lines.answer(
        "1",
        reply(columns=("n",), rows=((6,), (float("inf"),)), sql="SELECT 1", assumptions=("a",), artifacts=(stored,)),
        lambda artifact: f"chat_docs/{artifact.path}",
    )
    assert list(full) == FIELDS
    assert (full["answer"], full["rows"], full["data_file"]) == ("6 OT", [[6], [None]], "chat_docs/f/data_0.csv")
    assert full["image_file"] is None
    bare = lines.answer(2, reply(action="refused", metrics=Metrics(flow="refused")), str)
    assert list(bare) == FIELDS
    assert (bare["rows"], bare["columns"], bare["metrics"]["flow"]) == (None, None, "refused")
    assert sorted(lines.failure(None, "no", "es")) == sorted(FIELDS)


def test_choices_are_given_with_their_ids() -> None:
    asked = Clarification(question="¿Qué cosa?", choices=(Choice(id="1", label="Equipos"),))
    fields = lines.answer("1", reply(action="clarify", clarification=asked), str)
    assert fields["clarification"] == {"question": "¿Qué cosa?", "choices": [{"id": "1", "label": "Equipos"}]}


@pytest.mark.parametrize(("count", "kept"), [(MAX_ROWS, MAX_ROWS), (MAX_ROWS + 1, MAX_ROWS)])
def test_the_rows_limit(count: int, kept: int) -> None:
    assert len(lines.answer("1", reply(rows=((1,),) * count, columns=("n",)), str)["rows"]) == kept


def test_one_answer_is_one_line_of_utf8() -> None:
    raw = lines.encode(lines.failure("ñ", "línea\nrota", "es"))
    assert raw.endswith(b"\n")
    assert raw.count(b"\n") == 1
    assert "ñ".encode() in raw


def test_questions_are_unique_and_their_text_can_be_stored() -> None:
    first, second = (events.question("a \udcff b", "s") for _ in range(2))
    assert first.id != second.id
    assert first.text == "a � b"
    assert first.thread.key == "terminal:::s"
    assert events.question("x", "s", workspace="run").thread != first.thread
    assert events.printable("😀 ok") == "😀 ok"
