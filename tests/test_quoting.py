"""Long texts quoted by the rule are split at once, as the reader of single lines splits them."""

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kooperation.model.errors import KooperationError
from kooperation.reading.container import Source
from kooperation.reading.texts import plain, quoting
from kooperation.reading.texts.delimited import read_text
from kooperation.reading.texts.plain import PlainRows, plain_rows
from kooperation.reading.texts.quoting import is_quoted_by_rule

CELLS = st.text("a\";ü '1,\r\n", max_size=6)
PIECES = ['"', '""', "a", ";", "\n", "\r\n", " ", '";"', '"\n"', "ü", '"a"', '"a;b"']


def by_lines(text):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def without_width(rows):
    """A blank line has no cells, or as many empty ones as the others."""
    return [row if any(row) else [] for row in rows]


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=20),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting_of=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
)
def test_what_a_program_quotes_is_split_as_by_the_reader_of_lines(rows, end, quoting_of):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", lineterminator=end, quoting=quoting_of).writerows(rows)
    text = file.getvalue()
    assume(by_lines(text) == rows)  # Python 3.11 leaves a lone \r without marks: then it ends a line
    is_of_one_line = not any(sign in cell for row in rows for cell in row for sign in "\r\n")
    assert is_quoted_by_rule(text.encode(), ";") == (is_of_one_line or '"' not in text)
    if is_of_one_line:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plain, "LONG", 0)
            split = plain_rows(text.encode(), ";")
        assert split is not None
        assert without_width(split) == without_width(rows)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=60), cut=st.integers(1, 40))
def test_whatever_is_found_to_be_by_the_rule_is_split_as_by_the_reader_of_lines(pieces, cut):
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "LONG", 0)
        patch.setattr(quoting, "_PIECE", cut)
        is_by_rule = is_quoted_by_rule(text.encode(), ";")
        split = plain_rows(text.encode(), ";")
    if is_by_rule:
        assert all("\n" not in cell for row in by_lines(text) for cell in row)
    if split is not None:
        assert without_width(split) == without_width(by_lines(text))


@pytest.mark.parametrize(
    "text",
    ['a;"b', 'a;b"c"', 'a;"b"c', 'a; "b"', 'a;"b" ', 'a;"b\nc"', '"a;b\n', 'a;""b"', "a;b\n" * 9 + 'c;"\n'],
)
def test_marks_that_stand_elsewhere_are_not_by_the_rule(text):
    assert not is_quoted_by_rule(text.encode(), ";")


@pytest.mark.parametrize("text", ['"a";"b"', '"";""\r\n"x;y";"1"', '"""a""";"b""c"', "a;b", ""])
def test_marks_around_cells_and_doubled_inside_are_by_the_rule(text):
    assert is_quoted_by_rule(text.encode(), ";")


def lines(count):
    return "".join(
        f'"01.02.2024";"{number}";"Büro ""{number}""; Köln";"{number},25"\n' for number in range(count)
    )


def test_a_long_quoted_export_is_split_at_once():
    sheet = read_text(Source("lang.csv", lines(10_000).encode("utf-8-sig"), ""))
    assert isinstance(sheet.rows, PlainRows)
    assert sheet.rows[9_999] == ["01.02.2024", "9999", 'Büro "9999"; Köln', "9999,25"]


def test_a_cell_that_no_reader_of_lines_takes_is_refused_all_the_same():
    long = lines(10_000) + f'"01.02.2024";"1";"{"x" * 200_000}";"2,00"\n'
    with pytest.raises(KooperationError) as caught:
        read_text(Source("lang.csv", long.encode(), ""))
    assert [found.kind for found in caught.value.findings] == ["text_too_long"]


@pytest.mark.parametrize("line", ['"a";"1,00"\n', "a;1,00\n"])
def test_a_long_text_begins_behind_its_byte_order_mark_without_being_copied(line):
    content = line.encode() * 30_000
    marked = plain_rows(b"\xef\xbb\xbf" + content, ";", begin=3)
    bare = plain_rows(content, ";")

    assert marked is not None
    assert bare is not None
    assert [*marked] == [*bare]
    assert marked[0] == ["a", "1,00"]
