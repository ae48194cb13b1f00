"""What stands under a table."""

from __future__ import annotations

from core.sentences import Text

SHOWING: Text = {"es": "mostrando {shown} de {total}", "en": "showing {shown} of {total}"}
SHOWING_LAST: Text = {"es": "mostrando los últimos {shown} de {total}", "en": "showing the last {shown} of {total}"}
SHOWING_OF_MORE: Text = {"es": "mostrando {shown} de más de {total}", "en": "showing {shown} of more than {total}"}
COLUMNS_LEFT_OUT: Text = {"es": "{count} columnas más en el CSV", "en": "{count} more columns in the CSV"}
COLUMN_LEFT_OUT: Text = {"es": "1 columna más en el CSV", "en": "1 more column in the CSV"}
TOTAL: Text = {"es": "Total", "en": "Total"}
NO_ROWS: Text = {"es": "sin filas", "en": "no rows"}
