"""Small made-up plants as somebody in the workshop keeps them: own names, units in names or nowhere, flags as Sí and No."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

SPANISH = """
CREATE TABLE "Maquinaria" ("Clave" TEXT PRIMARY KEY, "Nombre" TEXT, "IdZona" INTEGER, "En Uso" TEXT);
CREATE TABLE "Zonas" ("IdZona" INTEGER PRIMARY KEY, "Zona" TEXT, "Encargado" TEXT);
CREATE TABLE "Ordenes Trabajo" ("Num Orden" INTEGER PRIMARY KEY, "Fecha Alta" TEXT, "Maquinaria" TEXT, "Tipo Mtto" TEXT,
    "Estado" TEXT, "Trabajo Descripcion" TEXT, "Notas" TEXT, "Fecha Cierre" TEXT, "Horas Reparacion" REAL);
CREATE TABLE "Paradas" ("IdParada" INTEGER PRIMARY KEY, "Maquinaria" TEXT, "Inicio" TEXT, "Fin" TEXT, "Horas Parada" REAL);
INSERT INTO "Zonas" VALUES (1,'Molienda','Ing. Sosa'), (2,'Secado','Ing. Prado');
INSERT INTO "Maquinaria" VALUES ('MO-1','Molino 1',1,'Sí'), ('MO-2','Molino 2',1,'No'), ('SE-1','Secador 1',2,'Sí'),
    ('SE-2','Secador 2',2,'Sí');
INSERT INTO "Ordenes Trabajo" VALUES
 (101,'2026-10-02','MO-1','Correctivo','Cerrada','Cambio de banda',NULL,'2026-10-09',3.0),
 (102,'2026-10-05','SE-1','Correctivo','Cerrada','Fuga de vapor',NULL,'2026-10-06',5.0),
 (103,'2026-10-07','SE-1','Preventivo','Cerrada','Engrase',NULL,'2026-10-08',1.0),
 (104,'2026-11-07','SE-2','Correctivo','Abierta','Ruido',NULL,NULL,NULL);
INSERT INTO "Paradas" VALUES (1,'MO-1','2026-10-02 08:00','2026-10-02 10:00',2.0), (2,'SE-1','2026-10-05 08:00','2026-10-05 09:30',1.5),
 (3,'SE-1','2026-10-12 08:00','2026-10-12 08:30',0.5), (4,'SE-2','2026-10-13 08:00','2026-10-13 12:00',4.0),
 (5,'SE-2','2026-11-13 08:00','2026-11-13 09:00',1.0);
"""
ENGLISH = """
CREATE TABLE machine (code TEXT PRIMARY KEY, name TEXT, discontinued TEXT, warranty_end TEXT);
CREATE TABLE job (job_no INTEGER PRIMARY KEY, raised TEXT, created_on TEXT, machine TEXT, job_type TEXT, status TEXT,
    job_description TEXT, remarks TEXT, closed_on TEXT, labor_min INTEGER, priority INTEGER);
CREATE TABLE stoppage (id INTEGER PRIMARY KEY, machine TEXT, start_at TEXT, end_at TEXT, duration REAL);
INSERT INTO machine VALUES ('K1','Kiln 1','N','2026-12-20'), ('K2','Kiln 2','Y','2026-12-21'), ('K3','Kiln 3','N','2027-06-01');
INSERT INTO job VALUES
 (1,'x','2026-10-02 08:00','K1','corrective','closed_by_crew','Burner',NULL,'2026-10-03 08:00',90,3),
 (2,'x','2026-10-12 08:00','K3','corrective','closed','Lining',NULL,'2026-10-13 08:00',30,1),
 (3,'x','2026-11-12 08:00','K3','preventive','open','Grease',NULL,NULL,NULL,3);
INSERT INTO stoppage VALUES (1,'K1','2026-10-02 08:00','2026-10-02 10:00',2.0), (2,'K1','2026-10-03 08:00','2026-10-03 08:30',0.5),
 (3,'K3','2026-10-04 08:00','2026-10-04 09:00',1.0), (4,'K3','2026-10-05 08:00','2026-10-05 10:00',2.0),
 (5,'K3','2026-10-06 08:00','2026-10-06 11:00',3.0);
"""

HELPDESK = """
CREATE TABLE hd_ticket (ticket_no INTEGER PRIMARY KEY, subject TEXT, status TEXT, created_at TEXT, resolved_at TEXT, closed_at TEXT,
    due_at TEXT);
CREATE TABLE hd_ticket_task (id INTEGER PRIMARY KEY, ticket_no INTEGER, done_on TEXT, hours REAL);
CREATE TABLE hd_ticket_cost (id INTEGER PRIMARY KEY, ticket_no INTEGER, booked_on TEXT, cost REAL);
CREATE TABLE hd_widget (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO hd_ticket VALUES
 (501,'Screen','Closed','2026-09-28 08:00:00','2026-09-30 08:00:00','2026-10-05 08:00:00','2026-09-29'),
 (502,'Cable','Closed','2026-10-01 08:00:00','2026-10-02 08:00:00','2026-10-03 08:00:00','2026-10-09'),
 (503,'Mouse','Resolved','2026-10-10 08:00:00','2026-10-11 08:00:00',NULL,'2026-10-19'),
 (504,'Mouse','New','2026-10-12 08:00:00',NULL,NULL,'2026-10-19');
INSERT INTO hd_ticket_task VALUES (1,501,'2026-10-01',2.0), (2,502,'2026-10-02',1.5), (3,503,'2026-11-11',4.0);
INSERT INTO hd_ticket_cost VALUES (1,501,'2026-10-01',100.0), (2,503,'2026-10-11',50.5);
INSERT INTO hd_widget VALUES (1,'A'), (2,'B');
"""
GLPI = """
CREATE TABLE glpi_tickets (id INTEGER PRIMARY KEY, name TEXT, date TEXT, closedate TEXT, solvedate TEXT, status INTEGER,
    priority INTEGER, urgency INTEGER, type INTEGER, time_to_resolve TEXT, itilcategories_id INTEGER, locations_id INTEGER,
    is_deleted INTEGER);
CREATE TABLE glpi_tickets_users (id INTEGER PRIMARY KEY, tickets_id INTEGER, users_id INTEGER, type INTEGER);
CREATE TABLE glpi_items_tickets (id INTEGER PRIMARY KEY, itemtype TEXT, items_id INTEGER, tickets_id INTEGER);
CREATE TABLE glpi_users (id INTEGER PRIMARY KEY, name TEXT, realname TEXT, firstname TEXT, is_active INTEGER, is_deleted INTEGER);
CREATE TABLE glpi_computers (id INTEGER PRIMARY KEY, name TEXT, is_deleted INTEGER, is_template INTEGER);
INSERT INTO glpi_users VALUES (1,'ana','Paz','Ana',1,0), (2,'eva','Gil','Eva',1,0);
INSERT INTO glpi_computers VALUES (1,'PC-1',0,0), (2,'PC-2',1,0), (3,'PC-T',0,1);
INSERT INTO glpi_tickets VALUES
 (101,'A','2026-10-01 08:00:00',NULL,NULL,2,6,4,1,NULL,0,0,0), (102,'B','2026-10-02 08:00:00',NULL,'2026-10-03 08:00:00',5,3,3,2,NULL,0,0,0),
 (103,'C','2026-10-02 08:00:00','2026-10-09 08:00:00','2026-10-03 08:00:00',6,3,3,1,NULL,0,0,0);
INSERT INTO glpi_tickets_users VALUES (1,101,1,2), (2,101,2,2), (3,102,1,2), (4,103,2,1);
"""

PAIRS = """
CREATE TABLE work_orders (id INTEGER PRIMARY KEY, number TEXT, status TEXT, created_at TEXT, closed_at TEXT);
CREATE TABLE machines (id INTEGER PRIMARY KEY, name TEXT, model TEXT);
CREATE TABLE vehicles (id INTEGER PRIMARY KEY, name TEXT, plate TEXT);
CREATE TABLE work_order_items (id INTEGER PRIMARY KEY, work_order_id INTEGER, item_type TEXT, item_id INTEGER);
INSERT INTO machines VALUES (1,'Lathe','A'), (2,'Press','B');
INSERT INTO vehicles VALUES (1,'Forklift 7','X'), (2,'Truck 9','Y');
INSERT INTO work_orders VALUES (1,'W-1','open','2026-10-01',NULL), (2,'W-2','closed','2026-10-02','2026-10-03'),
    (3,'W-3','open','2026-10-04',NULL), (4,'W-4','open','2026-10-05',NULL);
INSERT INTO work_order_items VALUES (1,1,'App\\Machine',1), (2,2,'App\\Machine',1), (3,3,'App\\Vehicle',1), (4,4,'App\\Machine',2);
"""

TIMES = """
CREATE TABLE technicians (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE employees (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE work_orders (id INTEGER PRIMARY KEY, number TEXT, status TEXT, created_at TEXT, closed_at TEXT, duration REAL,
    technician_id INTEGER REFERENCES technicians(id));
CREATE TABLE labor (id INTEGER PRIMARY KEY, work_order_id INTEGER REFERENCES work_orders(id),
    employee_id INTEGER REFERENCES employees(id), date TEXT, hours REAL);
INSERT INTO technicians VALUES (1,'Ana Paz'), (2,'Eva Gil');
INSERT INTO employees VALUES (7,'Leo Mar'), (8,'Sol Rey');
INSERT INTO work_orders VALUES (1,'W-1','closed','2026-10-01','2026-10-03',40.0,1), (2,'W-2','closed','2026-10-02','2026-10-04',50.0,2);
INSERT INTO labor VALUES (1,1,7,'2026-10-02',2.0), (2,2,8,'2026-10-03',3.5);
"""


def _file(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
        connection.commit()
    return path


def spanish(path: Path) -> Path:
    """Hours of stops and of repairs by their names, machines out of use, areas that only have a name, empty notes."""
    return _file(path, SPANISH)


def english(path: Path) -> Path:
    """Lengths of stops without a unit, labor in minutes, priorities as numbers."""
    return _file(path, ENGLISH)


def helpdesk(path: Path) -> Path:
    """Tickets that are solved first and closed later, their tasks and costs in tables beside them."""
    return _file(path, HELPDESK)


def glpi(path: Path) -> Path:
    """A GLPI in which a ticket has two technicians."""
    return _file(path, GLPI)


def pairs(path: Path) -> Path:
    """What an order is on stands in another table, as a kind of thing and its number."""
    return _file(path, PAIRS)


def times(path: Path) -> Path:
    """Hours that employees book, beside a duration of orders that others are assigned to."""
    return _file(path, TIMES)
