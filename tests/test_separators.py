"""Which sign separates the cells: headings of the vocabulary decide, and few texts are held against it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kooperation.reading.texts import separators
from kooperation.reading.words.vocabulary import columns_meant, terms

CELLS = st.sampled_from(
    [
        *(
            "Sachkonto",
            "Betrag",
            "Text",
            "+/-",
            "+",
            "S/H",
            "Nr.",
            "№",
            "%",
            "Ansatz 2024",
            "1000 €",
            "Konto 1",
        ),
        *("544016", "05.03.2024", "1.234,56", "", " ", "-", "Flug nach Ansan", "2024", "①", "(2)"),
    ]
)


def plainly_known(lines, widths, separator):
    """The most known headings of a line that is as wide as most lines below it, without a short cut."""
    known = [
        sum(bool(cell.strip() and columns_meant(cell.strip())) for cell in line.split(separator))
        for line in lines
    ]
    fitting = [
        known[place]
        for place, width in enumerate(widths)
        if width >= 2
        and known[place] >= 2
        and sum(abs(other - width) <= 1 for other in widths[place + 1 :]) * 2 >= len(widths[place + 1 :])
    ]
    return max(fitting, default=0)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6).map(";".join), max_size=6), st.sampled_from(";,"))
def test_what_cannot_be_more_headings_is_not_looked_up_and_changes_no_count(lines, separator):
    widths = [line.count(separator) + 1 for line in lines]
    found = separators._known_headings(lines, widths, separator)
    assert found == plainly_known(lines, widths, separator)


@pytest.mark.parametrize("column", terms())
def test_every_heading_of_the_vocabulary_is_looked_up(column):
    assert all(separators._MAY_HEAD.search(heading) for heading in terms()[column].headings)


def test_below_its_header_a_file_of_postings_is_not_held_against_the_vocabulary(monkeypatch):
    header = "Sachkonto;Belegnummer;Buchungsdatum;Betrag;Text"
    rows = [f"544016;B{number};05.03.2024;{number},00;Reise {number}" for number in range(50)]
    asked = set()
    monkeypatch.setattr(separators, "columns_meant", lambda cell: asked.add(cell) or columns_meant(cell))
    assert separators.separator_of("\n".join([header, *rows])) == ";"
    assert asked == set(header.split(";"))
