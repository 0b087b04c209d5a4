"""What the command line says about two states of a ledger: the bridge and the postings behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.analysis.changes import BRIDGE, Changes, compare
from kooperation.books import Books, read_books
from kooperation.model.messages import CHANGE_HEADINGS, Language
from kooperation.model.money import ZERO, format_euros
from kooperation.reading.ledgers.bookings import read_bookings
from kooperation.reporting.labels import label

MOST_LISTED = 30  # postings of one list; the others are counted

Row = Mapping[Any, Any]


def compare_paths(old: Path, new: Path) -> Changes:
    """Read two data folders or exports and compare them; a folder beside an export counts unassigned.

    Raises
    ------
    KooperationError
        With every fault of what is read.
    """
    return compare(_read(old), _read(new))


def _read(path: Path) -> Books | pd.DataFrame:
    return read_books(path) if path.is_dir() else read_bookings(path)


def change_lines(changes: Changes, *, language: Language = "de") -> list[str]:
    """Return the sentence, the bridge by year and region, and the postings; never a text or a name."""
    lines = [changes.summary(language)]
    if changes.is_empty:
        return lines
    lines += _section("bridge", (_bridge_line(row, language) for row in _records(changes.bridge)), language)
    moved = changes.bridge_by_region[
        (changes.bridge_by_region[["new", "changed", "vanished"]] != 0).any(axis=1)
    ]
    lines += _section("regions", (_bridge_line(row, language) for row in _records(moved)), language)
    for name in ("new", "vanished"):
        lines += _section(
            name, (_posting_line(row, language) for row in _records(getattr(changes, name))), language
        )
    return lines + _section(
        "changed", (_change_line(row, language) for row in _records(changes.changed)), language
    )


def _records(frame: pd.DataFrame) -> list[Row]:
    cells = frame.astype(object)
    return [*cells.where(cells.notna(), None).to_dict("records")]


def _section(name: str, told: Iterable[str], language: Language) -> list[str]:
    listed = list(told)
    if not listed:
        return []
    others = len(listed) - MOST_LISTED
    more = [f"  {label('screen.compare_more', language, count=others)}"] if others > 0 else []
    headings = {
        "bridge": "screen.compare_bridge",
        "regions": "screen.compare_regions",
        "new": "screen.compare_new",
        "vanished": "screen.compare_vanished",
        "changed": "screen.compare_changed",
    }
    return [label(headings[name], language), *(f"  {line}" for line in listed[:MOST_LISTED]), *more]


def _bridge_line(row: Row, language: Language) -> str:
    """Return ``Ist 2024: vorher 1,00 € + neu …``; parts that are zero are left out."""
    about = [CHANGE_HEADINGS[row["kind"]][language], _year(row, language), row.get("region")]
    parts = [
        f"{CHANGE_HEADINGS[name][language]} {format_euros(row[name], language)}"
        for name in BRIDGE
        if row[name] != ZERO or name.endswith("_total")
    ]
    return f"{' '.join(word for word in about if word)}: {' '.join(parts)}"


def _posting_line(row: Row, language: Language) -> str:
    amount = format_euros(row["amount"], language)
    return f"{_document(row, language)}: {amount} ({_place(row, '')})"


def _change_line(row: Row, language: Language) -> str:
    columns = (CHANGE_HEADINGS[name][language] for name in row["changed"].split(", "))
    return label(
        "screen.compare_change",
        language,
        document=_document(row, language),
        before=format_euros(row["old_amount"], language),
        after=format_euros(row["new_amount"], language),
        columns=", ".join(columns),
        old=_place(row, "old_"),
        new=_place(row, "new_"),
    )


def _document(row: Row, language: Language) -> str:
    number = row["document"] or label("screen.no_document", language)
    item = f"/{row['item']}" if row["item"] else ""
    return f"{CHANGE_HEADINGS[row['kind']][language]} {_year(row, language)}, {number}{item}"


def _year(row: Row, language: Language) -> str:
    return str(row["year"] or label("screen.no_year_stated", language))


def _place(row: Row, side: str) -> str:
    return f"{row[f'{side}source_file']}:{row[f'{side}source_row']}"
