"""Spreadsheets become a database: what a plant exports is read, judged column by column, and stored in SQLite.

The way of a file: ``encoding`` and ``separator`` (text) or ``workbook`` (Excel) make ``RawSheet``s of lines; ``header``
finds the columns' names; ``leavings`` says which lines are no data; ``column`` decides each column's type with
``numbers``, ``dates`` and ``flags``; ``store`` writes. ``importing`` puts it together, ``report`` keeps every decision
and ``telling`` says them.
"""
