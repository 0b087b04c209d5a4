"""Sheets of raw cells to typed tables: header, rows, totals, columns, report."""
