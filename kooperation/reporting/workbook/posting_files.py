"""The files of single postings that stand beside a workbook whose sheet only sums them up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kooperation.model.column_bytes import in_pieces
from kooperation.model.errors import raise_errors
from kooperation.model.findings import Place, finding
from kooperation.model.messages import Language
from kooperation.model.period import format_day
from kooperation.model.schema import COUNT
from kooperation.reporting.distinct import Distinct
from kooperation.reporting.tables import Report
from kooperation.reporting.whole_file import Content
from kooperation.reporting.workbook.package import joined, joined_bytes
from kooperation.reporting.workbook.page import LIKE_A_FORMULA, are_like_formulas
from kooperation.reporting.workbook.postings import (
    Postings,
    posting_columns,
    posting_file_names,
    reason_column,
)
from kooperation.reporting.workbook.table import Column

_OURS = {b"kooperation": b"single postings of a report"}
_ROWS_AT_ONCE = 65_536
_ROWS_OF_A_GROUP = 4 * _ROWS_AT_ONCE
_BOM = b"\xef\xbb\xbf"
_NEEDS_QUOTES = r'[;"\r\n]'
_UNUSUAL = rf"{LIKE_A_FORMULA}|{_NEEDS_QUOTES}"


def files_of_postings(report: Report) -> dict[str, Content]:
    """Return what writes the files of single postings, by name; none where the sheet holds them itself.

    Both hold the columns of the sheet in its order, then why a posting has no region, and every posting of
    the ledger up to the Stand: in Parquet as decimals, days and whole numbers, in csv as a program in the
    reader's language shows them. The postings are listed when the first file is written, and let go after
    the last.
    """
    if report.list_single is None:
        return {}
    columns = cache(partial(_columns, report))
    parquet, csv = posting_file_names(report.language)
    return {
        parquet: lambda stream: _write_parquet(columns(), stream),
        csv: lambda stream: _write_csv(columns(), report.language, stream),
    }


def _columns(report: Report) -> list[Column]:
    return _columns_of(report.list_single(), report) if report.list_single else []


def _columns_of(postings: Postings, report: Report) -> list[Column]:
    return [*posting_columns(postings, report), reason_column(postings, report)]


def outdated_files(report: Report, folder: Path) -> list[Path]:
    """Return the files in ``folder`` that an earlier, larger report wrote there, and nobody else.

    Raises
    ------
    KooperationError
        When the report writes such files and one of another hand has the name: it is never replaced.
    """
    ours = _is_ours(report, folder)
    if report.list_single is None:
        return [path for path, is_ours in ours.items() if is_ours]
    others = [path for path, is_ours in ours.items() if path.is_file() and not is_ours]
    raise_errors(finding("target_is_of_another_hand", Place(file=str(path))) for path in others)
    return []


def _is_ours(report: Report, folder: Path) -> dict[Path, bool]:
    no_postings = report.postings.iloc[:0].drop(columns=COUNT, errors="ignore")
    heading = _heading_line(_columns_of(no_postings, report))
    parquet, csv = (folder / name for name in posting_file_names(report.language))
    return {parquet: _is_our_parquet(parquet), csv: _begins_with(csv, _BOM + heading)}


def _is_our_parquet(path: Path) -> bool:
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return False
    return metadata.items() >= _OURS.items()


def _begins_with(path: Path, start: bytes) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(start)) == start
    except OSError:
        return False


# --- Parquet -----------------------------------------------------------------------------------------------


def _write_parquet(columns: list[Column], stream: IO[bytes]) -> None:
    arrays = {column.heading: _typed(column) for column in columns}
    schema = pa.schema({name: _plain(array[:0]).type for name, array in arrays.items()}, metadata=_OURS)
    repeating: Any = [name for name, array in arrays.items() if pa.types.is_dictionary(array.type)] or False
    with pq.ParquetWriter(stream, schema, compression="zstd", use_dictionary=repeating) as writer:
        for rows in in_pieces(len(columns[0].values), _ROWS_OF_A_GROUP):
            taken = [_plain(array[rows]) for array in arrays.values()]
            writer.write_table(pa.table(taken, schema), row_group_size=_ROWS_OF_A_GROUP)


def _typed(column: Column) -> pa.Array:
    """Return a column as Parquet holds it; a word in place of a year or a day is no value."""
    values = column.values
    if not isinstance(values, Distinct):
        return _arrow(values)
    if column.kind == "date":
        values = values.told_by(lambda days: pc.cast(days, pa.date32()))
    elif column.kind == "year":
        years = [year if isinstance(year, int) else None for year in values.told()]
        values = Distinct(pa.array(years, pa.int64()), values.codes)
    return values.encoded()


def _plain(cells: pa.Array) -> pa.Array:
    """Return some cells of a column, each as it stands in the file."""
    return cells.dictionary_decode() if pa.types.is_dictionary(cells.type) else cells


def _arrow(values: Any) -> pa.Array:
    made = pa.array(values, from_pandas=True)
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made


# --- csv ---------------------------------------------------------------------------------------------------


def _write_csv(columns: list[Column], language: Language, stream: IO[bytes]) -> None:
    stream.write(_BOM + _heading_line(columns))
    for lines in _lines(columns, language):
        stream.write(joined_bytes(lines))


def _heading_line(columns: list[Column]) -> bytes:
    return (";".join(column.heading for column in columns) + "\r\n").encode()


def _lines(columns: list[Column], language: Language) -> Iterator[pa.Array]:
    ends = [*[";"] * (len(columns) - 1), "\r\n"]
    pieces = [
        piece for column, end in zip(columns, ends, strict=True) for piece in _pieces(column, end, language)
    ]
    for rows in in_pieces(len(columns[0].values), _ROWS_AT_ONCE):
        yield joined(
            *(piece if isinstance(piece, str) else _plain(piece[rows]) for piece in pieces), is_whole=False
        )


def _pieces(column: Column, end: str, language: Language) -> list[pa.Array | str]:
    """Return what the file holds of a column, up to the next; what repeats is told once, with its end."""
    tell, values = _TELLERS.get(column.kind, _words), column.values
    if isinstance(values, Distinct):
        return [values.named(joined(tell(values.values, language), end), end).encoded()]
    return [tell(_arrow(values), language), end]


def _words(texts: pa.Array, _: Language) -> pa.Array:
    """Return texts that no program takes for a formula, in quotes where they need them."""
    if not pc.any(pc.match_substring_regex(texts, _UNUSUAL)).as_py():
        return texts
    texts = pc.if_else(are_like_formulas(texts), joined("'", texts), texts)
    quoted = joined('"', pc.replace_substring(texts, '"', '""'), '"')
    return pc.if_else(pc.match_substring_regex(texts, _NEEDS_QUOTES), quoted, texts)


def _numbers(values: pa.Array, language: Language) -> pa.Array:
    numbers = pc.cast(values, pa.large_string())
    return numbers if language == "en" else pc.replace_substring(numbers, ".", ",")


def _years(values: Any, _: Language) -> pa.Array:
    if isinstance(values, pa.Array):
        return pc.cast(values, pa.large_string())
    return pa.array([str(value) for value in values], pa.large_string())


def _days(values: pa.Array, language: Language) -> pa.Array:
    return pa.array([format_day(value, language) for value in values.to_pylist()], pa.large_string())


Teller = Callable[[Any, Language], pa.Array]
_TELLERS: Mapping[str, Teller] = {
    "euro": _numbers,
    "plain": _numbers,
    "year": _years,
    "date": _days,
}
