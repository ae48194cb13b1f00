"""A Reply as a message: what is shown, in which order, within every limit, inert."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from adapters.slack import limits
from adapters.slack.blocks.validate import characters, problems
from adapters.slack.listeners import presses
from adapters.slack.render import SlackMessage, attachments, context_line, render, render_command
from core.kernel.messages import Column, Reply, Span, Suggestion, Table
from tests.adapters.slack.replies import COLUMNS, ROWS, artifact, clarification, question, reply
from tests.fakes import slack_blocks
from tests.fakes.slack_people import elements, labels, words

NASTY = "<!channel> @here <https://evil.example|haz clic> *b* _i_ `c` & <@U0ASHA> http://evil.example"


def drawn(made: Reply, **more: Any) -> SlackMessage:
    """Render and hold both forms against our validator and against the fake Slack's own."""
    message = render(question(**more), made, "MXN")
    for blocks in (message.blocks, message.plain):
        assert problems(blocks) == []
        assert slack_blocks.refused(blocks) is None
        assert characters(blocks) <= limits.MESSAGE_BUDGET
    return message


def kinds(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["type"] for block in blocks]


def test_the_order_is_the_order_of_reading() -> None:
    message = drawn(reply(definition="184 OT ÷ 8 áreas"))
    assert kinds(message.blocks) == [
        "rich_text",
        "context",
        "table",
        "image",
        "context",
        "actions",
        "context_actions",
    ]
    assert message.text == reply().text


def test_bold_is_the_answer_and_nothing_else() -> None:
    parts = drawn(reply()).blocks[0]["elements"][0]["elements"]
    assert [(part["text"][:10], part.get("style")) for part in parts] == [
        ("Hay 184 OT", {"bold": True}),
        (", seguida ", None),
    ]
    plain = drawn(reply()).plain[0]["text"]["text"]
    assert plain.startswith("*Hay 184 OT abiertas; ")
    assert plain.count("*") == 2


def test_the_table_writes_values_and_aligns_numbers() -> None:
    table = drawn(reply()).blocks[1]
    assert [cell["text"] for cell in table["rows"][0]] == ["Área", "OT abiertas"]
    assert [cell["text"] for cell in table["rows"][1]] == ["Packaging", "41"]
    assert [one["align"] for one in table["column_settings"]] == ["left", "right"]


def test_n_of_m_with_the_csv_and_without() -> None:
    assert "3 de 8 filas, todas en el archivo · OT abiertas" in words({"blocks": drawn(reply()).blocks})
    assert "3 de 8 filas · OT abiertas" in words({"blocks": drawn(reply(artifacts=())).blocks})
    whole = reply(table=Table(columns=COLUMNS, rows=(("Packaging", 41),), total=1))
    assert "fila" not in words({"blocks": drawn(whole).blocks}), "what is seen whole is not counted"
    cut = reply(table=Table(columns=COLUMNS, rows=(("Packaging", 41),), total=10_000, truncated=True))
    seen = words({"blocks": drawn(cut).blocks})
    assert "1 a la vista · OT abiertas" in seen
    assert "10,000" not in seen, "the reply itself says where the list was cut"


def months(count: int) -> Table:
    """A time series of which the last twelve months came along."""
    columns = (Column(name="month", label="Mes"), Column(name="hours", label="Horas de paro", kind="hours"))
    rows = tuple((f"mes {number}", 10 * number) for number in range(1, count + 1))
    return Table(columns=columns, rows=rows[-12:], total=count, chronological=True)


def test_a_year_of_months_stands_whole() -> None:
    message = drawn(reply(table=months(12)))
    assert [row[0]["text"] for row in message.blocks[1]["rows"][1:]] == [f"mes {number}" for number in range(1, 13)]
    assert "12 filas" not in words({"blocks": message.blocks})


def test_a_longer_series_shows_its_newest_months() -> None:
    message = drawn(reply(table=months(30)))
    assert [row[0]["text"] for row in message.blocks[1]["rows"][1:]] == [f"mes {number}" for number in range(19, 31)]
    assert "últimas 12 de 30 filas, todas en el archivo" in words({"blocks": message.blocks})
    english = drawn(reply(table=months(30), artifacts=(), language="en"))
    assert "last 12 of 30 rows" in words({"blocks": english.blocks})


def test_a_series_too_long_for_the_message_loses_its_oldest_months() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"c{n}") for n in range(8))
    rows = tuple((f"mes {number}.", *("y" * 120,) * 7) for number in range(1, 13))
    table = Table(columns=columns, rows=rows, total=12, chronological=True, leading=tuple(f"c{n}" for n in range(8)))
    message = drawn(reply(table=table))
    for made in (message.blocks, message.plain):
        assert "mes 12." in json.dumps(made)
        assert "mes 1." not in json.dumps(made)
        assert "últimas " in words({"blocks": made})


def test_columns_asked_about_stay_where_not_all_fit() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"c{n}") for n in range(limits.PREVIEW_COLUMNS + 3))
    table = Table(columns=columns, rows=(tuple(f"v{n}" for n in range(len(columns))),), total=1, leading=("c0", "c10"))
    header = drawn(reply(table=table)).blocks[1]["rows"][0]
    assert [cell["text"] for cell in header] == ["c0", "c10", "c1", "c2", "c3", "c4", "c5", "c6"]


def test_a_column_of_prose_that_was_asked_about_stays() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"c{n}") for n in range(6))
    row = ("a" * 20, "b" * 20, "c" * 20, "d" * 20, "e " * 20, "f " * 20)
    table = Table(columns=columns, rows=(row,), total=1, leading=("c0", "c5"))
    header = drawn(reply(table=table)).blocks[1]["rows"][0]
    assert [cell["text"] for cell in header] == ["c0", "c5", "c1", "c2", "c3"]


def test_rows_and_columns_left_out_are_said_together() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"c{n}") for n in range(limits.PREVIEW_COLUMNS + 2))
    made = reply(table=Table(columns=columns, rows=(tuple(range(len(columns))),), total=30))
    assert "1 de 30 filas y 8 de 10 columnas, todo en el archivo" in words({"blocks": drawn(made).blocks})


def test_the_context_line() -> None:
    assert context_line(reply()) == (
        "OT abiertas, en proceso o en espera de refacciones · sin canceladas · datos de hoy 08:15"
    )
    assert context_line(reply(planner="model")).endswith("interpretada por IA")
    checked = reply(verified=True, planner="verified", assumptions=("✓ consulta verificada por Ana, 3 nov 2026",))
    assert context_line(checked) == "✓ consulta verificada por Ana, 3 nov 2026 · datos de hoy 08:15"
    assert "IA" not in context_line(clarification(2))


def test_buttons() -> None:
    assert labels({"blocks": drawn(reply()).blocks}) == ["Ver cuáles", "Por prioridad", "Ver SQL"]
    without_image = reply(artifacts=(artifact(),), chartable=True)
    assert labels({"blocks": drawn(without_image).blocks})[:1] == ["Gráfica"]
    assert "Gráfica" not in labels({"blocks": drawn(reply(chartable=True)).blocks})
    assert labels({"blocks": drawn(reply(language="en")).blocks})[-1] == "Show SQL"
    assert labels({"blocks": drawn(reply(sql=None, suggestions=())).blocks}) == []


def test_thumbs_are_slacks_own_or_plain_buttons() -> None:
    message = drawn(reply())
    assert message.blocks[-1]["elements"][0]["type"] == "feedback_buttons"
    assert labels({"blocks": message.plain})[-2:] == ["👍", "👎"]
    assert "feedback" not in json.dumps(drawn(clarification(2)).blocks)
    assert "feedback" not in json.dumps(drawn(reply(action="error", sql=None)).blocks)


@pytest.mark.parametrize("choices", [1, limits.CHOICE_BUTTONS])
def test_few_choices_are_buttons(choices: int) -> None:
    assert labels({"blocks": drawn(clarification(choices)).blocks}) == [f"Opción {n}" for n in range(1, choices + 1)]


@pytest.mark.parametrize("choices", [limits.CHOICE_BUTTONS + 1, limits.SELECT_OPTIONS, limits.SELECT_OPTIONS + 1])
def test_many_choices_are_a_select(choices: int) -> None:
    select = drawn(clarification(choices)).blocks[-1]["elements"][0]
    assert select["type"] == "static_select"
    assert len(select["options"]) == min(choices, limits.SELECT_OPTIONS)


def test_a_press_says_what_was_asked_and_a_mention_does_not() -> None:
    assert "preguntó" not in words({"blocks": drawn(reply()).blocks})
    pressed = drawn(reply(), kind="suggestion", text="OT por <área>")
    assert pressed.blocks[0]["elements"][0]["text"] == "<@U0ASHA> preguntó: OT por &lt;área&gt;"


def test_a_suggestion_too_long_for_a_button_is_left_out_not_cut() -> None:
    made = reply(suggestions=(Suggestion(label="larga", text="x" * 3000), Suggestion(label="corta", text="y")))
    assert labels({"blocks": drawn(made).blocks}) == ["corta", "Ver SQL"]


def test_nothing_foreign_pings_or_links() -> None:
    columns = (Column(name="a", label=NASTY), Column(name="b", label="b"))
    made = reply(
        headline=(Span(text=NASTY, bold=True), Span(text=NASTY)),
        definition=NASTY,
        assumptions=(NASTY,),
        freshness=NASTY,
        table=Table(columns=columns, rows=((NASTY, NASTY),), total=1),
        suggestions=(Suggestion(label=NASTY, text=NASTY),),
    )
    message = drawn(made, kind="suggestion", text=NASTY)
    for blocks in (message.blocks, message.plain):
        seen = slack_blocks.reads(message.text, blocks)
        assert seen["pings"] == []
        assert seen["links"] == []
        assert seen["users"] == ["U0ASHA"]  # our own mention of who pressed
    for block in message.blocks + message.plain:
        for part in [block.get("text"), *block.get("elements", ())]:
            if isinstance(part, dict) and part.get("type") == "mrkdwn":
                assert part["verbatim"] is True


@pytest.mark.parametrize("length", [10, 500, 5_000, 60_000])
@pytest.mark.parametrize("character", ["x", "&", "ñ", "\n"])
def test_however_long_it_is_it_fits(length: int, character: str) -> None:
    long = character * length
    columns = tuple(Column(name=f"c{n}", label=long) for n in range(30))
    made = reply(
        headline=(Span(text=long, bold=True), Span(text=long)),
        definition=long,
        assumptions=(long, long),
        freshness=long,
        table=Table(columns=columns, rows=tuple((long,) * 30 for _ in range(50)), total=50),
        suggestions=tuple(Suggestion(label=long, text=long) for _ in range(9)),
        sql=long,
    )
    message = drawn(made)
    assert len(message.text) <= limits.MESSAGE_TEXT_GOOD
    assert drawn(clarification(200)).blocks


def test_wide_tables_say_how_many_columns_are_left_out() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"c{n}") for n in range(limits.PREVIEW_COLUMNS + 2))
    made = reply(table=Table(columns=columns, rows=(tuple(range(len(columns))),), total=1))
    assert "8 de 10 columnas, todas en el archivo" in words({"blocks": drawn(made).blocks})


def test_empty_cells_and_empty_tables() -> None:
    made = reply(table=Table(columns=COLUMNS, rows=((None, None), ("", 0)), total=2))
    rows = drawn(made).blocks[1]["rows"]
    assert all(cell["text"] for row in rows for cell in row)
    assert "table" not in kinds(drawn(reply(table=Table(columns=COLUMNS, rows=(), total=0))).blocks)
    assert drawn(reply(headline=())).text == "—"


def test_plain_blocks_are_old_ones_only() -> None:
    assert set(kinds(drawn(reply()).plain)) == {"section", "image", "context", "actions"}
    code = next(block for block in drawn(reply()).plain if "```" in json.dumps(block))
    assert "Packaging           41" in code["text"]["text"]


def test_which_files_go_along() -> None:
    def along(made: Reply) -> list[str]:
        return [one.kind for one in attachments(drawn(made))]

    image, data = artifact("image"), artifact()
    book = data.model_copy(update={"kind": "workbook"})
    whole = Table(columns=COLUMNS, rows=ROWS, total=3)
    assert along(reply()) == ["image", "data"]  # 3 of 8 rows
    assert along(reply(artifacts=(data, book, image))) == ["image", "workbook"]
    assert along(reply(table=whole)) == ["image"]
    assert along(reply(table=whole, file_asked="data")) == ["image", "data"]
    assert along(reply(table=None)) == ["image"]
    assert along(reply(artifacts=())) == []


def test_a_table_that_its_chart_tells_is_left_out() -> None:
    table = Table(columns=COLUMNS, rows=ROWS, total=3, folded=True)
    message = drawn(reply(table=table))
    assert "table" not in kinds(message.blocks) and message.file is None
    assert "table" in kinds(drawn(reply(table=table, artifacts=(artifact(),))).blocks)


def test_a_command_is_one_plain_message() -> None:
    message = render_command(reply(), "MXN")
    assert problems(message.blocks) == []
    assert slack_blocks.refused(message.blocks) is None
    assert set(kinds(message.blocks)) <= {"section", "context", "actions"}
    assert labels({"blocks": message.blocks}) == ["Ver SQL"]
    assert "3 de 8 filas · OT abiertas" in words({"blocks": message.blocks})


def test_a_command_says_how_to_get_all_of_a_long_list() -> None:
    assert "mencióname en un canal con la misma pregunta" in words({"blocks": render_command(reply(), "MXN").blocks})
    english = render_command(reply(language="en"), "MXN").blocks
    assert "To get all of them in an Excel file, mention me in a channel" in words({"blocks": english})
    whole = reply(table=Table(columns=COLUMNS, rows=(("Packaging", 41), ("Mixing", 2)), total=2))
    assert "mencióname" not in words({"blocks": render_command(whole, "MXN").blocks})


def test_n_of_m_counts_what_each_form_really_shows() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"c{n}") for n in range(8))
    made = reply(table=Table(columns=columns, rows=tuple(("y" * 30,) * 8 for _ in range(10)), total=10))
    message = drawn(made)
    assert len(message.blocks[1]["rows"]) == 1 + 10
    code = next(block for block in message.plain if "```" in json.dumps(block))["text"]["text"]
    shown = code.count("\n") - 3  # fences, header and rule
    assert 0 < shown < 10
    assert f"{shown} de 10 filas" in words({"blocks": message.plain})


def test_a_chart_is_offered_once() -> None:
    suggestions = (Suggestion(label="Gráfica", text="hazme una gráfica"), Suggestion(label="Por área", text="por área"))
    made = reply(artifacts=(artifact(),), chartable=True, suggestions=suggestions)
    assert labels({"blocks": drawn(made).blocks}) == ["Gráfica", "Por área", "Ver SQL"]


def test_a_wide_table_wraps_its_widest_texts_only() -> None:
    assert not any("is_wrapped" in one for one in drawn(reply()).blocks[1]["column_settings"])
    columns = (*(Column(name=f"c{n}", label="texto") for n in range(5)), Column(name="n", label="n", kind="integer"))
    cells = ["OT-1200", "una palabra o dos más", "abierta", "Sarah Thompson", "x" * 20, 1]
    made = reply(table=Table(columns=columns, rows=(tuple(cells),), total=1))
    wider = reply(table=Table(columns=(*columns, *columns[:2]), rows=((*cells, "y" * 12, "z"),), total=1))
    assert not any("is_wrapped" in one for one in drawn(made).blocks[1]["column_settings"])
    settings = drawn(wider).blocks[1]["column_settings"]
    assert [one.get("is_wrapped", False) for one in settings] == [False, True, False, True, False, False, False, False]


def test_prose_gives_way_and_is_counted() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"c{n}") for n in range(5))
    row = ("OT-1200", "p" * 60, "abierta", "alta", "q" * 60)
    made = reply(table=Table(columns=columns, rows=(row,), total=1))
    table = drawn(made).blocks[1]
    assert [cell["text"] for cell in table["rows"][0]] == ["c0", "c2", "c3"]
    assert "3 de 5 columnas, todas en el archivo" in words({"blocks": drawn(made).blocks})
    assert "3 de 5 columnas · " in words({"blocks": render_command(made, "MXN").blocks})


@pytest.mark.parametrize("sql", ["SELECT 1\nFROM work_order", "SELECT a < b & c\n" * 20])
def test_sql_that_was_asked_for_is_shown(sql: str) -> None:
    message = drawn(reply(action="answer", sql=sql, sql_asked=True, table=None, artifacts=(), suggestions=()))
    shown = next(block for block in message.blocks if "preformatted" in json.dumps(block))
    assert shown["elements"][0]["elements"][0]["text"] == sql
    code = next(block for block in message.plain if "```" in json.dumps(block))["text"]["text"]
    assert code.count("SELECT") == sql.count("SELECT")
    assert "Ver SQL" not in labels({"blocks": message.blocks})


@pytest.mark.parametrize("sql", ["x" * 20_000, "<" * 20_000, "SELECT 1 < 2\n" * 300])
def test_sql_too_long_for_a_message_is_behind_its_button(sql: str) -> None:
    message = drawn(reply(action="answer", sql=sql, sql_asked=True))
    assert "entera está en «Ver SQL»" in words({"blocks": message.blocks})
    assert "Ver SQL" in labels({"blocks": message.blocks})
    assert "Ver SQL" in labels({"blocks": message.plain})


def test_sql_that_nobody_asked_for_stays_behind_its_button() -> None:
    assert "SELECT" not in json.dumps([block for block in drawn(reply()).blocks if block["type"] != "actions"])


def test_an_error_is_asked_again_with_a_press() -> None:
    failed = reply(action="error", retry=True, sql=None, table=None, suggestions=(), artifacts=(), chartable=False)
    button = elements({"blocks": drawn(failed).blocks})[0]
    assert button["text"]["text"] == "Reintentar"
    assert json.loads(button["value"]) == {"q": failed.question_id, "t": "OT abiertas por área"}
    assert re.fullmatch(presses.ASKING, button["action_id"])
    # Of a question that was not taken up nothing is remembered, so that the press points at nothing.
    unheard = failed.model_copy(update={"remembered": False})
    for asked, value in (
        (question(), {"t": "OT abiertas por área"}),
        (question(about="before"), {"q": "before", "t": "OT abiertas por área"}),
    ):
        assert json.loads(elements({"blocks": render(asked, unheard, "MXN").blocks})[0]["value"]) == value
    # A choice is pressed again as that choice, under the answer that it stands under.
    pressed = question("La segunda", kind="button", choice="2", about="before")
    again = elements({"blocks": render(pressed, failed, "MXN").blocks})[0]
    assert (again["action_id"], json.loads(again["value"])) == ("choose:2", {"q": "before", "c": "2"})
    for other in (failed.model_copy(update={"retry": False}), reply()):
        assert "Reintentar" not in labels({"blocks": drawn(other).blocks})
    long = render(question("x" * 3000), failed, "MXN")
    assert labels({"blocks": long.blocks}) == [], "a question that no button holds is not cut"


def test_dates_do_not_break_where_a_message_is_narrow() -> None:
    columns = (
        Column(name="tag", label="Equipo"),
        Column(name="due_on", label="Vence", kind="date"),
        Column(name="area", label="Área"),
    )
    table = Table(columns=columns, rows=(("a" * 80, "2026-11-15", "Línea 4"),), total=1, leading=("tag", "area"))
    rendered = drawn(reply(table=table)).blocks[1]
    shown = dict(zip((cell["text"] for cell in rendered["rows"][0]), rendered["column_settings"], strict=True))
    assert "is_wrapped" in shown["Área"]
    assert "is_wrapped" not in shown["Vence"]
