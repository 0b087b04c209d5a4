"""The annex as a tagged PDF: typst sets it, with fonts and chart inside."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from kooperation.reporting.annex.content import AnnexContent, Picture, Table
from kooperation.reporting.annex.letters import FONT, UNKNOWN, font_folder, printable
from kooperation.reporting.annex.measures import LONGEST_WORD, breakable, measures_of
from kooperation.reporting.labels import label

STANDARD: Literal["ua-1"] = (
    "ua-1"  # PDF/UA-1: a screen reader can read it; typst refuses to write what does not hold it
)
_TEMPLATE = Path(__file__).with_name("page.typ")


def pdf_bytes(content: AnnexContent) -> bytes:
    """Return the annex as PDF; the same content always gives the same bytes."""
    compiler = typst.Compiler(
        input=_TEMPLATE.read_bytes(),
        root=str(_TEMPLATE.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"annex": json.dumps(page_data(content), ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD])
    if not isinstance(made, bytes):
        raise TypeError("typst wrote no single PDF")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts that come with this package's libraries: none of the machine, so that bytes agree."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )


def page_data(content: AnnexContent) -> dict[str, Any]:
    """Return what the template sets: texts that the font can show, and pictures."""
    data = {
        "language": content.language,
        "kicker": label("annex.kicker", content.language),
        "title": content.title,
        "subject": label("annex.subject", content.language),
        "stand": content.stand,
        "example": content.example,
        "mark": content.mark,
        "foot": f"{content.title} · {content.stand}",
        "page_of": label("annex.page_of", content.language, page="{page}", pages="{pages}"),
        "findings": list(content.findings),
        "sections": [
            {"heading": section.heading, "parts": [_part(part, content) for part in section.parts]}
            for section in content.sections
        ],
        "notes": [],
    }
    shown: dict[str, Any] = _printable(data)
    if shown != data:
        has_boxes = UNKNOWN in json.dumps(shown, ensure_ascii=False)
        shown["notes"] = [label("annex.note_letters", content.language)] if has_boxes else []
    return {**shown, "font": FONT}


def _printable(data: Any) -> Any:
    if isinstance(data, str):
        return breakable(printable(data))
    if isinstance(data, list):
        return [_printable(one) for one in data]
    if isinstance(data, dict):
        return {key: _shown(key, one) for key, one in data.items()}
    return data


def _shown(key: str, value: Any) -> Any:
    """Return one value of the data; a picture stays as it is, and no line ends in what describes it."""
    if key == "svg":
        return value
    return printable(value) if key == "alt" else _printable(value)


def _part(part: Table | Picture, content: AnnexContent) -> dict[str, Any]:
    if isinstance(part, Picture):
        svg = part.drawn["svg"].decode()
        return {"kind": "picture", "svg": svg, "alt": part.alt}
    headings = [column.heading for column in part.columns]
    rows = part.texts(content.language)
    return {
        "kind": "table",
        "caption": part.caption,
        "headings": headings,
        "numbers": [column.is_number for column in part.columns],
        "rows": [
            {"cells": list(texts), "sum": row.is_sum} for texts, row in zip(rows, part.rows, strict=True)
        ],
        "notes": list(part.notes),
        "together": part.stays_together,
        **_measures(part, content),
    }


def _measures(table: Table, content: AnnexContent) -> dict[str, Any]:
    measured = measures_of(table, content.language)
    return {"longest_word": LONGEST_WORD, "size": measured.size, "widths": list(measured.widths)}
