"""Which postings are meant by the documents that an activity log names, and where that is not clear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kooperation.analysis.commitments import order_key
from kooperation.model.cents import flags_of
from kooperation.model.column_bytes import bytes_of
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.postings import Flags, spelled, texts_in_one
from kooperation.model.schema import ALL_REGIONS, SOURCE_COLUMNS

Places = list[int]
_BETWEEN = re.compile(r"[,;|\n]")


@dataclass(frozen=True, eq=False, slots=True)
class Links:
    """Which postings each activity counts, both by their place in their frame; and what was noticed."""

    postings: Mapping[int, Places]
    findings: Sequence[Finding]

    @property
    def activities(self) -> Mapping[int, Places]:
        """The activities that count each posting."""
        found: dict[int, Places] = {}
        for activity, places in self.postings.items():
            for place in places:
                found.setdefault(place, []).append(activity)
        return found


def link_documents(activities: pd.DataFrame, bookings: pd.DataFrame) -> Links:
    """Find the actual postings of the documents that each activity names.

    A cell holds one number or several, separated by ``,`` ``;`` ``|`` or blanks. Leading zeros and case do
    not matter. Of a document that is split over regions an activity of one of them counts what is booked for
    its region or for none; an activity whose region is not among them, or that concerns all, counts the
    whole. A number that occurs in several Haushaltsjahre counts in those of the activity.

    Parameters
    ----------
    activities : DataFrame
        Needs ``documents``, ``region``, ``start``, ``end`` and the source columns.
    bookings : DataFrame
        Assigned bookings; only those of kind ``actual`` are linked.

    Returns
    -------
    Links
        With a warning at the activity for each number that no posting carries or that recurs in another year,
        and for each document that another activity names too.
    """
    if activities["documents"].isna().all():
        return Links({}, ())
    ledger, rows = _Ledger(bookings, documents_named(activities)), _places(activities)
    postings: dict[int, Places] = {}
    findings: list[Finding] = []
    columns = [activities[name] for name in ("documents", "region", "start", "end")]
    for number, (cell, region, start, end) in enumerate(zip(*columns, strict=True)):
        if pd.isna(cell):
            continue
        found: dict[int, None] = {}
        for name in ledger.numbers_in(str(cell)):
            places = ledger.of_years(ledger.places_of(name), start, end)
            findings += _doubts(rows[number], name, ledger, counted=places)
            found |= dict.fromkeys(ledger.of_region(places, region))
        postings[number] = list(found)
    shared = _shared(Links(postings, findings), rows, bookings)
    return Links(postings, [*findings, *shared])


def documents_named(activities: pd.DataFrame) -> frozenset[str]:
    """Return every number that activities could mean: the parts of their cells, and the words of each."""
    cells = activities["documents"].dropna().unique()
    parts = [part.strip() for cell in cells for part in _BETWEEN.split(str(cell))]
    return frozenset(name for part in parts for name in (part, *part.split()) if name)


def could_be(documents: Iterable[str]) -> nw.Expr:
    """Tell which rows of a ledger carry one of ``documents``; others spelled alike may be among them.

    It runs in any engine, so that :func:`order_key` need look at few of the ledger's numbers.
    """
    number = nw.col("document").str.strip_chars().str.to_lowercase()
    spellings = _spellings(documents)
    if any("ss" in name for name in spellings):  # to look for it in a million numbers takes its time
        number = number.str.replace_all("ß", "ss", literal=True)
    return number.str.replace_all(r"^0+", "").is_in(spellings).fill_null(value=False)


def _spellings(documents: Iterable[str]) -> list[str]:
    bare = {re.sub(r"\.0$", "", name.strip().casefold().lstrip("0")) for name in documents}
    return sorted(bare | {f"{name}.0" for name in bare})


def which_could_be(numbers: pa.Array, documents: Iterable[str]) -> Flags:
    """Return what :func:`could_be` tells; without a blank or dot only zeros and capitals differ."""
    if not _IS_PLAIN[bytes_of(numbers)[0]].all():
        asked = nw.from_native(pa.table({"document": numbers}), eager_only=True)
        return flags_of(asked.select(found=could_be(documents))["found"].to_arrow())
    bare = pc.ascii_ltrim(pc.ascii_lower(numbers), "0")
    return flags_of(pc.is_in(bare, value_set=pa.array(_spellings(documents), bare.type)))


_IS_PLAIN = np.array([0x20 < one < 0x7F and chr(one) != "." for one in range(256)])


class _Ledger:
    """The actual postings by document, as far as ``names`` could mean them."""

    def __init__(self, bookings: pd.DataFrame, names: Iterable[str]) -> None:
        is_meant = which_could_be(texts_in_one(bookings["document"]), names)
        is_meant &= (bookings["kind"] == "actual").to_numpy(dtype=bool, na_value=False)
        places = np.flatnonzero(is_meant)
        meant = bookings[["document", "region", "year"]].iloc[places]
        keys = spelled(meant["document"], order_key)
        self._places: dict[str, Places] = {
            str(key): places[rows].tolist() for key, rows in keys.groupby(keys).indices.items()
        }
        regions = meant["region"].astype(object)
        self._regions: dict[int, str | None] = dict(
            zip(places.tolist(), regions.where(regions.notna(), None), strict=True)
        )
        years = meant["year"].astype("Int64").to_numpy(dtype=np.int64, na_value=0)
        self._years: dict[int, int] = dict(zip(places.tolist(), years.tolist(), strict=True))

    def numbers_in(self, cell: str) -> Iterator[str]:
        """Yield the numbers of a cell; a part with blanks is one where the ledger has it, else several."""
        for part in (one.strip() for one in _BETWEEN.split(cell)):
            names = [part] if self.places_of(part) else part.split()
            yield from (name for name in names if self.places_of(name) or any(map(str.isdigit, name)))

    def places_of(self, name: str) -> Places:
        """Return the postings of a document."""
        return list(self._places.get(order_key(name), ()))

    def years_of(self, places: Places) -> list[int]:
        """Return the Haushaltsjahre of postings."""
        return sorted({self._years[place] for place in places})

    def of_years(self, places: Places, start: Any, end: Any) -> Places:
        """Keep the years of the activity where a number stands in several and in one of these."""
        first = None if pd.isna(start) else start.year
        last = None if pd.isna(end) else end.year
        years = self.years_of(places)
        own = [year for year in years if (first or year) <= year <= (last or year)]
        if len(years) < 2 or not own:
            return places
        return [place for place in places if self._years[place] in own]

    def of_region(self, places: Places, region: Any) -> Places:
        """Keep what is booked for the region of the activity or for none, if anything is booked for it."""
        regions = [self._regions[place] for place in places]
        if pd.isna(region) or region == ALL_REGIONS or region not in regions:
            return places
        return [place for place, one in zip(places, regions, strict=True) if one in (None, region)]


# --- what is not clear -------------------------------------------------------------------------------------


def _doubts(place: Place, name: str, ledger: _Ledger, *, counted: Places) -> Iterator[Finding]:
    every = ledger.places_of(name)
    if not every:
        yield finding("document_not_posted", place, raw=name, document=name)
    elif len(years := ledger.years_of(every)) > 1:
        listed = ", ".join(map(str, years))
        own = ", ".join(map(str, ledger.years_of(counted)))
        yield finding("document_of_years", place, raw=name, document=name, years=listed, counted=own)


def _shared(links: Links, rows: Sequence[Place], bookings: pd.DataFrame) -> Iterator[Finding]:
    """Warn once of each document that several activities count, at the last of them."""
    sharing = {
        str(bookings["document"].iloc[posting]): tuple(places)
        for posting, places in links.activities.items()
        if len(places) > 1
    }
    for document, places in sharing.items():
        *others, last = (rows[one] for one in places)
        listed = ", ".join(f"{other.file}:{other.row}" for other in others)
        yield finding("document_shared", last, raw=document, document=document, others=listed)


def _places(activities: pd.DataFrame) -> list[Place]:
    """Return where the log names the documents of each activity."""
    rows = activities[list(SOURCE_COLUMNS)].astype(object).itertuples(index=False, name=None)
    known = [[None if pd.isna(cell) else cell for cell in row] for row in rows]
    return [Place(file, sheet, row, "kosten_beleg") for file, sheet, row in known]
