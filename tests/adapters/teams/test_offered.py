"""Which file an answer offers, and where."""

from __future__ import annotations

import pytest

from adapters.teams.render import ROWS_SECTION, consent
from core.kernel.messages import Column, Table
from tests.adapters.teams.drawn_cards import DATA, IMAGE, actions, body, drawn, question
from tests.adapters.teams.rig import a_reply

BOOK = DATA.model_copy(update={"kind": "workbook"})


@pytest.mark.parametrize("scope", ["groupChat", "channel"])
def test_in_groups_and_channels_the_csv_is_a_link(scope: str) -> None:
    reply = a_reply(question(), artifacts=(DATA, BOOK), file_asked="workbook")
    (link,) = [action for action in actions(body(drawn(reply, scope))) if action["type"] == "Action.OpenUrl"]
    assert (link["title"], link["url"]) == ("Descargar Excel", "https://bot.example.com/files/workbook")
    assert consent(question(scope), reply, "MXN") is None


def test_in_a_personal_chat_the_csv_is_offered_for_onedrive() -> None:
    reply = a_reply(question(), artifacts=(DATA, BOOK), file_asked="workbook")
    assert not [action for action in actions(body(drawn(reply))) if action["type"] == "Action.OpenUrl"]
    assert consent(question(), reply, "MXN") == BOOK
    without = a_reply(question(), artifacts=(DATA,), file_asked="data")
    assert consent(question(), without, "MXN") == DATA


def test_a_file_is_offered_when_it_holds_more_than_the_card() -> None:
    columns = tuple(Column(name=name, label=name, kind="integer") for name in "ab")
    one = Table(columns=columns[:1], rows=((15,),), total=1)
    few = Table(columns=columns, rows=((15, 1), (16, 2)), total=2)
    many = Table(columns=columns, rows=tuple((at, at) for at in range(10)), total=40)
    cut = few.model_copy(update={"truncated": True})
    offered = [
        consent(question(), a_reply(question(), artifacts=(DATA, BOOK), table=table), "MXN")
        for table in (None, one, few, many, cut)
    ]
    assert offered == [None, None, None, BOOK, BOOK]


def test_a_table_that_its_chart_tells_waits_behind_a_button() -> None:
    table = Table(columns=(Column(name="n", label="Paros", kind="integer"),), rows=((15,), (3,)), total=2, folded=True)
    reply = a_reply(question(), artifacts=(DATA, IMAGE), table=table)
    parts = body(drawn(reply))
    (folded,) = [part for part in parts if part.get("id") == ROWS_SECTION]
    assert folded["isVisible"] is False and folded["items"][0]["type"] == "Table"
    assert "Ver tabla" in [action["title"] for action in actions(parts)]
    assert consent(question(), reply, "MXN") is None
