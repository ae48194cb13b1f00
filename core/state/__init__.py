"""The state database: its engine, its one writer, its tables and migrations, and what is sealed in it."""
