"""What the chart of spending shows: exact figures per year, ceilings, names. No drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, cast

import pandas as pd

from kooperation.model.messages import Language
from kooperation.model.money import ZERO, sum_euros
from kooperation.model.schema import ALL_REGIONS, TEXT, UNASSIGNED
from kooperation.reporting.charts.amounts import euro_column, exact_amount, share_of, share_text
from kooperation.reporting.charts.limits import Limit, Reach, reach_of
from kooperation.reporting.charts.names import pot_name_of
from kooperation.reporting.labels import label
from kooperation.reporting.regionless import regionless_name
from kooperation.reporting.style import OTHERS, OTHERS_BESIDE, Look, region_looks

MOST_REGIONS = 8  # more are too many to tell apart: the largest seven stay, the others are drawn together
MOST_BESIDE_REGIONS = 6  # of other budgets


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The ceiling of one year [EUR]. ``amount`` ``None``: not documented; empty ``scope``: every region."""

    amount: Decimal | None
    status: str | None = None
    scope: tuple[str, ...] = ()
    papers: str | None = None
    committed: Decimal = ZERO
    reach: Reach = field(default_factory=Reach)

    def covers(self, region: str) -> bool:
        """Tell whether spending of ``region`` counts; what is not assigned may belong to it and counts."""
        return not self.scope or region in self.scope or region == UNASSIGNED


@dataclass(frozen=True, slots=True)
class YearOfSpending:
    """The figures of one Haushaltsjahr. ``ceiling`` ``None``: the chart is drawn without ceilings [EUR]."""

    year: int
    amounts: Mapping[str, Decimal]
    counted: Decimal  # what counts against the ceiling; the total, unless its scope is narrower
    ceiling: Ceiling | None
    beside: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        """Net spending of the year [EUR]."""
        return sum_euros(self.amounts.values())

    @property
    def beside_total(self) -> Decimal:
        """Net spending of the year from the other budgets [EUR]."""
        return sum_euros(self.beside.values())

    @property
    def limit(self) -> Decimal | None:
        """The documented ceiling, or ``None`` [EUR]."""
        return self.ceiling.amount if self.ceiling else None

    @property
    def is_undocumented(self) -> bool:
        """Tell whether a ceiling was asked for and none is documented."""
        return self.ceiling is not None and self.ceiling.amount is None

    @property
    def committed(self) -> Decimal:
        """Open orders and reservations of the year [EUR]."""
        return self.ceiling.committed if self.ceiling else ZERO

    @property
    def over(self) -> Decimal | None:
        """By how much the year exceeds its ceiling; ``None`` when it does not or none is documented [EUR]."""
        return self.counted - self.limit if self.limit is not None and self.counted > self.limit else None

    @property
    def reach(self) -> Limit | None:
        """The documented ceiling and how far it reaches; it leaves out what this chart shows beyond it."""
        if self.ceiling is None or self.ceiling.amount is None:
            return None
        reach = replace(self.ceiling.reach, out_of_scope=self.total - self.counted)
        return Limit(self.year, self.ceiling.amount, reach)

    @property
    def share(self) -> Fraction | None:
        """The used share of the ceiling; ``None`` without a ceiling."""
        return share_of(self.counted, self.limit)

    def counts(self, region: str) -> bool:
        """Tell whether spending of ``region`` counts against the ceiling of this year."""
        return self.ceiling is None or self.ceiling.covers(region)


@dataclass(frozen=True, slots=True)
class CeilingRun:
    """Neighbouring years with the same ceiling of the same standing, drawn as one line with one label."""

    first: int
    last: int
    amount: Decimal
    status: str | None
    papers: str | None


@dataclass(frozen=True, slots=True)
class SpendingContent:
    """All that one chart of spending shows."""

    years: tuple[YearOfSpending, ...]
    regions: tuple[str, ...]  # as stacked, from the bottom
    beside_regions: tuple[str, ...]
    names: Mapping[str, str]
    looks: Mapping[str, Look]
    pot_name: str
    beside_names: tuple[str, ...]
    is_example: bool
    language: Language
    as_of: date | None = None
    is_part: bool = False  # years with a ceiling and spending are left out: a finding holds for these alone

    @property
    def has_ceilings(self) -> bool:
        """Tell whether the chart was asked to show ceilings, documented or not."""
        return any(year.ceiling is not None for year in self.years)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was spent."""
        return not self.regions and not self.beside_regions

    @property
    def runs(self) -> tuple[CeilingRun, ...]:
        """The ceiling lines from left to right; undocumented and missing years interrupt them."""
        blocks = enumerate(year for year in self.years if year.limit is not None)
        grouped = groupby(blocks, key=lambda item: (item[1].year - item[0], *_standing(item[1])))
        return tuple(_run([year for _, year in group]) for _, group in grouped)


@dataclass(frozen=True, slots=True)
class SpendingFrames:
    """The frames that a chart of spending is made from, all of one pot except ``beside``."""

    spending: pd.DataFrame
    ceilings: pd.DataFrame | None
    beside: tuple[pd.DataFrame, ...] = ()
    is_example: bool = False
    as_of: date | None = None

    def during(self, years: Iterable[int] | None) -> SpendingFrames:
        """Return the frames of ``years`` alone, a year without any figures as a row of zeros."""
        if years is None:
            return self
        shown, nothing = list(years), cast(Any, ZERO)
        spending, *beside = (frame.reindex(shown).fillna(nothing) for frame in (self.spending, *self.beside))
        return replace(self, spending=spending, beside=tuple(beside))


def spending_content(
    frames: SpendingFrames, *, language: Language, most: int = MOST_REGIONS
) -> SpendingContent:
    """Take from ``frames`` what the chart shows; regions without any spending are left out.

    Of more than ``most`` regions the smallest are shown together.

    Raises
    ------
    TypeError
        When an amount is a float.
    ValueError
        When a year stands twice in the index.
    """
    amounts = _amounts_by_year(frames.spending)
    beside = _add_up(_amounts_by_year(frame) for frame in frames.beside)
    ceilings = _ceilings_by_year(frames.ceilings) if frames.ceilings is not None else None
    nothing = dict.fromkeys(map(str, frames.spending.columns), ZERO)
    years = _years(amounts, beside)
    full = [_year(year, amounts.get(year, nothing), beside.get(year, {}), ceilings) for year in years]
    scoped = {key for year in full if year.ceiling for key in year.ceiling.scope}
    own = _shown([year.amounts for year in full], most=most, kept=scoped)
    others = _shown([year.beside for year in full], most=MOST_BESIDE_REGIONS, together=OTHERS_BESIDE)
    register = _register(frames)
    return SpendingContent(
        years=tuple(
            replace(year, amounts=own.amounts(year.amounts), beside=others.amounts(year.beside))
            for year in full
        ),
        regions=own.regions,
        beside_regions=others.regions,
        names=_names(register, (own, others), language, frames),
        looks=region_looks(register),
        pot_name=pot_name_of(frames.spending, language),
        beside_names=tuple(pot_name_of(frame, language) for frame in frames.beside if _has_spending(frame)),
        is_example=frames.is_example,
        language=language,
        as_of=frames.as_of,
        is_part=_leaves_out(frames.ceilings, years),
    )


def _leaves_out(ceilings: pd.DataFrame | None, years: Sequence[int]) -> bool:
    """Tell whether the usage knows other years in which a documented ceiling was spent from."""
    if ceilings is None or "actual" not in ceilings or not years:
        return False
    spent = ceilings[ceilings["ceiling"].notna() & (ceilings["actual"] != ZERO)]
    return bool(set(map(int, spent.index)) - set(years))


def figures_of_spending(content: SpendingContent, *, with_ceilings: bool = True) -> pd.DataFrame:
    """Return the numbers that the chart shows, one row per year.

    Columns carry the names as drawn: one per region [EUR], the year's sum [EUR], the ceiling [EUR] (``<NA>``:
    not documented), the used share as written, and one column per region of another budget [EUR].
    """
    language = content.language
    columns: dict[str, Any] = {
        content.names[key]: euro_column(year.amounts[key] for year in content.years)
        for key in content.regions
    }
    columns[label("chart.total", language)] = euro_column(year.total for year in content.years)
    if content.has_ceilings and with_ceilings:
        columns[label("chart.ceiling_column", language)] = euro_column(year.limit for year in content.years)
        shares = [share_line(year, language) for year in content.years]
        columns[label("chart.share", language)] = pd.array(shares, dtype=TEXT)
    pots = ", ".join(content.beside_names)
    for key in content.beside_regions:
        amounts = (year.beside.get(key, ZERO) for year in content.years)
        columns[f"{content.names[key]} ({pots})"] = euro_column(amounts)
    index = pd.Index([year.year for year in content.years], dtype="int64", name=label("chart.year", language))
    return pd.DataFrame(columns, index=index)


def share_line(year: YearOfSpending, language: Language) -> str:
    """Return what stands under the sum of a year: the used share, or that no ceiling is documented."""
    if year.ceiling is None:
        return ""
    return label("chart.undocumented", language) if year.is_undocumented else share_text(year.share, language)


def _amounts_by_year(spending: pd.DataFrame) -> dict[int, dict[str, Decimal]]:
    if spending.index.has_duplicates:
        raise ValueError("each year may stand once in the index of a spending frame")
    columns = {str(key): [exact_amount(value) or ZERO for value in spending[key]] for key in spending.columns}
    years = [int(year) for year in spending.index]
    return {year: {key: column[row] for key, column in columns.items()} for row, year in enumerate(years)}


def _add_up(tables: Iterable[Mapping[int, Mapping[str, Decimal]]]) -> dict[int, dict[str, Decimal]]:
    together: dict[int, dict[str, Decimal]] = {}
    for table in tables:
        for year, amounts in table.items():
            row = together.setdefault(year, {})
            for key, amount in amounts.items():
                row[key] = row.get(key, ZERO) + amount
    return together


def _ceilings_by_year(ceilings: pd.DataFrame) -> dict[int, Ceiling]:
    rows = ceilings.to_dict("records")
    return {int(year): _ceiling(row) for year, row in zip(ceilings.index, rows, strict=True)}


def _ceiling(row: Mapping[Any, Any]) -> Ceiling:
    scope = _text(row.get("scope")) or ALL_REGIONS
    keys = () if scope == ALL_REGIONS else tuple(key.strip() for key in scope.split(","))
    return Ceiling(
        amount=exact_amount(row["ceiling"]),
        status=_text(row.get("status")),
        scope=keys,
        papers=_text(row.get("decisions")),
        committed=exact_amount(row.get("committed")) or ZERO,
        reach=reach_of(row, scope=keys),
    )


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _year(
    year: int,
    amounts: Mapping[str, Decimal],
    beside: Mapping[str, Decimal],
    ceilings: Mapping[int, Ceiling] | None,
) -> YearOfSpending:
    ceiling = None if ceilings is None else ceilings.get(year, Ceiling(None))
    counted = sum_euros(amount for key, amount in amounts.items() if ceiling is None or ceiling.covers(key))
    return YearOfSpending(year, amounts, counted, ceiling, beside)


def _years(
    amounts: Mapping[int, Mapping[str, Decimal]], beside: Mapping[int, Mapping[str, Decimal]]
) -> list[int]:
    """Return the years shown; those between the pot's own and those of another budget alone have a place."""
    others = {year for year, row in beside.items() if any(row.values())} - set(amounts)
    if not others:
        return sorted(amounts)
    if not amounts:
        return sorted(others)
    between = (range(min(others), min(amounts)), range(max(amounts) + 1, max(others) + 1))
    return sorted({*amounts, *others, *(year for years in between for year in years)})


def _spent_on(tables: Iterable[Mapping[str, Decimal]]) -> tuple[str, ...]:
    rows = list(tables)
    keys = dict.fromkeys(key for row in rows for key in row)
    spent = [key for key in keys if any(row.get(key, ZERO) != ZERO for row in rows)]
    return tuple(sorted(spent, key=lambda key: key == UNASSIGNED))


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which regions are shown, and which of them are drawn together as one."""

    regions: tuple[str, ...]
    merged: tuple[str, ...]
    together: str

    def amounts(self, amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Return the amounts of one year as they are shown [EUR]."""
        both = {**amounts, self.together: sum_euros(amounts.get(key, ZERO) for key in self.merged)}
        return {key: both.get(key, ZERO) for key in self.regions}


def _shown(
    tables: Sequence[Mapping[str, Decimal]],
    *,
    most: int,
    kept: Iterable[str] = (),
    together: str = OTHERS,
) -> _Shown:
    """Choose the largest regions, and those that must be ``kept``, when there are more than ``most``."""
    spent = _spent_on(tables)
    named = [key for key in spent if key != UNASSIGNED]
    if len(named) <= most:
        return _Shown(spent, (), together)
    size = {key: sum_euros(abs(table.get(key, ZERO)) for table in tables) for key in named}
    largest = sorted(named, key=lambda key: (key not in kept, -size[key]))[: most - 1]
    first = tuple(key for key in named if key in largest)
    merged = tuple(key for key in named if key not in largest)
    return _Shown((*first, together, *spent[len(named) :]), merged, together)


def _register(frames: SpendingFrames) -> list[str]:
    """Return every region of the register, in its order; a frame without names registers its columns."""
    listed: dict[str, None] = {}
    for frame in (frames.spending, *frames.beside):
        listed |= dict.fromkeys([*frame.attrs.get("region_names", {}), *map(str, frame.columns)])
    return [key for key in listed if key != UNASSIGNED]


def _names(
    register: Iterable[str], shown: Iterable[_Shown], language: Language, frames: SpendingFrames
) -> dict[str, str]:
    spelled: dict[str, Mapping[str, str]] = {}
    for frame in (*frames.beside, frames.spending):
        spelled |= frame.attrs.get("region_names", {})
    plain = {key: _name(key, spelled.get(key, {}), language) for key in register}
    often = Counter(plain.values())
    names = {key: f"{name} ({key})" if often[name] > 1 else name for key, name in plain.items()}
    for each in shown:
        names[each.together] = label("chart.other_regions", language, count=len(each.merged))
    return {**names, UNASSIGNED: regionless_name(frames.spending, language)}


def _name(key: str, spellings: Mapping[str, str], language: Language) -> str:
    return spellings.get(language) or spellings.get("de") or key


def _has_spending(frame: pd.DataFrame) -> bool:
    return bool(_spent_on(_amounts_by_year(frame).values()))


def _standing(year: YearOfSpending) -> tuple[Any, ...]:
    ceiling = year.ceiling
    if ceiling is None:
        return ()
    is_in_force = ceiling.status not in ("vorgeschlagen", "angenommen")
    return (ceiling.amount, None if is_in_force else ceiling.status)


def _run(years: Sequence[YearOfSpending]) -> CeilingRun:
    """Return the line of ``years``; different papers for one amount stand in the footnotes, not on it."""
    amount, status = _standing(years[0])
    papers = {year.ceiling.papers for year in years if year.ceiling}
    paper = papers.pop() if status is not None and len(papers) == 1 else None
    return CeilingRun(years[0].year, years[-1].year, amount, status, paper)
