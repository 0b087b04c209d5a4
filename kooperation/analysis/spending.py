"""What was spent: the one reduction to a cube, sums per Haushaltsjahr, and the postings behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeGuard

import narwhals as nw
import pandas as pd

from kooperation.analysis.commitments import booked_until
from kooperation.analysis.condensing import as_lazy, collected, count_of, is_condensed
from kooperation.analysis.held import HoldsSums
from kooperation.model.errors import refuse
from kooperation.model.money import ZERO
from kooperation.model.region import Pot, Region
from kooperation.model.schema import (
    COUNT,
    EUR,
    OUTSIDE,
    TEXT,
    UNASSIGNED,
    WHOLE,
    HasBookings,
    bookings_of,
    conform,
)

CUBE_KEYS: dict[str, Any] = {
    "year": WHOLE,
    "period": WHOLE,
    "pot": TEXT,
    "region": TEXT,
    "kind": TEXT,
    "cost_type": TEXT,
}
CUBE_COLUMNS: dict[str, Any] = {**CUBE_KEYS, "amount": EUR, "refunds": EUR, COUNT: WHOLE}


class HasRegisters(HasBookings, Protocol):
    """Anything that carries assigned bookings and the registers behind them, such as ``Books``."""

    @property
    def regions(self) -> Sequence[Region]:
        """The partner regions in the order of their register."""

    @property
    def pots(self) -> Sequence[Pot]:
        """The pots in the order of their register."""

    @property
    def is_example(self) -> bool:
        """Whether the bookings are invented."""


def cube(bookings: Any) -> pd.DataFrame:
    """Reduce bookings to the few hundred sums that everything later is made of.

    Parameters
    ----------
    bookings : frame of pandas, Polars, PyArrow, DuckDB or any other engine that Narwhals knows
        Assigned bookings; needs ``year``, ``period``, ``pot``, ``region``, ``kind``, ``cost_type`` and
        ``amount``.

    Returns
    -------
    DataFrame, one row per combination of the six keys that occurs, sorted by them
        ``amount`` net [EUR] · ``refunds``, the sum of the negative postings among them [EUR] · ``count`` of
        postings. A key but ``year`` is ``<NA>`` where the bookings say nothing.

    Raises
    ------
    KooperationError
        When postings have no Haushaltsjahr: they would stand in no row of any table.
    """
    amount = nw.col("amount")
    postings = as_lazy(bookings, (*CUBE_KEYS, "amount"))
    counted = [COUNT] if is_condensed(postings) else []
    signed = postings.select(*CUBE_KEYS, *counted, amount, refunds=nw.when(amount < 0).then(amount))
    sums = signed.group_by(*CUBE_KEYS).agg(amount.sum(), nw.col("refunds").sum(), count_of(postings))
    cells = collected(sums)
    without_year = int(cells.loc[cells["year"].isna(), COUNT].sum())
    if without_year:
        raise refuse("postings_without_year", count=without_year)
    return conform(cells.fillna({"amount": ZERO, "refunds": ZERO}), CUBE_COLUMNS).sort_values(
        list(CUBE_KEYS), ignore_index=True
    )


def cells_until(source: HasBookings | pd.DataFrame, as_of: date | None = None) -> pd.DataFrame:
    """Return the cube of what ``source`` had booked by the end of ``as_of``, made once where it is held."""
    if isinstance(source, HoldsSums):
        return source.cells_until(as_of)
    bookings = bookings_of(source)
    if as_of is None:
        return cube(bookings)
    needed = [*CUBE_KEYS, "booked_on", "amount", *([COUNT] if is_condensed(bookings) else [])]
    return cube(booked_until(bookings[needed], as_of))


def spending_by_region(
    source: HasRegisters | pd.DataFrame, *, pot: str | None = None, years: Iterable[int] | None = None
) -> pd.DataFrame:
    """Sum what was spent per Haushaltsjahr and partner region.

    Parameters
    ----------
    source : Books, or assigned bookings as a frame of pandas or any engine that Narwhals knows
        Only postings of kind ``actual`` count.
    pot : str, optional
        The key of one pot, ``"außerhalb"`` for the postings of no pot; without it all postings.
    years : iterable of int, optional
        The Haushaltsjahre to show; without it all from the first to the last posting of the source.

    Returns
    -------
    DataFrame, one row per year (index ``year``), one column per region
        Net spending. [EUR] The regions of the register in its order, or those that occur; the last column is
        ``nicht zugeordnet``. A year or region without postings is 0.00, so each row sums to the ledger.
        ``attrs`` carry ``region_names``, ``pot``, ``pot_name`` and ``is_example``.

    Raises
    ------
    ValueError
        When the source has no such pot.
    KooperationError
        When postings have no Haushaltsjahr.
    """
    known = [region.key for region in _regions(source)]
    table = _spending_by("region", source, pot=pot, years=years, known=known)
    table.attrs["region_names"] = _names_of(table.columns, _regions(source))
    return table


def spending_by_cost_type(
    source: HasRegisters | pd.DataFrame, *, pot: str | None = None, years: Iterable[int] | None = None
) -> pd.DataFrame:
    """Sum what was spent per Haushaltsjahr and cost type.

    Parameters
    ----------
    source : Books, or assigned bookings as a frame of pandas or any engine that Narwhals knows
        Only postings of kind ``actual`` count.
    pot : str, optional
        The key of one pot, ``"außerhalb"`` for the postings of no pot; without it all postings.
    years : iterable of int, optional
        The Haushaltsjahre to show; without it all from the first to the last posting of the source.

    Returns
    -------
    DataFrame, one row per year (index ``year``), one column per cost type that occurs
        Net spending. [EUR] The last column is ``nicht zugeordnet``, what no rule gave a cost type.
    """
    return _spending_by("cost_type", source, pot=pot, years=years, known=[])


def spending_by_region_and_cost_type(
    source: HasRegisters | pd.DataFrame, *, pot: str | None = None, years: Iterable[int] | None = None
) -> pd.DataFrame:
    """Sum what was spent per partner region and cost type, over all years that are asked for.

    Parameters
    ----------
    source : Books, or assigned bookings as a frame of pandas or any engine that Narwhals knows
        Only postings of kind ``actual`` count.
    pot : str, optional
        The key of one pot, ``"außerhalb"`` for the postings of no pot; without it all postings.
    years : iterable of int, optional
        The Haushaltsjahre to add up; without it all from the first to the last posting of the source.

    Returns
    -------
    DataFrame, one row per region (index ``region``), one column per cost type that occurs
        Net spending. [EUR] The regions of the register in its order, or those that occur; the last row and
        the last column are ``nicht zugeordnet``. A region or cost type without postings is 0.00, so that all
        cells sum to the ledger. ``attrs`` carry ``region_names``, ``pot``, ``pot_name``, ``is_example``, the
        ``years`` that were added up, and all ``cost_types`` of the source.

    Raises
    ------
    ValueError
        When the source has no such pot.
    KooperationError
        When postings have no Haushaltsjahr.
    """
    attributes = _attributes(source, pot)
    cells = _actual_cells(source)
    shown = list(_span(cells) if years is None else years)
    wanted = _in_pot(cells, pot)
    wanted = wanted[wanted["year"].isin(shown)]
    sums = _sums(wanted, ["region", "cost_type"])
    known = [region.key for region in _regions(source)]
    rows, columns = _keys(known, (key for key, _ in sums)), _keys([], (key for _, key in sums))
    index = pd.Index(rows, name="region", dtype="str")
    table = _table(sums, index, pd.Index(columns, name="cost_type", dtype="str"))
    table.attrs.update(attributes, years=shown, cost_types=sorted(cells["cost_type"].dropna().unique()))
    table.attrs["region_names"] = _names_of(rows, _regions(source))
    return table


def spending_by_pot(
    source: HasRegisters | pd.DataFrame, *, years: Iterable[int] | None = None
) -> pd.DataFrame:
    """Sum what was spent per Haushaltsjahr and pot, whether or not it counts against a ceiling.

    Parameters
    ----------
    source : Books, or assigned bookings as a frame of pandas or any engine that Narwhals knows
        Only postings of kind ``actual`` count.
    years : iterable of int, optional
        The Haushaltsjahre to show; without it all from the first to the last posting of the source.

    Returns
    -------
    DataFrame, one row per year (index ``year``), one column per pot
        Net spending. [EUR] The pots of the register in its order, or those that occur; the last column,
        ``außerhalb``, is what was booked on accounts of no pot, so each row sums to the ledger. ``attrs``
        carry ``pot_names`` and ``is_example``.
    """
    pots = source.pots if _has_registers(source) else []
    known = [pot.key for pot in pots]
    table = _spending_by("pot", source, pot=None, years=years, known=known, missing=OUTSIDE)
    table.attrs["pot_names"] = {pot.key: pot.name for pot in pots}
    table.attrs["pot_names_en"] = {pot.key: pot.label("en") for pot in pots}
    return table


def trace(
    source: HasBookings | pd.DataFrame,
    *,
    region: str | None = None,
    year: int | None = None,
    pot: str | None = None,
    cost_type: str | None = None,
) -> pd.DataFrame:
    """Return the bookings behind a figure: the actual postings of a region, year, pot or cost type.

    Parameters
    ----------
    source : Books or DataFrame of assigned bookings
    region : str, optional
        A key; ``"nicht zugeordnet"`` for the postings without one.
    year : int, optional
        The Haushaltsjahr.
    pot : str, optional
        A key; ``"außerhalb"`` for the postings of no pot.
    cost_type : str, optional
        A cost type; ``"nicht zugeordnet"`` for the postings without one.

    Returns
    -------
    DataFrame, the rows of the bookings in their order and with all their columns
        Their ``amount`` adds up to the cell of :func:`spending_by_region`; each names file, sheet and row.
    """
    bookings = bookings_of(source)
    return bookings[is_traced(bookings, region=region, year=year, pot=pot, cost_type=cost_type)]


def is_traced(
    bookings: pd.DataFrame,
    *,
    region: str | None = None,
    year: int | None = None,
    pot: str | None = None,
    cost_type: str | None = None,
) -> pd.Series[bool]:
    """Tell which rows :func:`trace` returns."""
    wanted = bookings["kind"] == "actual"
    for column, key, missing in (
        ("region", region, UNASSIGNED),
        ("pot", pot, OUTSIDE),
        ("cost_type", cost_type, UNASSIGNED),
    ):
        if key is not None:
            wanted &= bookings[column].isna() if key == missing else bookings[column] == key
    if year is not None:
        wanted &= bookings["year"] == year
    return wanted.fillna(value=False).astype(bool)


def _spending_by(
    column: str,
    source: HasRegisters | pd.DataFrame,
    *,
    pot: str | None,
    years: Iterable[int] | None,
    known: Sequence[str],
    missing: str = UNASSIGNED,
) -> pd.DataFrame:
    cells = _actual_cells(source)
    shown = list(_span(cells) if years is None else years)
    sums = _sums(_in_pot(cells, pot), ["year", column], missing=missing)
    columns = _keys(known, (key for _, key in sums), missing=missing)
    index = pd.Index(shown, name="year", dtype="int64")
    table = _table(sums, index, pd.Index(columns, name=column, dtype="str"))
    table.attrs.update(_attributes(source, pot))
    return table


def _in_pot(cells: pd.DataFrame, pot: str | None) -> pd.DataFrame:
    if pot is None:
        return cells
    return cells[cells["pot"].isna() if pot == OUTSIDE else cells["pot"].eq(pot)]


def _sums(cells: pd.DataFrame, keys: Sequence[str], *, missing: str = UNASSIGNED) -> dict[Any, Decimal]:
    named = cells.assign(**{key: cells[key].fillna(missing) for key in keys if key != "year"})
    sums: dict[Any, Decimal] = named.groupby(list(keys))["amount"].sum().to_dict()
    return sums


def _keys(known: Sequence[str], found: Iterable[str], *, missing: str = UNASSIGNED) -> list[str]:
    """Return the keys as a table shows them: the known, the others that occur, and last what has none."""
    return [*known, *sorted(set(found) - {*known, missing}), missing]


def _table(sums: dict[Any, Decimal], index: Any, columns: Any) -> pd.DataFrame:
    cells = [[sums.get((row, column), ZERO) for column in columns] for row in index]
    return pd.DataFrame(cells, index=index, columns=columns, dtype=EUR)


def _has_registers(source: HasRegisters | pd.DataFrame) -> TypeGuard[HasRegisters]:
    """Tell books from plain frames, which may be of any engine."""
    return not isinstance(source, pd.DataFrame) and hasattr(source, "pots")


def _regions(source: HasRegisters | pd.DataFrame) -> Sequence[Region]:
    return source.regions if _has_registers(source) else []


def _names_of(keys: Iterable[str], regions: Sequence[Region]) -> dict[str, dict[str, str]]:
    names = {region.key: {"de": region.label("de"), "en": region.label("en")} for region in regions}
    return {key: names.get(key, {"de": key, "en": key}) for key in keys if key != UNASSIGNED}


def _actual_cells(source: HasBookings | pd.DataFrame) -> pd.DataFrame:
    cells = cells_until(source)
    return cells[cells["kind"] == "actual"]


def _span(cells: pd.DataFrame) -> range:
    return range(int(cells["year"].min()), int(cells["year"].max()) + 1) if len(cells) else range(0)


def _attributes(source: HasRegisters | pd.DataFrame, pot: str | None) -> dict[str, Any]:
    if not _has_registers(source):
        return {"pot": pot, "pot_name": pot or "", "needs_region": True, "is_example": False}
    known = {one.key: (one.name, one.label("en")) for one in source.pots} | {OUTSIDE: (OUTSIDE, OUTSIDE)}
    if pot is not None and pot not in known:
        raise ValueError(f"no pot {pot!r}; there are {', '.join(known)}")
    name, name_en = known[pot] if pot else ("", "")
    return {
        "pot": pot,
        "pot_name": name,
        "pot_name_en": name_en,
        "needs_region": pot != OUTSIDE and all(one.needs_region for one in source.pots if one.key == pot),
        "is_example": source.is_example,
    }
