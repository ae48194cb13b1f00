"""The validator: each limit at the limit and one over, and each thing that Teams or the schema forbids."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from adapters.teams import limits
from adapters.teams.cards import build as cards
from adapters.teams.cards.pictures import data_uri, fits
from adapters.teams.cards.validate import problems
from tests.adapters.teams.pictures import png

Json = dict[str, Any]


def message(*body: Json, **fields: Any) -> Json:
    return cards.message(cards.card(body, "x", "es"), "x", **fields)


def uri(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()


def test_bytes_of_a_message() -> None:
    empty = message(cards.text(cards.run("")))
    from adapters.teams.cards.build import weight

    room = (limits.MESSAGE_BYTES - weight(empty)) // 2
    assert problems(message(cards.text(cards.run("ñ" * room)))) == []
    assert any("bytes" in found for found in problems(message(cards.text(cards.run("ñ" * (room + 1))))))


def test_pictures_do_not_count_as_bytes() -> None:
    noise = Image.effect_noise((900, 900), 90).convert("L")
    made = io.BytesIO()
    noise.save(made, "PNG")
    assert len(made.getvalue()) > limits.MESSAGE_BYTES
    assert problems(message(cards.image(uri(made.getvalue()), "x"))) == []


def test_pixels_of_a_picture() -> None:
    assert problems(message(cards.image(uri(png(limits.PICTURE_SIDE, 10)), "x"))) == []
    assert problems(message(cards.image(uri(png(limits.PICTURE_SIDE + 1, 10)), "x")))


def test_bytes_of_a_picture() -> None:
    small = png(10, 10)
    assert problems(message(cards.image(uri(small + b"\0" * (limits.PICTURE_BYTES - len(small))), "x"))) == []
    assert problems(message(cards.image(uri(small + b"\0" * (limits.PICTURE_BYTES - len(small) + 1)), "x")))


@pytest.mark.parametrize(
    "url", ["http://bot.example.com/a.png", "maintbot:picture", "data:image/gif;base64,AA==", "data:image/png;base64,%"]
)
def test_other_pictures_are_refused(url: str) -> None:
    assert problems(message(cards.image(url, "x")))


def test_buttons_in_a_set() -> None:
    one = cards.submit("x", {"ask": "x"})
    assert problems(message(cards.buttons([one] * limits.ACTIONS_IN_SET))) == []
    assert problems(message(cards.buttons([one] * (limits.ACTIONS_IN_SET + 1))))
    assert problems(message(cards.buttons([])))


def test_a_buttons_title() -> None:
    button = cards.submit("x", {"ask": "x"})
    assert problems(message(cards.buttons([{**button, "title": "x" * limits.BUTTON_TITLE}]))) == []
    assert problems(message(cards.buttons([{**button, "title": "x" * (limits.BUTTON_TITLE + 1)}])))


def test_rows_and_columns_of_a_table() -> None:
    def table(rows: int, columns: int) -> Json:
        return cards.table(["h"] * columns, [["x"] * columns] * rows, [False] * columns, [1] * columns)

    assert problems(message(table(limits.PREVIEW_ROWS, limits.PREVIEW_COLUMNS))) == []
    assert problems(message(table(limits.PREVIEW_ROWS + 1, 1)))
    assert problems(message(table(1, limits.PREVIEW_COLUMNS + 1)))
    uneven = table(2, 2)
    uneven["rows"][1]["cells"].pop()
    assert problems(message(uneven))


def test_suggested_actions() -> None:
    def plain(count: int, **more: Any) -> Json:
        return {"type": "message", "text": "x", "suggestedActions": {"actions": [{}] * count}, **more}

    assert problems(plain(limits.SUGGESTED_ACTIONS)) == []
    assert problems(plain(limits.SUGGESTED_ACTIONS + 1))
    attached = message(cards.text(cards.run("x")))
    assert problems({**attached, "suggestedActions": {"actions": [{}]}})


def test_text_beside_a_card_is_refused() -> None:
    assert problems(message(cards.text(cards.run("x")), text="x"))


def test_a_csv_as_a_data_uri_is_refused() -> None:
    assert problems(
        {"type": "message", "attachments": [{"contentType": "text/csv", "contentUrl": "data:text/csv;base64,AA=="}]}
    )


@pytest.mark.parametrize(
    "element",
    [
        {"type": "TextBlock", "text": "reads Markdown"},
        {"type": "Chart.Pie", "data": []},
        {"type": "RichTextBlock"},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x", "size": "Huge"}]},
        {"type": "RichTextBlock", "inlines": ["a bare string"]},
        {"type": "RichTextBlock", "inlines": [], "onClick": "x"},
        {"type": "Container", "items": [], "isVisible": "no"},
        {"type": "ActionSet", "actions": [{"type": "Action.Execute", "title": "x"}]},
        {
            "type": "ActionSet",
            "actions": [
                {"type": "Action.ToggleVisibility", "title": "x", "targetElements": [{"elementId": "nowhere"}]}
            ],
        },
    ],
)
def test_what_nobody_has_looked_at_in_teams_is_refused(element: Any) -> None:
    assert problems(message(element))


def test_an_id_twice_and_another_version() -> None:
    twice = cards.section("sql", [cards.text(cards.run("x"))])
    assert problems(message(twice, twice))
    other = message(cards.text(cards.run("x")))
    other["attachments"][0]["content"]["version"] = "1.6"
    assert problems(other)


async def test_a_picture_is_brought_within_the_limits() -> None:
    content = png(3000, 1200)
    assert not fits(content)
    made = await data_uri(content)
    assert made is not None
    assert problems(message(cards.image(made, "x"))) == []


async def test_what_is_no_picture_is_not_embedded() -> None:
    assert await data_uri(b"not a picture") is None
