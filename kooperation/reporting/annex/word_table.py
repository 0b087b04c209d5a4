"""A table of the annex in the XML of Word, written at once and in the order that its schema asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn

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
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(row.xml(table.columns, widths, measures.size) for row in (heading, *rows))
    inside = f"{_properties(table.caption)}<w:tblGrid>{grid}</w:tblGrid>{lines}"
    return parse_xml(f'<w:tbl xmlns:w="{nsmap["w"]}">{inside}</w:tbl>')


@dataclass(frozen=True, slots=True)
class _Row:
    """One row to be written."""

    texts: Sequence[str]
    is_bold: bool
    keeps_next: bool
    is_heading: bool = False

    def xml(self, columns: Sequence[Column], widths: Sequence[str], size: float) -> str:
        """Return the row."""
        marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if self.is_heading else "")
        look = self._look(size)
        cells = "".join(
            self._cell(column, width, text, look)
            for column, width, text in zip(columns, widths, self.texts, strict=True)
        )
        return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"

    def _cell(self, column: Column, width: str, text: str, look: str) -> str:
        band = f'<w:shd w:val="clear" w:color="auto" w:fill="{BAND}"/>' if self.is_heading else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{band}</w:tcPr>'
            f"<w:p><w:pPr>{self._paragraph(column)}</w:pPr><w:r><w:rPr>{look}</w:rPr>"
            f'<w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r></w:p></w:tc>'
        )

    def _paragraph(self, column: Column) -> str:
        together = "<w:keepNext/>" if self.keeps_next else ""
        spacing = f'<w:spacing w:before="{LINE_GAP}" w:after="{LINE_GAP}" w:line="240" w:lineRule="auto"/>'
        return f'{together}{spacing}<w:jc w:val="{"right" if column.is_number else "left"}"/>'

    def _look(self, size: float) -> str:
        half_points = round(size * 2)
        bold = "<w:b/>" if self.is_bold else ""
        return f'{bold}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _properties(caption: str) -> str:
    """Return thin lines, narrow margins, and a description for those who cannot see the table."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "bottom", "insideH")
    )
    margins = "".join(f'<w:{side} w:w="{CELL_MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val={quoteattr(plain(caption))}/></w:tblPr>'
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
