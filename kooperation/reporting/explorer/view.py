"""What the explorer shows for one choice of filters: postings, sums and ceilings. No widgets, no drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import pandas as pd

from kooperation.analysis.condensing import posting_count
from kooperation.analysis.pots import first_pot, other_budgets
from kooperation.analysis.spending import spending_by_region
from kooperation.analysis.usage import budget_usage
from kooperation.books import Books
from kooperation.model.messages import Language
from kooperation.model.money import column_sum, format_count, format_euros
from kooperation.model.period import format_day
from kooperation.model.region import Pot, fold
from kooperation.model.schema import OUTSIDE, UNASSIGNED
from kooperation.reporting.labels import enumerate_words, label
from kooperation.reporting.labels.field_words import field_word

POSTING_COLUMNS = (
    "year",
    "booked_on",
    "region",
    "amount",
    "text",
    "cost_type",
    "document",
    "source_file",
    "source_sheet",
    "source_row",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The filters: Haushaltsjahre ``first`` to ``last``, a pot, regions (none: all), a cost type, a chart.

    Keys as everywhere: ``"nicht zugeordnet"`` stands for postings without region or cost type,
    ``"außerhalb"`` for those of no pot.
    """

    first: int
    last: int
    pot: str
    regions: tuple[str, ...] = ()
    cost_type: str | None = None
    chart: str = "spending"


@dataclass(frozen=True)
class View:
    """One choice applied to books: the same filters decide chart, table, sum and file."""

    books: Books
    choice: Choice
    language: Language = "de"

    @property
    def years(self) -> range:
        """The Haushaltsjahre of the choice."""
        return range(self.choice.first, self.choice.last + 1)

    @property
    def is_part(self) -> bool:
        """Tell whether some of the pot's spending is filtered away, so that no ceiling may stand above it."""
        return bool(self.choice.regions) or self.choice.cost_type is not None

    @cached_property
    def postings(self) -> pd.DataFrame:
        """The actual postings of the choice, in the order of the ledger and with all their columns."""
        choice, rows = self.choice, self.books.bookings
        wanted = (rows["kind"] == "actual") & rows["year"].isin(self.years)
        wanted &= _is_any(rows["pot"], [choice.pot], missing=OUTSIDE)
        if choice.regions:
            wanted &= _is_any(rows["region"], choice.regions, missing=UNASSIGNED)
        if choice.cost_type is not None:
            wanted &= _is_any(rows["cost_type"], [choice.cost_type], missing=UNASSIGNED)
        shown = rows[wanted.fillna(value=False).astype(bool)]
        shown.attrs = {**shown.attrs, "needs_region": needs_region(self.books, choice.pot)}
        return shown

    @property
    def part(self) -> Books:
        """The books with the postings of the choice alone."""
        return replace(self.books, bookings=self.postings)

    @cached_property
    def spending(self) -> pd.DataFrame:
        """Net spending of the choice per Haushaltsjahr and region, as ``spending_by_region``. [EUR]."""
        return spending_by_region(self.part, pot=self.choice.pot, years=self.years)

    @cached_property
    def beside(self) -> list[pd.DataFrame]:
        """What the other budgets spent on regions in the same years, as ``spending_by_region``. [EUR]."""
        others = other_budgets(self.books.pots, beside=self.choice.pot)
        return [spending_by_region(self.books, pot=pot.key, years=self.years) for pot in others]

    @cached_property
    def usage(self) -> pd.DataFrame | None:
        """The usage of the whole pot in these years; ``None``: it is held against no ceiling. [EUR]."""
        pot = next((pot for pot in self.books.pots if pot.key == self.choice.pot), None)
        if pot is None or pot.frame == "nein":
            return None
        usage = budget_usage(self.books, pot=pot.key)
        return usage[usage.index.get_level_values("year").isin(self.years)]

    @property
    def amount(self) -> Decimal:
        """What the postings of the choice add up to. [EUR]."""
        return column_sum(self.postings["amount"])

    @property
    def summary(self) -> str:
        """Say in one line what is shown: pot, years, regions, cost type, count, sum and Stand."""
        count = posting_count(self.postings)
        amount = format_euros(self.amount, self.language)
        parts = [
            pot_name(self.books, self.choice.pot, self.language),
            self._years(),
            self._regions(),
            *([cost_type_name(self.choice.cost_type, self.language)] if self.choice.cost_type else []),
            label(
                "explorer.count_one" if count == 1 else "explorer.count",
                self.language,
                count=format_count(count, self.language),
                amount=amount,
            ),
            label("chart.as_of", self.language, day=format_day(self.books.as_of, self.language)),
        ]
        return " · ".join(parts)

    def _years(self) -> str:
        first, last = self.choice.first, self.choice.last
        return str(first) if first == last else label("explorer.years", self.language, first=first, last=last)

    def _regions(self) -> str:
        names = [region_name(self.books, key, self.language) for key in self.choice.regions]
        return enumerate_words(names, self.language) or label("explorer.every_region", self.language)


def _is_any(column: pd.Series[str], keys: Sequence[str], *, missing: str) -> pd.Series[bool]:
    """Tell of each row whether its key is one of ``keys``, of which ``missing`` stands for an absent one."""
    return column.isin(keys) | (column.isna() & (missing in keys))


# --- what there is to choose from -------------------------------------------------------------------------


def first_choice(books: Books) -> Choice:
    """Return the choice that filters nothing: every year of the first pot that is held against a ceiling."""
    years = years_of(books)
    return Choice(first=years[0], last=years[-1], pot=first_pot(books) if books.pots else OUTSIDE)


def years_of(books: Books) -> list[int]:
    """Return the Haushaltsjahre from the first to the last posting; without any the year of the Stand."""
    return [int(year) for year in spending_by_region(books).index] or [books.as_of.year]


def pots_of(books: Books) -> list[str]:
    """Return the keys of the pots, and ``"außerhalb"`` when postings belong to none or there is no pot."""
    keys = [pot.key for pot in books.pots]
    is_outside = books.bookings["pot"].isna() & (books.bookings["kind"] == "actual")
    return [*keys, *([OUTSIDE] if not keys or bool(is_outside.any()) else [])]


def regions_of(books: Books) -> list[str]:
    """Return the keys of the regions with any posting, in the order of the register, unassigned last."""
    spent = _keys_booked(books, "region")
    return [*(region.key for region in books.regions if region.key in spent), UNASSIGNED]


def cost_types_of(books: Books) -> list[str]:
    """Return the cost types that occur, in alphabetical order."""
    return sorted(_keys_booked(books, "cost_type"), key=fold)


def _keys_booked(books: Books, column: str) -> set[str]:
    is_actual = books.bookings["kind"].eq("actual").fillna(value=False)
    return {key for key in books.bookings.loc[is_actual, column].unique() if not pd.isna(key)}


def needs_region(books: Books, pot: str) -> bool:
    """Tell whether the postings of a pot without a region must still be assigned."""
    return any(one.key == pot and one.needs_region for one in books.pots)


def pot_name(books: Books, key: str, language: Language) -> str:
    """Return the name of a pot as people read it."""
    return _names_of(books.pots, language).get(key, label("workbook.outside", language))


def region_name(books: Books, key: str, language: Language) -> str:
    """Return the name of a region as people read it."""
    names = {region.key: region.label(language) for region in books.regions}
    return names.get(key, label("workbook.unassigned", language))


def cost_type_name(key: str, language: Language) -> str:
    """Return a cost type as people read it."""
    return label("explorer.no_cost_type", language) if key == UNASSIGNED else field_word(key, language)


def _names_of(pots: Sequence[Pot], language: Language) -> dict[str, str]:
    return {pot.key: pot.label(language) for pot in pots}
