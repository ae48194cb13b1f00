"""What can be wrong with a file that is to be imported, or with where it is to go."""

from __future__ import annotations

from core.kernel.errors import MaintbotError


class ImportRefused(MaintbotError):
    """The file cannot be imported as it is; nothing was written."""

    code = "import_refused"
    status = 422


class FileUnreadable(ImportRefused):
    code = "import_unreadable"
    texts = {
        "es": "No puedo leer «{file}»: {reason}.",
        "en": "“{file}” cannot be read: {reason}.",
    }


class FileTooLarge(ImportRefused):
    code = "import_too_large"
    texts = {
        "es": "«{file}» ocupa {size} MB y el máximo es {limit} MB. Pártelo, o sube el máximo con --max-mb {size}.",
        "en": "“{file}” takes {size} MB and the limit is {limit} MB. Split it, or raise it with --max-mb {size}.",
    }


class NotASpreadsheet(ImportRefused):
    """``kind`` is what the file's first bytes say that it is."""

    code = "import_not_a_spreadsheet"
    texts = {
        "es": "«{file}» no es una tabla de texto ni un libro de Excel ({kind}). Guárdalo como .xlsx o como CSV.",
        "en": "“{file}” is no table in text and no Excel workbook ({kind}). Save it as .xlsx or as CSV.",
    }


class PasswordProtected(ImportRefused):
    code = "import_password"
    texts = {
        "es": "«{file}» está protegido con contraseña. Guarda una copia sin contraseña e impórtala.",
        "en": "“{file}” is protected with a password. Save a copy without a password and import that.",
    }


class NoTableFound(ImportRefused):
    code = "import_no_table"
    texts = {
        "es": "No encontré una tabla con encabezado en «{file}». Si lo tiene, di en qué línea: --header 4.",
        "en": "No table with a header was found in “{file}”. If it has one, say on which line: --header 4.",
    }


class NoSuchSheet(ImportRefused):
    code = "import_no_sheet"
    texts = {
        "es": "«{file}» no tiene la hoja «{sheet}». Tiene: {sheets}.",
        "en": "“{file}” has no sheet “{sheet}”. It has: {sheets}.",
    }


class DoubtfulDates(ImportRefused):
    code = "import_doubtful_dates"
    texts = {
        "es": (
            "En «{column}» ({file}) no se sabe si {example} es día/mes o mes/día. "
            "Dilo con --dates dmy (día primero) o --dates mdy (mes primero)."
        ),
        "en": (
            "In “{column}” ({file}) nothing tells whether {example} is day/month or month/day. "
            "Say it with --dates dmy (day first) or --dates mdy (month first)."
        ),
    }


class DoubtfulDecimals(ImportRefused):
    code = "import_doubtful_decimals"
    texts = {
        "es": (
            "En «{column}» ({file}) no se sabe si {example} lleva miles o decimales. "
            "Dilo con --decimal comma (1.234,5) o --decimal point (1,234.5)."
        ),
        "en": (
            "In “{column}” ({file}) nothing tells whether {example} has thousands or decimals. "
            "Say it with --decimal comma (1.234,5) or --decimal point (1,234.5)."
        ),
    }


class DoubtfulSeparator(ImportRefused):
    code = "import_doubtful_separator"
    texts = {
        "es": "En «{file}» las columnas podrían separarse con {candidates}. Dilo con --separator.",
        "en": "In “{file}” columns could be separated by {candidates}. Say it with --separator.",
    }


class NoSuchKey(ImportRefused):
    code = "import_no_key"
    texts = {
        "es": "«{table}» no tiene la columna «{column}» de --key. Tiene: {columns}.",
        "en": "“{table}” has no column “{column}” for --key. It has: {columns}.",
    }


class KeyNotUnique(ImportRefused):
    code = "import_key_not_unique"
    texts = {
        "es": "En la tabla «{table}» ya hay varias filas con la misma clave ({columns}); no cambié nada.",
        "en": "The table “{table}” has several rows of the same key already ({columns}); nothing was changed.",
    }


class RowsDoNotAddUp(MaintbotError):
    """Rows read are not rows stored plus rows left out: a fault of ours, so nothing is kept."""

    code = "import_rows_lost"


class TwoForOneTable(ImportRefused):
    code = "import_two_for_one"
    texts = {
        "es": "Dos hojas o archivos irían a la tabla «{table}». Júntalos con --append o --key, o impórtalos aparte.",
        "en": "Two sheets or files go to the table “{table}”. Join them with --append or --key, or import them apart.",
    }


class ColumnsDoNotFit(ImportRefused):
    code = "import_columns_differ"
    texts = {
        "es": (
            "En la tabla «{table}» la columna «{column}» es {old} y en este archivo es {new}; no cambié nada. "
            "Corrige el archivo, o importa todo de nuevo sin --append ni --key."
        ),
        "en": (
            "In the table “{table}” the column “{column}” is {old} and in this file it is {new}; nothing was changed. "
            "Mend the file, or import everything anew without --append or --key."
        ),
    }


class NotOurOutput(ImportRefused):
    """The output exists and was not made by an import: it may be the plant's own database."""

    code = "import_foreign_output"
    texts = {
        "es": "«{file}» ya existe y no lo hizo maintbot import; no lo toqué. Elige otro archivo en --output.",
        "en": "“{file}” is there already, not made by maintbot import; it was left as it is. Choose another --output.",
    }


class OutputBusy(ImportRefused):
    code = "import_output_busy"
    retryable = True
    texts = {
        "es": "Otro programa está leyendo o escribiendo «{file}»; no cambié nada. Ciérralo o intenta en un momento.",
        "en": "Another program is reading or writing “{file}”; nothing was changed. Close it or try again in a moment.",
    }


class OutputUnwritable(ImportRefused):
    code = "import_output_unwritable"
    texts = {
        "es": "No pude escribir «{file}»: {reason}. No quedó nada a medias.",
        "en": "“{file}” could not be written: {reason}. Nothing was left half done.",
    }
