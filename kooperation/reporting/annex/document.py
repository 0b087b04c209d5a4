"""The annex as a Word document for editing: real headings, tables, page numbers, and the same words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from kooperation.model.messages import Language
from kooperation.reporting.annex.content import AnnexContent, Picture, Table
from kooperation.reporting.annex.measures import measures_of
from kooperation.reporting.annex.word_table import element, plain, table_element
from kooperation.reporting.labels import label

FONT = "Arial"
LOCALES = {"de": "de-DE", "en": "en-GB"}
SOFT = RGBColor(0x59, 0x59, 0x59)
NO_DAY = date(2000, 1, 1)  # the date of an annex without any dated posting
PACKED_ON = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP archive can name
WIDTH = Mm(174)
MARK = "FFF3C4"
CAPTION, TITLE, HEADING = "Caption", "Title", "Heading1"  # the keys of the styles in the document


def document_bytes(content: AnnexContent) -> bytes:
    """Return the annex as a Word document; the same content always gives the same bytes."""
    document = docx.Document()
    _drop_old_styles(document)
    _set_up(document, content)
    _write_opening(document, content)
    for section in content.sections:
        _add(document, section.heading, HEADING)
        for part in section.parts:
            if isinstance(part, Picture):
                _write_picture(document, part)
            else:
                _write_table(document, part, content.language)
    stream = io.BytesIO()
    document.save(stream)
    return _repacked(stream.getvalue())


# --- the document as a whole --------------------------------------------------------------------------------


def _set_up(document: Document, content: AnnexContent) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin, page.bottom_margin = Mm(15), Mm(17)
    page.footer_distance = Mm(8)
    _set_styles(document, content.language)
    _describe(document, content)
    _write_footer(page.footer.paragraphs[0], content)


def _drop_old_styles(document: Document) -> None:
    """Leave out the second copy of the styles, for Word 2010, since it would contradict ours."""
    relations = document.part.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith("/stylesWithEffects")]:
        del relations[name]


def _set_styles(document: Document, language: Language) -> None:
    sizes = {"Normal": 9, "Title": 15, "Heading 1": 11, "Caption": 7.5}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = SOFT if name == "Caption" else RGBColor(0x1A, 0x1A, 0x1A)
        style.font.bold = name in ("Title", "Heading 1")
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before = Pt(9 if name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.0
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    for tongue in document.styles.element.iter(qn("w:lang")):
        tongue.set(qn("w:val"), LOCALES[language])


def _describe(document: Document, content: AnnexContent) -> None:
    """Say what it is and of which day, and name nobody and no clock: equal input makes equal bytes."""
    day = content.as_of or NO_DAY
    made_on = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no time zone
    properties = document.core_properties
    properties.title, properties.subject = plain(content.title), label("annex.subject", content.language)
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = made_on
    properties.language, properties.revision = LOCALES[content.language], 1
    package = document.part.package
    thumbnails = [key for key, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]
    for key in thumbnails:
        package.rels.pop(key)
    _name_generation(document)


def _name_generation(document: Document) -> None:
    """Say that the document is of today's Word, which else opens it in its compatibility mode."""
    settings: Any = document.settings.element
    compat = settings.find(qn("w:compat"))  # stands in the template of python-docx
    compat.append(element("w:compatSetting", name="compatibilityMode", uri=_WORD, val="15"))


_WORD = "http://schemas.microsoft.com/office/word"


def _write_footer(line: Paragraph, content: AnnexContent) -> None:
    line.style = "Caption"
    line.add_run(plain(f"{content.title} · {content.stand}"))
    if content.mark:
        line.add_run(" · ")
        line.add_run(content.mark).bold = True
    line.add_run(" · ")
    words = label("annex.page_of", content.language, page="\0PAGE\0", pages="\0NUMPAGES\0")
    for place, words_or_field in enumerate(words.split("\0")):
        if place % 2:
            _add_field(line, words_or_field)
        else:
            line.add_run(words_or_field)


def _add_field(line: Paragraph, name: str) -> None:
    """Add a number that Word counts itself."""
    field = element("w:fldSimple", instr=name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own


def _repacked(archive: bytes) -> bytes:
    """Return the same archive without the clock of this machine."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, PACKED_ON)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return stream.getvalue()


# --- its parts ----------------------------------------------------------------------------------------------


def _write_opening(document: Document, content: AnnexContent) -> None:
    language = content.language
    _add(document, f"{label('annex.kicker', language)} · {content.stand}", CAPTION)
    _add(document, content.title, TITLE)
    if content.example:
        _shade(document.add_paragraph(), content.example, MARK)
    for finding in content.findings:
        document.add_paragraph().add_run(plain(finding)).bold = True
    _add(document, label("annex.subject", language), CAPTION)


def _shade(line: Paragraph, text: str, colour: str) -> None:
    line.add_run(text).bold = True
    line.paragraph_format.element.get_or_add_pPr().append(
        element("w:shd", val="clear", color="auto", fill=colour)
    )


def _write_picture(document: Document, picture: Picture) -> None:
    stream = io.BytesIO(picture.drawn["png"])
    document.add_picture(stream, width=WIDTH)
    document.paragraphs[-1].paragraph_format.space_after = Pt(3)
    shape = document.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - python-docx has no alternative text
    shape.set("descr", plain(picture.alt))


def _write_table(document: Document, table: Table, language: Language) -> None:
    caption = _add(document, table.caption, CAPTION)
    caption.paragraph_format.keep_with_next = True
    made = table_element(table, measures_of(table, language), language)
    caption._p.addnext(made)  # noqa: SLF001 - a table of python-docx takes many times longer
    for note in table.notes:
        _add(document, note, CAPTION)


def _add(document: Document, words: str, style: str) -> Paragraph:
    """Add a paragraph of a style by its key: by its name python-docx would read all styles each time."""
    line = document.add_paragraph(plain(words))
    line._p.style = style  # noqa: SLF001
    return line
