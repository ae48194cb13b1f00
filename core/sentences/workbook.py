"""What stands in a workbook beside its rows, and what is said of one that could not be made."""

from __future__ import annotations

from core.sentences import Text

DATA_SHEET: Text = {"es": "Datos", "en": "Data"}
ABOUT_SHEET: Text = {"es": "Acerca de", "en": "About"}
QUESTION: Text = {"es": "Pregunta", "en": "Question"}
ANSWER: Text = {"es": "Respuesta", "en": "Answer"}
ASKED_AT: Text = {"es": "Consultado", "en": "Queried"}
PERIOD: Text = {"es": "Periodo", "en": "Period"}
COMPARED: Text = {"es": "Comparado con", "en": "Compared with"}
FILTER: Text = {"es": "Filtro", "en": "Filter"}
DEFINITION: Text = {"es": "Definición", "en": "Definition"}
HOW: Text = {"es": "Cómo se calculó", "en": "How it was computed"}
ASSUMPTION: Text = {"es": "Qué se tomó en cuenta", "en": "What was taken into account"}
ROWS: Text = {"es": "Filas", "en": "Rows"}
ROWS_CUT: Text = {"es": "{count}; hay más en la base", "en": "{count}; the database has more"}
NOTE: Text = {"es": "Nota", "en": "Note"}
SQL: Text = {"es": "SQL", "en": "SQL"}
NO_PERIOD: Text = {"es": "todas las fechas", "en": "all dates"}
TEXTS_CUT: Text = {
    "es": "{count} textos de más de {most} caracteres están recortados; completos van en el CSV",
    "en": "{count} texts of more than {most} characters are cut short; the CSV has them whole",
}
TEXT_CUT: Text = {
    "es": "1 texto de más de {most} caracteres está recortado; completo va en el CSV",
    "en": "1 text of more than {most} characters is cut short; the CSV has it whole",
}
NOT_NUMBERS: Text = {
    "es": "{count} celdas sin un número válido (infinito o indefinido) van como texto",
    "en": "{count} cells without a valid number (infinite or undefined) are written as text",
}
NOT_NUMBER: Text = {
    "es": "1 celda sin un número válido (infinito o indefinido) va como texto",
    "en": "1 cell without a valid number (infinite or undefined) is written as text",
}
FAILED: Text = {
    "es": "No pude hacer el libro de Excel; los datos van completos en el CSV.",
    "en": "I could not make the Excel workbook; the data is complete in the CSV.",
}
TOO_LARGE: Text = {
    "es": "Es demasiado para un libro de Excel; los datos van completos en el CSV.",
    "en": "It is too much for an Excel workbook; the data is complete in the CSV.",
}
