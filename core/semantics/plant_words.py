"""A small vocabulary of maintenance databases, for guessing what a table or a column is called in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.kernel.folding import fold
from core.kernel.messages import Language

_WORDS = """
area:área:f area:areas:áreas zone:zona:f site:planta:f plant:planta:f line:línea:f workshop:taller:m
equipment:equipo:m machine:máquina:f asset:activo:m unit:unidad:f system:sistema:m component:componente:m
order:orden:f ticket:ticket:m job:trabajo:m task:tarea:f request:solicitud:f inspection:inspección:f
failure:falla:f fault:falla:f breakdown:avería:f stop:paro:m downtime:paro:m event:evento:m alarm:alarma:f
technician:técnico:m employee:empleado:m worker:trabajador:m user:usuario:m person:persona:f crew:cuadrilla:f
part:refacción:f spare:refacción:f item:artículo:m material:material:m stock:existencia:f warehouse:almacén:m
usage:consumo:m movement:movimiento:m purchase:compra:f supplier:proveedor:m vendor:proveedor:m
meter:medidor:m reading:lectura:f measurement:medición:f value:valor:m shift:turno:m trade:oficio:m skill:oficio:m
status:estado:m state:estado:m type:tipo:m kind:tipo:m class:clase:f category:categoría:f group:grupo:m
name:nombre:m code:código:m key:clave:f tag:tag:m number:número:m folio:folio:m serial:serie:f sku:sku:m
description:descripción:f note:nota:f comment:comentario:m detail:detalle:m priority:prioridad:f
criticality:criticidad:f cause:causa:f mode:modo:m reason:motivo:m manufacturer:fabricante:m brand:marca:f
model:modelo:m location:ubicación:f department:departamento:m cost:costo:m price:precio:m amount:importe:m
quantity:cantidad:f hour:hora:f minute:minuto:m day:día:m date:fecha:f duration:duración:f interval:intervalo:m
start:inicio:m end:fin:m due:vencimiento:m minimum:mínimo:m maximum:máximo:m total:total:m
pump:bomba:f motor:motor:m conveyor:transportador:m compressor:compresor:m boiler:caldera:f chiller:enfriador:m
filler:llenadora:f packer:empacadora:f robot:robot:m press:prensa:f mixer:mezcladora:f forklift:montacargas:m
valve:válvula:f bearing:rodamiento:m seal:sello:m belt:banda:f filter:filtro:m sensor:sensor:m fan:ventilador:m
preventive:preventivo:m corrective:correctivo:m predictive:predictivo:m open:abierto:m closed:cerrado:m
cancelled:cancelado:m pending:pendiente:m completed:terminado:m running:operando:m stopped:parado:m
high:alta:f medium:media:f low:baja:f emergency:emergencia:f morning:matutino:m afternoon:vespertino:m
night:nocturno:m mechanical:mecánico:m electrical:eléctrico:m active:activo:m planned:programado:m
"""
_PHRASES = (
    ("work order", "work orders", "orden de trabajo", "órdenes de trabajo", "f"),
    ("spare part", "spare parts", "refacción", "refacciones", "f"),
    ("production line", "production lines", "línea de producción", "líneas de producción", "f"),
    ("part usage", "part usages", "consumo de refacciones", "consumos de refacciones", "m"),
    ("meter reading", "meter readings", "lectura de medidor", "lecturas de medidor", "f"),
    ("serial number", "serial numbers", "número de serie", "números de serie", "m"),
    ("min stock", "min stocks", "existencia mínima", "existencias mínimas", "f"),
    ("unit cost", "unit costs", "costo unitario", "costos unitarios", "m"),
    ("next maintenance", "next maintenances", "próximo mantenimiento", "próximos mantenimientos", "m"),
    ("last maintenance", "last maintenances", "último mantenimiento", "últimos mantenimientos", "m"),
)
_SHORT = {
    "eq": "equipo", "equ": "equipo", "maq": "maquina", "ot": "orden de trabajo", "wo": "work order",
    "desc": "descripcion",
    "num": "numero", "no": "numero", "nro": "numero", "cod": "codigo", "cve": "clave", "fec": "fecha", "fch": "fecha",
    "cant": "cantidad", "qty": "quantity", "tec": "tecnico", "prov": "proveedor", "refac": "refaccion",
    "ref": "refaccion",
    "min": "minimo", "max": "maximo", "hrs": "horas", "crit": "criticidad", "ubic": "ubicacion", "cat": "categoria",
    "depto": "departamento", "mfr": "manufacturer", "mant": "mantenimiento", "mtto": "mantenimiento",
}  # fmt: skip
_SYNONYMS: dict[str, dict[Language, tuple[str, ...]]] = {
    "equipment": {"es": ("máquina", "activo"), "en": ("machine", "asset")},
    "work order": {"es": ("orden", "OT"), "en": ("order", "WO")},
    "failure": {"es": ("fallo", "avería"), "en": ("breakdown", "fault")},
    "downtime": {"es": ("parada",), "en": ("stop", "stoppage")},
    "technician": {"es": ("personal",), "en": ("tech",)},
    "spare part": {"es": ("repuesto", "pieza"), "en": ("part", "spare")},
}
_PREFIXES = frozenset(
    {"tbl", "tb", "t", "cat", "mst", "mae", "mov", "trn", "vw", "dim", "fact", "cmms", "maint", "mnt"}
)
_SMALL = frozenset("de del la el los las en of the in on at for to".split())


@dataclass(frozen=True)
class Name:
    """What something is called: singular and plural in each language, None where no guess is possible."""

    en: tuple[str, str] | None
    es: tuple[str, str] | None
    gender: str = "m"

    def terms(self) -> dict[Language, list[str]]:
        """The singular of each language that is known, and other words for it; plurals follow from them."""
        own: dict[Language, list[str]] = {"es": [self.es[0]] if self.es else [], "en": [self.en[0]] if self.en else []}
        others = _SYNONYMS.get(self.en[0] if self.en else "", {})
        return {language: [*words, *others.get(language, ())] for language, words in own.items()}


def _plural(word: str, language: Language) -> str:
    if language == "en":
        if word.endswith("y") and word[-2:-1] not in "aeiou":
            return word[:-1] + "ies"
        return (
            word
            if word.endswith("s") and not word.endswith("ss")
            else word + ("es" if word.endswith(("s", "x", "ch")) else "s")
        )
    if word.endswith(("s", "x")):
        return word
    if word.endswith("ión"):
        return word[:-3] + "iones"
    if word.endswith("én"):
        return word[:-2] + "enes"
    return word + ("s" if word[-1] in "aeiouáéíóú" else "es")


def _book() -> dict[str, Name]:
    book: dict[str, Name] = {}
    for entry in _WORDS.split():
        parts = entry.split(":")
        if len(parts) != 3:
            continue
        english, spanish, gender = parts
        name = Name((english, _plural(english, "en")), (spanish, _plural(spanish, "es")), gender)
        for word in (*(name.en or ()), *(name.es or ())):
            book.setdefault(fold(word), name)
    for one, many, uno, muchos, gender in _PHRASES:
        name = Name((one, many), (uno, muchos), gender)
        for word in (one, many, uno, muchos):
            book.setdefault(fold(word), name)
    return book


_BOOK = _book()


def words(identifier: str) -> tuple[str, ...]:
    """``tblOrdenesTrabajo`` → ordenes, trabajo: the words of a name, folded, without prefixes and small words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", identifier)
    found = [fold(word) for word in re.split(r"[\W_]+", spaced) if word]
    while len(found) > 1 and found[0] in _PREFIXES:
        found = found[1:]
    return tuple(word for word in found if word not in _SMALL) or tuple(found)


def name_of(identifier: str) -> Name:
    """What a table, a column or a value is called, guessed from its name; its own words where nothing is known."""
    own = words(identifier)
    text = " ".join(own)
    for tried in (text, _SHORT.get(text, "")):
        if tried in _BOOK:
            return _BOOK[tried]
    if own[:2] in (("ordenes", "trabajo"), ("orden", "trabajo")):
        return _BOOK["work order"]
    parts = [_BOOK.get(word) or _BOOK.get(_SHORT.get(word, "")) for word in own]
    known = [part for part in parts if part is not None]
    if len(known) == len(own) == 2:
        spanish_first = own[0] in {fold(form) for form in known[0].es or ()}
        head, other = (known[0], known[1]) if spanish_first else (known[1], known[0])
        if head.en and other.en and head.es and other.es:
            return Name(
                (f"{other.en[0]} {head.en[0]}", f"{other.en[0]} {head.en[1]}"),
                (f"{head.es[0]} de {other.es[0]}", f"{head.es[1]} de {other.es[0]}"),
                head.gender,
            )
    plain = " ".join(re.split(r"[\W_]+", identifier)).strip().lower() or identifier
    return Name((plain, plain), (plain, plain))
