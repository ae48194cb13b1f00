"""Which file an answer offers, and where."""

from __future__ import annotations

import pytest

from adapters.teams.render import ROWS_SECTION, consent, render
from core.kernel.messages import Artifact, Column, Table
from tests.adapters.teams.drawn_cards import DATA, IMAGE, actions, body, drawn, question
from tests.adapters.teams.rig import a_reply

BOOK = DATA.model_copy(update={"kind": "workbook"})


@pytest.mark.parametrize("scope", ["groupChat", "channel"])
def test_in_groups_and_channels_the_csv_is_a_link(scope: str) -> None:
    reply = a_reply(question(), artifacts=(DATA, BOOK), file_asked="workbook")
    (link,) = [action for action in actions(body(drawn(reply, scope))) if action["type"] == "Action.OpenUrl"]
    assert (link["title"], link["url"]) == ("Descargar Excel", "https://bot.example.com/files/workbook")
    assert consent(question(scope), reply, "MXN") is None


def test_in_a_personal_chat_the_file_that_was_asked_for_is_offered_for_onedrive() -> None:
    reply = a_reply(question(), artifacts=(DATA, BOOK), file_asked="workbook")
    assert not [action for action in actions(body(drawn(reply))) if action["type"] == "Action.OpenUrl"]
    assert consent(question(), reply, "MXN") == BOOK
    without = a_reply(question(), artifacts=(DATA,), file_asked="data")
    assert consent(question(), without, "MXN") == DATA


def test_a_file_that_holds_more_than_the_card_is_behind_a_button() -> None:
    columns = tuple(Column(name=name, label=name, kind="integer") for name in "ab")
    one = Table(columns=columns[:1], rows=((15,),), total=1)
    few = Table(columns=columns, rows=((15, 1), (16, 2)), total=2)
    many = Table(columns=columns, rows=tuple((at, at) for at in range(10)), total=40)
    cut = few.model_copy(update={"truncated": True})
    offered = []
    for table in (None, one, few, many, cut):
        reply = a_reply(question(), artifacts=(DATA, BOOK), table=table)
        assert consent(question(), reply, "MXN") is None, "no card beside the answer"
        offered.append(
            [action["title"] for action in actions(body(drawn(reply))) if action["type"] == "Action.OpenUrl"]
        )
    assert offered == [[], [], [], ["Descargar Excel"], ["Descargar Excel"]]


@pytest.mark.parametrize(("artifact", "asks"), [(BOOK, "en excel"), (DATA, "en csv")])
def test_without_a_public_address_the_button_asks_for_the_file(artifact: Artifact, asks: str) -> None:
    columns = (Column(name="a", label="a", kind="integer"), Column(name="b", label="b", kind="integer"))
    many = Table(columns=columns, rows=((1, 2), (3, 4)), total=40)
    reply = a_reply(question(), artifacts=(artifact,), table=many)
    made = render(question(), reply, "MXN", lambda file: None).activity
    pressed = [action["data"]["maintbot"].get("ask") for action in actions(body(made)) if "data" in action]
    assert asks in pressed
    # In a channel nothing can be handed over then.
    made = render(question("channel"), reply, "MXN", lambda file: None).activity
    assert asks not in [action["data"]["maintbot"].get("ask") for action in actions(body(made)) if "data" in action]


def test_a_table_that_its_chart_tells_waits_behind_a_button() -> None:
    table = Table(columns=(Column(name="n", label="Paros", kind="integer"),), rows=((15,), (3,)), total=2, folded=True)
    reply = a_reply(question(), artifacts=(DATA, IMAGE), table=table)
    parts = body(drawn(reply))
    (folded,) = [part for part in parts if part.get("id") == ROWS_SECTION]
    assert folded["isVisible"] is False and folded["items"][0]["type"] == "Table"
    assert "Ver tabla" in [action["title"] for action in actions(parts)]
    assert consent(question(), reply, "MXN") is None
