"""Tables of a notebook that sort, search, copy and export; stored, they are the table that ``show`` shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kooperation.books import Books
from kooperation.model.messages import Language
from kooperation.model.schema import DATE
from kooperation.reporting.frames import Written, show, written_frame
from kooperation.reporting.labels import label
from kooperation.reporting.shown_table import ShownTable
from kooperation.reporting.widgets import live_view, load

__all__ = ["BrowsableTable", "browse"]

MOST_ROWS = 5_000  # what a browser sorts and searches at once
PAGE = 10


@dataclass(frozen=True, repr=False)
class BrowsableTable:
    """A table to sort, search and export.

    ``static`` is what a stored notebook keeps, ``widget`` the live table.
    """

    static: ShownTable
    widget: Any

    def __repr__(self) -> str:
        """Return the first rows in plain text."""
        return repr(self.static)

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        return {
            **live_view(self.widget),
            "text/html": self.static.html(),
            "text/plain": repr(self),
        }


def browse(
    frame: pd.DataFrame,
    books: Books | None = None,
    *,
    columns: Iterable[str] | None = None,
    most: int = MOST_ROWS,
    language: Language = "de",
) -> BrowsableTable:
    """Show a frame as a table that people sort, search, copy and export to Excel; for the end of a cell.

    The words are those of :func:`show`. Amounts and days sort by value and reach Excel as numbers and dates;
    the file for Excel is made in the browser, nothing is fetched from anywhere. A stored notebook keeps the
    first rows as a plain table.

    Parameters
    ----------
    frame : DataFrame
        Any frame of this package.
    books : Books, optional
        Where it comes from, as for :func:`show`.
    columns : iterable of str, optional
        The columns to show, in this order. Default: all but the vendors.
    most : int
        How many rows at most; a line below says when there are more.
    language : {"de", "en"}
        Of headings, numbers, buttons and messages.

    Returns
    -------
    BrowsableTable

    Raises
    ------
    KooperationError
        When itables or anywidget is not installed, with the command that does it.
    ValueError
        When a column is not there, or is one that is never shown.
    """
    asked = None if columns is None else list(columns)
    written = written_frame(frame, books, columns=asked, most=most, language=language)
    static = show(frame, books, columns=asked, most=PAGE, language=language)
    load("anywidget")
    make = load("itables", part="itables.widget").ITable
    cells, hidden = _cells(written)
    table = make(
        cells,
        caption=" · ".join(text for text in (written.note, written.rest) if text),
        columnDefs=_column_definitions(written, hidden),
        layout=_layout(len(written.texts), hidden, language),
        language=_words(language),
        lengthMenu=[[PAGE, 25, 100, -1], [PAGE, 25, 100, label("browse.all", language)]],
        pageLength=PAGE,
        order=[],
        scrollX=True,
        showIndex=False,
        maxBytes=0,
        maxRows=0,
        classes="display compact",
        style="table-layout:auto;width:auto;margin:0;caption-side:top",
    )
    return BrowsableTable(static, table)


def _cells(written: Written) -> tuple[pd.DataFrame, dict[int, int]]:
    """Return the texts, behind them a hidden twin of each column that sorts by value, and where it stands."""
    count = len(written.texts)
    twins = {
        place: _sortable(written.values.iloc[:, place])
        for place in range(count)
        if _has_values(written.values.iloc[:, place])
    }
    columns = [*written.texts, *twins.values()]
    headings = [*written.headings, *(written.headings[place] for place in twins)]
    made = {number: pd.Series(column, dtype=object) for number, column in enumerate(columns)}
    frame = pd.DataFrame(made).set_axis(headings, axis="columns")
    return frame, {place: count + number for number, place in enumerate(twins)}


def _has_values(column: pd.Series[Any]) -> bool:
    """Tell whether a column sorts by something else than its text: a number or a day."""
    is_flag = pd.api.types.is_bool_dtype(column.dtype)
    return column.dtype == DATE or (bool(pd.api.types.is_numeric_dtype(column.dtype)) and not is_flag)


def _sortable(column: pd.Series[Any]) -> list[str]:
    """Return values as a browser and Excel take them for numbers and dates; nothing for what is absent."""
    if column.dtype == DATE:
        return ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in column]
    return ["" if pd.isna(number) else str(number) for number in column]


def _column_definitions(written: Written, hidden: dict[int, int]) -> list[dict[str, Any]]:
    right = [place for place in hidden if written.values.dtypes.iloc[place] != DATE]
    left = [place for place in range(len(written.texts)) if place not in right]
    days = [twin for place, twin in hidden.items() if place not in right]
    return [
        *({"targets": place, "orderData": twin} for place, twin in hidden.items()),
        {"targets": list(hidden.values()), "visible": False, "searchable": False},
        {"targets": [hidden[place] for place in right], "type": "num"},
        {"targets": days, "type": "string"},
        {"targets": right, "className": "dt-right dt-nowrap"},
        {"targets": left, "type": "string"},
        {"targets": [place for place in left if place in hidden], "className": "dt-left dt-nowrap"},
        {"targets": [place for place in left if place not in hidden], "className": "dt-left"},
    ]


def _layout(count: int, hidden: dict[int, int], language: Language) -> dict[str, Any]:
    """Return what stands around the table; Excel gets values, a copied line the words that are seen."""
    words = {"columns": ":visible"}
    values = {"columns": [hidden.get(place, place) for place in range(count)]}
    name = label("browse.file", language)
    buttons = [
        {
            "extend": "copyHtml5",
            "text": label("browse.copy", language),
            "title": None,
            "exportOptions": words,
        },
        {
            "extend": "excelHtml5",
            "text": label("browse.excel", language),
            "title": None,
            "filename": name,
            "exportOptions": values,
        },
        {
            "extend": "csvHtml5",
            "text": label("browse.csv", language),
            "filename": name,
            "fieldSeparator": ";",
            "bom": True,
            "escapeExcelFormula": True,
            "exportOptions": words,
        },
    ]
    return {
        "topStart": {"buttons": buttons},
        "topEnd": "search",
        "bottomStart": "info",
        "bottom2Start": "pageLength",
        "bottomEnd": "paging",
    }


def _words(language: Language) -> dict[str, Any]:
    """Return what DataTables says, under its own names; its decimal mark stays that of the hidden values."""

    def said(key: str) -> str:
        return label(f"browse.{key}", language)

    return {
        "search": said("search"),
        "lengthMenu": said("lines"),
        "info": said("info"),
        "infoEmpty": said("info_empty"),
        "infoFiltered": said("info_filtered"),
        "zeroRecords": said("no_match"),
        "emptyTable": said("info_empty"),
        "thousands": "." if language == "de" else ",",
        "aria": {
            "orderable": said("sort"),
            "orderableReverse": said("sort_back"),
            "orderableRemove": said("sort_off"),
            "paginate": {
                "first": said("first_page"),
                "last": said("last_page"),
                "next": said("next_page"),
                "previous": said("page_before"),
            },
        },
        "buttons": {
            "copyTitle": said("copied"),
            "copySuccess": {"1": said("copied_one"), "_": said("copied_several")},
        },
    }
