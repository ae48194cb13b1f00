"""Small made-up plants whose names say little: abbreviations before every column, types in front, codes and catalogues."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

ABBREVIATED = """
CREATE TABLE X7EVENTS (EVT_CODE TEXT, EVT_DESC TEXT, EVT_STATUS TEXT, EVT_TYPE TEXT, EVT_JOBTYPE TEXT, EVT_OBJECT TEXT,
    EVT_PRIORITY TEXT, EVT_PERSON TEXT, EVT_CREATED TEXT, EVT_TARGET TEXT, EVT_COMPLETED TEXT);
CREATE TABLE X7OBJECTS (OBJ_CODE TEXT, OBJ_DESC TEXT, OBJ_OBTYPE TEXT, OBJ_NOTUSED TEXT, OBJ_LOCATION TEXT,
    OBJ_MANUFACT TEXT);
CREATE TABLE X7PERSONNEL (PER_CODE TEXT, PER_DESC TEXT, PER_TRADE TEXT, PER_NOTUSED TEXT);
CREATE TABLE X7UCODES (UCO_ENTITY TEXT, UCO_CODE TEXT, UCO_DESC TEXT, UCO_SYSTEM TEXT);
CREATE TABLE X7USERS (USR_CODE TEXT, USR_DESC TEXT, USR_PASSWORD TEXT, USR_GROUP TEXT);
INSERT INTO X7UCODES VALUES ('EVST','A1','Released','+'), ('EVST','B2','In progress','+'), ('EVST','D4','Completed','+'),
    ('EVST','E5','Rejected','+'), ('JBTP','BRKD','Breakdown','+'), ('JBTP','PM','Preventive maintenance','+'),
    ('JBTP','PRJ','Improvement','+'), ('OBTP','A','Asset','+'), ('OBTP','L','Location','+');
INSERT INTO X7OBJECTS VALUES ('MILL','Milling','L','-',NULL,NULL), ('OVEN','Ovens','L','-',NULL,NULL),
    ('MO-1','Mill 1','A','-','MILL','ABB'), ('MO-2','Mill 2','A','-','MILL','SEW'), ('MO-3','Mill 3','A','+','MILL','ABB'),
    ('HN-1','Oven 1','A','-','OVEN','KSB'), ('HN-2','Oven 2','A','-','OVEN','KSB');
INSERT INTO X7PERSONNEL VALUES ('E1','Carla Paz','MECH','-'), ('E2','Pedro Ruiz','ELEC','-'), ('E3','Rosa Gil','MECH','+');
INSERT INTO X7USERS VALUES ('CP','Carla','x','ADM'), ('PR','Pedro','y','ADM');
INSERT INTO X7EVENTS VALUES
 ('1001','Leak','A1','JOB','BRKD','MO-1','H','E1','2026-11-02 08:00:00','2026-11-05',NULL),
 ('1002','Noise','B2','JOB','BRKD','MO-2','L','E2','2026-11-12 08:00:00','2026-12-05',NULL),
 ('1003','Service','D4','PPM','PM','HN-1','L','E1','2026-10-02 08:00:00','2026-10-05','2026-10-04 10:00:00'),
 ('1004','Service','D4','PPM','PM','HN-2','L','E1','2026-09-02 08:00:00','2026-09-05','2026-09-09 10:00:00'),
 ('1005','Mistake','E5','JOB','PRJ','HN-2','H',NULL,'2026-09-03 08:00:00','2026-09-15',NULL);
"""
TYPED = """
CREATE TABLE tblWorkOrder (id INTEGER PRIMARY KEY, strCode TEXT, strDescription TEXT, intWorkOrderStatusID INTEGER,
    intMaintenanceTypeID INTEGER, dtmDateCreated INTEGER, dtmSuggestedCompletionDate INTEGER, dtmDateCompleted INTEGER);
CREATE TABLE tblWorkOrderStatus (id INTEGER PRIMARY KEY, strName TEXT);
CREATE TABLE tblMaintenanceType (id INTEGER PRIMARY KEY, strName TEXT);
CREATE TABLE tblAsset (id INTEGER PRIMARY KEY, strCode TEXT, strName TEXT, intCategoryID INTEGER, bolIsOnline INTEGER);
CREATE TABLE tblAssetCategory (id INTEGER PRIMARY KEY, strName TEXT);
CREATE TABLE tblWorkOrderAsset (id INTEGER PRIMARY KEY, intWorkOrderID INTEGER, intAssetID INTEGER);
INSERT INTO tblWorkOrderStatus VALUES (1,'Requested'), (2,'Work In Progress'), (3,'Closed, Completed'), (4,'Draft');
INSERT INTO tblMaintenanceType VALUES (1,'Preventive'), (2,'Corrective');
INSERT INTO tblAssetCategory VALUES (1,'Saw'), (2,'Kiln');
INSERT INTO tblAsset VALUES (11,'SW-01','Band saw 1',1,1), (12,'SW-02','Band saw 2',1,0), (13,'KL-01','Kiln 1',2,1);
INSERT INTO tblWorkOrder VALUES
 (1,'7001','Check',1,2,1793606400000,1793865600000,NULL), (2,'7002','Check',2,1,1794816000000,1798761600000,NULL),
 (3,'7003','Check',3,2,1791014400000,1791273600000,1791187200000), (4,'7004','Check',4,2,1794816000000,1798761600000,NULL);
INSERT INTO tblWorkOrderAsset VALUES (1,1,11), (2,2,12), (3,3,11), (4,4,13);
"""
CATALOGUED = """
CREATE TABLE OrdenesTrabajo (Folio TEXT PRIMARY KEY, FechaEmision TEXT, FechaProgramada TEXT, FechaTermino TEXT,
    ClaveEquipo TEXT, TipoMantto TEXT, Estatus INTEGER, Borrado TEXT);
CREATE TABLE CatEstatusOT (IdEstatus INTEGER PRIMARY KEY, Descripcion TEXT);
CREATE TABLE CatTipoMantto (ClaveTipo TEXT PRIMARY KEY, Descripcion TEXT);
CREATE TABLE Equipos (ClaveEquipo TEXT PRIMARY KEY, Descripcion TEXT, ClaveLocalizacion TEXT);
CREATE TABLE Localizaciones (ClaveLocalizacion TEXT, Descripcion TEXT);
CREATE TABLE Personal (ClavePersonal TEXT PRIMARY KEY, Nombre TEXT, Turno TEXT, Activo TEXT);
CREATE TABLE PlanMantto (ClavePlan TEXT PRIMARY KEY, ClaveEquipo TEXT, FrecuenciaDias INTEGER, ProximaFecha TEXT);
INSERT INTO CatEstatusOT VALUES (1,'Por realizar'), (2,'Espera de refacción'), (3,'Realizada'), (4,'Cancelada');
INSERT INTO CatTipoMantto VALUES ('K1','CORRECTIVO'), ('K2','PREVENTIVO');
INSERT INTO Localizaciones VALUES ('L1','INYECCION'), ('L2','SOPLADO');
INSERT INTO Equipos VALUES ('INY-01','INYECTORA 1','L1'), ('INY-02','INYECTORA 2','L1'), ('SOP-01','SOPLADORA 1','L2');
INSERT INTO Personal VALUES ('P1','Ana Ruiz','NOCTURNO','S'), ('P2','Luis Soto','MATUTINO','S'), ('P3','Eva Gil','NOCTURNO','N');
INSERT INTO PlanMantto VALUES ('PL1','INY-01',30,'23/11/2026'), ('PL2','INY-02',30,'18/11/2026'), ('PL3','SOP-01',30,'15/01/2027');
INSERT INTO OrdenesTrabajo VALUES
 ('004101','02/10/2026','05/10/2026',NULL,'INY-01','K1',1,'N'), ('004102','13/10/2026','25/12/2026',NULL,'SOP-01','K1',2,'N'),
 ('004103','03/10/2026','09/10/2026','08/10/2026','INY-02','K2',3,'N'), ('004104','04/10/2026','06/10/2026',NULL,'INY-01','K1',4,'N'),
 ('004105','15/10/2026','16/10/2026',NULL,'INY-01','K1',1,'S');
"""


def _file(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
        connection.commit()
    return path


def abbreviated(path: Path) -> Path:
    """Orders called events, columns behind abbreviations, codes spelled in one table, places among the machines."""
    return _file(path, ABBREVIATED)


def typed(path: Path) -> Path:
    """Types before the names, moments as milliseconds, the machine of an order in a table between them."""
    return _file(path, TYPED)


def catalogued(path: Path) -> Path:
    """States and types in catalogues, deleted rows, dates as text, Spanish plurals."""
    return _file(path, CATALOGUED)
