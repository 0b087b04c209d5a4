"""What the bullets show: ceiling, spent, ordered and left per year, as exact figures and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from kooperation.model.ceiling import scope_regions
from kooperation.model.messages import Language
from kooperation.model.money import ZERO, sum_euros
from kooperation.model.period import format_day
from kooperation.model.schema import TEXT
from kooperation.reporting.charts.amounts import (
    euro_column,
    euro_text,
    exact_amount,
    share_of,
    share_text,
    span_of,
)
from kooperation.reporting.charts.limits import (
    Limit,
    Reach,
    limit_facts,
    reach_of,
    scope_notes,
    usable_notes,
)
from kooperation.reporting.charts.sources import UsageFrame
from kooperation.reporting.charts.standing import Standing, status_notes
from kooperation.reporting.labels import label


@dataclass(frozen=True, slots=True)
class Bullet:
    """The usage of one Haushaltsjahr [EUR]; ``ceiling`` and what follows from it ``None``: not documented."""

    year: int
    ceiling: Decimal | None
    usable: Decimal | None
    actual: Decimal
    committed: Decimal
    available: Decimal | None
    state: str
    status: str | None = None
    papers: str | None = None
    reach: Reach = field(default_factory=Reach)

    @property
    def limit(self) -> Limit | None:
        """The documented ceiling and how far it reaches, or ``None``."""
        return None if self.ceiling is None else Limit(self.year, self.ceiling, self.reach)

    @property
    def share(self) -> Fraction | None:
        """The used share of the ceiling."""
        return share_of(self.actual, self.ceiling)

    @property
    def bound_share(self) -> Fraction | None:
        """The share of the ceiling that is spent or ordered."""
        return share_of(self.actual + self.committed, self.ceiling)

    def words(self, language: Language) -> str:
        """Return the figures as they stand beside the bullet: spent, share, share with orders, left.

        The state follows from what is bound: without that share it could not be understood.
        """
        return self.wordings(language)[0]

    def wordings(self, language: Language) -> tuple[str, str, str]:
        """Return the figures in full, as spent and left, and as what is left alone, or was spent."""
        spent, rest = euro_text(self.actual, language, against=self.ceiling), self._rest(language)
        parts = [spent]
        if self.share is not None:
            parts.append(share_text(self.share, language))
        if self.committed:
            parts.append(self._ordered(language))
        return " · ".join([*parts, *rest]), " · ".join([spent, *rest]), next(iter(rest), spent)

    def _rest(self, language: Language) -> list[str]:
        if self.available is None:
            return []
        key, amount = (
            ("chart.rest", self.available) if self.available >= 0 else ("chart.above", -self.available)
        )
        return [label(key, language, amount=euro_text(amount, language))]

    def _ordered(self, language: Language) -> str:
        if self.bound_share is None:
            return label("chart.committed", language, amount=euro_text(self.committed, language))
        return label("chart.with_committed", language, share=share_text(self.bound_share, language))


@dataclass(frozen=True, slots=True)
class UsageContent:
    """All that one chart of usage shows."""

    bullets: tuple[Bullet, ...]
    pot_name: str
    is_example: bool
    language: Language
    as_of: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """State the finding: exceeded years first, else the one that is closest to its ceiling."""
        language = self.language
        if not self.bullets:
            return label("chart.no_data", language)
        over = [bullet for bullet in self.bullets if bullet.available is not None and bullet.available < 0]
        if over:
            return self._exceeded(over)
        measured = [bullet for bullet in self.bullets if bullet.available is not None]
        if not measured:
            first, last = self.bullets[0].year, self.bullets[-1].year
            amount = euro_text(sum_euros(bullet.actual for bullet in self.bullets), language)
            years = span_of(first, last, language)
            return label("chart.title_sum_undocumented", language, years=years, amount=amount)
        tightest = min(measured, key=lambda bullet: bullet.available or ZERO)
        left = euro_text(tightest.available or ZERO, language)
        return label("chart.title_left", language, year=tightest.year, amount=left)

    def _exceeded(self, over: list[Bullet]) -> str:
        if len(over) > 2:
            worst = min(over, key=lambda bullet: bullet.available or ZERO)
            amount = euro_text(-(worst.available or ZERO), self.language)
            return label(
                "chart.title_bound_many", self.language, count=len(over), year=worst.year, amount=amount
            )
        years = [
            label(
                "chart.year_by",
                self.language,
                year=bullet.year,
                amount=euro_text(-(bullet.available or ZERO), self.language),
            )
            for bullet in over
        ]
        key = "chart.title_bound_one" if len(over) == 1 else "chart.title_bound_two"
        return label(key, self.language, first=years[0], second=years[-1])

    @property
    def subtitle(self) -> str:
        """Say what is drawn, from which pot and as of which day."""
        parts = [label("chart.per_year", self.language)]
        if self.pot_name:
            parts.append(label("chart.pot", self.language, pot=self.pot_name))
        if self.as_of:
            parts.append(label("chart.as_of", self.language, day=format_day(self.as_of, self.language)))
        return " · ".join(parts)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """Return what must be known to read the bullets: scope, ceilings not in force, what may be used."""
        return (
            *scope_notes(self._limits, self.names, self.language),
            *status_notes(self._standings, self.language),
            *usable_notes(self._limits, self.language),
        )

    @property
    def _standings(self) -> list[Standing]:
        shown = (bullet for bullet in self.bullets if bullet.ceiling is not None)
        return [Standing(bullet.year, bullet.status, bullet.papers) for bullet in shown]

    @property
    def _limits(self) -> list[Limit]:
        return [bullet.limit for bullet in self.bullets if bullet.limit is not None]

    @property
    def alt_text(self) -> str:
        """Describe the chart for people who cannot see it."""
        language = self.language
        example = f" ({label('chart.example', language)})" if self.is_example else ""
        what = self.subtitle + example
        if not self.bullets:
            return f"{what}: {self.title}."
        years = span_of(self.bullets[0].year, self.bullets[-1].year, language)
        opening = label("chart.alt_usage", language, what=what, years=years, title=self.title)
        return " ".join([opening, *(self._sentence(bullet) for bullet in self.bullets)])

    def _sentence(self, bullet: Bullet) -> str:
        facts = [bullet.words(self.language)]
        if bullet.ceiling is not None:
            amount = euro_text(bullet.ceiling, self.language)
            facts.insert(0, label("chart.alt_ceiling", self.language, amount=amount))
        if bullet.committed and bullet.bound_share is not None:
            amount = euro_text(bullet.committed, self.language)
            facts.append(label("chart.committed", self.language, amount=amount))
        if bullet.limit is not None:
            facts += limit_facts(bullet.limit, self.language)
        return f"{bullet.year}: {', '.join(facts)} ({label(f'state.{bullet.state}', self.language)})."

    @property
    def figures(self) -> pd.DataFrame:
        """The numbers that are drawn, one row per year [EUR]."""
        language = self.language
        columns: dict[str, Any] = {
            label("chart.ceiling_column", language): euro_column(bullet.ceiling for bullet in self.bullets),
            label("chart.legend_usable", language): euro_column(bullet.usable for bullet in self.bullets),
            label("chart.legend_actual", language): euro_column(bullet.actual for bullet in self.bullets),
            label("chart.legend_committed", language): euro_column(
                bullet.committed for bullet in self.bullets
            ),
            label("chart.available", language): euro_column(bullet.available for bullet in self.bullets),
            label("chart.share", language): pd.array(
                [self._share(bullet) for bullet in self.bullets], dtype=TEXT
            ),
            label("chart.state", language): pd.array(
                [label(f"state.{bullet.state}", language) for bullet in self.bullets], dtype=TEXT
            ),
        }
        index = pd.Index([b.year for b in self.bullets], dtype="int64", name=label("chart.year", language))
        return pd.DataFrame(columns, index=index)

    def _share(self, bullet: Bullet) -> str:
        if bullet.ceiling is None:
            return label("chart.undocumented", self.language)
        return share_text(bullet.share, self.language)


def usage_content(frame: UsageFrame, *, language: Language) -> UsageContent:
    """Take from a usage frame of one pot what the bullets show.

    Raises
    ------
    TypeError
        When an amount is a float.
    """
    usage = frame.usage.sort_index()
    rows = zip(usage.index, usage.to_dict("records"), strict=True)
    bullets = tuple(_bullet(int(year), row) for year, row in rows)
    names = {key: spelled.get(language) or spelled.get("de") or key for key, spelled in frame.names.items()}
    return UsageContent(bullets, frame.pot_name, frame.is_example, language, frame.as_of, names)


def _bullet(year: int, row: Mapping[Any, Any]) -> Bullet:
    ceiling = exact_amount(row["ceiling"])
    return Bullet(
        year=year,
        ceiling=ceiling,
        usable=exact_amount(row["usable"]),
        actual=exact_amount(row["actual"]) or ZERO,
        committed=exact_amount(row["committed"]) or ZERO,
        available=exact_amount(row["available"]),
        state=str(row["state"]),
        status=_text(row.get("status")),
        papers=_text(row.get("decisions")),
        reach=reach_of(row, scope=scope_regions(row.get("scope"))),
    )


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
