"""What ``maintbot import`` tells: how each file was read, what was left out, what each column became."""

from __future__ import annotations

from core.sentences import Text

READING: Text = {"es": "Leyendo", "en": "Reading"}
STORING: Text = {"es": "Guardando", "en": "Storing"}

FILE: Text = {"es": "«{file}»", "en": "“{file}”"}
FILE_SHEET: Text = {"es": "«{file}», hoja «{sheet}»", "en": "“{file}”, sheet “{sheet}”"}
READ_AS: Text = {
    "es": "Leído como {encoding}; las columnas se separan con {separator}.",
    "en": "Read as {encoding}; columns are separated by {separator}.",
}
HEADER_LINE: Text = {"es": "Encabezado en la línea {line}.", "en": "Header on line {line}."}
HEADER_LINES: Text = {
    "es": "Encabezado en las líneas {first} y {last}: el grupo y la columna forman el nombre.",
    "en": "Header on lines {first} and {last}: group and column make the name.",
}
LOOSE_QUOTES: Text = {
    "es": "Hay comillas que nadie cierra: se leyeron como letras y cada renglón quedó en su línea.",
    "en": "Some quotation marks are never closed: they were read as letters, and each line stayed a row.",
}
OVERFLOWING: Text = {
    "es": "{count} líneas tienen más celdas que el encabezado (la primera es la {first}); lo de más está en {columns}.",
    "en": "{count} lines have more cells than the header (the first is {first}); what is more is in {columns}.",
}
COUNTED: Text = {
    "es": "{read} líneas leídas = {header} de encabezado + {stored} guardadas + {left} fuera.",
    "en": "{read} lines read = {header} of header + {stored} stored + {left} left out.",
}
TABLE_NEW: Text = {
    "es": "Tabla {table}: nueva, {inserted} filas.",
    "en": "Table {table}: new, {inserted} rows.",
}
TABLE_REPLACED: Text = {
    "es": "Tabla {table}: {inserted} filas en lugar de las {before} que tenía.",
    "en": "Table {table}: {inserted} rows in place of the {before} that it had.",
}
TABLE_GREW: Text = {
    "es": "Tabla {table}: {inserted} filas nuevas y {updated} puestas al día; antes tenía {before}.",
    "en": "Table {table}: {inserted} rows added and {updated} updated; it had {before} before.",
}
SHEET_UNUSED: Text = {
    "es": "La hoja «{sheet}» no tiene una tabla: sus {count} líneas no se guardaron.",
    "en": "The sheet “{sheet}” has no table: its {count} lines were not stored.",
}
SHEETS_HIDDEN: Text = {
    "es": "Hojas ocultas, sin leer: {sheets}. Para leer una: --sheet.",
    "en": "Hidden sheets, not read: {sheets}. To read one: --sheet.",
}

LEFT_OUT: Text = {"es": "Fuera ({count}): {reason} - {lines}", "en": "Left out ({count}): {reason} - {lines}"}
REASONS: dict[str, Text] = {
    "title": {"es": "arriba del encabezado", "en": "above the header"},
    "blank": {"es": "en blanco", "en": "blank"},
    "header_again": {"es": "el encabezado otra vez", "en": "the header again"},
    "total": {"es": "totales", "en": "totals"},
    "note": {"es": "nota al pie", "en": "a note at the end"},
    "no_key": {"es": "sin clave", "en": "without a key"},
    "same_key": {"es": "la misma clave viene más abajo", "en": "the same key comes again below"},
}
LINE: Text = {"es": "línea {number}", "en": "line {number}"}
LINE_SHOWN: Text = {"es": "línea {number} «{shown}»", "en": "line {number} “{shown}”"}
AND_MORE: Text = {"es": "y {count} más", "en": "and {count} more"}

COLUMN: Text = {"es": "{name} ← «{label}»: {type}", "en": "{name} ← “{label}”: {type}"}
UNNAMED: Text = {"es": "{name} ← sin nombre: {type}", "en": "{name} ← unnamed: {type}"}
TYPES: dict[str, Text] = {
    "text": {"es": "texto", "en": "text"},
    "integer": {"es": "entero", "en": "integer"},
    "number": {"es": "número", "en": "number"},
    "date": {"es": "fecha", "en": "date"},
    "datetime": {"es": "fecha y hora", "en": "date and time"},
    "boolean": {"es": "sí o no", "en": "yes or no"},
    "empty": {"es": "vacía", "en": "empty"},
}
NOTHINGS: Text = {
    "es": "{count} celdas dicen que no hay dato (N/A, s/d, -) y quedaron vacías",
    "en": "{count} cells say that there is nothing (N/A, s/d, -) and are empty now",
}
MISFITS: Text = {
    "es": "{count} no lo son y están como texto en {column}: {examples}",
    "en": "{count} are not and are kept as text in {column}: {examples}",
}
MARKS: Text = {"es": "una marca es sí, lo vacío es no", "en": "a mark is yes, an empty cell is no"}
COMPACT_DATES: Text = {"es": "escrita como 20261122", "en": "written as 20261122"}
CODE_ZEROS: Text = {
    "es": "código: hay ceros a la izquierda ({example})",
    "en": "a code: there are zeros in front ({example})",
}
CODE_LONG: Text = {
    "es": "código: hay más de {digits} cifras",
    "en": "a code: there are more than {digits} digits",
}
CODE_NAMED: Text = {"es": "código, por su nombre", "en": "a code, by its name"}
MIXED_DECIMALS: Text = {
    "es": "mezcla coma y punto decimal, así que se guardó como está",
    "en": "decimal comma and point are mixed, so it was stored as it is",
}
MIXED_ORDERS: Text = {
    "es": "mezcla día/mes y mes/día, así que se guardó como está",
    "en": "day/month and month/day are mixed, so it was stored as it is",
}
TWO_UNITS: Text = {
    "es": "mezcla unidades ({units}), así que se guardó como está",
    "en": "units are mixed ({units}), so it was stored as it is",
}
CURRENCY: Text = {"es": "en {currency}", "en": "in {currency}"}
PERCENT: Text = {"es": "en porcentaje: 12 % es 12", "en": "as a percentage: 12 % is 12"}
ZERO_DATES: Text = {
    "es": "{count} fechas de puros ceros quedaron vacías",
    "en": "{count} dates of nothing but zeros are empty now",
}
SWAPPED_DATES: Text = {
    "es": (
        "cuidado: {count} fechas de Excel tienen día de 1 a 12 y las demás son texto; parece que Excel cambió el día "
        "por el mes. Exporta de nuevo"
    ),
    "en": (
        "careful: {count} of Excel's dates have a day from 1 to 12 and the others are text; Excel seems to have "
        "exchanged day and month. Export again"
    ),
}
FORMULAS: Text = {
    "es": "{count} celdas empiezan como fórmula; son texto y no se calculan",
    "en": "{count} cells begin like a formula; they are text and never computed",
}
STAYS_TEXT: Text = {
    "es": "la tabla ya la tenía como texto",
    "en": "the table had it as text already",
}
DECIMAL_COMMA_COLUMN: Text = {"es": "coma decimal", "en": "decimal comma"}
DECIMAL_POINT_COLUMN: Text = {"es": "punto decimal", "en": "decimal point"}
DECIMAL_COMMA_FILE: Text = {
    "es": "coma decimal, como en otras columnas",
    "en": "decimal comma, as in other columns",
}
DECIMAL_POINT_FILE: Text = {
    "es": "punto decimal, como en otras columnas",
    "en": "decimal point, as in other columns",
}
DECIMAL_COMMA_SAID: Text = {"es": "coma decimal, como dijiste", "en": "decimal comma, as you said"}
DECIMAL_POINT_SAID: Text = {"es": "punto decimal, como dijiste", "en": "decimal point, as you said"}
ORDER_DMY_COLUMN: Text = {"es": "día/mes", "en": "day/month"}
ORDER_MDY_COLUMN: Text = {"es": "mes/día", "en": "month/day"}
ORDER_DMY_FILE: Text = {"es": "día/mes, como en otras columnas", "en": "day/month, as in other columns"}
ORDER_MDY_FILE: Text = {"es": "mes/día, como en otras columnas", "en": "month/day, as in other columns"}
ORDER_DMY_SAID: Text = {"es": "día/mes, como dijiste", "en": "day/month, as you said"}
ORDER_MDY_SAID: Text = {"es": "mes/día, como dijiste", "en": "month/day, as you said"}

ASK_DATES: Text = {
    "es": "«{column}» ({file}): {examples} ¿es día/mes (dmy) o mes/día (mdy)?",
    "en": "“{column}” ({file}): {examples} - is it day/month (dmy) or month/day (mdy)?",
}
ASK_DECIMAL: Text = {
    "es": "«{column}» ({file}): {examples} ¿la coma (comma) o el punto (point) separa los decimales?",
    "en": "“{column}” ({file}): {examples} - is it the comma or the point that separates decimals?",
}

NEXT: Text = {
    "es": "Sigue: maintbot model init --url sqlite:///{output} --output model.yaml",
    "en": "Go on: maintbot model init --url sqlite:///{output} --output model.yaml",
}
KEY_OR_SUCH: Text = {
    "es": "Con --table y varios archivos usa --append o --key, para que uno no reemplace a otro.",
    "en": "With --table and several files use --append or --key, so that none replaces another.",
}
