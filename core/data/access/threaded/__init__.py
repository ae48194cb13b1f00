"""Databases whose drivers have no asyncio: SQL Server, Oracle and others, asked in threads."""
