"""The xlsx file itself: a zip whose parts are packed while they are written, bytes without becoming text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter import Workbook
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings

from kooperation.model.errors import refuse
from kooperation.model.findings import Place
from kooperation.reporting.workbook.page import FONT

NO_DAY = date(2000, 1, 1)  # the date of a report without any dated posting
# Measured on sheets of 100,000 postings (79 MB): level 2 takes a quarter of the time of level 6 and makes the
# file a quarter larger.
_LEVEL = 2
# Blanks at the ends, control characters, and texts that look like an escaped one.
_UNUSUAL = r"^[\s\p{Z}\x{85}]|[\s\p{Z}\x{85}]$|[\x00-\x1f\x{FFFE}\x{FFFF}]|_x[0-9a-fA-F]{4}_"


def refuse_other_ending(target: Path) -> None:
    """Refuse a name under which Excel would not open the workbook; of a folder more is said later."""
    if target.suffix.casefold() != ".xlsx" and not target.is_dir():
        raise refuse("workbook_ending", Place(file=str(target)))


@contextmanager
def packed_workbook(
    stream: IO[bytes], properties: Mapping[str, str], *, as_of: date | None
) -> Iterator[Workbook]:
    """Give out a workbook that is packed into ``stream`` in the end.

    Its date is the Stand and not the moment, so that equal input makes equal bytes.
    """
    day = as_of or NO_DAY
    made_on = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no time zone
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        made = _PackedWorkbook(archive)
        made.set_properties({**properties, "created": made_on})
        yield made
        made.close()


class _PackedWorkbook(Workbook):  # type: ignore[misc]  # XlsxWriter has no types
    """A workbook of XlsxWriter that leaves the packing to us: its own takes each part as one text."""

    def __init__(self, archive: ZipFile) -> None:
        options: dict[str, Any] = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": dict(FONT),  # XlsxWriter writes into the dict that it is given
        }
        super().__init__(io.BytesIO(), options)  # where its own zip goes: an empty one
        self._archive = archive

    def _get_packager(self) -> Packager:
        return _Packager(self._archive)


class _Packager(Packager):  # type: ignore[misc]
    """Writes each part into the archive as XlsxWriter makes it: one is finished before the next begins."""

    def __init__(self, archive: ZipFile) -> None:
        super().__init__()
        self._archive = archive
        self._part: Part | None = None

    def _filename(self, xml_filename: str) -> Part:
        self._finish()
        self._part = Part(self._archive.open(xml_filename, "w"))
        return self._part

    def _finish(self) -> None:
        if self._part is not None:
            self._part.finish()

    def _create_package(self) -> list[Any]:
        images = super()._create_package()
        self._finish()
        for content, name, _ in images:
            self._archive.writestr(name, content.getvalue())
        return []  # nothing is left for the zip of XlsxWriter

    def _write_shared_strings_file(self) -> None:
        """Write each text once; XlsxWriter would search every one for six kinds of characters."""
        table = self.workbook.str_table
        if not table.count:
            return
        part, writer = self._filename("xl/sharedStrings.xml"), SharedStrings()
        writer.string_table = table
        writer._set_xml_writer(part)  # noqa: SLF001 - a part of XlsxWriter's own
        writer._xml_declaration()  # noqa: SLF001
        writer._write_sst()  # noqa: SLF001
        part.write_bytes(joined_bytes(shared_texts(table.string_array)))
        writer._xml_end_tag("sst")  # noqa: SLF001


class Part(io.StringIO):
    """One part of the archive: takes text as XlsxWriter writes it, and bytes where we have made them."""

    def __init__(self, entry: IO[bytes]) -> None:
        super().__init__()
        self._entry = entry

    def write_bytes(self, content: pa.Buffer) -> None:
        """Write bytes behind what was written so far."""
        self._pass_on()
        self._entry.write(content)

    def finish(self) -> None:
        """Write what is left and end the part."""
        self._pass_on()
        self._entry.close()

    def _pass_on(self) -> None:
        self._entry.write(self.getvalue().encode("utf-8"))
        self.seek(0)
        self.truncate()


def shared_texts(texts: list[str]) -> pa.Array:
    """Return the element of each shared text."""
    plain = pa.array(texts, pa.large_string())
    made = joined("<si><t>", escaped(plain), "</t></si>")
    unusual = pc.match_substring_regex(plain, _UNUSUAL)
    if not pc.any(unusual).as_py():
        return made
    told = [_unusual(text) for text in plain.filter(unusual).to_pylist()]
    return pc.replace_with_mask(made, unusual, pa.array(told, pa.large_string()))


def _unusual(text: str) -> str:
    """Return the element of a text with control characters, or with blanks at its ends, which are kept."""
    told = escape(SharedStrings._escape_control_characters(text))  # noqa: SLF001
    return (
        f"<si><t>{told}</t></si>" if told == told.strip() else f'<si><t xml:space="preserve">{told}</t></si>'
    )


def escaped(texts: pa.Array) -> pa.Array:
    """Return texts as XML holds them."""
    for sign, told in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        if pc.any(pc.match_substring(texts, sign)).as_py():
            texts = pc.replace_substring(texts, sign, told)
    return texts


def joined(*pieces: pa.Array | str, is_whole: bool = True) -> pa.Array:
    """Return the pieces of each row as one text.

    Where a piece is missing, a text that must be whole is missing, too; any other is joined without it.
    """
    kind = pa.large_string()
    told = [pa.scalar(piece, kind) if isinstance(piece, str) else piece for piece in (*pieces, "")]
    return pc.binary_join_element_wise(*told, null_handling="emit_null" if is_whole else "skip")


def joined_bytes(texts: pa.Array) -> pa.Buffer:
    """Return all texts, one behind the other, as they already stand in memory."""
    _, ends, content = texts.buffers()
    places = np.frombuffer(ends, np.int64 if pa.types.is_large_string(texts.type) else np.int32)
    first, last = (int(places[texts.offset + end]) for end in (0, len(texts)))
    return content.slice(first, last - first)
