"""Writes one sheet in every container that exports come in, byte by byte, so that no reader checks itself."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]  # str, int, float, date or None


def serial(day: date) -> int:
    """The number under which a workbook that counts from 1900 keeps a day."""
    return (day - date(1899, 12, 30)).days


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file with right checksums."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def rezipped(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same archive with ``change(name, member)`` for each member; ``None`` drops one."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        changed = {name: change(name, old.read(name)) for name in old.namelist()}
    return archive({name: member for name, member in changed.items() if member is not None})


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    """The same archive with ``old`` replaced in every member, with right checksums."""
    return rezipped(content, lambda _, member: member.replace(old, new))


# --- text ----------------------------------------------------------------------------------------------


def shown(cell: Any) -> str:
    """A cell as German software prints it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float):
        return f"{cell:,.2f}".translate(str.maketrans(",.", ".,"))
    return str(cell)


def csv_text(rows: Rows, separator: str = ";") -> str:
    """Delimited text; what holds the separator, a quote or a line feed is quoted."""

    def quoted(text: str) -> str:
        needs_quotes = any(mark in text for mark in (separator, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if needs_quotes else text

    return "".join(separator.join(quoted(shown(cell)) for cell in row) + "\r\n" for row in rows)


def sap_list(rows: Rows, *, title: str = "Einzelposten") -> str:
    """The unconverted list of SAP: columns of fixed width between pipes, ruled with dashes."""
    cells = [[shown(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(cells[0]))]
    is_number = [not isinstance(rows[-1][place], str) for place in range(len(cells[0]))]
    rule = "-" * (sum(widths) + len(widths) + 1)

    def line(row: Sequence[str]) -> str:
        padded = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, is_number, strict=True)
        ]
        return f"|{'|'.join(padded)}|"

    return "\r\n".join([title, "", rule, line(cells[0]), rule, *map(line, cells[1:]), rule, ""])


# --- markup --------------------------------------------------------------------------------------------


def html(rows: Rows, *, charset: str = "utf-8", before: str = "") -> str:
    """The web page that finance software calls ``.xls``."""
    head, *body = [[escape(shown(cell)) for cell in row] for row in rows]
    heading = "".join(f"<th>{cell}</th>" for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\r\n" for row in body)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        "<style>td { mso-number-format: General; }</style></head>"
        f"<body>{before}<table border=1><tr>{heading}</tr>\r\n{lines}</table></body></html>\r\n"
    )


def mhtml(rows: Rows) -> bytes:
    """A web page in one file, as SAP and old Excel save it under ``.xls``."""
    page = base64.encodebytes(html(rows).encode()).decode().replace("\n", "\r\n")
    return (
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="----=_Grenze"; type="text/html"\r\n\r\n'
        "------=_Grenze\r\n"
        'Content-Type: text/html; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        "Content-Location: file:///C:/export.htm\r\n\r\n"
        f"{page}\r\n------=_Grenze--\r\n"
    ).encode()


def spreadsheetml(rows: Rows, *, sheet: str = "Tabelle1", before: str = "") -> str:
    """Excel-2003 XML: what old reporting tools write and call ``.xls``."""

    def cell(value: Any) -> str:
        if value is None:
            return "<Cell/>"
        if isinstance(value, date):
            return f'<Cell><Data ss:Type="DateTime">{value:%Y-%m-%d}T00:00:00.000</Data></Cell>'
        if isinstance(value, (int, float)):
            return f'<Cell><Data ss:Type="Number">{value!r}</Data></Cell>'
        return f'<Cell><Data ss:Type="String">{escape(value)}</Data></Cell>'

    lines = "".join(f"<Row>{''.join(map(cell, row))}</Row>\n" for row in rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'{before}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n'
        f'<Worksheet ss:Name="{escape(sheet)}"><Table>\n{lines}</Table></Worksheet></Workbook>\n'
    )


# --- ods -----------------------------------------------------------------------------------------------

_ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(rows: Rows, *, sheet: str = "Tabelle1", tail: str = "") -> bytes:
    """An OpenDocument sheet; ``tail`` is XML behind its last row."""

    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, date):
            kind = f'office:value-type="date" office:date-value="{value:%Y-%m-%d}"'
        elif isinstance(value, (int, float)):
            kind = f'office:value-type="float" office:value="{value!r}"'
        else:
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{escape(shown(value))}</text:p></table:table-cell>"

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}>'
        f'<office:body><office:spreadsheet><table:table table:name="{escape(sheet)}">'
        f"{lines}{tail}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    )
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


# --- xlsb ----------------------------------------------------------------------------------------------

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _part(number: int, body: bytes = b"") -> bytes:
    """One record of a binary workbook; number and length are kept in seven bits per byte."""
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length, size = b"", len(body)
    while size >= 128:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + body


def _xlsb_cells(rows: Rows) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        yield _part(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for place, cell in enumerate(row):
            style = struct.pack("<II", place, int(isinstance(cell, date)))
            if isinstance(cell, date):
                yield _part(5, style + struct.pack("<d", serial(cell)))
            elif isinstance(cell, (int, float)):
                yield _part(5, style + struct.pack("<d", cell))
            elif cell is not None:
                yield _part(6, style + _wide(cell))


def xlsb(rows: Rows, *, sheet: str = "Tabelle1") -> bytes:
    """A binary workbook of Excel 2007 and later."""
    width = max(map(len, rows))
    formats = b"".join(_part(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 14))
    cells = b"".join(_xlsb_cells(rows))
    book = _part(131) + _part(143) + _part(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet))
    page = _part(129) + _part(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)) + _part(145)
    links = (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">'
        '<Relationship Id="rId1" Type="{0}/worksheet" Target="worksheets/sheet1.bin"/>'
        '<Relationship Id="rId2" Type="{0}/styles" Target="styles.bin"/></Relationships>'
    ).replace("{0}", _OFFICE)
    start = (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    )
    kinds = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        "</Types>"
    )
    return archive(
        {
            "[Content_Types].xml": kinds,
            "_rels/.rels": start,
            "xl/workbook.bin": book + _part(144) + _part(132),
            "xl/_rels/workbook.bin.rels": links,
            "xl/styles.bin": _part(278)
            + _part(617, struct.pack("<I", 2))
            + formats
            + _part(618)
            + _part(279),
            "xl/worksheets/sheet1.bin": page + cells + _part(146) + _part(130),
        }
    )


# --- xls -----------------------------------------------------------------------------------------------


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _text8(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _style8(ifmt: int) -> bytes:
    return _record(0x00E0, struct.pack("<HH", 0, ifmt) + bytes(16))


def biff8(rows: Rows, *, sheet: str = "Tabelle1", globals_: bytes = b"") -> bytes:
    """The ``Workbook`` stream of Excel 97 to 2003; ``globals_`` are further records of the workbook."""
    begin = struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6)
    head = _record(0x0809, begin) + _record(0x0042, struct.pack("<H", 1200)) + globals_
    head += _style8(0) + _style8(14)
    name = _text8(sheet, "<B")
    at = len(head) + 4 + 6 + len(name) + 4
    head += _record(0x0085, struct.pack("<IH", at, 0) + name) + _record(0x000A, b"")
    page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    page += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            position = struct.pack("<HHH", number, place, int(isinstance(cell, date)))
            if isinstance(cell, date):
                page += _record(0x0203, position + struct.pack("<d", serial(cell)))
            elif isinstance(cell, (int, float)):
                page += _record(0x0203, position + struct.pack("<d", cell))
            elif cell is not None:
                page += _record(0x0204, position + _text8(cell))
    return head + page + _record(0x000A, b"")


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file with these streams (each is padded to the 4,096 bytes from which sectors hold it)."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for count, (name, stream) in enumerate(streams.items(), start=1):
        size = max(len(stream), 4096)
        content = stream.ljust(-(-size // 512) * 512, b"\0")
        first, needed = len(sectors), len(content) // 512
        sectors += [content[at : at + 512] for at in range(0, len(content), 512)]
        chains += [*range(first + 1, first + needed), 0xFFFFFFFE]
        right = count + 1 if count < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, size, right=right))
    entries += [bytes(68) + b"\xff" * 12 + bytes(48)] * (-len(entries) % 4)
    directory, folded = b"".join(entries), len(sectors)
    sectors += [directory[at : at + 512] for at in range(0, len(directory), 512)]
    chains += [*range(folded + 1, len(sectors)), 0xFFFFFFFE]
    needed = next(number for number in range(1, 109) if len(chains) + number <= 128 * number)
    table_at = len(sectors)
    chains += [0xFFFFFFFD] * needed
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(needed * 512, b"\xff")
    difat = [*range(table_at, table_at + needed), *[0xFFFFFFFF] * (109 - needed)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, needed, folded, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<109I", *difat) + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, *, child: int = -1, right: int = -1) -> bytes:
    title = name.encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, right & 0xFFFFFFFF, child & 0xFFFFFFFF)
    head = title.ljust(64, b"\0") + struct.pack("<HBB", len(title) + 2, kind, 1) + links
    return head + bytes(36) + struct.pack("<IQ", start, size)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsx_of_xml(
    rows: str,
    *,
    strings: str = "",
    main: str = MAIN,
    office: str = _OFFICE,
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of one sheet with these rows of XML."""
    return archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Target="xl/workbook.xml"'
            f' Type="{office}/officeDocument"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="T" sheetId="1" r:id="b"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
            f'<Relationship Id="b" Type="{office}/worksheet" Target="worksheets/eins.xml"/>'
            f'<Relationship Id="c" Type="{office}/sharedStrings" Target="texte.xml"/></Relationships>',
            "xl/worksheets/eins.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/texte.xml": f'<sst xmlns="{main}">{strings}</sst>',
            **(more or {}),
        }
    )


def xlsx(rows: Rows, *, sheet: str = "Tabelle1") -> bytes:
    """A workbook of Excel 2007 and later; a text stays a text, also when it begins with ``=``."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day, page = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_number(number, place, serial(cell), day)
            elif isinstance(cell, str):
                page.write_string(number, place, cell)
            elif cell is not None:
                page.write_number(number, place, cell)
    book.close()
    return buffer.getvalue()


def xls(rows: Rows, *, sheet: str = "Tabelle1") -> bytes:
    """A workbook of Excel 97 to 2003."""
    return compound({"Workbook": biff8(rows, sheet=sheet)})
