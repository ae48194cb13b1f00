"""Sentences that read wrong once, by kind: asked of the whole core, and read as a native would."""

from __future__ import annotations

import pytest

from core.app import Core
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

STILL = [
    ("¿cuántos preventivos quedaron sin hacer en octubre?", "Se abrieron 7 OT preventivas en octubre de 2026 que siguen abiertas."),
    ("OT abiertas en octubre que siguen abiertas", "que siguen abiertas."),
    ("OT abiertas en septiembre que siguen abiertas", "Se abrieron 2 OT en septiembre de 2026 que siguen abiertas"),
    ("OT correctivas abiertas en octubre que siguen abiertas", "que siguen abiertas"),
    ("OT de emergencia abiertas en noviembre que siguen abiertas", "que siguen abiertas"),
    ("how many orders opened in October are still open", "16 work orders were opened in October 2026 and are still open."),
    ("how many orders opened in September are still open", "2 work orders were opened in September 2026 and are still open."),
    ("how many preventive orders opened in October are still open", "and are still open"),
    ("how many corrective orders opened in October are still open", "and are still open"),
    ("how many orders opened in August are still open", "still open"),
]  # fmt: skip
AGES = [
    ("qué edad tiene la B-106", "B-106: 4.7 años desde la fecha de instalación."),
    ("qué edad tiene la P-101", "años desde la fecha de instalación"),
    ("edad promedio de las bombas", "Tiempo promedio desde la fecha de instalación de las bombas: 7.7 años."),
    ("la bomba más vieja y su edad", "20.5 años"),
    ("distribución de la edad de los equipos", "la mediana es 8.2 años, de 59 días a 20.5 años"),
    ("how old is B-106", "B-106: 4.7 years since the installation date."),
    ("how old is P-101", "years since the installation date"),
    ("average age of the pumps", "7.7 years"),
    ("how old is our oldest boiler?", "13.9 years"),
    ("distribution of machine age", "the median is 8.2 years, from 59 days to 20.5 years"),
]
TIES = [
    ("disponibilidad por máquina ayer", "B-101, B-102, B-103 y 202 más (100 %); la más baja, la de M-118, P-109, P-112 y 1 más (0 %)"),
    ("disponibilidad de cada bomba ayer", "y 35 más (100 %); la más baja, la de P-109, P-112 y P-139 (0 %)"),
    ("disponibilidad de cada motor ayer", "(100 %)"),
    ("disponibilidad de cada prensa ayer", "más (100 %)"),
    ("disponibilidad de cada llenadora ayer", "más (100 %)"),
    ("availability by machine yesterday", "B-101, B-102, B-103 and 202 more (100%); the lowest, that of M-118, P-109, P-112 and 1 more (0%)"),
    ("availability of each pump yesterday", "and 35 more (100%); the lowest, that of P-109, P-112 and P-139 (0%)"),
    ("availability of each motor yesterday", "more (100%)"),
    ("availability of each press yesterday", "more (100%)"),
    ("availability of each filler yesterday", "more (100%)"),
]  # fmt: skip
DATES = [
    ("¿Cuándo se instaló la P-101?", "Fecha de instalación de P-101: 2 jul 2021."),
    ("¿Cuándo se instaló la B-106?", "Fecha de instalación de B-106: "),
    ("fecha de instalación de CV-107", "Fecha de instalación de CV-107: "),
    ("¿Cuándo vence la WO-2026-03654?", "de WO-2026-03654: 22 nov 2026"),
    ("último mantenimiento de P-101", "ltimo mantenimiento de P-101: "),
    ("when was P-101 installed", "Installation date of P-101: 2 Jul 2021."),
    ("when was B-106 installed", "Installation date of B-106: "),
    ("installation date of CV-107", "Installation date of CV-107: "),
    ("when is WO-2026-03654 due", "Due date of WO-2026-03654: 22 Nov 2026"),
    ("when was P-101 last maintained", "of P-101: "),
]
CAUSES = [
    ("¿cuántas veces se paró la CV-107 por falta de material?", "Hay 11 paros por falta de material de CV-107 registrados."),
    ("paros por causa programada este mes", "Hubo 34 paros por causa programada este mes."),
    ("paros por el operador este año", "paros por el operador este año."),
    ("paros por causa de proceso este mes", "Hubo 22 paros por el proceso este mes."),
    ("duración media de los paros por causa", "programada (2 h 22 min)"),
]  # fmt: skip
STRETCHES = [
    ("fallas en los últimos seis meses", "en los últimos 6 meses."),
    ("fallas en el último mes", "en el último mes."),
    ("paros en las últimas 4 semanas", "en las últimas 4 semanas."),
    ("fallas en los últimos 90 días", "en los últimos 90 días."),
    ("¿Hay alguna caldera que no haya tenido fallas en los últimos seis meses?", "sin fallas en los últimos 6 meses."),
    ("failures in the last six months", "in the last 6 months."),
    ("failures in the last 3 months", "in the last 3 months."),
    ("failures in the last two weeks", "in the last 2 weeks."),
    ("failures in the last 90 days", "in the last 90 days."),
    ("boilers without failures in the last 6 months", "in the last 6 months."),
]
COUNTED_BY = [
    ("¿Cuántos equipos se instalaron cada año?", "Los equipos instalados bajaron 23 % en 2025"),
    ("bombas instaladas por año", "Las bombas instaladas "),
    ("machines installed per year", "Machines installed are down 23% in 2025"),
    ("pumps installed per year", "Pumps installed are "),
]
SINCE = [
    ("¿desde cuándo está parada la P-139?", "P-139, desde el 18 nov 2026 a las 00:55."),
    ("¿desde qué hora está parada la P-109?", "P-109, desde el 20 nov 2026 a las 17:38."),
    ("¿qué prensas están paradas y desde cuándo?", "1 paro en curso de prensas: PR-104, desde el 21 nov 2026 a las 15:00."),
    ("¿desde cuándo está parada la M-118?", "M-118, desde el 18 nov 2026 a las 09:46."),
    ("oye bot, ¿desde cuándo está parada la P-109?", "P-109, desde el 20 nov 2026 a las 17:38."),
    ("since when has P-139 been down", "P-139, since 18 Nov 2026 at 00:55."),
    ("since when is P-109 down", "P-109, since 20 Nov 2026 at 17:38."),
    ("which motors are down and since when", "3 ongoing stops on motors: M-106, since 21 Nov 2026 at 14:00; M-111"),
    ("which presses are down and since when", "1 ongoing stop on presses: PR-104, since 21 Nov 2026 at 15:00."),
    ("since when has M-118 been down", "M-118, since 18 Nov 2026 at 09:46."),
]  # fmt: skip
MEANS = [
    ("¿cuál es el costo promedio por OT correctiva?", "Costo promedio de las OT correctivas cerradas: $4,515."),
    ("promedio de costo unitario de las refacciones", "Costo unitario promedio de las refacciones: $2,302."),
    ("temperatura promedio de los motores este mes", "Valor promedio de las lecturas de temperatura de motores: 62.08 °C este mes."),
    ("existencia promedio por categoría", "La existencia promedio más alta es la de "),
    ("tiempo de entrega promedio por proveedor", "La entrega promedio más alta es la de Spirax Sarco (33.4 días)"),
    ("parts consumption by month", "Parts used are up 9% in October"),
    ("parts used by month this year", "Parts used are "),
]  # fmt: skip
OF_WHOM = [
    ("qué disponibilidad tuvo cada equipo parado ayer", "La disponibilidad más alta de los equipos que estuvieron parados ayer es la de CV-117 (99.1 %)"),
    ("¿qué disponibilidad tuvieron ayer las máquinas que estuvieron paradas?", "Disponibilidad de los equipos que estuvieron parados ayer: 64.1 %."),
    ("cost of each machine that was down in October", "in maintenance cost on machines that were down in October 2026; "),
    ("MTBF de las bombas por área", "El MTBF de las bombas más alto en los últimos 365 días es el de "),
    ("MTTR de las OT de emergencia por área este año", "El MTTR de emergencia más alto este año es el de "),
    ("duración media de los paros no programados por causa", "La duración media de los paros no programados más alta es la de "),
    ("existencia promedio de los rodamientos por proveedor", "La existencia promedio de los rodamientos más alta es la de "),
    ("availability of each pump down last week", "The highest availability of the pumps that were down last week is that of "),
    ("MTBF of the pumps by area", "The highest MTBF of the pumps in the last 365 days is that of "),
    ("MTTR of emergency orders by trade", "The highest MTTR of the emergency work orders is that of "),
    ("availability of the presses by line this month", "The highest availability of the presses this month is that of "),
    ("availability by area this month", "The highest availability this month is that of "),
]  # fmt: skip
NOW = [
    ("¿cómo está la disponibilidad ahora?", "Disponibilidad: 90.7 % hoy."),
    ("disponibilidad de P-139 ahora", "Disponibilidad de P-139: 0 % hoy."),
    ("disponibilidad de esta semana contra la pasada", "Disponibilidad: 98.6 % esta semana, 1 punto menos que la semana pasada"),
    ("availability right now", "Availability: 90.7% today."),
    ("availability of P-139 right now", "Availability of P-139: 0% today."),
    ("availability this week vs last week", "Availability: 98.6% this week, 1 point lower than last week"),
]  # fmt: skip
LEAST = [
    ("áreas por costo de este año, de menor a mayor", "el área con menos es Paint ($594,640, el 7 %), luego Assembly ($677,726)"),
    ("áreas por fallas este año, de menor a mayor", "el área con menos es Paint (25, el 6 %), luego Assembly (35)"),
    ("equipos por fallas este año, de menor a mayor", "con menos, B-101, B-103, B-106 y 49 más (0)."),
    ("áreas por MTTR de menor a mayor", "El MTTR más bajo es el de Assembly (4.5 h), luego "),
    ("líneas por fallas este mes, de menor a mayor", "Hubo 51 fallas este mes; la línea con más es Line 12 (5, el 10 %)"),
    ("areas by downtime this month, lowest first", "Utilities has the least (37.9 h, 4%), then Warehouse (40.8 h)"),
    ("areas by failures this year, lowest first", "Paint has the fewest (25, 6%), then Assembly (35)"),
    ("areas by failures today, lowest first", "the fewest: Assembly, Bottling, Mixing and 2 more (0 each)."),
    ("rank areas by PM compliance, worst first", "The lowest PM compliance this month is that of Mixing (54.5%), then "),
    ("areas by downtime this month", "Bottling has the most (262 h, 30%), then "),
]  # fmt: skip
NONE = [
    ("pumps or compressors with overdue orders in the south plant", "5 pumps and no compressors."),
    ("bombas o compresores con OT vencidas en planta sur", "5 bombas y ningún compresor."),
]


@pytest.mark.parametrize(
    ("question", "said"),
    [*STILL, *AGES, *TIES, *DATES, *CAUSES, *STRETCHES, *COUNTED_BY, *SINCE, *MEANS, *OF_WHOM, *NOW, *LEAST, *NONE],
)
async def test_it_reads_as_a_native_would_write_it(shared: Core, question: str, said: str) -> None:
    reply = await Person(shared).ask(question)
    assert said in reply.text
