"""What the values of a kind column mean where no layout explains them: SAP value types, and plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kooperation.model.region import fold
from kooperation.reading.cells.column import Column
from kooperation.reading.cells.sheet import cell_text
from kooperation.reading.tables.grid import Grid
from kooperation.reading.words.vocabulary import columns_meant, fold_heading

_KINDS = ("actual", "commitment", "budget")


@dataclass(frozen=True, slots=True)
class Family:
    """The values that mean actual, commitment or budget in one family of exports.

    Attributes
    ----------
    marks : tuple of str
        How folded headings begin that only this family has; empty: none.
    kinds : dict
        Folded value -> kind. A number stands with its leading zeros and without.
    """

    name: str
    marks: tuple[str, ...]
    kinds: Mapping[str, str]

    def is_marked(self, headings: Iterable[str]) -> bool:
        """Tell whether one of the headings is of this family alone."""
        return any(fold_heading(heading).startswith(self.marks) for heading in headings)

    def knows(self, value: str) -> bool:
        """Tell whether the family lists a value of the kind column."""
        return kind_of_value(value, self.kinds) is not None


def kind_of_value(value: str, kinds: Mapping[str, str]) -> str | None:
    """Return what a value means: as it stands, else its first word if that is a code (``51 Bestellung``)."""
    folded = fold(value)
    first = folded.split(" ", 1)[0].rstrip(":-")
    return kinds.get(folded) or (kinds.get(first) if any(map(str.isdigit, first)) else None)


@cache
def families() -> tuple[Family, ...]:
    """Return the families of ``kinds.toml`` in their order."""
    text = files("kooperation.reading.layouts").joinpath("kinds.toml").read_text("utf-8")
    return tuple(_family(entry) for entry in tomllib.loads(text)["family"])


def _family(entry: Mapping[str, Sequence[str] | str]) -> Family:
    kinds = {fold(value): kind for kind in _KINDS for value in entry.get(kind, ())}
    bare = {value.lstrip("0"): kind for value, kind in kinds.items() if value.isdigit()}
    return Family(str(entry["name"]), tuple(map(fold_heading, entry.get("marks", ()))), bare | kinds)


def family_of(headings: Collection[str], values: Collection[str]) -> Family:
    """Return the family whose headings stand in the file, else the one that knows all values.

    Parameters
    ----------
    headings : collection of str
        All headings of the file.
    values : collection of str
        The different values of the kind column.

    Returns
    -------
    Family
        Where headings of several families or of none stand in the file and no family knows all values: the
        first of them, so that the values that it does not know are refused.
    """
    *coded, words = families()
    marked = [family for family in coded if family.is_marked(headings)]
    candidates = [*(marked or coded), words]
    knowing = (family for family in candidates if values and all(map(family.knows, values)))
    return next(knowing, candidates[0])


def _mixes_kinds(values: Collection[str]) -> bool:
    """Tell whether words for a plan or an order stand among the values: not every row is an actual."""
    words = families()[-1].kinds
    return any(words.get(fold(value), "actual") != "actual" for value in values)


def kind_column_of(grid: Grid, columns: Mapping[str, int]) -> tuple[int, Family] | None:
    """Return where a sheet says of each row whether it is planned, ordered or spent, and in whose words.

    A column of value types does, and one headed like ``Vorgangsart`` in which a word for a plan or an order
    stands. Any other column does if it holds nothing but such words, or few words among which stand one for
    what is spent and one for what is not; the others are refused. ``None``: every row is an actual.
    """
    if "value_type" in columns:
        position = columns["value_type"]
        return position, family_of(grid.headings, _values(grid.columns[position].distinct.cells))
    words = families()[-1]
    told = set(columns.values()) - {columns.get("row_kind")}
    for position, heading in enumerate(grid.headings):
        is_headed = "row_kind" in columns_meant(heading)
        if position in told and not (is_headed and position == columns.get("text")):
            continue
        if is_headed and position not in told:
            values = _values(grid.columns[position].distinct.cells)
        else:
            values = _kind_words(grid.columns[position], words)
        if _mixes_kinds(values):
            return position, words
    return None


def _values(cells: Iterable[Any]) -> set[str]:
    return {text for cell in cells if (text := cell_text(cell))}


_MOST_KINDS = 8  # different words; more are texts in which such a word may stand by chance


def _kind_words(column: Column, words: Family) -> set[str]:
    """Return the different values of a column whose words tell kinds of rows; else none."""
    first = _values(column.first())
    if len(first) > _MOST_KINDS and not all(map(words.knows, first)):
        return set()
    values = _values(column.distinct.cells)
    kinds = {kind_of_value(value, words.kinds) for value in values}
    tells_apart = len(values) <= _MOST_KINDS and "actual" in kinds and bool(kinds & {"budget", "commitment"})
    return values if None not in kinds or tells_apart else set()
