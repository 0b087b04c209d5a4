"""Texts to sheets of raw cells: encodings, separators, quotes, and printed lists."""
