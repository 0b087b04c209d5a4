"""Where each figure of the sheet Region × Jahr stands: blocks of pots, their region rows and the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kooperation.model.region import Pot
from kooperation.reporting.tables import Report

HEADINGS = 4  # the row of the years, counted from 0
FIRST_YEAR = 2  # the column of the first year
MOST_ACCOUNTS = 12


@dataclass(frozen=True)
class Block:
    """The rows of one pot: heading, one row per region, sum, and for a counting pot its ceiling.

    Rows count from 0 on the sheet. ``pot`` is ``None`` for postings outside of all pots.
    """

    pot: Pot | None
    name: str
    is_counting: bool
    has_out_of_scope: bool
    first: int
    regions: tuple[str, ...]

    @property
    def total(self) -> int:
        """The row of the sum."""
        return self.first + 1 + len(self.regions)

    @property
    def ceiling(self) -> int:
        """The row of the Ansatz; the share and the rest follow."""
        return self.total + 1 + self.has_out_of_scope

    @property
    def end(self) -> int:
        """The row behind the block, left blank."""
        return self.ceiling + 3 if self.is_counting else self.total + 1

    def row(self, region: str) -> int:
        """Return the row of a region."""
        return self.first + 1 + self.regions.index(region)


@dataclass(frozen=True)
class MatrixPlan:
    """The rows and columns of the whole sheet."""

    years: tuple[object, ...]
    blocks: tuple[Block, ...]
    accounts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def total(self) -> int:
        """The row of the sum of all postings; the sum of the postings sheet and the difference follow."""
        return (self.blocks[-1].end if self.blocks else HEADINGS + 1) + 1

    @property
    def first_account(self) -> int:
        """The heading row of the accounts."""
        return self.total + 4

    @property
    def last_row(self) -> int:
        """The last row that is printed."""
        return self.first_account + sum(len(pots) + 1 for _, pots in self.accounts) + 1

    @property
    def last_column(self) -> int:
        """The column of the sums over all years."""
        return FIRST_YEAR + len(self.years)

    def column(self, year: object) -> int:
        """Return the column of a year."""
        return FIRST_YEAR + self.years.index(year)

    def block(self, name: str) -> Block:
        """Return the block of a pot name."""
        return next(block for block in self.blocks if block.name == name)

    def place(self, pot: str, region: str, year: object) -> tuple[int, int]:
        """Return row and column of the figure that the postings of a pot, region and year add up to."""
        return self.block(pot).row(region), self.column(year)


def plan_matrix(report: Report) -> MatrixPlan:
    """Place the blocks one below the other: counting pots, the others, what is outside of all pots."""
    blocks: list[Block] = []
    top = HEADINGS + 1
    for pot in (*report.counting, *report.beside, None):
        name = report.names.pots[pot.key] if pot else report.names.outside
        if pot is None and not report.regions_of(name):
            continue
        is_counting = pot in report.counting
        blocks.append(
            Block(pot, name, is_counting, _has_out_of_scope(report, pot), top, _regions(report, pot, name))
        )
        top = blocks[-1].end + 1
    return MatrixPlan(report.years, tuple(blocks), _accounts(report))


def _regions(report: Report, pot: Pot | None, name: str) -> tuple[str, ...]:
    """Return the regions of a block: those with postings, in a counting pot also who got nothing."""
    booked = report.regions_of(name)
    if pot is None or (not booked and pot not in report.counting):
        return tuple(booked) or (report.names.no_region_needed,)
    if pot not in report.counting:
        return tuple(booked)
    anywhere = {region for _, region, _ in report.groups}
    shown = [region for region in report.names.regions.values() if region in booked or region not in anywhere]
    rest = [report.names.no_region_needed] if report.names.no_region_needed in booked else []
    return (*shown, *rest, report.names.unassigned)


def _has_out_of_scope(report: Report, pot: Pot | None) -> bool:
    return (
        pot in report.counting and pot is not None and bool((report.usage_of(pot)["out_of_scope"] != 0).any())
    )


def _accounts(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the accounts that pots share or counting pots draw on, with the pots found on each."""
    counting = [report.names.pots[pot.key] for pot in report.counting]
    pairs = report.postings[["account", "pot_name"]].drop_duplicates()
    found: dict[str, list[str]] = {}
    for account, pot in zip(pairs["account"], pairs["pot_name"], strict=True):
        found.setdefault(account, []).append(pot)
    touched = [account for account, pots in found.items() if set(pots) & set(counting)]
    order: Sequence[str] = sorted(touched)[:MOST_ACCOUNTS]
    return tuple((account, tuple(found[account])) for account in order)
