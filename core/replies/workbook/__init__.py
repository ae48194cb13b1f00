"""The workbook of an answer: its rows for people in Excel, and on a second sheet what was asked and counted."""
