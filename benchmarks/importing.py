"""How long a plant's export of 200,000 rows takes to import, as text and as a workbook, and what memory it needs."""

from __future__ import annotations

import random
import resource
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.startup import seconds

ROWS = 200_000
BAR = 30.0
HEADER = "Nº OT;Tipo;Descripción;Código activo;Estado;Creada;Programada;Horas;Costo MO;Costo repuestos;Paro (h);Cerrada"


def orders(count: int) -> Iterator[list[str]]:
    """Made-up orders, the same every time, written as a Spanish system writes them."""
    chance = random.Random(7)
    begins = datetime(2015, 1, 1)
    for number in range(count):
        created = begins + timedelta(minutes=25 * number)
        costs = [f"{chance.uniform(0, 9999):,.2f}".translate(str.maketrans(",.", ".,")) for _ in range(2)]
        yield [
            str(100_000 + number),
            chance.choice(("Correctivo", "Preventivo", "Emergencia")),
            f"{chance.choice(('Vibración', 'Fuga', 'Ruido'))} en equipo {chance.randrange(900)}",
            f"P-{chance.randrange(900):03}",
            chance.choice(("Abierta", "Finalizada", "Cancelada")),
            created.strftime("%d/%m/%Y %H:%M"),
            (created + timedelta(days=7)).strftime("%d/%m/%Y"),
            f"{chance.uniform(0, 40):.2f}".replace(".", ","),
            *costs,
            f"{chance.uniform(0, 9):.2f}".replace(".", ",") if number % 5 == 0 else "",
            chance.choice(("Sí", "No")),
        ]


def measure() -> Iterable[Figure]:
    """Both files through the real command."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "ordenes.csv"
        lines = ["Reporte de órdenes", "", HEADER, *map(";".join, orders(ROWS)), f"Total de registros;{ROWS}"]
        text.write_text("\r\n".join(lines), "cp1252")
        book = Path(folder) / "libro.xlsx"
        with xlsxwriter.Workbook(str(book), {"constant_memory": True}) as made:
            sheet = made.add_worksheet("Ordenes")
            for index, row in enumerate([HEADER.split(";"), *orders(ROWS)]):
                sheet.write_row(index, 0, row)
        for name, file in (("CSV", text), ("Excel", book)):
            output = Path(folder) / f"{file.stem}.sqlite"
            command = [sys.executable, "-m", "bots", "import", str(file), "--output", str(output)]
            size = file.stat().st_size / 1e6
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            elapsed = seconds(command, 1)
            work = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
            yield Figure(f"{ROWS:,} rows of 12 columns from {name} ({size:.0f} MB)", elapsed, "s")
            # Other work on the machine stretches the seconds above, not those of the processor.
            yield Figure("its work on the processor", work, "s", BAR)
    yield Figure("memory of the largest", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, "MB")
