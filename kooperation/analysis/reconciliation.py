"""Whether the line items add up to the budget overview of each account and year, to the cent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

import pandas as pd

from kooperation.analysis.candidates import Mismatch, candidates, candidates_text, whole_postings
from kooperation.analysis.cases import pot_of_account
from kooperation.analysis.commitments import open_commitments
from kooperation.analysis.condensing import is_condensed, sums_by
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import format_euros, sum_euros
from kooperation.model.region import Pot, account_key, is_same_teilprodukt
from kooperation.model.schema import EUR, SOURCE_COLUMNS, TEXT, WHOLE, HasBookings, records_of

RECONCILIATION_COLUMNS: dict[str, Any] = {
    "year": WHOLE,
    "teilprodukt": TEXT,
    "sachkonto": TEXT,
    "overview": EUR,
    "items": EUR,
    "difference": EUR,
    "candidates": TEXT,
    "candidates_en": TEXT,
    **SOURCE_COLUMNS,
}
CODES = ["teilprodukt", "sachkonto"]
FIRST_CLOSING_PERIOD = 13

Row: TypeAlias = Mapping[str, Any]


class HasOverview(HasBookings, Protocol):
    """Anything that carries bookings, budget overviews and pots, such as ``Books``."""

    @property
    def overview(self) -> pd.DataFrame:
        """One row per account and year of the budget overviews."""

    @property
    def pots(self) -> Sequence[Pot]:
        """The pots in the order of their register."""


@dataclass(frozen=True, slots=True)
class Matching:
    """How the accounts of one year are told apart: by the codes that both sides state.

    ``teilprodukte`` are those of the overview: ``15.01.01.990100`` in the items is its ``990100``.
    """

    codes: tuple[str, ...]
    teilprodukte: tuple[str, ...]

    def key(self, teilprodukt: object, sachkonto: object) -> tuple[str, ...]:
        """Return the account as it compares."""
        written = {
            "teilprodukt": self._teilprodukt(_text(teilprodukt)),
            "sachkonto": account_key(_text(sachkonto)),
        }
        return tuple(written[code] for code in self.codes)

    def _teilprodukt(self, written: str) -> str:
        same = (wanted for wanted in self.teilprodukte if is_same_teilprodukt(written, wanted))
        return account_key(next(same, written))


@dataclass(frozen=True, slots=True)
class Account:
    """One account and year on both sides; the rows are those of the overview and of the summed-up ledger."""

    year: int
    overview_rows: Sequence[Row]
    item_rows: Sequence[Row]
    is_year_booked: bool

    @property
    def teilprodukt(self) -> str | None:
        """Its Teilprodukt as written, ``None`` when the rows do not agree on one."""
        return self._only("teilprodukt")

    @property
    def sachkonto(self) -> str | None:
        """Its Sachkonto as written, ``None`` when the rows do not agree on one."""
        return self._only("sachkonto")

    def _only(self, code: str) -> str | None:
        rows = self.overview_rows or self.item_rows
        written = [row[code] for row in rows if isinstance(row[code], str)]
        return written[0] if len(set(map(account_key, written))) == 1 else None

    @property
    def overview(self) -> Decimal | None:
        """The Ist of the overview; ``None``: the overview lacks the account. [EUR]."""
        return sum_euros(row["actual"] for row in self.overview_rows) if self.overview_rows else None

    @property
    def items(self) -> Decimal | None:
        """All actual postings; ``None``: none of the year were read, though there must be some. [EUR]."""
        if self.is_year_booked or not self.overview:
            return sum_euros(row["amount"] for row in self.item_rows if not pd.isna(row["amount"]))
        return None

    @property
    def difference(self) -> Decimal | None:
        """What the overview has more than the items. [EUR]."""
        return None if self.overview is None or self.items is None else self.overview - self.items


def reconcile(source: HasOverview) -> pd.DataFrame:
    """Hold the actual postings of each account and year against the overview of that year.

    Accounts are compared by Teilprodukt and Sachkonto; where one side of a year lacks the Teilprodukt, by
    Sachkonto alone. Shown are the accounts of the pots and those with postings; an overview may list more.

    Parameters
    ----------
    source : Books
        Its bookings, overview and pots; without pots every account is shown.

    Returns
    -------
    DataFrame, one row per year and account, sorted
        ``year`` · ``teilprodukt`` · ``sachkonto`` · ``overview``, its Ist [EUR], ``<NA>``: the overview of
        the year lacks the account · ``items``, all actual postings [EUR], ``<NA>``: no postings of the year
        were read · ``difference`` = overview − items [EUR] · ``candidates``, what could explain it,
        ``<NA>``: none found (of condensed bookings only orders can), and in English ``candidates_en`` ·
        ``source_file``, ``source_sheet``, ``source_row`` of the overview.
    """
    overview = [
        row
        for row in records_of(source.overview, ["year", *CODES, "actual", *SOURCE_COLUMNS])
        if not pd.isna(row["actual"]) and not pd.isna(row["year"])
    ]
    sums = sums_by(source.bookings, {"kind": TEXT, "year": WHOLE, **dict.fromkeys(CODES, TEXT)})
    ledger = records_of(sums[sums["kind"].eq("actual").fillna(value=False)], ["year", *CODES, "amount"])
    accounts = [
        account
        for year in sorted({row["year"] for row in overview})
        for account in _accounts_of(year, overview, ledger, source.pots)
    ]
    suspects = _suspects(source.bookings, [one.difference for one in accounts if one.difference])
    rows = [{**_row_of(account), **_explanation(account, suspects)} for account in accounts]
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=dtype)
            for name, dtype in RECONCILIATION_COLUMNS.items()
        }
    )


def reconciliation_findings(reconciled: pd.DataFrame) -> list[Finding]:
    """Return one finding per account and year that does not tie, from the frame of :func:`reconcile`.

    Parameters
    ----------
    reconciled : DataFrame
        What :func:`reconcile` returns.

    Returns
    -------
    list of Finding
        An error where overview and items differ; a warning where one of the two is missing.
    """
    rows = records_of(reconciled, reconciled.columns)
    return [found for row in rows if (found := _finding_of(row)) is not None]


def _accounts_of(
    year: int, overview: Sequence[Row], ledger: Sequence[Row], pots: Sequence[Pot]
) -> Iterator[Account]:
    overview_of_year, items_of_year = _of_year(overview, year), _of_year(ledger, year)
    matching = _matching(overview_of_year, items_of_year)
    in_overview, in_items = _by_key(overview_of_year, matching), _by_key(items_of_year, matching)
    ever_booked = _by_key(ledger, matching)
    for key in sorted({*in_overview, *in_items}):
        account = Account(
            year, in_overview.get(key, []), in_items.get(key, []), is_year_booked=bool(items_of_year)
        )
        is_of_pot = pot_of_account(account.teilprodukt, account.sachkonto, pots).gap != "outside"
        if not pots or is_of_pot or (key in in_overview and key in ever_booked):
            yield account


def _of_year(rows: Sequence[Row], year: int) -> list[Row]:
    return [row for row in rows if not pd.isna(row["year"]) and row["year"] == year]


def _matching(overview: Sequence[Row], items: Sequence[Row]) -> Matching:
    """Compare by the codes that every row of both sides states; items of other accounts need state none."""
    accounts = {account_key(row["sachkonto"]) for row in overview if isinstance(row["sachkonto"], str)}
    concerned = [row for row in items if not accounts or account_key(_text(row["sachkonto"])) in accounts]
    codes = [code for code in CODES if all(isinstance(row[code], str) for row in (*overview, *concerned))]
    stated = (row["teilprodukt"] for row in overview if isinstance(row["teilprodukt"], str))
    return Matching(tuple(codes), tuple(dict.fromkeys(stated)))


def _by_key(rows: Sequence[Row], matching: Matching) -> dict[tuple[str, ...], list[Row]]:
    by_key: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_key.setdefault(matching.key(*(row[code] for code in CODES)), []).append(row)
    return by_key


def _row_of(account: Account) -> dict[str, Any]:
    place = account.overview_rows[0] if account.overview_rows else dict.fromkeys(SOURCE_COLUMNS)
    return {
        "year": account.year,
        "teilprodukt": account.teilprodukt,
        "sachkonto": account.sachkonto,
        "overview": account.overview,
        "items": account.items,
        "difference": account.difference,
        **{name: place[name] for name in SOURCE_COLUMNS},
    }


@dataclass(frozen=True, slots=True)
class Suspects:
    """What could explain a difference at all: postings, each one whole, and orders."""

    postings: pd.DataFrame
    orders: pd.DataFrame


def _suspects(bookings: pd.DataFrame, differences: Sequence[Decimal]) -> Suspects:
    """Return the orders, and the postings that are as large as a difference or later than their year.

    Condensed rows are no postings. Without a difference there is nothing to look for.
    """
    if not differences:
        return Suspects(bookings.iloc[:0], bookings.iloc[:0])
    if is_condensed(bookings):
        return Suspects(bookings.iloc[:0], open_commitments(bookings))
    sizes = [signed for amount in differences for signed in (amount, -amount)]
    is_actual = _is_so(bookings["kind"].eq("actual"))
    is_split = is_actual & bookings["share"].notna() & bookings["booking_id"].notna()
    split = whole_postings(bookings[is_split])
    single = bookings[is_actual & ~is_split & _is_suspect(bookings, sizes)]  # of a large ledger a few
    return Suspects(pd.concat([single, split[_is_suspect(split, sizes)]]), open_commitments(bookings))


def _is_suspect(postings: pd.DataFrame, sizes: Sequence[Decimal]) -> pd.Series[bool]:
    is_late = (postings["booked_on"].dt.year > postings["year"]) | (
        postings["period"] >= FIRST_CLOSING_PERIOD
    )
    return _is_so(postings["amount"].isin(sizes) | is_late)


def _is_so(answers: pd.Series[Any]) -> pd.Series[bool]:
    """Take what nobody knows for no."""
    return answers.fillna(value=False).astype(bool)


def _explanation(account: Account, suspects: Suspects) -> dict[str, str | None]:
    if not account.difference:
        return {"candidates": None, "candidates_en": None}
    postings = suspects.postings[_is_on(account, suspects.postings)]
    found = candidates(Mismatch(account.year, account.difference, postings, suspects.orders))
    files = sorted({row["source_file"] for row in account.overview_rows if not pd.isna(row["source_file"])})
    if len(files) > 1:  # a newer overview beside the older one would count twice
        found.insert(0, finding("candidate_two_overviews", files=", ".join(files)))
    return {"candidates": candidates_text(found, "de"), "candidates_en": candidates_text(found, "en")}


def _is_on(account: Account, bookings: pd.DataFrame) -> pd.Series[bool]:
    """Tell which bookings, of any year, are on the account."""
    is_on = pd.Series(True, index=bookings.index)  # noqa: FBT003 - the value of the column
    for code, wanted in (("teilprodukt", account.teilprodukt), ("sachkonto", account.sachkonto)):
        if wanted is not None:
            same = is_same_teilprodukt if code == "teilprodukt" else _is_same_account
            fitting = [text for text in bookings[code].dropna().unique() if same(text, wanted)]
            is_on &= bookings[code].isin(fitting) | bookings[code].isna()
    return is_on


def _is_same_account(code: str, wanted: str) -> bool:
    return account_key(code) == account_key(wanted)


def _finding_of(row: Row) -> Finding | None:
    if not (pd.isna(row["overview"]) or pd.isna(row["items"]) or row["difference"]):
        return None
    place = Place(*(None if pd.isna(row[name]) else row[name] for name in SOURCE_COLUMNS))
    account = " / ".join(_text(row[code]) for code in CODES if _text(row[code]))
    values: dict[str, Any] = {"year": row["year"], "account": account}
    for name in ("overview", "items", "difference"):
        amount: Decimal | None = None if pd.isna(row[name]) else row[name]
        values |= {f"{name}_de": format_euros(amount), f"{name}_en": format_euros(amount, "en")}
    for name, language in (("candidates", "de"), ("candidates_en", "en")):
        values[f"why_{language}"] = _why(row[name], language)
    if pd.isna(row["overview"]):
        return finding("overview_lacks_account", place, **values)
    if pd.isna(row["items"]):
        return finding("year_without_postings", place, **values)
    return finding("does_not_reconcile", place, **values)


def _why(candidates_found: object, language: str) -> str:
    heading = {"de": "Mögliche Ursachen: ", "en": "Possible causes: "}[language]
    nothing = {
        "de": "Keine Buchung erklärt den Unterschied allein.",
        "en": "No single posting explains the difference.",
    }[language]
    return f"{heading}{candidates_found}." if isinstance(candidates_found, str) else nothing


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
