"""A view as people see it: chart with its words, tables, sum. Text, HTML and bytes; no widgets."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from kooperation.reporting.charts import alt_text, chart_figures, close_chart
from kooperation.reporting.charts.canvas import picture_bytes
from kooperation.reporting.explorer.pictures import picture_of
from kooperation.reporting.explorer.selection import selection_bytes
from kooperation.reporting.explorer.view import POSTING_COLUMNS, View
from kooperation.reporting.frames import show
from kooperation.reporting.labels import label
from kooperation.reporting.shown_table import ShownTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_POSTINGS = 100  # on the screen; the file holds all of them
LARGEST_LINK = 5_000_000  # bytes of a file that is offered inside the page itself
STORED_DPI = 100  # a stored notebook stays small
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# JupyterLab's own colours, so that a dark theme stays dark; the chart keeps its white paper.
STYLE = """<style>
.kooperation-explorer { color: var(--jp-ui-font-color1, #1a1a1a); }
.kooperation-explorer .widget-html, .kooperation-explorer .widget-html-content { min-width: 0; height: auto; }
.kooperation-explorer .widget-html-content { line-height: 1.45; }
.kooperation-explorer select:focus-visible { outline: 2px solid var(--jp-brand-color1, #0072b2); }
.kooperation-explorer .mod-active { font-weight: bold; }
.kooperation-explorer .mod-active { box-shadow: inset 0 -3px var(--jp-brand-color1, #0072b2); }
.kooperation-explorer .kooperation-scroll { max-height: 24em; overflow: auto; }
.kooperation-explorer table { border-collapse: collapse; line-height: 1.45; }
.kooperation-explorer th, .kooperation-explorer td { padding: 2px 8px; }
.kooperation-explorer tbody tr:nth-child(odd) { background: var(--jp-layout-color2, #f4f4f4); }
.kooperation-explorer thead th { position: sticky; top: 0; background: var(--jp-layout-color1, #fff); }
.kooperation-explorer h4 { margin: 0.6em 0 0.3em; }
.kooperation-explorer p { margin: 0.2em 0; }
.kooperation-explorer img { max-width: 100%; height: auto; }
.kooperation-explorer a { color: var(--jp-content-link-color, #0055aa); }
</style>"""


@dataclass(frozen=True)
class Scene:
    """What one view looks like; each part is made when it is first asked for."""

    view: View

    @cached_property
    def axes(self) -> Axes:
        """The chart, in no window and at the end of no cell."""
        axes = picture_of(self.view.choice).draw(self.view)
        close_chart(axes)
        return axes

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The numbers of the chart, as ``chart_figures``."""
        return chart_figures(self.axes)

    @property
    def figures_table(self) -> ShownTable:
        """The numbers of the chart as people read them."""
        return replace(show(self.figures, self.view.books, language=self.view.language), note=None)

    @property
    def postings_table(self) -> ShownTable:
        """The first postings of the view, with file, sheet and row, and the sum of all."""
        shown = show(
            self.view.postings,
            self.view.books,
            columns=POSTING_COLUMNS,
            sums=True,
            most=MOST_POSTINGS,
            language=self.view.language,
        )
        return replace(shown, note=None)

    @property
    def text(self) -> str:
        """The view in plain text: what is shown, and the numbers of the chart."""
        return "\n".join([self.view.summary, *self.remarks, repr(self.figures_table)])

    @property
    def remarks(self) -> list[str]:
        """What must be said about the view: that its figures are invented, that they are a part."""
        example = [label("workbook.example", self.view.language)] if self.view.books.is_example else []
        return [*example, *([self._label("part")] if self.view.is_part else [])]

    def png(self) -> str:
        """Return the chart as a base64 text for a stored notebook."""
        return b64encode(picture_bytes(self.axes, "png", dpi=STORED_DPI)).decode("ascii")

    def picture_html(self) -> str:
        """Return the chart as an image that carries its alternative text."""
        drawn = b64encode(picture_bytes(self.axes, "svg")).decode("ascii")
        words = escape(alt_text(self.axes))
        return f'<img alt="{words}" src="data:image/svg+xml;base64,{drawn}">'

    def summary_html(self) -> str:
        """Return what is shown in one line, which a screen reader says when it changes."""
        remarks = "".join(f"<br><em>{escape(remark)}</em>" for remark in self.remarks)
        return f'<div role="status" aria-live="polite"><b>{escape(self.view.summary)}</b>{remarks}</div>'

    def figures_html(self) -> str:
        """Return the numbers of the chart under their heading."""
        return self._section("figures", self.figures_table.html())

    def postings_html(self) -> str:
        """Return the postings under their heading."""
        if self.view.postings.empty:
            return self._section("postings", f"<p>{escape(self._label('no_postings'))}</p>")
        return self._section("postings", self.postings_table.html())

    def workbook(self) -> bytes:
        """Return the postings, all of them, as an Excel file."""
        return selection_bytes(self.view)

    def link_html(self, content: bytes) -> str:
        """Return a link that hands ``content`` to the browser from inside the page; empty when too large."""
        if len(content) > LARGEST_LINK:
            return ""
        file = self._label("file")
        words = escape(label("explorer.download", self.view.language, file=file))
        coded = b64encode(content).decode("ascii")
        look = "text-decoration: underline; font-weight: bold"
        return f'<a style="{look}" download="{escape(file)}" href="data:{XLSX};base64,{coded}">{words}</a>'

    def _section(self, name: str, content: str) -> str:
        heading = escape(self._label(name))
        # A region that scrolls must be reachable by the keyboard.
        return (
            f'<h4>{heading}</h4><div class="kooperation-scroll" role="region" tabindex="0" '
            f'aria-label="{heading}">{content}</div>'
        )

    def _label(self, name: str) -> str:
        return label(f"explorer.{name}", self.view.language)
