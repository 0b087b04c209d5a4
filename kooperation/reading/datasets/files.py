"""The files of a dataset: where they lie, what their folders say, and what columns each has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from kooperation.model.causes import cause_of
from kooperation.model.errors import refuse
from kooperation.model.findings import Place

ENDINGS = (".parquet", ".parq", ".pq")
AMOUNT = "amount"
_ADDRESS = re.compile("[a-z][a-z0-9+.-]+:/", re.IGNORECASE)  # one letter is a drive of Windows


@dataclass(frozen=True, slots=True)
class Parts:
    """The files of a dataset.

    ``folder_keys`` are the columns that only the folders' names state (``year=2024``), in their order; what
    the files state themselves holds. ``schema`` is that of all files, ``rows`` counts all of them and
    ``rows_without_amount`` those that state none.
    """

    root: Path
    files: tuple[Path, ...]
    folder_keys: tuple[str, ...]
    schema: pa.Schema
    rows: int
    rows_without_amount: int

    @property
    def place(self) -> Place:
        """The dataset as a place of findings."""
        return Place(file=self.root.name)

    @property
    def folder_schema(self) -> pa.Schema:
        """What folders state, as text: an engine that guesses would drop the zeros of ``05334``."""
        return pa.schema([(key, pa.string()) for key in self.folder_keys])

    def columns(self) -> dict[str, Any]:
        """Return all columns and their Arrow types; what folders state is text."""
        return {field.name: field.type for field in (*self.schema, *self.folder_schema)}


def find_parts(dataset: Path) -> Parts:
    """Return the files of a dataset.

    Raises
    ------
    KooperationError
        When there is none, one cannot be read, or they differ in their columns.
    """
    place = Place(file=str(dataset))
    if _ADDRESS.match(dataset.as_posix()):
        raise refuse("dataset_address", place)
    try:
        if not dataset.exists():
            raise refuse("dataset_missing", place)
        files = (dataset,) if dataset.is_file() else tuple(sorted(_parquet_files(dataset)))
    except OSError as error:
        raise refuse("folder_unreadable", place, why=cause_of(error)) from None
    if not files:
        raise refuse("dataset_empty", place, endings=", ".join(ENDINGS))
    return _described(dataset, files)


def _parquet_files(folder: Path) -> Iterator[Path]:
    """Yield the Parquet files below a folder; what begins with a dot or an underscore is no data.

    A link back to a folder above it is passed over: its postings would count again and again.
    """
    for path in folder.iterdir():
        if path.name.startswith((".", "_")):
            continue
        if path.is_dir():
            yield from () if _leads_back(path) else _parquet_files(path)
        elif path.suffix.casefold() in ENDINGS:
            yield path


def _leads_back(folder: Path) -> bool:
    return folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())


def _described(root: Path, files: tuple[Path, ...]) -> Parts:
    described = [_description(path) for path in files]
    first = described[0][0]
    rows, without_amount = (sum(one[place] for one in described) for place in (1, 2))
    keys = _folder_keys(files[0], root)
    for path, (schema, *_) in zip(files, described, strict=True):
        if {field.name: field.type for field in schema} != {field.name: field.type for field in first}:
            raise refuse(
                "dataset_differs", _place(path, root), other=_shown(files[0], root), **_gap(first, schema)
            )
        if _folder_keys(path, root) != keys:
            raise refuse("dataset_folders_differ", _place(path, root), other=_shown(files[0], root))
    stated = tuple(key for key in keys if key not in first.names)
    return Parts(root, files, stated, first, rows, without_amount)


def _description(path: Path) -> tuple[pa.Schema, int, int]:
    """Return the columns of a file, its number of rows, and of those without an amount."""
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
        return schema, rows, _rows_without(AMOUNT, path) if AMOUNT in schema.names else 0
    except (pa.ArrowException, OSError) as error:
        raise refuse("dataset_unreadable", Place(file=path.name), why=cause_of(error)) from None


def _rows_without(column: str, path: Path) -> int:
    """Count the rows without a value; what the file itself says of a column spares to read it."""
    count: int = ds.dataset(str(path), format="parquet").count_rows(filter=ds.field(column).is_null())
    return count


def _gap(first: pa.Schema, other: pa.Schema) -> dict[str, str]:
    """Return the first column in which two schemas differ."""
    types = [{field.name: str(field.type) for field in schema} for schema in (first, other)]
    column = next(name for name in {**types[0], **types[1]} if types[0].get(name) != types[1].get(name))
    return {"column": column, "type": types[1].get(column, "–"), "expected": types[0].get(column, "–")}


def _folder_keys(path: Path, root: Path) -> tuple[str, ...]:
    folders = path.relative_to(root).parts[:-1] if path != root else ()
    return tuple(folder.partition("=")[0] for folder in folders if "=" in folder)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path != root else path.name


def _place(path: Path, root: Path) -> Place:
    return Place(file=_shown(path, root))
