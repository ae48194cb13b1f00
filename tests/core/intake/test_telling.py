"""Telling: the report of an import says every decision in both languages, and its figures are the file's."""

from __future__ import annotations

from pathlib import Path

from core.intake.telling import tell
from core.kernel.messages import Language
from tests.core.intake.samples import imported_file, workbook, written


def told(path: Path, output: Path, language: Language = "es", **options: object) -> list[str]:
    """The report's lines without what indents them."""
    return [line.strip() for line in tell(imported_file(path, output, **options), language)]


def test_a_whole_report(tmp_path: Path) -> None:
    lines = [f"{number};{number},50;22/11/2026" for number in range(1, 41)]
    text = "\n".join(["OT;Costo;Fin", *lines, "41;n/a;pendiente", "Total;820;", ""])
    path = written(tmp_path / "ot.csv", text)
    assert told(path, tmp_path / "out.sqlite") == [
        "«ot.csv»",
        "Leído como utf-8; las columnas se separan con ;.",
        "Encabezado en la línea 1.",
        "ot ← «OT»: texto; código, por su nombre",
        "costo ← «Costo»: número; coma decimal; 1 celdas dicen que no hay dato (N/A, s/d, -) y quedaron vacías",
        "fin ← «Fin»: fecha; día/mes; 1 no lo son y están como texto en fin_raw: pendiente",
        "Fuera (1): totales - línea 43 «Total 820»",
        "43 líneas leídas = 1 de encabezado + 41 guardadas + 1 fuera.",
        "Tabla ot: nueva, 41 filas.",
    ]


def test_each_language_tells_as_many_lines_with_the_same_names_and_figures(tmp_path: Path) -> None:
    path = written(tmp_path / "ot.csv", "OT;Costo\n1;1,5\n2;2,5\n")
    spanish, english = (told(path, tmp_path / f"{language}.sqlite", language) for language in ("es", "en"))
    assert len(spanish) == len(english)
    assert spanish != english
    for one, other in zip(spanish, english, strict=True):
        assert figures(one) == figures(other)


def figures(line: str) -> list[str]:
    return sorted(word for word in line.replace(":", " ").split() if word[0].isdigit())


def test_of_many_lines_that_were_left_out_the_first_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    rows = "\n".join(f";x{number}" for number in range(5))
    path = written(tmp_path / "ot.csv", f"OT;Nota\n1;a\n{rows}\n2;b\n")
    (line,) = [line for line in told(path, tmp_path / "out.sqlite", way="key", keys=("OT",)) if "sin clave" in line]
    assert line == "Fuera (5): sin clave - línea 3 «x0», línea 4 «x1», línea 5 «x2», y 2 más"


def test_a_table_that_grew_and_one_that_was_replaced_say_so(tmp_path: Path) -> None:
    path = written(tmp_path / "ot.csv", "OT;Costo\n1;1\n2;2\n")
    output = tmp_path / "out.sqlite"
    new, grew, replaced = (told(path, output, **options)[-1] for options in ({}, {"way": "append"}, {}))
    assert new == "Tabla ot: nueva, 2 filas."
    assert grew == "Tabla ot: 2 filas nuevas y 0 puestas al día; antes tenía 2."
    assert replaced == "Tabla ot: 2 filas en lugar de las 4 que tenía."


def test_sheets_that_were_not_read_are_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "mayo.xlsx",
        {"OT": [["OT", "Costo"], [1, 2]], "Notas": [["Pregunte a Ana"]], "Listas": [["a", "b"], [1, 2]]},
        hidden=("Listas",),
    )
    unused, hidden = told(path, tmp_path / "out.sqlite")[-2:]
    assert "Notas" in unused
    assert "Listas" in hidden
