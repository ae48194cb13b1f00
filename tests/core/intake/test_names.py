"""Names of columns, and headers that speak of codes."""

from __future__ import annotations

import pytest

from core.intake.names import names_a_code, sql_name, unique_names


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Nº OT", "no_ot"),
        ("N° OT", "no_ot"),
        ("Tiempo Real (h)", "tiempo_real_h"),
        ("% avance", "porc_avance"),
        ("Order", "order_"),
        ("2024", "c_2024"),
        ("", "x"),
        ('"; DROP TABLE a; --', "drop_table_a"),
    ],
)
def test_names(label: str, name: str) -> None:
    assert sql_name(label, "x") == name


def test_the_same_name_twice_and_none_at_all() -> None:
    assert unique_names(["Fecha", "FECHA", "", "Fecha 2", ""]) == [
        "fecha",
        "fecha_2",
        "columna_3",
        "fecha_2_2",
        "columna_5",
    ]


@pytest.mark.parametrize(
    "label", ["Nº OT", "Código activo", "Phone", "WO number", "Orden", "Número de equipo", "Folio"]
)
def test_codes(label: str) -> None:
    assert names_a_code(label)


@pytest.mark.parametrize("label", ["Número de paros", "Costo de la orden", "No.", "Horas OT", "Cantidad", "", "ID"])
def test_no_codes(label: str) -> None:
    assert not names_a_code(label)
