"""Workbooks of every kind to sheets of raw cells, each behind a gate."""
