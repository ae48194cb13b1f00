"""What a person is told when the plant's database cannot answer."""

from __future__ import annotations

from core.sentences import Text

CANNOT_CONNECT: Text = {
    "es": "No puedo conectarme a la base de mantenimiento. Avisa a quien administra el bot; tu pregunta no es el problema.",
    "en": "I cannot connect to the maintenance database. Please tell whoever runs the bot; your question is not the problem.",
}
FILE_MISSING: Text = {
    "es": "No encuentro el archivo de la base de mantenimiento. Avisa a quien administra el bot.",
    "en": "The maintenance database's file is not there. Please tell whoever runs the bot.",
}
NOT_A_DATABASE: Text = {
    "es": "El archivo de la base de mantenimiento está vacío o dañado. Avisa a quien administra el bot.",
    "en": "The maintenance database's file is empty or damaged. Please tell whoever runs the bot.",
}
BUSY: Text = {
    "es": "La base de mantenimiento está ocupada. Intenta de nuevo en unos segundos.",
    "en": "The maintenance database is busy. Please try again in a few seconds.",
}
ACCESS_DENIED: Text = {
    "es": "La base de mantenimiento no me dio acceso (usuario, contraseña o permisos). Avisa a quien administra el bot.",
    "en": "The maintenance database did not let me in (user, password or permissions). Please tell whoever runs the bot.",
}
TABLES_MISSING: Text = {
    "es": "A la base de datos le faltan tablas de mantenimiento ({tables}). Avisa a quien administra el bot.",
    "en": "The database lacks maintenance tables ({tables}). Please tell whoever runs the bot.",
}
INDEX_MISSING: Text = {
    "es": "La consulta tardó más de {seconds} s y la detuve; la tabla es grande. Acota la pregunta (un periodo, un área). "
    "A quien administra la base le serviría saber que ayudaría un índice en {indexes}.",
    "en": "The query took longer than {seconds} s and was stopped; the table is big. Narrow the question (a period, an "
    "area). Whoever runs the database may want to know that an index on {indexes} would help.",
}
