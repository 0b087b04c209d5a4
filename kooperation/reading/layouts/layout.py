"""What a known export layout is: its headings, kinds of rows, years and signs; and which one fits a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.model.money import Convention
from kooperation.reading.tables.dates import DateOrder
from kooperation.reading.words.vocabulary import fold_heading, heading_forms

KindOfFile = Literal["bookings", "overview", "orders", "activities", "planning"]  # no layout is for plans


@dataclass(frozen=True, slots=True)
class Layout:
    """One export layout. Headings are stored folded; empty parts say nothing.

    Attributes
    ----------
    columns : dict
        Folded heading -> canonical column; of several headings of one file the one listed first is read.
    kind_column : str or None
        The heading whose values say what kind of row it is.
    kinds : dict
        Value of the kind column -> ``actual``, ``commitment`` or ``budget``; an unlisted value is refused.
    years : dict
        Wide layouts: ``actual``, ``budget`` or ``commitment`` -> heading with ``{year}``.
    is_coded : bool
        The first word of a value may stand for the whole: ``51 Bestellungen``.
    plus, minus : frozenset of str
        Values of the sign column that mean spending, or the opposite.
    dates : str or None
        ``day first`` or ``month first``, where slashed dates leave it open.
    defaults : dict
        Canonical column -> the value of every row, where the file does not carry the column.
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
    is_coded: bool = False
    dates: DateOrder | None = None

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
            regex = re.compile(
                re.escape(fold_heading(start)) + r"((?:19|20)[0-9]{2})" + re.escape(fold_heading(end))
            )
            for position, heading in enumerate(headings):
                forms = map(regex.fullmatch, heading_forms(heading))  # also "Ist 2023 in T€"
                if match := next(filter(None, forms), None):
                    found[position] = (kind, int(match[1]))
        return found

    @property
    def known_headings(self) -> frozenset[str]:
        """Every heading that the layout names, folded; they tell the header from title lines."""
        named = {*self.needs, *self.columns, self.kind_column, self.sign_column}
        return frozenset(heading for heading in named if heading is not None)


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
