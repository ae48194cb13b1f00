"""What the twelve types of equipment are like: who makes them, what they cost, how and how often they fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Failure causes by mode, likeliest first; the weights of a mode add up to about 10.
CAUSES: Mapping[str, Mapping[str, float]] = {
    "leakage": {"wear": 5, "corrosion": 2, "misalignment": 1, "contamination": 1, "unknown": 1},
    "vibration": {"misalignment": 4, "wear": 3, "lubrication": 2, "unknown": 1},
    "overheating": {"lubrication": 3, "overload": 3, "contamination": 2, "wear": 1, "unknown": 1},
    "breakdown": {"wear": 4, "overload": 3, "operator error": 2, "misalignment": 1},
    "fail to start": {"contamination": 2, "corrosion": 2, "operator error": 2, "wear": 1, "unknown": 3},
    "low output": {"contamination": 4, "wear": 3, "operator error": 1, "unknown": 2},
    "noise": {"lubrication": 4, "wear": 3, "misalignment": 2, "unknown": 1},
    "electrical fault": {"overload": 4, "contamination": 2, "corrosion": 2, "unknown": 2},
}


@dataclass(frozen=True)
class EquipmentType:
    """One type of equipment.

    Attributes:
        prefix: of its tags.
        titles: of what its machines are called.
        makers: manufacturer → model series.
        cost: replacement cost of the cheapest and the dearest, thousands of the plant's currency.
        failures: a year, of a machine of middle age that is well kept.
        repair: usual hours of a repair.
        intervals: usual days between two preventive maintenances.
        modes: failure mode → weight.
        parts: category of spare part → weight in a repair.
        hours: operating hours a day.
        vibration: mm/s when healthy, None where it is not measured; temperature: °C likewise.
        minor_stops: process, material and operator stops a year, without a work order.
        cooling: how much summer loads it more than winter, 0 for not at all.
        on_line: stands on a production line.
    """

    name: str
    prefix: str
    titles: tuple[str, ...]
    makers: Mapping[str, str]
    cost: tuple[int, int]
    failures: float
    repair: float
    intervals: tuple[int, ...]
    modes: Mapping[str, float]
    parts: Mapping[str, float]
    hours: float
    vibration: float | None = None
    temperature: float | None = None
    minor_stops: float = 0.0
    cooling: float = 0.0
    on_line: bool = field(default=True)


EQUIPMENT_TYPES = (
    EquipmentType(
        *("pump", "P", ("Transfer pump", "Feed pump", "Dosing pump", "Recirculation pump")),
        makers={"Grundfos": "CR", "KSB": "Etanorm", "Sulzer": "AHLSTAR", "Flowserve": "Mark"},
        cost=(45, 380),
        failures=1.5,
        repair=4.5,
        intervals=(45, 60, 90),
        modes={"leakage": 5, "vibration": 3, "low output": 2, "overheating": 1, "noise": 1, "fail to start": 1},
        parts={"seal": 5, "bearing": 4, "valve": 2, "lubricant": 1, "motor": 1},
        hours=18,
        vibration=2.1,
        temperature=52,
    ),
    EquipmentType(
        *("motor", "M", ("Drive motor", "Agitator motor", "Fan motor", "Gear motor")),
        makers={"Siemens": "1LE1", "ABB": "M3BP", "WEG": "W22"},
        cost=(20, 240),
        failures=1.0,
        repair=4.0,
        intervals=(60, 90, 180),
        modes={"overheating": 4, "vibration": 3, "electrical fault": 4, "noise": 2, "fail to start": 2},
        parts={"bearing": 5, "lubricant": 2, "sensor": 1, "motor": 1},
        hours=17,
        vibration=1.6,
        temperature=61,
    ),
    EquipmentType(
        *("conveyor", "CV", ("Infeed conveyor", "Discharge conveyor", "Accumulation conveyor", "Roller conveyor")),
        makers={"Interroll": "RM", "Dorner": "2200", "FlexLink": "X85", "Hytrol": "E24"},
        cost=(90, 520),
        failures=1.9,
        repair=3.0,
        intervals=(30, 45, 60),
        modes={"breakdown": 4, "noise": 3, "electrical fault": 2, "vibration": 2, "fail to start": 2, "low output": 1},
        parts={"belt": 5, "bearing": 4, "sensor": 2, "motor": 1, "lubricant": 1},
        hours=19,
        temperature=44,
        minor_stops=7.0,
    ),
    EquipmentType(
        *("compressor", "C", ("Air compressor", "Screw compressor", "Booster compressor")),
        makers={"Atlas Copco": "GA", "Kaeser": "CSD", "Ingersoll Rand": "RS"},
        cost=(380, 2100),
        failures=1.8,
        repair=7.0,
        intervals=(60, 90),
        modes={"overheating": 5, "low output": 3, "leakage": 3, "vibration": 2, "noise": 1, "electrical fault": 1},
        parts={"filter": 5, "lubricant": 4, "valve": 3, "seal": 2, "sensor": 1},
        hours=20,
        vibration=3.2,
        temperature=86,
        cooling=0.35,
        on_line=False,
    ),
    EquipmentType(
        *("boiler", "B", ("Steam boiler", "Hot water boiler")),
        makers={"Cleaver-Brooks": "CBEX", "Bosch": "UL-S"},
        cost=(1900, 5200),
        failures=1.3,
        repair=9.0,
        intervals=(60, 90, 180),
        modes={"leakage": 4, "fail to start": 3, "low output": 2, "overheating": 2, "electrical fault": 1},
        parts={"valve": 5, "sensor": 3, "seal": 2, "filter": 1},
        hours=21,
        temperature=168,
        cooling=-0.3,
        on_line=False,
    ),
    EquipmentType(
        *("chiller", "CH", ("Process chiller", "Glycol chiller", "Water chiller")),
        makers={"Trane": "CGAM", "Carrier": "30XA", "Daikin": "EWAD"},
        cost=(1200, 4100),
        failures=1.8,
        repair=8.0,
        intervals=(45, 60, 90),
        modes={"low output": 5, "leakage": 3, "overheating": 3, "electrical fault": 2, "vibration": 1, "noise": 1},
        parts={"filter": 4, "valve": 3, "sensor": 3, "lubricant": 2, "seal": 1},
        hours=19,
        vibration=2.4,
        temperature=38,
        cooling=0.75,
        on_line=False,
    ),
    EquipmentType(
        *("filler", "F", ("Rotary filler", "Volumetric filler", "Piston filler")),
        makers={"Krones": "Modulfill", "Sidel": "SF300", "KHS": "Innofill"},
        cost=(1500, 6800),
        failures=2.6,
        repair=4.0,
        intervals=(30, 45),
        modes={"leakage": 4, "low output": 3, "breakdown": 3, "electrical fault": 2, "fail to start": 1, "noise": 1},
        parts={"seal": 5, "valve": 4, "sensor": 3, "bearing": 1},
        hours=18,
        temperature=41,
        minor_stops=22.0,
    ),
    EquipmentType(
        *("packer", "PK", ("Case packer", "Tray packer", "Shrink packer", "Palletizing packer")),
        makers={"Douglas": "Axiom", "Cama": "IF", "Syntegon": "Elematic"},
        cost=(900, 3600),
        failures=2.5,
        repair=3.5,
        intervals=(30, 45, 60),
        modes={"breakdown": 4, "electrical fault": 3, "fail to start": 2, "noise": 2, "vibration": 1, "low output": 2},
        parts={"belt": 4, "sensor": 4, "bearing": 3, "motor": 1, "lubricant": 1},
        hours=18,
        temperature=43,
        minor_stops=24.0,
    ),
    EquipmentType(
        *("robot", "R", ("Handling robot", "Spot welding robot", "Sealing robot", "Palletizing robot")),
        makers={"FANUC": "R-2000", "KUKA": "KR 210", "ABB": "IRB 6700"},
        cost=(1100, 2900),
        failures=1.5,
        repair=4.5,
        intervals=(60, 90, 180),
        modes={"electrical fault": 5, "fail to start": 3, "breakdown": 2, "overheating": 2, "noise": 1},
        parts={"sensor": 5, "lubricant": 3, "motor": 2, "belt": 1},
        hours=18,
        temperature=46,
        minor_stops=9.0,
    ),
    EquipmentType(
        *("press", "PR", ("Stamping press", "Hydraulic press", "Assembly press")),
        makers={"Schuler": "MSP", "AIDA": "DSF", "Komatsu": "H1F"},
        cost=(1800, 7400),
        failures=1.7,
        repair=6.5,
        intervals=(45, 60),
        modes={"leakage": 4, "breakdown": 3, "overheating": 2, "vibration": 2, "electrical fault": 1, "noise": 1},
        parts={"seal": 4, "valve": 3, "lubricant": 3, "bearing": 2, "sensor": 1},
        hours=15,
        vibration=3.8,
        temperature=55,
        minor_stops=5.0,
    ),
    EquipmentType(
        *("mixer", "MX", ("Batch mixer", "High shear mixer", "Ribbon mixer")),
        makers={"EKATO": "Paravisc", "SPX Flow": "Lightnin", "Silverson": "GX"},
        cost=(420, 1900),
        failures=1.6,
        repair=5.0,
        intervals=(45, 60, 90),
        modes={"vibration": 4, "noise": 3, "leakage": 3, "overheating": 2, "electrical fault": 1, "breakdown": 1},
        parts={"bearing": 4, "seal": 4, "lubricant": 3, "motor": 1},
        hours=16,
        vibration=2.7,
        temperature=58,
        minor_stops=4.0,
    ),
    EquipmentType(
        *("forklift", "FL", ("Counterbalance forklift", "Reach truck", "Electric forklift")),
        makers={"Toyota": "8FBE", "Hyster": "J2.5XN", "Linde": "E25"},
        cost=(420, 980),
        failures=1.5,
        repair=3.5,
        intervals=(60, 90),
        modes={"fail to start": 4, "electrical fault": 3, "leakage": 2, "breakdown": 2, "noise": 1, "overheating": 1},
        parts={"filter": 3, "lubricant": 3, "seal": 2, "sensor": 2, "motor": 1},
        hours=11,
        on_line=False,
    ),
)

BY_PREFIX = {kind.prefix: kind for kind in EQUIPMENT_TYPES}
