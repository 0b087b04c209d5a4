"""Layouts from TOML, those of the package and of a data folder: each key is checked before it is believed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kooperation.model.causes import cause_of
from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import Convention
from kooperation.reading.layouts.layout import KindOfFile, Layout, identify
from kooperation.reading.words.vocabulary import columns_meant, fold_heading, nearest, terms

__all__ = ["TERMS_OF", "KindOfFile", "Layout", "built_in_layouts", "identify", "parse_layout", "read_layouts"]

_OF_BOOKINGS = """
    amount amount_debit amount_credit amount_actual amount_commitment sign_mark value_type
    foreign_amount currency home_currency booked_on year period account_path teilprodukt sachkonto
    contra_account general_reversal tax_key base_amount document item order_id is_final reversed_mark
    vendor text region_text cost_object row_kind
"""
_BOOKING_TERMS = _OF_BOOKINGS.split()
_OF_OVERVIEWS = """
    year account_path teilprodukt sachkonto budget carried_over adjusted blocked revised_budget
    committed actual available text currency home_currency
"""
_OVERVIEW_TERMS = _OF_OVERVIEWS.split()
_OF_ACTIVITIES = """
    period_text period_start period_end region_text kind direction organiser people elected status moved_to
    outcome documents source activity_id
"""
_ACTIVITY_TERMS = _OF_ACTIVITIES.split()
_ORDER_TERMS = [
    "order_id",
    *(term for term in _BOOKING_TERMS if term not in ("order_id", "amount_actual", "amount_commitment")),
]
TERMS_OF: Mapping[KindOfFile, tuple[str, ...]] = {
    "bookings": tuple(_BOOKING_TERMS),
    "orders": tuple(_ORDER_TERMS),
    "overview": tuple(_OVERVIEW_TERMS),
    "activities": tuple(_ACTIVITY_TERMS),
}

# A layout may also use the names of the finished frames for what the file only spells out.
_FRAME_NAMES: Mapping[KindOfFile, Mapping[str, str]] = {
    "bookings": {"region": "region_text"},
    "orders": {"region": "region_text"},
    "overview": {},
    "activities": {"region": "region_text", "start": "period_text"},
}
_KINDS = ("actual", "commitment", "budget")
_KINDS_SPOKEN = {
    "actual": ("actual", "Ist"),
    "commitment": ("commitment", "Obligo"),
    "budget": ("budget", "Ansatz", "Plan"),
}


@cache
def built_in_layouts() -> tuple[Layout, ...]:
    """Return the layouts that come with the package, for exports that the vocabulary does not explain."""
    folder = files("kooperation.reading.layouts").joinpath("built_in")
    if not folder.is_dir():
        return ()
    texts = sorted(
        (entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")
    )
    return tuple(parse_layout(text, place=Place(file=name)) for name, text in texts)


def read_layouts(folder: Path, *, shown: str) -> tuple[tuple[Layout, ...], list[Finding]]:
    """Read all ``*.toml`` layouts of a data folder, and return the faults of those that cannot be used.

    A faulty layout does not keep the others from being used.
    """
    layouts: list[Layout] = []
    faults: list[Finding] = []
    for path in sorted(folder.glob("*.toml")):
        place = Place(file=f"{shown}/{path.name}")
        try:
            layouts.append(parse_layout(_text_of(path, place), place=place))
        except KooperationError as error:
            faults.extend(error.findings)
    return tuple(layouts), faults


def _text_of(path: Path, place: Place) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"0x{error.object[error.start]:02x}"
        row = error.object.count(b"\n", 0, error.start) + 1
        raise refuse("layout_encoding", replace(place, row=row), byte=byte) from None
    except OSError as error:
        raise refuse("file_unreadable", place, why=cause_of(error)) from None


def parse_layout(text: str, *, place: Place) -> Layout:
    """Parse one layout.

    Raises
    ------
    KooperationError
        For broken TOML, keys of a wrong shape, unknown keys, columns or kinds; every fault is named.
    """
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise refuse("layout_broken", place, why=cause_of(error)) from None
    faults = [*_shape_faults(raw, place)]
    faults = faults or [*_Check(raw, place).faults()]
    if faults:
        raise KooperationError(faults)
    return _layout(raw, place)


def _layout(raw: Mapping[str, Any], place: Place) -> Layout:
    reading, sign, kind = raw.get("read", {}), raw.get("sign", {}), raw.get("kind", {})
    names = _FRAME_NAMES[raw["kind_of_file"]]
    columns = {fold_heading(heading): names.get(one, one) for heading, one in raw.get("columns", {}).items()}
    kind_column = fold_heading(kind["column"]) if kind.get("column") else None
    if raw["kind_of_file"] != "activities":
        kinds_told = (heading for heading, one in columns.items() if one == "kind")
        kind_column = next(kinds_told, kind_column)
        if kind_column is None:  # what is said to be the kind of row counts: a budget must not pass as spent
            kind_column = next((heading for heading, one in columns.items() if one == "row_kind"), None)
        columns = {heading: one for heading, one in columns.items() if one != "kind"}
    listed = {meaning: kind.get(meaning, ()) for meaning in _KINDS}
    if kind_column and not any(listed.values()):
        listed = _KINDS_SPOKEN
    return Layout(
        name=raw.get("name", place.file or ""),
        kind_of_file=raw["kind_of_file"],
        files=raw.get("files"),
        needs=frozenset(map(fold_heading, raw.get("needs", ()))),
        columns=columns,
        kind_column=kind_column,
        kinds={value: meaning for meaning, values in listed.items() for value in values},
        years=raw.get("years", {}),
        sign_column=fold_heading(sign["column"]) if sign else None,
        plus=frozenset(sign.get("plus", ())),
        minus=frozenset(sign.get("minus", ())),
        sheet=reading.get("sheet"),
        decimal=Convention(reading["decimal"]) if "decimal" in reading else None,
        dates=reading.get("dates"),
        scale=reading.get("scale"),
        is_expense_negative=reading.get("expense") == "negative",
        defaults={names.get(one, one): str(value) for one, value in reading.get("defaults", {}).items()},
    )


# --- the shape of the file -----------------------------------------------------------------------------

_SHAPES: Mapping[str, str] = {
    "name": "text",
    "kind_of_file": "text",
    "files": "text",
    "needs": "texts",
    "columns": "table",
    "columns.*": "text",
    "kind": "table",
    "kind.column": "text",
    **{f"kind.{kind}": "texts" for kind in _KINDS},
    "years": "table",
    "years.*": "text",
    "sign": "table",
    "sign.column": "text",
    "sign.plus": "texts",
    "sign.minus": "texts",
    "read": "table",
    "read.sheet": "text",
    "read.decimal": "text",
    "read.dates": "text",
    "read.scale": "whole",
    "read.expense": "text",
    "read.defaults": "table",
    "read.defaults.*": "scalar",
}
_WANTED = {
    "text": ("ein Text in Anführungszeichen", "a text in quotation marks"),
    "texts": ('eine Liste von Texten wie ["A", "B"]', 'a list of texts such as ["A", "B"]'),
    "table": ("ein Abschnitt in eckigen Klammern", "a table in square brackets"),
    "whole": ("eine ganze Zahl größer als 0", "a whole number above 0"),
    "scalar": ("ein Text oder eine ganze Zahl", "a text or a whole number"),
}


def _has_shape(value: object, shape: str) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if shape == "texts":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if shape == "whole":
        return is_whole and int(str(value)) > 0
    if shape == "scalar":
        return is_whole or isinstance(value, str)
    return isinstance(value, dict if shape == "table" else str)


def _shape_faults(raw: Mapping[str, Any], place: Place, *, under: str = "") -> Iterator[Finding]:
    for key, value in raw.items():
        path = f"{under}{key}"
        shape = _SHAPES.get(path) or _SHAPES.get(f"{under}*")
        if shape is None:
            continue  # an unknown key is named with the nearest one
        if not _has_shape(value, shape):
            wanted_de, wanted_en = _WANTED[shape]
            yield finding(
                "layout_shape", place, raw=value, key=path, wanted_de=wanted_de, wanted_en=wanted_en
            )
        elif isinstance(value, dict):
            yield from _shape_faults(value, place, under=f"{path}.")


class _Check:
    """Looks for words that a layout may not use, and names the nearest that it may."""

    def __init__(self, raw: Mapping[str, Any], place: Place) -> None:
        self._raw, self._place = raw, place

    def faults(self) -> Iterator[Finding]:
        """Yield every fault of a layout whose shape is right."""
        yield from self._unknown("key", self._raw, _keys_under(""))
        kind_of_file = self._raw.get("kind_of_file", "")
        yield from self._unknown("kind_of_file", [kind_of_file], TERMS_OF)
        if kind_of_file not in TERMS_OF:
            return
        if not self._raw.get("needs") and not self._raw.get("files"):
            yield finding("layout_needs_nothing", self._place)
        yield from self._columns(kind_of_file)
        for table in ("kind", "sign", "read"):
            yield from self._unknown(table, self._raw.get(table, {}), _keys_under(f"{table}."))
        yield from self._years()
        yield from self._kinds()
        yield from self._reading()

    def _unknown(self, what: str, values: Iterable[object], known: Iterable[str]) -> Iterator[Finding]:
        listed = sorted(known)
        for value in values:
            if value not in listed:
                near = _named_in_german(str(value), listed) or nearest(str(value), listed)
                yield finding(
                    "layout_unknown",
                    self._place,
                    raw=value,
                    what=what,
                    value=value,
                    known=", ".join(f"„{one}“" for one in listed),
                    known_en=", ".join(f"“{one}”" for one in listed),
                    question=f" Meinten Sie „{near}“?" if near else "",
                    question_en=f" Did you mean “{near}”?" if near else "",
                )

    def _columns(self, kind_of_file: KindOfFile) -> Iterator[Finding]:
        known = {*TERMS_OF[kind_of_file], *_FRAME_NAMES[kind_of_file]}
        if kind_of_file in ("bookings", "orders"):
            known.add("kind")
        yield from self._unknown("columns", self._raw.get("columns", {}).values(), known)
        plain = {
            one for one in TERMS_OF[kind_of_file] if terms()[one].kind in ("key", "text", "year", "whole")
        }
        yield from self._unknown("read.defaults", self._raw.get("read", {}).get("defaults", {}), plain)

    def _years(self) -> Iterator[Finding]:
        years = self._raw.get("years", {})
        yield from self._unknown("years", years, _KINDS)
        without = [heading for heading in years.values() if heading.count("{year}") != 1]
        yield from self._unknown("years", without, ["Ist {year}"])

    def _kinds(self) -> Iterator[Finding]:
        for table, needed in (("kind", ("column",)), ("sign", ("column", "plus", "minus"))):
            if table in self._raw:
                is_told = table == "kind" and "kind" in self._raw.get("columns", {}).values()
                missing = [key for key in needed if key not in self._raw[table] and not is_told]
                for key in missing:
                    wanted_de, wanted_en = _WANTED[_SHAPES[f"{table}.{key}"]]
                    name = f"{table}.{key}"
                    yield finding(
                        "layout_shape", self._place, key=name, wanted_de=wanted_de, wanted_en=wanted_en
                    )
        yield from self._listed_twice("kind", _KINDS)
        yield from self._listed_twice("sign", ("plus", "minus"))

    def _listed_twice(self, table: str, lists: Iterable[str]) -> Iterator[Finding]:
        first: dict[str, str] = {}
        for name in lists:
            for value in self._raw.get(table, {}).get(name, ()):
                if first.setdefault(fold_heading(value), name) != name:
                    yield finding(
                        "layout_kind_twice",
                        self._place,
                        value=value,
                        first=first[fold_heading(value)],
                        second=name,
                    )

    def _reading(self) -> Iterator[Finding]:
        reading = self._raw.get("read", {})
        yield from self._unknown("read.decimal", [reading.get("decimal", ",")], [",", "."])
        yield from self._unknown(
            "read.dates", [reading.get("dates", "day first")], ["day first", "month first"]
        )
        yield from self._unknown(
            "read.expense", [reading.get("expense", "positive")], ["negative", "positive"]
        )
        for column in ("year", "period"):
            value = str(reading.get("defaults", {}).get(column, "2024"))
            if not (value.isascii() and value.isdigit() and len(value) <= 4):
                wanted_de, wanted_en = _WANTED["whole"]
                name = f"read.defaults.{column}"
                yield finding(
                    "layout_shape", self._place, raw=value, key=name, wanted_de=wanted_de, wanted_en=wanted_en
                )


_FILES_IN_GERMAN = {
    "buchungen": "bookings",
    "haushalt": "overview",
    "auftraege": "orders",
    "aufträge": "orders",
    "aktivitaeten": "activities",
    "aktivitäten": "activities",
}


def _named_in_german(word: str, known: Iterable[str]) -> str | None:
    """Return the word that a layout knows for a German one: ``amount`` for ``Betrag``."""
    meant = [_FILES_IN_GERMAN.get(word.strip().casefold(), ""), *columns_meant(word)]
    return next((one for one in meant if one in known), None)


def _keys_under(start: str) -> list[str]:
    keys = (key.removeprefix(start) for key in _SHAPES if key.startswith(start))
    return [key for key in keys if "." not in key and key != "*"]
