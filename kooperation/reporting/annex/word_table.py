"""A table of the annex in the XML of Word, written at once and in the order that its schema asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kooperation.model.messages import Language
from kooperation.reporting.annex.content import Column, Table
from kooperation.reporting.annex.measures import Measures

BAND, LINE = "E8EEF4", "B8C4D0"
TWIPS = 20  # of a point
CELL_MARGIN, LINE_GAP = "62", "20"  # [twips]


def table_element(table: Table, measures: Measures, language: Language) -> Any:
    """Return a table with a heading row that is repeated on each page, and no row cut by the end of one."""
    widths = [str(round(width * TWIPS)) for width in measures.widths]
    last = len(table.rows)
    rows = [
        _Row(texts, row.is_sum, table.stays_together and place < last)
        for place, (texts, row) in enumerate(
            zip(table.texts(language), table.rows, strict=True),
            start=1,
        )
    ]
    heading = _Row(
        [column.heading for column in table.columns], is_bold=True, keeps_next=True, is_heading=True
    )
    return element(
        "w:tbl",
        _properties(table.caption),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)),
        *(row.element(table.columns, widths, measures.size) for row in (heading, *rows)),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row to be written."""

    texts: Sequence[str]
    is_bold: bool
    keeps_next: bool
    is_heading: bool = False

    def element(self, columns: Sequence[Column], widths: Sequence[str], size: float) -> Any:
        """Return the row."""
        marks = [element("w:cantSplit"), *([element("w:tblHeader")] if self.is_heading else [])]
        cells = zip(columns, widths, self.texts, strict=True)
        return element(
            "w:tr",
            element("w:trPr", *marks),
            *(self._cell(column, width, text, size) for column, width, text in cells),
        )

    def _cell(self, column: Column, width: str, text: str, size: float) -> Any:
        band = [element("w:shd", val="clear", color="auto", fill=BAND)] if self.is_heading else []
        return element(
            "w:tc",
            element("w:tcPr", element("w:tcW", w=width, type="dxa"), *band),
            element("w:p", self._paragraph_properties(column), self._run(text, size)),
        )

    def _paragraph_properties(self, column: Column) -> Any:
        return element(
            "w:pPr",
            *([element("w:keepNext")] if self.keeps_next else []),
            element("w:spacing", before=LINE_GAP, after=LINE_GAP, line="240", lineRule="auto"),
            element("w:jc", val="right" if column.is_number else "left"),
        )

    def _run(self, text: str, size: float) -> Any:
        half_points = str(round(size * 2))
        bold = [element("w:b")] if self.is_bold else []
        look = element("w:rPr", *bold, element("w:sz", val=half_points), element("w:szCs", val=half_points))
        words = element("w:t")
        words.text = plain(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return element("w:r", look, words)


def _properties(caption: str) -> Any:
    """Return thin lines, narrow margins, and a description for those who cannot see the table."""
    lines = [
        element(f"w:{side}", val="single", sz="4", space="0", color=LINE)
        for side in ("top", "bottom", "insideH")
    ]
    margins = [element(f"w:{side}", w=CELL_MARGIN, type="dxa") for side in ("left", "right")]
    return element(
        "w:tblPr",
        element("w:tblW", w="0", type="auto"),
        element("w:tblBorders", *lines),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *margins),
        element("w:tblLook", val="0020", firstRow="1"),
        element("w:tblCaption", val=plain(caption)),
    )


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """Return an element of Word's XML with its children and the attributes of its own namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for child in children:
        made.append(child)
    return made


def plain(text: str) -> str:
    """Return a text without the control characters that XML has no way to write."""
    return "".join(
        letter for letter in text if (letter >= " " and letter not in "\ufffe\uffff") or letter in "\t\n"
    )
