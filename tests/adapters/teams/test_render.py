"""From a Reply to a card: what a person sees, and that nothing breaks a limit."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from adapters.teams import limits
from adapters.teams.cards.build import weight
from adapters.teams.cards.columns import CARD_PIXELS, fit, pixels
from adapters.teams.render import facts
from core.kernel.messages import (
    Choice,
    Clarification,
    Column,
    Reply,
    Span,
    Suggestion,
    Table,
)
from tests.adapters.teams.drawn_cards import DATA, IMAGE, actions, body, drawn, question, texts
from tests.adapters.teams.rig import a_reply


def test_the_answer_comes_first_and_only_it_is_bold() -> None:
    activity = drawn(a_reply(question()))
    first = body(activity)[0]["inlines"]
    assert [(run["text"], run.get("weight")) for run in first] == [
        ("3 equipos parados", "Bolder"),
        (": P-103, P-117 y P-122.", None),
    ]
    assert activity["summary"] == "3 equipos parados: P-103, P-117 y P-122."
    assert "text" not in activity


def test_numbers_are_written_in_the_answers_language_and_stand_to_the_right() -> None:
    table = next(part for part in body(drawn(a_reply(question()))) if part["type"] == "Table")
    assert texts(table["rows"][0]) == ["Equipo", "Horas"]
    assert texts(table["rows"][3]) == ["P-122", "—"]
    assert [cell["items"][0]["horizontalAlignment"] for cell in table["rows"][1]["cells"]] == ["Left", "Right"]


def test_facts_say_what_was_counted_and_who_planned_it() -> None:
    reply = a_reply(question())
    assert facts(reply) == "estado actual · sin equipos retirados · datos de hoy 08:15"
    assert facts(reply.model_copy(update={"planner": "model"})).endswith("interpretada por IA")
    label = "✓ consulta verificada por Ana, 3 nov 2026"
    checked = facts(reply.model_copy(update={"verified": True, "planner": "verified", "assumptions": (label,)}))
    assert checked == f"{label} · datos de hoy 08:15"


def test_sql_is_one_press_away_and_never_in_the_way() -> None:
    activity = drawn(a_reply(question()))
    section = next(part for part in body(activity) if part.get("id") == "sql")
    assert section["isVisible"] is False
    assert texts(section)[:2] == ["SELECT tag,", "\u00a0\u00a0hours"]
    toggle = next(action for action in actions(body(activity)) if action["type"] == "Action.ToggleVisibility")
    assert (toggle["title"], toggle["targetElements"]) == ("Ver SQL", [{"elementId": "sql"}])


def test_sql_that_was_asked_for_stands_open() -> None:
    asked = a_reply(question(), action="answer", sql_asked=True)
    section = next(part for part in body(drawn(asked)) if part.get("id") == "sql")
    assert section["isVisible"] is True
    assert "Ver SQL" not in [action["title"] for action in actions(body(drawn(asked)))]


def test_suggestions_and_the_chart_ask_about_this_answer() -> None:
    pressed = [action for action in actions(body(drawn(a_reply(question())))) if action["type"] == "Action.Submit"]
    assert [(action["title"], action["data"]["maintbot"]) for action in pressed] == [
        ("Por área", {"ask": "equipos parados por área", "about": "teams-1"}),
        ("Gráfica", {"ask": "hazme una gráfica de eso", "about": "teams-1"}),
    ]


def test_there_is_one_chart_button() -> None:
    offers = (Suggestion(label="Gráfica", text="gráfica"), Suggestion(label="Por área", text="por área"))
    titles = [action["title"] for action in actions(body(drawn(a_reply(question(), suggestions=offers))))]
    assert titles == ["Por área", "Gráfica", "Ver SQL"]


def test_a_clarification_is_buttons() -> None:
    choices = tuple(Choice(id=str(n), label=f"Opción {n}") for n in range(1, 9))
    reply = a_reply(
        question(),
        action="clarify",
        clarification=Clarification(question="¿Cuál?", choices=choices),
        table=None,
        sql=None,
    )
    sets = [part for part in body(drawn(reply)) if part["type"] == "ActionSet"]
    assert [len(part["actions"]) for part in sets[:2]] == [3, 3]  # as many as fit beside each other
    assert sets[0]["actions"][0]["data"]["maintbot"] == {"choice": "1", "text": "Opción 1", "about": "teams-1"}


def test_the_ai_label_only_when_the_model_planned() -> None:
    assert "entities" not in drawn(a_reply(question()))
    assert drawn(a_reply(question(), planner="model"))["entities"][0]["additionalType"] == ["AIGeneratedContent"]


def test_thumbs_under_answers_only() -> None:
    assert drawn(a_reply(question()))["channelData"] == {"feedbackLoop": {"type": "default"}}
    assert "channelData" not in drawn(a_reply(question(), action="error", table=None, sql=None))


def test_a_press_says_what_was_asked() -> None:
    activity = drawn(a_reply(question()), kind="suggestion", text="por área")
    assert texts(body(activity))[0] == "Ana Ruiz preguntó: por área"


def test_the_chart_is_in_the_card_with_words_for_who_cannot_see_it() -> None:
    reply = a_reply(question(), artifacts=(DATA, IMAGE), chart_title="Paros por área")
    image = next(part for part in body(drawn(reply)) if part["type"] == "Image")
    assert image["altText"] == "Gráfica: Paros por área"
    assert "Gráfica" not in [action["title"] for action in actions(body(drawn(reply)))]


def test_no_text_of_a_row_can_draw_anything() -> None:
    nasty = "[pulsa](https://evil.example) **x** <at>Ana</at> \n# título"
    table = Table(columns=(Column(name="a", label=nasty),), rows=((nasty,),), total=1)
    activity = drawn(a_reply(question(), table=table, headline=(Span(text=nasty),), assumptions=(nasty,)))
    found = json.dumps(activity)
    assert '"TextBlock"' not in found  # the one element that reads Markdown
    assert "entities" not in activity


def test_english_too() -> None:
    reply = a_reply(
        question(),
        language="en",
        headline=(Span(text="3 of 41 pumps are down", bold=True),),
        artifacts=(DATA,),
        file_asked="data",
    )
    activity = drawn(reply, "channel")
    titles = [action["title"] for action in actions(body(activity))]
    assert titles == ["Por área", "Download CSV", "Chart", "Show SQL"]
    assert activity["locale"] == "en-US"


def _wide(rows: int, columns: int, text: str, **changed: Any) -> Reply:
    table = Table(
        columns=tuple(Column(name=f"c{n}", label=f"Col {n}") for n in range(columns)),
        rows=tuple(tuple(text for _ in range(columns)) for _ in range(min(rows, limits.PREVIEW_ROWS))),
        total=rows,
    )
    return a_reply(question(), table=table, artifacts=(DATA,), **changed)


def test_at_the_limits_everything_is_shown() -> None:
    activity = drawn(_wide(limits.PREVIEW_ROWS, limits.PREVIEW_COLUMNS, "x"))
    table = next(part for part in body(activity) if part["type"] == "Table")
    assert len(table["rows"]) == limits.PREVIEW_ROWS + 1
    assert not [text for text in texts(body(activity)) if "Se muestran" in text]


def test_one_over_says_so() -> None:
    found = texts(body(drawn(_wide(limits.PREVIEW_ROWS + 1, limits.PREVIEW_COLUMNS + 1, "x"))))
    assert "Se muestran 12 de 13 filas y 6 de 7 columnas. Todo está en el archivo." in found


def test_a_series_shows_its_newest_periods_and_says_so() -> None:
    columns = (Column(name="month", label="Mes"), Column(name="hours", label="Horas", kind="hours"))
    rows = tuple((f"mes {number}", 10 * number) for number in range(19, 31))
    series = Table(columns=columns, rows=rows, total=30, chronological=True)
    card = body(drawn(a_reply(question(), table=series, artifacts=(DATA,))))
    assert "mes 19" in texts(card) and "mes 30" in texts(card)
    assert "Se muestran las últimas 12 de 30 filas. Todo está en el archivo." in texts(card)
    english = body(drawn(a_reply(question(), table=series, artifacts=(DATA,), language="en")))
    assert "Showing the last 12 of 30 rows. Everything is in the file." in texts(english)
    whole = series.model_copy(update={"total": 12})
    assert not [text for text in texts(body(drawn(a_reply(question(), table=whole)))) if "Se muestran" in text]


def test_a_series_that_must_be_shortened_keeps_its_newest_periods() -> None:
    columns = tuple(Column(name=f"c{n}", label=f"Col {n}") for n in range(6))
    rows = tuple((f"mes {number}", *("ñ" * 500,) * 5) for number in range(1, 13))
    series = Table(columns=columns, rows=rows, total=12, chronological=True)
    long = tuple("supuesto " * 40 for _ in range(20))
    card = body(drawn(a_reply(question(), table=series, sql="SELECT 1\n" * 4_000, assumptions=long)))
    shown = next(part for part in card if part["type"] == "Table")
    assert len(shown["rows"]) < 13
    assert "mes 12" in texts(shown["rows"][-1])


def test_the_columns_that_the_question_is_about_come_first_when_not_all_fit() -> None:
    names = ("ot", "equipo", "tipo", "prioridad", "estado", "tecnico", "vence")
    columns = tuple(Column(name=name, label=name.capitalize()) for name in names)
    row = ("WO-2026-02571", "M-129", "correctivo", "media", "abierta", "Hernández", "19 sep 2026")
    table = Table(columns=columns, rows=(row,), total=1, leading=("ot", "vence"))
    shown = next(part for part in body(drawn(a_reply(question(), table=table))) if part["type"] == "Table")
    header = texts(shown["rows"][0])
    assert header[0] == "Ot" and header[-1] == "Vence"
    assert header == [label.capitalize() for label in names if label.capitalize() in header], "in their own order"
    assert 3 <= len(header) < len(names)


def test_rows_that_the_database_kept_back_are_told_once() -> None:
    reply = _wide(10_000, 1, "x")
    assert reply.table is not None
    cut = reply.model_copy(update={"table": reply.table.model_copy(update={"truncated": True})})
    found = texts(body(drawn(cut.model_copy(update={"assumptions": ("solo las primeras 10,000 filas",)}))))
    assert "Se muestran 12 filas." in found
    assert sum(text.count("10,000") for text in found) == 1


def test_the_longest_sql_that_is_shown_and_one_more() -> None:
    whole = drawn(a_reply(question(), sql="x" * limits.SQL_TEXT))
    assert not [text for text in texts(body(whole)) if "más larga" in text]
    over = drawn(a_reply(question(), sql="x" * (limits.SQL_TEXT + 1)))
    assert [text for text in texts(body(over)) if "aquí va su comienzo" in text]


def test_too_large_is_shortened_and_said_so() -> None:
    reply = _wide(10, 6, "ñ" * 500, sql="SELECT 1\n" * 4_000, assumptions=tuple("supuesto " * 40 for _ in range(20)))
    activity = drawn(reply)
    assert weight(activity) <= limits.MESSAGE_BYTES
    assert [text for text in texts(body(activity)) if "más larga de lo que cabe en Teams" in text]


def test_a_long_button_title_is_cut_with_a_sign_and_kept_as_its_tip() -> None:
    label = "¿Qué equipos " + "muy " * 20 + "parados?"
    reply = a_reply(question(), suggestions=(Suggestion(label=label, text=label),))
    action = next(action for action in actions(body(drawn(reply))) if action["type"] == "Action.Submit")
    assert action["title"].endswith("…")
    assert len(action["title"]) == limits.BUTTON_TITLE
    assert action["tooltip"] == label


def test_buttons_beside_each_other_can_be_read() -> None:
    labels = ("Mantenimiento preventivo este mes", "¿Qué equipos están parados ahora?", "Por área")
    reply = a_reply(question(), suggestions=tuple(Suggestion(label=label, text=label) for label in labels))
    rows = [part["actions"] for part in body(drawn(reply)) if part["type"] == "ActionSet"]
    assert [[action["title"] for action in row] for row in rows][:2] == [[labels[0]], list(labels[1:])]
    for row in rows:
        assert sum(pixels(action["title"], "Default") for action in row) < CARD_PIXELS


def test_many_choices_come_in_rows() -> None:
    choices = tuple(Choice(id=str(n), label=f"O{n}") for n in range(limits.CHOICES))
    reply = a_reply(question(), action="clarify", clarification=Clarification(question="¿Cuál?", choices=choices))
    rows = [part["actions"] for part in body(drawn(reply)) if part["type"] == "ActionSet"]
    assert [action["title"] for row in rows for action in row][: limits.CHOICES] == [c.label for c in choices]
    assert all(len(row) <= limits.ACTIONS_IN_SET for row in rows)


_text = st.text(st.characters(blacklist_categories=("Cs",)), max_size=300)


@how(max_examples=60, deadline=None)
@given(
    headline=st.lists(st.tuples(_text, st.booleans()), max_size=4),
    rows=st.lists(
        st.lists(st.one_of(_text, st.integers(-(10**9), 10**9), st.none()), min_size=1, max_size=9), max_size=12
    ),
    sql=st.one_of(st.none(), st.text(st.characters(blacklist_categories=("Cs",)), max_size=20_000)),
    labels=st.lists(_text, max_size=6),
    scope=st.sampled_from(["personal", "groupChat", "channel"]),
)
def test_whatever_comes_keeps_every_limit(
    headline: list[tuple[str, bool]], rows: list[list[Any]], sql: str | None, labels: list[str], scope: str
) -> None:
    width = max((len(row) for row in rows), default=0)
    padded = tuple((*row, *[None] * (width - len(row))) for row in rows)
    table = Table(columns=tuple(Column(name=str(n), label=f"C{n}") for n in range(width)), rows=padded, total=len(rows))
    drawn(
        a_reply(
            question(),
            headline=tuple(Span(text=text, bold=bold) for text, bold in headline),
            table=table,
            sql=sql,
            artifacts=(DATA, IMAGE),
            suggestions=tuple(Suggestion(label=label, text=label) for label in labels),
        ),
        scope,
    )


def test_no_column_is_narrower_than_its_longest_word() -> None:
    header = ["Equipo", "Nombre", "Área", "Criticidad", "Desde", "Paro"]
    laid = fit([header, ["CV-105", "Transportador de empaque 5", "Packaging", "alta", "22 nov 2026", "62.5\u00a0h"]])
    assert (laid.columns, laid.size) == ((0, 1, 2, 3, 4), "Small")
    assert all(width >= len(word) * 6 for width, word in zip(laid.widths, header, strict=False))
    assert laid.widths[1] > laid.widths[0]
    assert sum(laid.widths) <= CARD_PIXELS


def test_columns_that_do_not_fit_are_left_to_the_csv() -> None:
    table = Table(
        columns=tuple(Column(name=f"c{n}", label="Mantenimiento_preventivo") for n in range(4)),
        rows=(("x",) * 4,),
        total=1,
    )
    activity = drawn(a_reply(question(), table=table, artifacts=(DATA,)))
    shown = next(part for part in body(activity) if part["type"] == "Table")
    assert len(shown["columns"]) == 2
    assert "Se muestran 2 de 4 columnas. Todo está en el archivo." in texts(body(activity))


def test_a_column_that_is_too_wide_gives_way_to_narrower_ones() -> None:
    laid = fit(
        [["OT", "Equipo", "Tipo", "Descripción", "Vence"], ["WO-2026-02571", "M-129", "correctivo", "x" * 40, "22 nov"]]
    )
    assert laid.columns == (0, 1, 2, 4)


def test_a_date_stays_on_one_line() -> None:
    table = Table(columns=(Column(name="due", label="Vence", kind="date"),), rows=(("2026-11-22",),), total=1)
    shown = next(part for part in body(drawn(a_reply(question(), table=table))) if part["type"] == "Table")
    assert texts(shown["rows"][1]) == ["22\u00a0nov\u00a02026"]


def test_a_small_table_keeps_the_usual_size() -> None:
    assert fit([["Área", "OT"], ["Packaging", "41"]]).size == "Default"


def test_an_error_is_asked_again_with_a_press() -> None:
    asked = question()
    bare = {"action": "error", "retry": True, "sql": None, "table": None, "suggestions": (), "artifacts": ()}
    failed = a_reply(asked, **bare, chartable=False, language="en")
    (button,) = actions(body(drawn(failed)))
    assert button["title"] == "Try again"
    assert button["data"]["maintbot"] == {"ask": asked.text, "about": failed.question_id}
    unheard = failed.model_copy(update={"remembered": False})
    assert actions(body(drawn(unheard)))[0]["data"]["maintbot"] == {"ask": asked.text}
    assert actions(body(drawn(unheard, about="before")))[0]["data"]["maintbot"]["about"] == "before"
    (again,) = actions(body(drawn(failed, choice="2", about="before", text="La segunda")))
    assert again["data"]["maintbot"] == {"choice": "2", "text": "La segunda", "about": "before"}
    assert actions(body(drawn(failed.model_copy(update={"retry": False})))) == []
