"""The few words that a chart adds of its own."""

from __future__ import annotations

from core.sentences import Text

OTHERS: Text = {"es": "Otros ({count})", "en": "Other ({count})"}
SHOWN_OF: Text = {"es": "Se muestran {shown} de {total}", "en": "Showing {shown} of {total}"}
SERIES_SHOWN_OF: Text = {"es": "Se muestran {shown} de {total} series", "en": "Showing {shown} of {total} series"}
CUT_BAR: Text = {"es": "La barra de «{label}» está recortada", "en": "The bar of “{label}” is cut short"}
CUMULATIVE: Text = {"es": "Acumulado, % del total", "en": "Cumulative, % of the total"}
SHARE_COLUMN: Text = {"es": "% del total", "en": "% of total"}
CUMULATIVE_COLUMN: Text = {"es": "% acumulado", "en": "Cumulative %"}
BEYOND: Text = {
    "es": "{count} mucho mayores van juntos en la última barra",
    "en": "{count} much larger ones stand together in the last bar",
}
MORE: Text = {"es": "más", "en": "more"}
WEEK: Text = {"es": "Semana", "en": "Week"}
AXIS_CUT: Text = {"es": "El eje no empieza en 0", "en": "The axis does not begin at 0"}
AS_WEEKS: Text = {"es": "{count} días, sumados por semana", "en": "{count} days, summed by week"}
NOT_OVER: Text = {"es": "{bucket} aún no termina", "en": "{bucket} is not over yet"}
ONLY_FROM: Text = {"es": "{bucket}: solo desde el {day}", "en": "{bucket}: only from {day}"}
MAYBE_PARTIAL: Text = {
    "es": "los datos empiezan en {bucket}, que puede estar incompleto",
    "en": "data begins in {bucket}, which may be incomplete",
}
WITHOUT_VALUE: Text = {"es": "Sin dato", "en": "No value"}
NO_VALUE_OF: Text = {"es": "Sin dato, no se dibuja: {names}", "en": "No value, not drawn: {names}"}
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
# Why a kind that was asked for does not show the answer; said beside what was drawn instead.
NO_PARTS: Text = {
    "es": "va en barras: esa gráfica muestra partes de un total, y promedios, porcentajes o negativos no suman uno",
    "en": "drawn as bars: that chart shows parts of a whole, and averages, percentages or negatives make none",
}
ONE_SERIES_ONLY: Text = {
    "es": "va en barras: esa gráfica muestra un solo desglose y aquí hay dos",
    "en": "drawn as bars: that chart shows one breakdown, and here are two",
}
NOT_ALL: Text = {
    "es": "va en barras: un Pareto necesita todas las categorías y aquí están solo las primeras",
    "en": "drawn as bars: a Pareto needs all categories, and here are only the first",
}
NO_TIME: Text = {
    "es": "va en barras: una línea une momentos, y estas categorías no lo son",
    "en": "drawn as bars: a line joins moments, and these categories are none",
}
NO_SECOND: Text = {
    "es": "va en barras simples: falta un segundo desglose, por ejemplo por tipo",
    "en": "drawn as plain bars: a second breakdown is missing, for example by type",
}
SEVERAL_BARS: Text = {
    "es": "va con las barras partidas o juntas: hay más de un valor por categoría",
    "en": "the bars are split or side by side: there is more than one value a category",
}
NO_CLASSES: Text = {
    "es": "no va en histograma: hacen falta muchos valores sueltos, como la duración de cada paro",
    "en": "not a histogram: it needs many single values, such as the length of each stop",
}
NO_PAIRS: Text = {
    "es": "no va en dispersión: hacen falta dos números de cada fila",
    "en": "not a scatter: it needs two numbers of each row",
}
FAILED: Text = {
    "es": "No pude dibujar la gráfica; los datos van completos en la tabla y el CSV.",
    "en": "I could not draw the chart; the data is complete in the table and the CSV.",
}
NOT_DRAWABLE: Text = {
    "es": "De este resultado no sale una gráfica: le faltan números o grupos.",
    "en": "This result makes no chart: it lacks numbers or groups.",
}
