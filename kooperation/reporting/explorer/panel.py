"""The controls of the explorer and where its parts stand: a thin layer of widgets over a scene."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from kooperation.books import Books
from kooperation.model.errors import KooperationError
from kooperation.model.messages import Language
from kooperation.model.schema import UNASSIGNED
from kooperation.reporting.charts import alt_text
from kooperation.reporting.explorer.pictures import PICTURES, picture_of
from kooperation.reporting.explorer.scene import STYLE, Scene
from kooperation.reporting.explorer.selection import selection_path
from kooperation.reporting.explorer.view import (
    Choice,
    View,
    cost_type_name,
    cost_types_of,
    first_choice,
    pot_name,
    pots_of,
    region_name,
    regions_of,
    years_of,
)
from kooperation.reporting.labels import label
from kooperation.reporting.whole_file import replace_file
from kooperation.reporting.widgets import live_view, load

MOST_LINES_OF_REGIONS = 5
_WRAPPING = {"flex_flow": "row wrap"}

Options = Sequence[tuple[str, Any]]


class Explorer:
    """The explorer as it stands in a notebook.

    Attributes
    ----------
    first, last, pot, regions, cost_type, chart : widgets
        The controls, each with a ``value`` that a program may set; no region chosen means all of them.
    reset, save : widgets
        The buttons; ``click()`` presses them.
    summary, picture, figures, postings, download : widgets
        What follows, as HTML.
    scene : Scene
        What is shown: ``scene.figures`` are the numbers of the chart.
    panel : widget
        All of it.
    """

    def __init__(self, books: Books, *, language: Language = "de") -> None:
        self._books, self._language, self._widgets = books, language, load("ipywidgets")
        self._is_settling = False
        self.scene = Scene(View(books, first_choice(books), language))
        years = [(str(year), year) for year in years_of(books)]
        self.first = self._control("first", "Dropdown", years, width="12em")
        self.last = self._control("last", "Dropdown", years, width="12em")
        self.pot = self._control("pot", "Dropdown", self._pots(), width="22em")
        self.cost_type = self._control("cost_type", "Dropdown", self._cost_types(), width="22em")
        self.regions = self._control("regions", "SelectMultiple", self._regions(), width="20em")
        self.regions.rows = min(len(self.regions.options), MOST_LINES_OF_REGIONS)
        self.chart = self._control("chart", "ToggleButtons", self._charts(), width="auto")
        self.chart.style.button_width = "auto"
        self.reset = self._button("reset", self._reset)
        self.save = self._button("save", self._save)
        self.summary, self.picture, self.figures, self.postings, self.download = (
            self._part(name) for name in ("summary", "picture", "figures", "postings", "download")
        )
        self.panel = self._panel()
        self._reset()
        self._show()

    @property
    def choice(self) -> Choice:
        """The filters, as far as the chosen chart follows them."""
        choice = Choice(
            first=self.first.value,
            last=self.last.value,
            pot=self.pot.value,
            regions=tuple(self.regions.value),
            cost_type=self.cost_type.value or None,
            chart=self.chart.value,
        )
        return picture_of(choice).heeded(choice)

    @property
    def view(self) -> View:
        """What is shown: the postings, sums and ceilings of the choice."""
        return self.scene.view

    def __repr__(self) -> str:
        """Return what is shown in plain text."""
        return self.scene.text

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the live widgets, and for a notebook without a running program the chart and its numbers.

        There is no HTML form: it would have to hold the picture, and comparing a stored notebook would then
        fail with every change of the chart's looks.
        """
        shown = {"text/plain": repr(self), "image/png": self.scene.png()}
        words = {"image/png": {"alt": alt_text(self.scene.axes)}}
        return {**live_view(self.panel), **shown}, words

    # --- what happens -------------------------------------------------------------------------------------

    def _changed(self, change: dict[str, Any]) -> None:
        """Follow a control that was changed; of two years that cross, the other one gives way."""
        if self._is_settling:
            return
        with self._settling():
            if self.first.value > self.last.value:
                other = self.last if change["owner"] is self.first else self.first
                other.value = change["new"]
        self._follow()

    def _reset(self, _button: object = None) -> None:
        """Put every filter back to the start; the chart stays the one that was chosen."""
        start = first_choice(self._books)
        with self._settling():
            self.first.value, self.last.value = start.first, start.last
            self.pot.value, self.regions.value, self.cost_type.value = start.pot, (), ""
        self._follow()

    def _follow(self) -> None:
        """Show what is chosen, unless it is shown already."""
        if (choice := self.choice) != self.scene.view.choice:
            self.scene = Scene(View(self._books, choice, self._language))
            self._show()

    def _show(self) -> None:
        """Fill all parts, and switch off the filters that the chosen chart has no use for."""
        ignored = picture_of(self.choice).ignores
        filters = {"first": self.first, "regions": self.regions, "cost_type": self.cost_type}
        for name, control in filters.items():
            control.disabled = name in ignored
        self.summary.value = self.scene.summary_html()
        self.picture.value = self.scene.picture_html()
        self.figures.value = self.scene.figures_html()
        self.postings.value = self.scene.postings_html()
        self.download.value = ""

    def _save(self, _button: object = None) -> None:
        """Write the postings as an Excel file beside the report, and offer it to the browser too."""
        content = self.scene.workbook()
        path = selection_path(self._books, self._language)
        try:
            replace_file(path, content)
            said = label("explorer.saved", self._language, path=f"{path.parent.name}/{path.name}")
        except KooperationError as error:
            said = error.findings[0].message(self._language)
        link = self.scene.link_html(content)
        self.download.value = " · ".join([escape(said), *([link] if link else [])])

    @contextmanager
    def _settling(self) -> Iterator[None]:
        """Set several controls as one change."""
        self._is_settling = True
        try:
            yield
        finally:
            self._is_settling = False

    # --- parts --------------------------------------------------------------------------------------------

    def _pots(self) -> Options:
        return [(pot_name(self._books, key, self._language), key) for key in pots_of(self._books)]

    def _regions(self) -> Options:
        return [(region_name(self._books, key, self._language), key) for key in regions_of(self._books)]

    def _cost_types(self) -> Options:
        keys = [*cost_types_of(self._books), UNASSIGNED]
        named = [(cost_type_name(key, self._language), key) for key in keys]
        return [(self._label("every_cost_type"), ""), *named]

    def _charts(self) -> Options:
        return [(label(f"explorer.picture_{one.key}", self._language), one.key) for one in PICTURES]

    def _control(self, name: str, kind: str, options: Options, *, width: str) -> Any:
        make = getattr(self._widgets, kind)
        control = make(
            options=options,
            description=self._label(name),
            style={"description_width": "5.5em"},
            layout={"width": width},
        )
        control.add_class(f"kooperation-{name.replace('_', '-')}")
        control.observe(self._changed, names="value")
        return control

    def _button(self, name: str, pressed: Callable[[object], None]) -> Any:
        button = self._widgets.Button(
            description=self._label(name),
            tooltip=label(f"explorer.help_{name}", self._language),
            layout={"width": "auto"},
        )
        button.add_class(f"kooperation-{name}")
        button.on_click(pressed)
        return button

    def _part(self, name: str) -> Any:
        part = self._widgets.HTML(layout={"width": "auto"})
        part.add_class(f"kooperation-{name}")
        return part

    def _panel(self) -> Any:
        make = self._widgets
        words = escape(label("explorer.help_regions", self._language))
        help_line = make.HTML(f"<small>{words}</small>")
        filters = [
            make.VBox([self.first, self.last]),
            make.VBox([self.pot, self.cost_type]),
            make.VBox([self.regions, help_line]),
        ]
        buttons = [self.reset, self.save, self.download]
        panel = make.VBox(
            [
                make.HTML(STYLE),
                make.HBox(filters, layout=_WRAPPING),
                self.chart,
                make.HBox(buttons, layout=_WRAPPING),
                self.summary,
                self.picture,
                self.figures,
                self.postings,
            ]
        )
        panel.add_class("kooperation-explorer")
        return panel

    def _label(self, name: str) -> str:
        return label(f"explorer.{name}", self._language)
