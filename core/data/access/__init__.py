"""How each kind of database is reached: read-only and within its time, behind one ``Access``."""
