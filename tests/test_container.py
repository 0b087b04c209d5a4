"""What the bytes are: read once, told by content, and refused before a reader could choke on them."""

import io
import os
import re
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from containers import compound
from exports import HEADER, kinds, source, text_of, workbook, write
from hypothesis import given, settings
from hypothesis import strategies as st

from kooperation import KooperationError, read_activities, read_bookings, read_table
from kooperation.reading.container import read_source
from kooperation.reading.ledgers.activities import load_activities
from kooperation.reading.ledgers.bookings import load_bookings
from kooperation.reading.ledgers.overview import load_overview

POSTING = "01.02.2024;4711;544016;5,00;Hotel"
SHEET = [HEADER.split(";"), ["01.02.2024", "4711", "544016", 5.0, "Hotel"]]


def refusal(path):
    with pytest.raises(KooperationError) as error:
        read_table(path)
    return error.value


def rezipped(content, change):
    """A workbook with its members changed by ``change(name, xml)``; ``None`` drops one."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(name, changed)
    return buffer.getvalue()


def test_a_file_is_hashed_and_named(tmp_path):
    read = read_source(write(tmp_path, "abc"), name="buchungen/export.csv")
    assert (read.name, read.content) == ("buchungen/export.csv", b"abc")
    assert read.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_what_is_parsed_are_the_bytes_that_were_read(tmp_path):
    path = write(tmp_path, text_of(POSTING))
    before = read_source(path)
    path.write_text("etwas anderes", "utf-8")
    assert len(load_bookings(before).frame) == 1


@pytest.mark.parametrize("name", ["export.xlsx", "export.xls", "export.dat"])
def test_a_text_is_read_as_text_whatever_its_extension(tmp_path, name):
    assert len(read_table(write(tmp_path, text_of(POSTING), name)).frame) == 1


def test_a_workbook_is_read_as_workbook_whatever_its_extension(tmp_path):
    assert len(read_table(write(tmp_path, workbook(SHEET), "export.csv")).frame) == 1


@pytest.mark.parametrize("read", [read_table, read_bookings, read_activities])
def test_places_that_are_no_file_are_refused_by_every_reader(tmp_path, read):
    for path, kind in (
        (tmp_path, "not_a_file"),
        (tmp_path / "fehlt.csv", "file_missing"),
        ("https://example.org/x.csv", "is_a_url"),
        ("\0", "file_unreadable"),
    ):
        with pytest.raises(KooperationError) as error:
            read(path)
        assert kinds(error.value) == [kind]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert kinds(refusal(tmp_path / "pipe")) == ["not_a_file"]


@pytest.mark.parametrize("content", [b"", b"  \n \n"])
def test_an_empty_file_is_refused(tmp_path, content):
    assert kinds(refusal(write(tmp_path, content))) == ["file_empty"]


@pytest.mark.parametrize(
    "start, called",
    [
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b'<?xml version="1.0"?>', "XML"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PAR1", "Parquet"),
    ],
)
def test_a_foreign_container_is_named(tmp_path, start, called):
    error = refusal(write(tmp_path, start + b" and more"))
    assert kinds(error) == ["foreign_container"]
    assert called in str(error)


def test_an_archive_of_other_things_is_no_workbook(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("brief.txt", "Hallo")
    assert kinds(refusal(write(tmp_path, buffer.getvalue()))) == ["foreign_container"]


def test_a_file_that_no_memory_would_hold_is_refused_before_its_bytes_are_read(tmp_path):
    path = tmp_path / "alles.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_001)  # a hole: takes no room on the disk
    with pytest.raises(KooperationError) as error:
        read_source(path)
    assert kinds(error.value) == ["file_too_large"]
    assert "2 GB" in str(error.value)


def test_an_encrypted_workbook_is_called_password_protected(tmp_path):
    error = refusal(write(tmp_path, compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})))
    assert kinds(error) == ["password_protected"]
    assert "Kennwort" in str(error)


def test_an_old_container_without_a_workbook_is_refused(tmp_path):
    assert kinds(refusal(write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)))) == [
        "workbook_unreadable"
    ]


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.99])
def test_a_truncated_workbook_is_refused(tmp_path, keep):
    content = workbook(SHEET)
    assert kinds(refusal(write(tmp_path, content[: int(len(content) * keep)]))) == ["broken_archive"]


def test_a_workbook_with_a_wrong_checksum_is_refused(tmp_path):
    content = bytearray(workbook(SHEET))
    position = content.index(b"PK\x01\x02")
    content[position + 16 : position + 20] = struct.pack("<I", 1)
    assert kinds(refusal(write(tmp_path, bytes(content)))) == ["broken_archive"]


def test_a_workbook_with_two_members_of_one_name_is_refused(tmp_path):
    buffer = io.BytesIO(workbook(SHEET))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert kinds(refusal(write(tmp_path, buffer.getvalue()))) == ["broken_archive"]


def test_a_workbook_that_unpacks_to_many_times_its_size_is_refused_in_little_memory(tmp_path):
    bomb = rezipped(
        workbook(SHEET), lambda name, xml: bytes(60_000_000) if name.endswith("sheet1.xml") else xml
    )
    path = write(tmp_path, bomb)
    tracemalloc.start()
    error = refusal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kinds(error) == ["archive_bomb"]
    assert peak < 20_000_000


def test_one_cell_at_the_far_corner_is_refused_before_a_reader_sees_it(tmp_path):
    far = rezipped(
        workbook(SHEET),
        lambda name, xml: xml.replace(b'r="A2"', b'r="XFD1048576"') if "sheet1" in name else xml,
    )
    error = refusal(write(tmp_path, far))
    assert kinds(error) == ["far_cell"]
    assert "XFD1048576" in str(error)


def test_a_workbook_that_declares_entities_is_refused(tmp_path):
    declared = b'<!DOCTYPE x [<!ENTITY a "b">]><workbook'

    def change(name, xml):
        return xml.replace(b"<workbook", declared, 1) if name == "xl/workbook.xml" else xml

    assert kinds(refusal(write(tmp_path, rezipped(workbook(SHEET), change)))) == ["declares_entities"]


def test_a_wrong_claim_about_its_size_does_not_hide_rows(tmp_path):
    def change(name, xml):
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml)

    assert len(read_table(write(tmp_path, rezipped(workbook(SHEET), change))).frame) == 1


# --- laws: whatever the bytes, a loader ends in a result or in one error -----------------------------------

LOADERS = (load_bookings, load_overview, load_activities)
SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parent / "dialects").iterdir())]
CELLS = st.sampled_from(
    [
        "",
        "1.234,56",
        "1.234",
        "-5,00",
        "01.02.2024",
        "31.11.2024",
        "Ansan",
        "Summe",
        "*",
        "Übertrag",
        "S",
        "H",
        "544016",
        "2024",
        "#WERT!",
        "rd. 20",
        "Herbst 2018",
        '"',
        "-",
        "€",
        "Betrag",
        "25 T€",
        "٣",
        "9999-12-31",
        "Anzahl: 3",
    ]
)
HEADINGS = st.sampled_from(
    [
        "Buchungsdatum",
        "Belegnummer",
        "Betrag",
        "Betrag in T€",
        "S/H",
        "Soll",
        "Haben",
        "Sachkonto",
        "Haushaltsjahr",
        "Periode",
        "Text",
        "Währung",
        "Auftrag",
        "AO-Soll",
        "Ansatz",
        "Ist",
        "Verfügbar",
        "Produktsachkonto",
        "Zeitraum",
        "Partner",
        "Teilnehmende",
        "Werttyp",
        "Lfd. Nr.",
        "2024",
        "%",
        "",
    ]
)


def ends_well(content):
    for load in LOADERS:
        try:
            findings = load(source(content)).report.findings
        except KooperationError as error:
            findings = error.findings
        assert all(found.describe("de") and found.describe("en") for found in findings)


@given(st.binary(min_size=1, max_size=400).filter(bytes.strip))
def test_any_bytes_end_in_a_result_or_in_one_error(content):
    ends_well(content)


@settings(max_examples=150)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=5)), min_size=1, max_size=6),
)
def test_a_damaged_export_ends_in_a_result_or_in_one_error(sample, damages):
    content = bytearray(sample)
    for where, what in damages:
        position = int(where * (len(content) - 1))
        content[position : position + len(what) + 1] = what
    ends_well(bytes(content))


@settings(max_examples=200)
@given(st.lists(HEADINGS, min_size=1, max_size=8), st.lists(st.lists(CELLS, max_size=9), max_size=8))
def test_any_table_of_known_words_ends_in_a_result_or_in_one_error(header, rows):
    ends_well("\n".join(";".join(row) for row in [header, *rows]))
