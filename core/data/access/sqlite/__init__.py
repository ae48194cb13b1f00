"""A SQLite file through aiosqlite: locked-down connections, each with its thread, and a pool of them."""
