"""What the command line says about two states of a ledger: the bridge and the postings behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from kooperation.analysis.changes import BRIDGE, Changes, compare
from kooperation.books import Books, read_books
from kooperation.model.discreet_texts import Discretion
from kooperation.model.errors import KooperationError, raise_errors
from kooperation.model.findings import Finding
from kooperation.model.messages import CHANGE_HEADINGS, Language
from kooperation.model.money import ZERO, format_euros
from kooperation.model.schema import UNASSIGNED
from kooperation.reading.folder.names import REGISTER_FOLDER
from kooperation.reading.layouts.parsing import Layout, read_layouts
from kooperation.reading.ledgers.bookings import read_bookings
from kooperation.reporting.labels import label

MOST_LISTED = 30  # postings of one list; the others are counted

Row = Mapping[Any, Any]


def compare_paths(old: Path, new: Path) -> Changes:
    """Read two data folders or exports and compare them; a folder beside an export counts unassigned.

    Raises
    ------
    KooperationError
        With every fault of the side that cannot be read, each with the path of that side.
    """
    return compare(_read(old), _read(new))


def _read(path: Path) -> Books | pd.DataFrame:
    if not path.is_dir():
        return read_bookings(path, layouts=_layouts_beside(path))
    try:
        return read_books(path)
    except KooperationError as error:
        raise KooperationError([_of_side(found, path) for found in error.findings]) from None


def _layouts_beside(export: Path) -> tuple[Layout, ...]:
    """Return the layouts of the data folder in which an export lies; faulty ones raise."""
    folders = (folder / REGISTER_FOLDER / "layouts" for folder in export.resolve().parents)
    folder = next((one for one in folders if one.is_dir()), None)
    if folder is None:
        return ()
    layouts, faults = read_layouts(folder, shown=f"{REGISTER_FOLDER}/layouts")
    raise_errors(faults)
    return layouts


def _of_side(found: Finding, path: Path) -> Finding:
    """Name the folder too: both sides have files of the same names."""
    file = found.place.file
    is_named = file is None or Path(file) == path
    return found if is_named else found.at(replace(found.place, file=f"{path.as_posix()}/{file}"))


def change_lines(changes: Changes, *, language: Language = "de") -> list[str]:
    """Return the sentence, the bridge by year and region, and the postings; never a text or a name."""
    lines = [changes.summary(language)]
    if changes.is_empty:
        return lines
    lines += _section("bridge", (_bridge_line(row, language) for row in _records(changes.bridge)), language)
    lines += _section("regions", (_bridge_line(row, language) for row in _moved(changes, language)), language)
    for name in ("new", "vanished"):
        lines += _section(
            name, (_posting_line(row, language) for row in _records(getattr(changes, name))), language
        )
    return lines + _section(
        "changed", (_change_line(row, language) for row in _records(changes.changed)), language
    )


def _moved(changes: Changes, language: Language) -> list[Row]:
    """Return the regions that moved, by name and within each kind and year in the order of the register."""
    bridge = changes.bridge_by_region
    known = bridge.attrs.get("region_names", {})
    order = {key: place for place, key in enumerate(known)}
    names = {key: spellings[language] for key, spellings in known.items()}
    names[UNASSIGNED] = label("workbook.unassigned", language)
    moved = _records(bridge[(bridge[["new", "changed", "vanished"]] != 0).any(axis=1)])
    groups = {(row["kind"], row["year"]): place for place, row in enumerate(moved)}
    ranked = sorted(
        moved,
        key=lambda row: (groups[row["kind"], row["year"]], order.get(row["region"], len(order))),
    )
    return [{**row, "region": names.get(row["region"], row["region"])} for row in ranked]


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
    stated = Discretion().code(row["document"] or "")
    number = stated or label("screen.no_document", language)
    item = f"/{row['item']}" if row["item"] else ""
    return f"{CHANGE_HEADINGS[row['kind']][language]} {_year(row, language)}, {number}{item}"


def _year(row: Row, language: Language) -> str:
    return str(row["year"] or label("screen.no_year_stated", language))


def _place(row: Row, side: str) -> str:
    return f"{row[f'{side}source_file']}:{row[f'{side}source_row']}"
