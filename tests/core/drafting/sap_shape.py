"""A small made-up plant as SAP PM keeps it: an order in three tables, its states in a fourth, texts by language."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

TABLES = """
CREATE TABLE AUFK (MANDT TEXT, AUFNR TEXT, AUART TEXT, KTEXT TEXT, OBJNR TEXT, ERDAT TEXT, IDAT2 TEXT);
CREATE TABLE AFIH (MANDT TEXT, AUFNR TEXT, PRIOK TEXT, EQUNR TEXT, ILOAN TEXT, ILART TEXT, GEWRK TEXT, IWERK TEXT, INGPR TEXT);
CREATE TABLE AFKO (MANDT TEXT, AUFNR TEXT, GSTRP TEXT, GLTRP TEXT, GSTRI TEXT);
CREATE TABLE JEST (MANDT TEXT, OBJNR TEXT, STAT TEXT, INACT TEXT);
CREATE TABLE ILOA (MANDT TEXT, ILOAN TEXT, TPLNR TEXT, ABCKZ TEXT);
CREATE TABLE EQUI (MANDT TEXT, EQUNR TEXT, EQART TEXT, HERST TEXT, TYPBZ TEXT, SERGE TEXT, INBDT TEXT, ANSWT REAL, OBJNR TEXT);
CREATE TABLE EQKT (MANDT TEXT, EQUNR TEXT, SPRAS TEXT, EQKTX TEXT);
CREATE TABLE EQUZ (MANDT TEXT, EQUNR TEXT, DATBI TEXT, ILOAN TEXT);
CREATE TABLE IFLOT (MANDT TEXT, TPLNR TEXT, TPLMA TEXT);
CREATE TABLE IFLOTX (MANDT TEXT, TPLNR TEXT, SPRAS TEXT, PLTXT TEXT);
CREATE TABLE QMEL (MANDT TEXT, QMNUM TEXT, QMART TEXT, QMTXT TEXT, PRIOK TEXT, AUFNR TEXT, ERDAT TEXT, LTRMN TEXT, QMDAB TEXT, OBJNR TEXT);
CREATE TABLE QMIH (MANDT TEXT, QMNUM TEXT, EQUNR TEXT, MSAUS TEXT, AUSVN TEXT, AUSBS TEXT, AUSZT REAL, MAUEH TEXT);
CREATE TABLE COSP (MANDT TEXT, OBJNR TEXT, GJAHR TEXT, PERBL TEXT, WRTTP TEXT, WKGBTR REAL);
"""
ORDERS = (  # number, type, priority, equipment, created, due, completed, states that are active, one that is no more
    ("000004000101", "PM01", "1", "000000000000000011", "20261002", "20261010", "00000000", ("I0002",), "I0001"),
    ("000004000102", "PM02", "3", "000000000000000012", "20261005", "20261231", "00000000", ("I0001",), ""),
    ("000004000103", "PM01", "2", "000000000000000011", "20260905", "20260920", "20261007", ("I0045",), "I0002"),
    ("000004000104", "PM01", "2", "000000000000000012", "20260906", "20260920", "00000000", ("I0001", "I0076"), ""),
)
MACHINES = (("000000000000000011", "Zentrifuge 1", "Centrífuga 1", "100"), ("000000000000000012", "Pumpe 2", "", "200"))


def raw_tables(path: Path) -> Path:
    """The tables themselves, not the lists that SAP exports."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(TABLES)

        def put(table: str, *values: object) -> None:
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * (len(values) + 1))})", ("100", *values))

        for number, order_type, priority, machine, created, due, completed, active, gone in ORDERS:
            put("AUFK", number, order_type, f"Work {number[-1]}", f"OR{number}", created, completed)
            put("AFIH", number, priority, machine, "200" if machine.endswith("2") else "100", "001", "", "P1", "M01")
            put("AFKO", number, created, due, "00000000")
            for state in active:
                put("JEST", f"OR{number}", state, "")
            if gone:
                put("JEST", f"OR{number}", gone, "X")
        for key, german, spanish, at in MACHINES:
            put("EQUI", key, "ZENT", "Flottweg", "Z4", "S1", "20190101", 1000.0, f"IE{key}")
            put("EQKT", key, "D", german)
            if spanish:
                put("EQKT", key, "S", spanish)
            put("EQUZ", key, "20251231", "100")
            put("EQUZ", key, "99991231", at)
        for account, code, german, spanish in (
            ("100", "Q-FIL", "Filtration", "Filtrado"),
            ("200", "Q-SEC", "Trocknung", "Secado"),
        ):
            put("ILOA", account, code, "A")
            put("IFLOT", code, "")
            put("IFLOTX", code, "D", german)
            put("IFLOTX", code, "S", spanish)
        for number, priority, state, stopped, hours in (
            ("000000010501", "1", "I0068", "X", 6.0), ("000000010502", "1", "I0072", "X", 90.0), ("000000010503", "3", "I0070", "", 0.0),
        ):  # fmt: skip
            put("QMEL", number, "M2", "Noise", priority, "", "20261012", "00000000", "00000000", f"QM{number}")
            put("JEST", f"QM{number}", state, "")
            unit, end = ("MIN", "20261012") if hours > 24 else ("H", "20261012")
            put("QMIH", number, "000000000000000011", stopped, "20261012", end, hours, unit)
        put("COSP", "OR000004000101", "2026", "010", "04", 500.0)
        put("COSP", "OR000004000101", "2026", "010", "01", 9999.0)
        put("COSP", "OR000004000103", "2026", "009", "04", 250.0)
        connection.commit()
    return path
