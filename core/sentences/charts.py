"""The few words that a chart adds of its own."""

from __future__ import annotations

from core.sentences import Text

OTHERS: Text = {"es": "Otros ({count})", "en": "Other ({count})"}
SHOWN_OF: Text = {"es": "Se muestran {shown} de {total}", "en": "Showing {shown} of {total}"}
SERIES_SHOWN_OF: Text = {"es": "Se muestran {shown} de {total} series", "en": "Showing {shown} of {total} series"}
CUT_BAR: Text = {"es": "La barra de «{label}» está recortada", "en": "The bar of “{label}” is cut short"}
NOT_OVER: Text = {"es": "{bucket} aún no termina", "en": "{bucket} is not over yet"}
ONLY_FROM: Text = {"es": "{bucket}: solo desde el {day}", "en": "{bucket}: only from {day}"}
MAYBE_PARTIAL: Text = {
    "es": "los datos empiezan en {bucket}, que puede estar incompleto",
    "en": "data begins in {bucket}, which may be incomplete",
}
WITHOUT_VALUE: Text = {"es": "Sin dato", "en": "No value"}
ROWS_WITHOUT_VALUE: Text = {
    "es": "{count} filas sin dato, no dibujadas",
    "en": "{count} rows without a value, not drawn",
}
ROW_WITHOUT_VALUE: Text = {"es": "1 fila sin dato, no dibujada", "en": "1 row without a value, not drawn"}
OTHER_UNIT: Text = {"es": "En otra unidad, no se dibuja: {names}", "en": "In another unit, not drawn: {names}"}
FREQUENCY: Text = {"es": "Cuántos", "en": "How many"}
BY: Text = {"es": "{measure} por {group}", "en": "{measure} by {group}"}
DAYS: Text = {"es": "días", "en": "days"}
CUT: Text = {"es": "Solo las primeras {count} filas", "en": "Only the first {count} rows"}
FAILED: Text = {
    "es": "No pude dibujar la gráfica; los datos van completos en la tabla y el CSV.",
    "en": "I could not draw the chart; the data is complete in the table and the CSV.",
}
NOT_DRAWABLE: Text = {
    "es": "De este resultado no sale una gráfica: le faltan números o grupos.",
    "en": "This result makes no chart: it lacks numbers or groups.",
}
