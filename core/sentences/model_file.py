"""What ``maintbot model`` says of a semantic model's file."""

from __future__ import annotations

from core.sentences import Text

WRITTEN: Text = {
    "es": "{file}: {datasets} tablas, {relationships} relaciones. Edítalo y revísalo con: maintbot model check {file}",
    "en": "{file}: {datasets} tables, {relationships} relationships. Edit it and look at it with: maintbot model check {file}",
}
NO_TABLES: Text = {
    "es": "La base de datos no tiene tablas que se puedan describir.",
    "en": "The database has no tables that can be described.",
}
GOOD: Text = {
    "es": "El modelo está bien: {datasets} tablas, {metrics} métricas; todas sus expresiones corren.",
    "en": "The model is good: {datasets} tables, {metrics} metrics; all its expressions run.",
}
BAD: Text = {
    "es": "El modelo no está bien; por corregir: {count}.",
    "en": "The model is not good; to be mended: {count}.",
}
AMBIGUOUS: Text = {
    "es": "Palabras que significan dos cosas (el bot pregunta cuál, si el resto de la pregunta no lo dice): {count}.",
    "en": "Words that mean two things (the bot asks which, where the rest of the question does not say): {count}.",
}
SAMPLED: Text = {
    "es": "Las tablas grandes no se leen enteras: de {fields} se conocen los valores de las primeras {rows} filas. "
    "Un código que no esté ahí se reconoce por cómo se escribe; un nombre que no esté ahí no se reconoce.",
    "en": "Long tables are not read whole: of {fields} the values of the first {rows} rows are known. "
    "A code that is not there is known by how it is written; a name that is not there is not known.",
}
FINDING: dict[str, Text] = {
    "table_missing": {
        "es": "{place}: la base de datos no tiene la tabla {detail}",
        "en": "{place}: the database has no table {detail}",
    },
    "column_missing": {
        "es": "{place}: la base de datos no tiene la columna {detail}",
        "en": "{place}: the database has no column {detail}",
    },
    "does_not_run": {"es": "{place}: no corre: {detail}", "en": "{place}: does not run: {detail}"},
    "two_meanings": {"es": "«{place}»: {detail}", "en": "“{place}”: {detail}"},
}
