"""The validator at every limit and one over, against an independent judge: the fake Slack's own rules."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack import limits
from adapters.slack.blocks.validate import problems, view_problems
from tests.fakes import slack_blocks


def text(length: int, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": "x" * length}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": text(3), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def table(rows: int, columns: int, cell: int = 1) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * cell}] * columns for _ in range(rows)]}


def select(options: int, *, label: int = 1, value: int = 3) -> dict[str, Any]:
    made = [{"text": text(label), "value": str(n).rjust(value, "v")} for n in range(options)]
    return {"type": "static_select", "action_id": "s", "options": made}


def rich(length: int) -> dict[str, Any]:
    part = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x" * length}]}
    return {"type": "rich_text", "elements": [part]}


def spread(total: int) -> list[dict[str, Any]]:
    """Blocks that hold so many characters in all."""
    full, rest = divmod(total, 3000)
    return [{"type": "section", "text": text(3000)}] * full + (
        [{"type": "section", "text": text(rest)}] if rest else []
    )


AT_THE_LIMIT = {
    "blocks": lambda n: [{"type": "divider"}] * (limits.MESSAGE_BLOCKS + n),
    "section": lambda n: [{"type": "section", "text": text(limits.SECTION_TEXT + n, "mrkdwn")}],
    "section fields": lambda n: [{"type": "section", "fields": [text(1)] * (limits.SECTION_FIELDS + n)}],
    "section field": lambda n: [{"type": "section", "fields": [text(limits.SECTION_FIELD_TEXT + n)]}],
    "header": lambda n: [{"type": "header", "text": text(limits.HEADER_TEXT + n)}],
    "context elements": lambda n: [{"type": "context", "elements": [text(1)] * (limits.CONTEXT_ELEMENTS + n)}],
    "context text": lambda n: [{"type": "context", "elements": [text(limits.CONTEXT_TEXT + n)]}],
    "actions": lambda n: [actions(*(button(action_id=f"a{i}") for i in range(limits.ACTIONS_ELEMENTS + n)))],
    "button text": lambda n: [actions(button(text=text(limits.BUTTON_TEXT + n)))],
    "button value": lambda n: [actions(button(value="v" * (limits.BUTTON_VALUE + n)))],
    "action id": lambda n: [actions(button(action_id="a" * (limits.ACTION_ID + n)))],
    "block id": lambda n: [{"type": "divider", "block_id": "b" * (limits.BLOCK_ID + n)}],
    "options": lambda n: [actions(select(limits.SELECT_OPTIONS + n))],
    "option text": lambda n: [actions(select(1, label=limits.OPTION_TEXT + n))],
    "option value": lambda n: [actions(select(1, value=limits.OPTION_VALUE + n))],
    "placeholder": lambda n: [actions({**select(1), "placeholder": text(limits.PLACEHOLDER + n)})],
    "table rows": lambda n: [table(limits.TABLE_ROWS + n, 1)],
    "table columns": lambda n: [table(1, limits.TABLE_COLUMNS + n)],
    "table characters": lambda n: [table(10, 10, limits.TABLE_CHARACTERS // 100 + n)],
}


@pytest.mark.parametrize("name", AT_THE_LIMIT)
def test_at_the_limit_passes_and_one_over_does_not(name: str) -> None:
    make = AT_THE_LIMIT[name]
    assert problems(make(0)) == []
    assert slack_blocks.refused(make(0)) is None
    assert problems(make(1)) != []
    assert slack_blocks.refused(make(1)) is not None


def test_all_blocks_together() -> None:
    assert problems(spread(limits.MESSAGE_CHARACTERS)) == []
    assert problems(spread(limits.MESSAGE_CHARACTERS + 1)) != []
    assert limits.MESSAGE_BUDGET < limits.MESSAGE_CHARACTERS


def test_markdown_blocks_together() -> None:
    halves = [{"type": "markdown", "text": "x" * (limits.MARKDOWN_TEXT // 2)}] * 2
    assert problems(halves) == []
    assert problems([*halves, {"type": "markdown", "text": "x"}]) != []


def test_rich_text_keeps_to_a_section() -> None:
    assert problems([rich(limits.RICH_TEXT)]) == []
    assert problems([rich(limits.RICH_TEXT + 1)]) != []


def test_context_actions_take_feedback_only() -> None:
    side = {"text": text(3), "value": "v"}
    thumbs = {"type": "feedback_buttons", "action_id": "f", "positive_button": side, "negative_button": side}
    assert problems([{"type": "context_actions", "elements": [thumbs]}]) == []
    assert problems([{"type": "context_actions", "elements": [button()]}]) != []
    assert problems([{"type": "context_actions", "elements": [thumbs] * (limits.CONTEXT_ACTIONS_ELEMENTS + 1)}]) != []
    too_long = {**thumbs, "positive_button": {**side, "value": "v" * (limits.BUTTON_VALUE + 1)}}
    assert problems([{"type": "context_actions", "elements": [too_long]}]) != []


@pytest.mark.parametrize(
    "block",
    [
        {"type": "video"},
        {"type": "section"},
        {"type": "section", "text": {"type": "plain_text", "text": ""}},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}], []]},
        {"type": "rich_text", "elements": []},
        {"type": "actions", "elements": []},
        {"type": "actions", "elements": [{"type": "checkbox"}]},
    ],
)
def test_what_slack_refuses_is_a_problem(block: dict[str, Any]) -> None:
    assert problems([block]) != []
    assert slack_blocks.refused([block]) is not None


def test_two_tables_and_ids_given_twice() -> None:
    assert problems([table(1, 1), table(1, 1)]) != []
    assert problems([{"type": "divider", "block_id": "x"}, {"type": "divider", "block_id": "x"}]) != []
    assert problems([actions(button(), button())]) != []


@pytest.mark.parametrize(
    ("name", "limit"),
    [("title", limits.VIEW_TITLE), ("submit", limits.VIEW_TITLE), ("close", limits.VIEW_TITLE)],
)
def test_view_texts(name: str, limit: int) -> None:
    view = {"type": "modal", "title": text(1), "blocks": [{"type": "divider"}]}
    assert view_problems({**view, name: text(limit)}) == []
    assert view_problems({**view, name: text(limit + 1)}) != []


def test_views_at_their_limits() -> None:
    view = {"type": "modal", "title": text(1), "blocks": [{"type": "divider"}] * limits.VIEW_BLOCKS}
    assert view_problems({**view, "private_metadata": "m" * limits.PRIVATE_METADATA}) == []
    assert view_problems({**view, "private_metadata": "m" * (limits.PRIVATE_METADATA + 1)}) != []
    assert view_problems({**view, "blocks": [{"type": "divider"}] * (limits.VIEW_BLOCKS + 1)}) != []
    field = {"type": "plain_text_input", "initial_value": "x" * limits.INPUT_VALUE, "max_length": limits.INPUT_VALUE}
    form = {**view, "submit": text(1), "blocks": [{"type": "input", "label": text(1), "element": field}]}
    assert view_problems(form) == []
    longer = {**field, "initial_value": "x" * (limits.INPUT_VALUE + 1)}
    assert view_problems({**form, "blocks": [{"type": "input", "label": text(1), "element": longer}]}) != []
    del form["submit"]
    assert view_problems(form) != []
