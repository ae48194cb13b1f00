"""The demo plant: invented, believable data for a chosen day, as a SQLite file or in a server's database."""
