"""Small made-up plants in the shapes of other systems: names of tables and columns are those systems' own."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

MAXIMO = """
CREATE TABLE WORKORDER (WORKORDERID INTEGER, WONUM TEXT, STATUS TEXT, WORKTYPE TEXT, DESCRIPTION TEXT, ASSETNUM TEXT,
    LOCATION TEXT, WOPRIORITY INTEGER, REPORTDATE TEXT, TARGCOMPDATE TEXT, ACTSTART TEXT, ACTFINISH TEXT, ACTLABHRS REAL,
    ACTLABCOST REAL, ACTMATCOST REAL, LEAD TEXT, ISTASK INTEGER, SITEID TEXT);
CREATE TABLE ASSET (ASSETUID INTEGER, ASSETNUM TEXT, DESCRIPTION TEXT, LOCATION TEXT, STATUS TEXT, SITEID TEXT);
CREATE TABLE LOCATIONS (LOCATIONSID INTEGER, LOCATION TEXT, DESCRIPTION TEXT);
CREATE TABLE LOCHIERARCHY (LOCHIERARCHYID INTEGER, LOCATION TEXT, PARENT TEXT);
CREATE TABLE PERSON (PERSONUID INTEGER, PERSONID TEXT, DISPLAYNAME TEXT, BIRTHDATE TEXT);
CREATE TABLE MAXSESSION (SESSIONID TEXT, TOKEN TEXT);
INSERT INTO LOCATIONS VALUES (1,'PACK','Packing'), (2,'BREW','Brewing'), (3,'PACK-1','Packing 1'), (4,'PACK-2','Packing 2'),
    (5,'BREW-1','Brewing 1'), (6,'BREW-2','Brewing 2');
INSERT INTO LOCHIERARCHY VALUES (1,'PACK-1','PACK'), (2,'PACK-2','PACK'), (3,'BREW-1','BREW'), (4,'BREW-2','BREW');
INSERT INTO ASSET VALUES (1,'P1','Pump 1','PACK-1','OPERATING','X'), (2,'P2','Pump 2','PACK-2','OPERATING','X'),
    (3,'K1','Kettle 1','BREW-1','OPERATING','X'), (4,'K2','Kettle 2','BREW-2','DECOMMISSIONED','X');
INSERT INTO PERSON VALUES (1,'ANA','Ana Ruiz','1980-01-01'), (2,'LUIS','Luis Soto','1981-01-01');
INSERT INTO WORKORDER VALUES
 (1,'1001','WAPPR','CM','Leak','P1','PACK-1',1,'2026-10-02 08:00:00','2026-10-20 17:00:00',NULL,NULL,0,0,0,'ANA',0,'X'),
 (2,'1002','COMP','PM','Service','K1','BREW-1',2,'2026-10-03 08:00:00','2026-10-30 17:00:00','2026-10-05 08:00:00','2026-10-05 10:00:00',2,50,10,'ANA',0,'X'),
 (3,'1003','CLOSE','CM','Noise','P1','PACK-1',3,'2026-09-03 08:00:00','2026-09-10 17:00:00','2026-09-04 08:00:00','2026-09-05 08:00:00',4,100,0,'LUIS',0,'X'),
 (4,'1004','CAN','CM','Mistake','K2','BREW-2',3,'2026-10-09 08:00:00','2026-10-19 17:00:00',NULL,NULL,0,0,0,'LUIS',0,'X'),
 (5,'1005','INPRG','CM','Leak','P2','PACK-2',1,'2026-11-01 08:00:00','2026-12-19 17:00:00','2026-11-02 08:00:00',NULL,1,0,0,'LUIS',0,'X'),
 (6,'T1','WAPPR','CM','Step','P1','PACK-1',1,'2026-10-02 08:00:00','2026-10-20 17:00:00',NULL,NULL,0,0,0,'ANA',1,'X');
"""
WORKBOOK = """
CREATE TABLE "Ordenes de Trabajo" ("No. OT" TEXT, "Tipo" TEXT, "Clave Equipo" TEXT, "Área" TEXT, "Estado" TEXT,
    "Fecha de Creación" TEXT, "Fecha Compromiso" TEXT, "Fecha de Cierre" TEXT, "Técnico Asignado" TEXT, "Costo Total" TEXT,
    "Select" TEXT);
CREATE TABLE "Equipos" ("Clave" TEXT, "Nombre" TEXT, "Área" TEXT, "Estatus" TEXT);
CREATE TABLE "Usuarios" ("Usuario" TEXT, "Contraseña" TEXT, "CURP" TEXT);
INSERT INTO "Equipos" VALUES ('M-1','Molino 1','Molienda','Activo'), ('M-2','Molino 2','Molienda','Baja'), ('B-1','Banda 1','Acarreo','Activo');
INSERT INTO "Ordenes de Trabajo" VALUES
 ('OT-1','Correctivo','M-1','Molienda','Abierta','03/10/2026 08:00','25/10/2026 17:00','','Juan Paz','1.200,50','a'),
 ('OT-2','Preventivo','B-1','Acarreo','Cerrada','04/10/2026 08:00','14/10/2026 17:00','13/10/2026 09:30','Eva Gil','300,00','b'),
 ('OT-3','Correctivo','M-1','Molienda','En proceso','13/11/2026 08:00','30/11/2026 17:00','','','','b'),
 ('OT-4','Correctivo','M-2','Molienda','Cancelada','20/10/2026 08:00','30/10/2026 17:00','','Eva Gil','15,25','a');
INSERT INTO "Usuarios" VALUES ('admin','secreto','XXXX');
"""
ODOO = """
CREATE TABLE res_partner (id INTEGER PRIMARY KEY, name VARCHAR, active BOOLEAN);
CREATE TABLE res_users (id INTEGER PRIMARY KEY, login VARCHAR, password VARCHAR, active BOOLEAN,
    partner_id INTEGER REFERENCES res_partner(id));
CREATE TABLE maintenance_stage (id INTEGER PRIMARY KEY, name JSONB, done BOOLEAN);
CREATE TABLE maintenance_team (id INTEGER PRIMARY KEY, name JSONB);
CREATE TABLE maintenance_equipment_category (id INTEGER PRIMARY KEY, name JSONB);
CREATE TABLE maintenance_equipment (id INTEGER PRIMARY KEY, name JSONB, active BOOLEAN, serial_no VARCHAR,
    category_id INTEGER REFERENCES maintenance_equipment_category(id), technician_user_id INTEGER REFERENCES res_users(id));
CREATE TABLE maintenance_request (id INTEGER PRIMARY KEY, code VARCHAR, name VARCHAR, archive BOOLEAN,
    equipment_id INTEGER REFERENCES maintenance_equipment(id), stage_id INTEGER REFERENCES maintenance_stage(id),
    maintenance_team_id INTEGER REFERENCES maintenance_team(id), user_id INTEGER REFERENCES res_users(id),
    owner_user_id INTEGER REFERENCES res_users(id), priority VARCHAR, maintenance_type VARCHAR, request_date DATE,
    schedule_date TIMESTAMP, close_date DATE, duration DOUBLE);
"""


def _file(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
        connection.commit()
    return path


def maximo(path: Path) -> Path:
    """Maximo: capitals, no keys declared, tasks among the orders, areas above positions."""
    return _file(path, MAXIMO)


def workbook(path: Path) -> Path:
    """A Spanish workbook: blanks and accents in names, dates and amounts as text."""
    return _file(path, WORKBOOK)


def odoo(path: Path) -> Path:
    """Odoo: names as JSON by language, people's names in another table, states that say whether they are done."""
    _file(path, ODOO)

    def named(en: str, es: str | None = None) -> str:
        return json.dumps({"en_US": en} | ({"es_MX": es} if es else {}), ensure_ascii=False)

    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO res_partner VALUES (?, ?, 1)", [(1, "Ana Ruiz"), (2, "Luis Soto")])
        connection.executemany("INSERT INTO res_users VALUES (?, ?, 'pbkdf2', 1, ?)", [(7, "ana", 1), (8, "luis", 2)])
        stages = [
            (1, named("New Request", "Nueva"), 0),
            (2, named("Repaired", "Reparada"), 1),
            (3, named("On the bench"), 0),
        ]
        connection.executemany("INSERT INTO maintenance_stage VALUES (?, ?, ?)", stages)
        connection.execute("INSERT INTO maintenance_team VALUES (1, ?)", (named("Mechanics", "Mecánicos"),))
        connection.execute("INSERT INTO maintenance_equipment_category VALUES (1, ?)", (named("Presses", "Prensas"),))
        machines = [
            (1, named("Press 1", "Prensa 1"), 1, "S1", 1, 7),
            (2, named("Press 2"), 1, "S2", 1, 8),
            (3, named("Press 3"), 0, "S3", 1, 8),
        ]
        connection.executemany("INSERT INTO maintenance_equipment VALUES (?, ?, ?, ?, ?, ?)", machines)
        requests = [
            (1, "MR1", "Leak", 0, 1, 1, 1, 7, 8, "3", "corrective", "2026-10-02", "2026-10-10 08:00:00", None, 0.0),
            (
                2,
                "MR2",
                "Noise",
                0,
                1,
                2,
                1,
                7,
                8,
                "1",
                "corrective",
                "2026-10-03",
                "2026-10-11 08:00:00",
                "2026-10-12",
                2.0,
            ),
            (
                3,
                "MR3",
                "Service",
                0,
                2,
                3,
                1,
                None,
                8,
                "0",
                "preventive",
                "2026-11-03",
                "2026-12-11 08:00:00",
                None,
                0.0,
            ),
            (4, "MR4", "Wrong", 1, 2, 1, 1, 8, 8, "0", "corrective", "2026-10-03", "2026-10-11 08:00:00", None, 0.0),
        ]
        connection.executemany(f"INSERT INTO maintenance_request VALUES ({', '.join('?' * 15)})", requests)
        connection.commit()
    return path
