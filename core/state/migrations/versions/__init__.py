"""The steps by which the state database came to be what it is, in order; alembic runs those that are missing."""
