"""What the small multiples show: one panel per region, with exact figures and in words. No drawing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kooperation.model.messages import Language
from kooperation.model.money import sum_euros
from kooperation.model.period import format_day
from kooperation.model.schema import UNASSIGNED
from kooperation.reporting.charts.amounts import euro_text, share_of, share_text, span_of
from kooperation.reporting.charts.spending.content import SpendingContent
from kooperation.reporting.charts.spending.sentences import notes_on_scope
from kooperation.reporting.labels import label
from kooperation.reporting.style import OTHERS, Look

MOST_PANELS = 12  # regions of the pot; more are shown together


@dataclass(frozen=True, slots=True)
class Panel:
    """One region through the years [EUR]."""

    key: str
    name: str
    look: Look
    amounts: tuple[Decimal, ...]  # one per year
    counts: tuple[bool, ...]  # whether the year's ceiling covers the region
    is_beside: bool  # paid from another budget

    @property
    def total(self) -> Decimal:
        """Net spending of all years [EUR]."""
        return sum_euros(self.amounts)


@dataclass(frozen=True, slots=True)
class RegionsContent:
    """All that one chart of small multiples shows."""

    spending: SpendingContent
    panels: tuple[Panel, ...]

    @property
    def language(self) -> Language:
        """The language of all texts."""
        return self.spending.language

    @property
    def years(self) -> tuple[int, ...]:
        """The Haushaltsjahre of every panel."""
        return tuple(year.year for year in self.spending.years)

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """Every amount that is drawn [EUR]."""
        return tuple(amount for panel in self.panels for amount in panel.amounts)

    @property
    def title(self) -> str:
        """State the finding: which region cost most."""
        language, own = self.language, [panel for panel in self.panels if not panel.is_beside]
        if not self.panels:
            return label("chart.no_data", language)
        total = sum_euros(panel.total for panel in own)
        named = [panel for panel in own if panel.key not in (UNASSIGNED, OTHERS) and panel.total > 0]
        largest = max(named, key=lambda panel: panel.total, default=None)
        years = span_of(self.years[0], self.years[-1], language)
        if largest is None:
            return label("chart.title_sum", language, years=years, amount=euro_text(total, language))
        amount = euro_text(largest.total, language)
        if len(own) == 1:
            return label("regions.title_alone", language, name=largest.name, years=years, amount=amount)
        if any(panel.total < 0 for panel in own):  # a share of a net sum says nothing
            return label("regions.title_plain", language, name=largest.name, amount=amount)
        whole, share = euro_text(total, language), share_text(share_of(largest.total, total), language)
        return label("regions.title", language, name=largest.name, amount=amount, total=whole, share=share)

    @property
    def subtitle(self) -> str:
        """Say what is drawn, from which pot and as of which day."""
        content, parts = self.spending, [label("regions.subtitle", self.language)]
        if content.pot_name:
            parts.append(label("chart.pot", self.language, pot=content.pot_name))
        if content.as_of:
            parts.append(label("chart.as_of", self.language, day=format_day(content.as_of, self.language)))
        return " · ".join(parts)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """Return what must be known to read the bars: scope, refunds, other budgets."""
        notes = notes_on_scope(self.spending)
        if any(amount < 0 for amount in self.amounts):
            notes.append(label("regions.note_negative", self.language))
        if self.spending.beside_regions:
            pots = ", ".join(self.spending.beside_names)
            notes.append(label("regions.note_beside", self.language, pots=pots))
        return tuple(notes)

    @property
    def alt_text(self) -> str:
        """Describe the chart for people who cannot see it: what it shows, the finding, each region."""
        language, what = self.language, self.subtitle
        if self.spending.is_example:
            what += f" ({label('chart.example', language)})"
        if not self.panels:
            return f"{what}: {self.title}."
        years = span_of(self.years[0], self.years[-1], language)
        opening = label("regions.alt", language, what=what, years=years, title=self.title)
        return " ".join([opening, *(self._sentence(panel) for panel in self.panels)])

    def _sentence(self, panel: Panel) -> str:
        language = self.language
        pairs = zip(self.years, panel.amounts, strict=True)
        years = ", ".join(f"{year} {euro_text(amount, language)}" for year, amount in pairs if amount)
        key = "regions.alt_beside" if panel.is_beside else "regions.alt_panel"
        return label(key, language, name=panel.name, years=years, amount=euro_text(panel.total, language))


def regions_content(spending: SpendingContent) -> RegionsContent:
    """Take the regions apart that the chart of spending stacks, those of other budgets last."""
    own = (_panel(key, spending, is_beside=False) for key in spending.regions)
    beside = (_panel(key, spending, is_beside=True) for key in spending.beside_regions)
    return RegionsContent(spending, (*own, *beside))


def _panel(key: str, spending: SpendingContent, *, is_beside: bool) -> Panel:
    rows = [(year.beside if is_beside else year.amounts)[key] for year in spending.years]
    counts = tuple(is_beside or year.counts(key) for year in spending.years)
    return Panel(key, spending.names[key], spending.looks[key], tuple(rows), counts, is_beside)
