"""How notebooks show a frame to people: German headings and numbers, names for keys, never who was paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pandas as pd

from kooperation.analysis.assignment import reason_in
from kooperation.analysis.changes import Changes
from kooperation.analysis.course import YearCourse
from kooperation.analysis.outcomes import OUTCOME_COLUMNS
from kooperation.books import Books
from kooperation.model.ceiling import scope_regions
from kooperation.model.discreet_texts import Discretion, words_of
from kooperation.model.discretion import discretion_of
from kooperation.model.messages import CHANGE_HEADINGS, MESSAGES, Language
from kooperation.model.money import column_sum, format_decimal, format_euros, format_percent
from kooperation.model.period import format_day, period_in_words
from kooperation.model.schema import (
    ACTIVITY_COLUMNS,
    ALL_REGIONS,
    DISCREET,
    EUR,
    KINDS,
    OUTSIDE,
    QUANTITY,
    UNASSIGNED,
)
from kooperation.reading.tables.report import LoadReport
from kooperation.reading.tables.table import Table
from kooperation.reporting.glances import books_at_a_glance, course_at_a_glance, report_at_a_glance
from kooperation.reporting.labels import all_labels, label
from kooperation.reporting.labels.field_words import field_word
from kooperation.reporting.regionless import regionless_name
from kooperation.reporting.shown_table import ABSENT, ShownTable

__all__ = ["show"]

PRIVATE = frozenset({"vendor"})  # a traveller can be a vendor: who was paid is never shown
# Columns with an English twin ``…_en`` beside them.
BILINGUAL = ("candidates", "dropped_reasons", "control_totals", "message", "advice")
FIRST_ROWS = 10  # of a table that was read, to see what it is
MOST_ROWS = 500  # more make a notebook slow to open, and nobody reads them

# Columns whose values are words of a fixed vocabulary, and where their labels stand.
_VOCABULARIES = {
    "state": "state.",
    "status": "status.",
    "severity": "workbook.severity_",
    "kind_of_file": "workbook.kind_",
    "precision": "frame.precision_",
    "kind": "frame.kind_",
}
# Columns of words and periods of the field, and what writes them in the reader's language.
_TOLD: dict[str, Callable[[str, Language], str]] = {
    "cost_type": field_word,
    "measure": field_word,
    "period_text": period_in_words,
    "moved_to": period_in_words,
}
# Texts that lead back to a file or that this package wrote; all other texts can name a person.
_OF_NOBODY = frozenset(
    {
        "item",
        "teilprodukt",
        "sachkonto",
        "account",
        "currency",
        "source_file",
        "source_sheet",
        "file",
        "sheet",
        "column",
        "layout",
        "sha256",
        "plan",
        "years",
        "dropped_reasons",
        "control_totals",
        "candidates",
        "raw",
        "message",
        "advice",
        "reason",
        "headline",
        "name",  # of a figure in a workbook
    }
)
_KEYS = frozenset(("booking_id", "document", "order_id", "cost_object", "activity_id", "documents"))
_LABELS = all_labels()
_OF_THIS_PACKAGE = frozenset((*MESSAGES, *KINDS, *(text for pair in _LABELS.values() for text in pair)))
_PER_CENT = ("threshold", "reached")  # whole per cent, not shares
_WRITTEN_SHARES = _LABELS["chart.share"]  # of the figures of a chart: texts, since some years have none
_NEVER_ADDED = frozenset(("unit_price", "per_person", "per_day", "running"))  # their sum means nothing
_PLAIN_AMOUNTS = ("foreign_amount",)  # in a currency of its own, beside it
# Columns of registers and of the activity log: those beside an invented ledger can be real.
_OF_REGISTERS = frozenset(
    ("pot", "year", "ceiling", "carried_over", "blocked", "released_share", "scope", "status", "decisions")
)
_OF_ACTIVITIES = frozenset(OUTCOME_COLUMNS.keys() | ACTIVITY_COLUMNS.keys() | {"is_overdue"}) - {"documents"}
_UNLABELLED = {"region": UNASSIGNED, "pot": OUTSIDE}  # the keys that stand for an absent one

Names = Mapping[str, str]
Known = Mapping[str, Names]  # the names of regions and of pots by key
Writer = Callable[[Any], str]


def show(
    shown: pd.DataFrame | Books | Table | LoadReport | YearCourse | Changes,
    books: Books | None = None,
    *,
    columns: Iterable[str] | None = None,
    sums: bool = False,
    most: int | None = MOST_ROWS,
    language: Language = "de",
) -> ShownTable:
    """Show a frame, or what ``Books`` hold, as people read it; for the end of a notebook cell.

    Amounts are written ``1.234,56 €``, days ``31.12.2024``, years without a point, keys of regions and pots
    as names. No cent is rounded away, the frame stays as it is. The column of vendors is left out, and of a
    free text only the words are shown that name nobody: ``Reisekosten …``.

    Parameters
    ----------
    shown : DataFrame, Books, Table, LoadReport, YearCourse or Changes
        Any frame of this package; of the others what is inside, at a glance. Findings are a frame:
        ``show(books.findings, books, language="en")``.
    books : Books, optional
        Where the frame comes from: gives names to keys and says whether the figures are invented. Frames of
        ``spending_by_region``, ``spending_by_pot`` and ``budget_usage`` know both themselves.
    columns : iterable of str, optional
        The columns to show, in this order; names of index levels count. Default: all.
    sums : bool
        Add the amounts of each column up in a last row, and of each row too where all columns are amounts.
    most : int, optional
        How many rows are written out; a line below says how many there are. ``None``: all of them.
    language : {"de", "en"}
        Of headings, numbers and names.

    Returns
    -------
    ShownTable
        It shows itself as a table in a notebook and as text in a terminal, everywhere in the same words.

    Raises
    ------
    ValueError
        When a column is not there, or is one that is never shown.
    """
    if not isinstance(shown, pd.DataFrame):
        return _at_a_glance(shown, language)
    chosen = _chosen(_spoken(shown, language), columns)
    is_all_euros = len(chosen.columns) and all(
        _is_euro(chosen[name]) for name in chosen.columns[_levels(shown) :]
    )
    if sums and is_all_euros:
        chosen = _with_row_sums(chosen, first=_levels(shown), language=language)
    written = _written(shown, chosen, books, most=most, language=language)
    rows = [*zip(*written.texts, strict=True), *([_sum_row(chosen, language)] if sums else [])]
    return ShownTable(
        headings=written.headings,
        rows=tuple(rows) or (tuple(ABSENT for _ in written.headings),),
        numeric=tuple(_is_number(chosen[name]) for name in chosen.columns),
        note=written.note,
        has_sums=sums,
        rest=written.rest,
    )


@dataclass(frozen=True)
class Written:
    """A frame in the words of its readers: ``values`` are the first rows, ``texts`` what is read, by column.

    ``note`` says that figures are invented, ``rest`` that there are more rows.
    """

    headings: tuple[str, ...]
    values: pd.DataFrame
    texts: tuple[list[str], ...]
    note: str | None
    rest: str | None


def written_frame(
    frame: pd.DataFrame,
    books: Books | None,
    *,
    columns: Iterable[str] | None,
    most: int | None,
    language: Language,
) -> Written:
    """Return a frame in the words of its readers, as :func:`show` writes it."""
    chosen = _chosen(_spoken(frame, language), columns)
    return _written(frame, chosen, books, most=most, language=language)


def _written(
    frame: pd.DataFrame, chosen: pd.DataFrame, books: Books | None, *, most: int | None, language: Language
) -> Written:
    """Write the chosen columns of a frame, which knows what its keys are called."""
    names = _names(frame, books, language)
    first = chosen if most is None else chosen.head(most)
    is_discreet = frame.attrs.get(DISCREET)
    discretion = None if is_discreet else discretion_of(books) if books else _discretion_by(names)
    is_example = _is_example(frame, books, chosen.columns)
    return Written(
        headings=_headings(chosen.columns, names, language),
        values=first,
        texts=tuple(_texts(first[name], str(name), names, discretion, language) for name in chosen.columns),
        note=label("workbook.example", language) if is_example else None,
        rest=_rest(len(first), len(chosen), language),
    )


def _at_a_glance(shown: Books | Table | LoadReport | YearCourse | Changes, language: Language) -> ShownTable:
    """Return what is inside an object; a table shows its first rows, changes the bridge from old to new."""
    if isinstance(shown, Books):
        return books_at_a_glance(shown, language)
    if isinstance(shown, LoadReport):
        return report_at_a_glance(shown, language)
    if isinstance(shown, YearCourse):
        return course_at_a_glance(shown, language)
    if isinstance(shown, Changes):
        return replace(show(shown.bridge, language=language), note=shown.summary(language))
    example = label("workbook.example", language) if shown.report.is_example else None
    return replace(show(shown.frame, most=FIRST_ROWS, language=language), note=example)


def _rest(written: int, count: int, language: Language) -> str | None:
    """Say that a table goes on behind its last row; ``None`` when it does not."""
    if written == count:
        return None
    first, all_of_them = (format_decimal(number, language, decimals=0) for number in (written, count))
    return label("frame.first_rows", language, first=first, count=all_of_them)


def _chosen(frame: pd.DataFrame, columns: Iterable[str] | None) -> pd.DataFrame:
    """Return the columns to show, the levels of the index among them as columns."""
    flat = frame.reset_index() if _levels(frame) else frame
    wanted = [name for name in flat.columns if name not in PRIVATE] if columns is None else list(columns)
    never = sorted(PRIVATE.intersection(wanted))
    if never:
        raise ValueError(f"never shown, because it can name a person: {', '.join(never)}")
    missing = [name for name in wanted if name not in flat.columns]
    if missing:
        raise ValueError(f"no column {', '.join(missing)} among: {', '.join(map(str, flat.columns))}")
    return flat[wanted]


def _spoken(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return the frame with its texts in one language, under the names of the German columns."""
    twins = {name: f"{name}_en" for name in BILINGUAL if f"{name}_en" in frame.columns}
    english = {name: frame[twin] for name, twin in twins.items()} if language == "en" else {}
    return frame.assign(**english).drop(columns=list(twins.values()))


def _levels(frame: pd.DataFrame) -> int:
    """Return how many levels of the index have a name; a mere numbering of rows has none."""
    return sum(name is not None for name in frame.index.names)


# --- cells ------------------------------------------------------------------------------------------------


def _discretion_by(names: Known) -> Discretion:
    """Return what free texts may show where only the names of regions and pots are known."""
    return Discretion(words_of(text for known in names.values() for pair in known.items() for text in pair))


def _texts(
    column: pd.Series[Any], name: str, names: Known, discretion: Discretion | None, language: Language
) -> list[str]:
    write = _writer(column, name, names, discretion, language)
    return [_absent(name, names) if pd.isna(value) else write(value) for value in column]


def _absent(name: str, names: Known) -> str:
    return names[name][_UNLABELLED[name]] if name in _UNLABELLED else ABSENT


def _writer(
    column: pd.Series[Any], name: str, names: Known, discretion: Discretion | None, language: Language
) -> Writer:
    """Return what writes a value of the column that is not absent."""
    of_column = _writers_of_columns(names, language).get(name)
    if of_column:
        return of_column
    if _is_euro(column):
        return partial(format_euros, language=language)
    if column.dtype == QUANTITY:
        return partial(_quantity, language=language)
    if name.endswith("_share"):
        return partial(format_percent, language=language)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return lambda day: format_day(day.date(), language)
    if pd.api.types.is_bool_dtype(column.dtype):
        return lambda flag: label("workbook.yes" if flag else "workbook.no", language)
    if name == "kind" and set(column.dropna().unique()) <= set(KINDS):
        return lambda kind: CHANGE_HEADINGS[kind][language]
    return _writer_of_texts(name, discretion, language)


def _writer_of_texts(name: str, discretion: Discretion | None, language: Language) -> Writer:
    if name in _TOLD:
        return partial(_told, tell=_TOLD[name], discretion=discretion, language=language)
    if name in _VOCABULARIES:
        return partial(_word, prefix=_VOCABULARIES[name], discretion=discretion, language=language)
    if discretion is not None and name in _KEYS:
        return lambda key: discretion.code(str(key))
    return str if discretion is None or name in _OF_NOBODY else partial(_discreet, discretion=discretion)


def _discreet(value: object, *, discretion: Discretion) -> str:
    text = str(value)
    return text if text in _OF_THIS_PACKAGE else discretion.text(text)


def _writers_of_columns(names: Known, language: Language) -> dict[str, Writer]:
    return {
        **{name: partial(_name, names=names[name]) for name in _UNLABELLED},
        **{name: partial(format_decimal, language=language) for name in _PLAIN_AMOUNTS},
        **{name: partial(_per_cent, language=language) for name in _PER_CENT},
        "reason": partial(reason_in, language=language),
        "scope": partial(_scope, names=names["region"]),
    }


def _name(key: str, *, names: Names) -> str:
    return names.get(key, key)


def _scope(scope: str, *, names: Names) -> str:
    return ", ".join(names.get(key, key) for key in scope_regions(scope) or (ALL_REGIONS,))


def _per_cent(number: int | Decimal, *, language: Language) -> str:
    exact = Fraction(str(number))
    return format_percent(exact / 100, language, decimals=0 if exact.denominator == 1 else 2)


def _quantity(number: Decimal, *, language: Language) -> str:
    """Write a quantity with its decimals only where it has any: ``20``, ``1,5``."""
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return format_decimal(number, language, decimals=places)


def _word(value: str, *, prefix: str, discretion: Discretion | None, language: Language) -> str:
    key = f"{prefix}{value}"
    if key in _LABELS:
        return label(key, language)
    return field_word(value if discretion is None else discretion.text(value), language)


def _told(
    value: str, *, tell: Callable[[str, Language], str], discretion: Discretion | None, language: Language
) -> str:
    return tell(value if discretion is None else discretion.text(value), language)


def _is_euro(column: pd.Series[Any]) -> bool:
    return bool(column.dtype == EUR)


def _is_number(column: pd.Series[Any]) -> bool:
    if str(column.name) in (*_PER_CENT, *_WRITTEN_SHARES):
        return True
    is_flag = pd.api.types.is_bool_dtype(column.dtype)
    return bool(pd.api.types.is_numeric_dtype(column.dtype)) and not is_flag


# --- headings, names, sums --------------------------------------------------------------------------------


def _headings(columns: Iterable[str], names: Known, language: Language) -> tuple[str, ...]:
    """Return the headings; beside the region that was recognised stands what the file says."""
    written = {"region_text": "region_as_written"} if {"region", "region_text"}.issubset(columns) else {}
    return tuple(_heading(written.get(str(name), str(name)), names, language) for name in columns)


def _heading(column: str, names: Known, language: Language) -> str:
    """Return the heading of a column: its label, the name of its region or pot, or itself."""
    if f"frame.{column}" in _LABELS:
        return label(f"frame.{column}", language)
    return next((known[column] for known in names.values() if column in known), field_word(column, language))


def _names(frame: pd.DataFrame, books: Books | None, language: Language) -> dict[str, Names]:
    """Return the names of regions and pots: those that the frame brings, else those of the registers."""
    regions = {key: names[language] for key, names in frame.attrs.get("region_names", {}).items()}
    pots = dict(frame.attrs.get("pot_names_en" if language == "en" else "pot_names", {}))
    if books:
        regions = {region.key: region.label(language) for region in books.regions} | regions
        pots = {pot.key: pot.label(language) for pot in books.pots} | pots
    return {
        "region": {
            **regions,
            UNASSIGNED: regionless_name(frame, language),
            ALL_REGIONS: label("workbook.every_region", language),
        },
        "pot": {**pots, OUTSIDE: label("workbook.outside", language)},
    }


def _is_example(frame: pd.DataFrame, books: Books | None, columns: Iterable[str]) -> bool:
    """Tell whether invented figures are shown; the registers beside an invented ledger can be real."""
    is_ledger = not any(known.issuperset(columns) for known in (_OF_REGISTERS, _OF_ACTIVITIES))
    return is_ledger and bool(frame.attrs.get("is_example") or (books and books.is_example))


def _with_row_sums(table: pd.DataFrame, *, first: int, language: Language) -> pd.DataFrame:
    sums = [
        column_sum(pd.Series(row, dtype=EUR))
        for row in table.iloc[:, first:].itertuples(index=False, name=None)
    ]
    return table.assign(**{label("workbook.sum", language): pd.Series(sums, index=table.index, dtype=EUR)})


def _sum_row(table: pd.DataFrame, language: Language) -> tuple[str, ...]:
    columns = [(name, table[name]) for name in table.columns]
    sums = [
        format_euros(column_sum(column), language) if _is_euro(column) and name not in _NEVER_ADDED else ""
        for name, column in columns
    ]
    return (sums[0] or label("workbook.sum", language), *sums[1:])
