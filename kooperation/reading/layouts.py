"""Known export layouts as data: what a TOML file says about headings, kinds of rows, years and signs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import Convention
from kooperation.reading.vocabulary import fold_heading, nearest, terms

KindOfFile = Literal["bookings", "overview", "orders", "activities"]

KINDS_OF_FILE: tuple[KindOfFile, ...] = ("bookings", "overview", "orders", "activities")
_BOOKING_TERMS = (
    "amount amount_debit amount_credit amount_actual amount_commitment sign_mark value_type foreign_amount currency home_currency booked_on year period "
    "account_path teilprodukt sachkonto document item order_id is_final vendor text region_text cost_object"
)
TERMS_OF: Mapping[str, tuple[str, ...]] = {
    "bookings": tuple(_BOOKING_TERMS.split()),
    "orders": tuple(
        f"order_id {_BOOKING_TERMS.replace(' order_id', '').replace(' amount_actual amount_commitment', '')}".split()
    ),
    "overview": tuple(
        ["year", "account_path", "teilprodukt", "sachkonto", "budget", "carried_over", "adjusted", "blocked", "revised_budget", "committed", "actual", "available", "text"]
    ),
    "activities": tuple(
        ["period_text", "region_text", "kind", "direction", "organiser", "people", "elected", "status", "moved_to", "outcome", "documents", "source", "activity_id"]
    ),
}
_KEYS = {"name", "kind_of_file", "files", "needs", "columns", "kind", "years", "sign", "read"}
_READ_KEYS = {"sheet", "decimal", "scale", "expense", "defaults"}
_YEAR_KINDS = {"actual", "budget", "commitment"}


@dataclass(frozen=True, slots=True)
class Layout:
    """One export layout. Headings are stored folded; empty parts say nothing.

    Attributes
    ----------
    kinds : dict
        Value of the kind column -> ``actual``, ``commitment`` or ``budget``; an unlisted value is refused.
    years : dict
        Wide layouts: ``actual``, ``budget`` or ``commitment`` -> heading with ``{year}``.
    plus, minus : frozenset of str
        Values of the sign column that mean spending, or the opposite.
    """

    name: str
    kind_of_file: KindOfFile
    files: str | None = None
    needs: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    kind_column: str | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, str] = field(default_factory=dict)
    sign_column: str | None = None
    plus: frozenset[str] = frozenset()
    minus: frozenset[str] = frozenset()
    sheet: str | None = None
    decimal: Convention | None = None
    scale: int | None = None
    is_expense_negative: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)

    def fits(self, headings: Iterable[object], file_name: str) -> bool:
        """Tell whether all needed headings are there and the file name is one that the layout is for."""
        if self.files and not fnmatchcase(file_name.rsplit("/", 1)[-1].casefold(), self.files.casefold()):
            return False
        return self.needs <= {fold_heading(heading) for heading in headings}

    def year_columns(self, headings: Sequence[str]) -> dict[int, tuple[str, int]]:
        """Return position -> (kind, year) of the columns that hold one year each."""
        found: dict[int, tuple[str, int]] = {}
        for kind, pattern in self.years.items():
            start, _, end = pattern.partition("{year}")
            regex = re.compile(re.escape(fold_heading(start)) + r"(\d{4})" + re.escape(fold_heading(end)))
            for position, heading in enumerate(headings):
                if match := regex.fullmatch(fold_heading(heading)):
                    found[position] = (kind, int(match[1]))
        return found


def identify(
    place: Place, headings: Sequence[str], layouts: Iterable[Layout], file_name: str
) -> Layout | None:
    """Return the one layout that fits, or ``None``.

    Raises
    ------
    KooperationError
        When two fit: order never decides.
    """
    matches = [layout for layout in layouts if layout.fits(headings, file_name)]
    if len(matches) > 1:
        raise refuse("two_layouts", place, layouts=", ".join(f"„{layout.name}“" for layout in matches))
    return matches[0] if matches else None


@cache
def built_in_layouts() -> tuple[Layout, ...]:
    """Return the layouts that come with the package, for exports that the vocabulary alone does not explain."""
    folder = files("kooperation.reading").joinpath("layouts")
    texts = sorted(
        (entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")
    )
    return tuple(parse_layout(text, place=Place(file=name)) for name, text in texts)


def read_layouts(folder: Path, *, shown: str) -> tuple[Layout, ...]:
    """Read all ``*.toml`` layouts of a data folder; none is an empty tuple.

    Raises
    ------
    KooperationError
        With all faults of all layouts.
    """
    layouts: list[Layout] = []
    faults: list[Finding] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            layouts.append(
                parse_layout(path.read_text("utf-8-sig"), place=Place(file=f"{shown}/{path.name}"))
            )
        except UnicodeDecodeError:
            faults.append(
                finding("broken_encoding", Place(file=f"{shown}/{path.name}"), encoding="utf-8", byte="?")
            )
        except KooperationError as error:
            faults.extend(error.findings)
    if faults:
        raise KooperationError(faults)
    return tuple(layouts)


def parse_layout(text: str, *, place: Place) -> Layout:
    """Parse one layout.

    Raises
    ------
    KooperationError
        For broken TOML, unknown keys, columns or kinds; every fault is named.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refuse("layout_broken", place, why=error) from None
    faults = _layout_faults(raw, place)
    if faults:
        raise KooperationError(faults)
    reading, sign, kind = raw.get("read", {}), raw.get("sign", {}), raw.get("kind", {})
    decimal = reading.get("decimal")
    return Layout(
        name=raw.get("name", place.file or ""),
        kind_of_file=raw["kind_of_file"],
        files=raw.get("files"),
        needs=frozenset(map(fold_heading, raw.get("needs", ()))),
        columns={fold_heading(heading): column for heading, column in raw.get("columns", {}).items()},
        kind_column=fold_heading(kind["column"]) if kind else None,
        kinds={
            str(value): meaning
            for meaning in ("actual", "commitment", "budget")
            for value in kind.get(meaning, ())
        },
        years=raw.get("years", {}),
        sign_column=fold_heading(sign["column"]) if sign else None,
        plus=frozenset(map(str, sign.get("plus", ()))),
        minus=frozenset(map(str, sign.get("minus", ()))),
        sheet=reading.get("sheet"),
        decimal=Convention(decimal) if decimal else None,
        scale=reading.get("scale"),
        is_expense_negative=reading.get("expense") == "negative",
        defaults={column: str(value) for column, value in reading.get("defaults", {}).items()},
    )


def _layout_faults(raw: Mapping[str, Any], place: Place) -> list[Finding]:
    def fault(what: str, value: object, known: Iterable[str]) -> Finding:
        listed = sorted(known)
        return finding(
            "layout_unknown",
            place,
            raw=value,
            what=what,
            value=value,
            known=", ".join(listed),
            nearest=nearest(str(value), listed) or "–",
        )

    faults = [fault("key", key, _KEYS) for key in raw if key not in _KEYS]
    if raw.get("kind_of_file") not in KINDS_OF_FILE:
        faults.append(fault("kind_of_file", raw.get("kind_of_file", ""), KINDS_OF_FILE))
        return faults
    if not raw.get("needs") and not raw.get("files"):
        faults.append(finding("layout_needs_nothing", place))
    known = {*TERMS_OF[raw["kind_of_file"]]}
    for table, values in (
        ("columns", raw.get("columns", {}).values()),
        ("read.defaults", raw.get("read", {}).get("defaults", {})),
    ):
        faults += [fault(table, value, known) for value in values if value not in known]
    faults += [fault("read", key, _READ_KEYS) for key in raw.get("read", {}) if key not in _READ_KEYS]
    faults += [fault("years", key, _YEAR_KINDS) for key in raw.get("years", {}) if key not in _YEAR_KINDS]
    faults += [
        fault("years", value, ["Ist {year}"])
        for value in raw.get("years", {}).values()
        if "{year}" not in value
    ]
    faults += [
        fault("kind", key, _YEAR_KINDS | {"column"})
        for key in raw.get("kind", {})
        if key not in _YEAR_KINDS | {"column"}
    ]
    faults += [
        fault("sign", key, {"column", "plus", "minus"})
        for key in raw.get("sign", {})
        if key not in {"column", "plus", "minus"}
    ]
    faults += [
        fault(table, "column", ["column"])
        for table in ("kind", "sign")
        if raw.get(table) and "column" not in raw[table]
    ]
    reading = raw.get("read", {})
    if reading.get("decimal") not in (None, ",", "."):
        faults.append(fault("read.decimal", reading["decimal"], [",", "."]))
    if reading.get("expense") not in (None, "negative", "positive"):
        faults.append(fault("read.expense", reading["expense"], ["negative", "positive"]))
    if not isinstance(reading.get("scale", 1), int) or isinstance(reading.get("scale", 1), bool):
        faults.append(fault("read.scale", reading["scale"], ["1", "1000", "1000000"]))
    return faults


def kind_of_term(column: str) -> str:
    """Return how the cells of a canonical column are read."""
    return terms()[column].kind
