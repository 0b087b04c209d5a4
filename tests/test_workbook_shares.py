"""Shares in the workbook as a reader sees them: close to 80, 90 and 100 % they tell their side."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from workbook_ledger import books_of, decision, posting
from workbook_reopened import chart_columns, reopen

import kooperation as ko
from kooperation.model.money import format_percent
from kooperation.reporting.workbook.shares import bands

CENTS = (1_999_999, 2_000_000, 2_000_001, 2_249_000, 2_499_999, 2_500_000, 2_500_001, 2_502_500)
YEARS = range(2018, 2018 + len(CENTS))
SEEN = ["79,99 %", "80,0 %", "80,01 %", "89,96 %", "99,99 %", "100,0 %", "100,01 %", "100,1 %"]


def seen(share: float, rules: list[tuple[str, str]], usual: str) -> str:
    """What a program shows of a cell: by the first rule that is true for its value, else its own format."""
    for formula, number in rules:
        sign, low, high = re.fullmatch(r"AND\(N\(\w+\)(>=?)([\d.]+),N\(\w+\)<([\d.]+)\)", formula).groups()
        if (share > float(low) or (sign == ">=" and share == float(low))) and share < float(high):
            return in_format(share, number)
    return in_format(share, usual)


def in_format(share: float, number: str) -> str:
    if number.startswith('"'):
        return number.strip('"')
    places = len(re.search(r"0\.(0+)", number)[1])
    percent = Decimal(str(share)) * 100
    text = str(percent.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP"))
    return f"{text.replace('.', ',')} %" if "407" in number else f"{text}%"


def rules_over(sheet, cell) -> list[tuple[str, str]]:
    over = [found for found in sheet.conditional_formatting if cell.coordinate in found.cells]
    rules = sorted((rule for found in over for rule in found.rules), key=lambda rule: rule.priority)
    return [(rule.formula[0], rule.dxf.numFmt.formatCode) for rule in rules if rule.dxf.numFmt]


def cells_beside(made, sheet: str, heading: str):
    """The numbers of the row or the column that begins with a heading."""
    cells = list(made.values[sheet].iter_rows())
    (first,) = [cell for row in cells for cell in row if str(cell.value).startswith(heading)]
    line = made.values[sheet][first.row][first.column :] if sheet != "Übersicht" else None
    below = [row[first.column - 1] for row in cells if row[0].value in YEARS]
    return [cell for cell in (line or below) if isinstance(cell.value, int | float)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    rows = [posting(year, cents) for year, cents in zip(YEARS, CENTS, strict=True)]
    return reopen(tmp_path_factory.mktemp("shares"), books_of(rows, decisions=(decision(2018, "25000"),)))


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [("Übersicht", "Ausschöpfung"), ("Übersicht", "Bindung"), ("Region × Jahr", "Ausschöpfung")],
)
def test_a_share_beside_a_line_is_seen_beside_it_and_keeps_its_value(made, sheet, heading):
    cells = cells_beside(made, sheet, heading)
    opened = made.formulas[sheet]
    told = [seen(cell.value, rules_over(opened, cell), cell.number_format) for cell in cells]
    assert told == SEEN
    assert [cell.value for cell in cells] == [cents / 2_500_000 for cents in CENTS]


def test_the_labels_of_the_chart_say_the_same(made):
    labels = chart_columns(made)["Beschriftung"]
    assert [text.split("\n")[1] for text in labels] == SEEN


def test_the_notebook_says_the_same():
    rows = [posting(year, cents) for year, cents in zip(YEARS, CENTS, strict=True)]
    usage = ko.budget_usage(books_of(rows, decisions=(decision(2018, "25000"),)))
    shown = ko.show(usage)
    place = shown.headings.index("Ausschöpfung")
    assert [row[place] for row in shown.rows] == SEEN


@pytest.mark.parametrize("language", ["de", "en"])
@given(st.decimals("0.78", "1.02", places=7))
@example(Decimal("0.7995"))
@example(Decimal("0.79995"))
@example(Decimal("0.8"))
@example(Decimal("0.80005"))
@example(Decimal("0.8005"))
@example(Decimal("0.9999999"))
def test_cells_and_texts_write_every_share_alike(language, share):
    rules = [(band.rule("A1").removeprefix("="), band.number) for band in bands(language)]
    usual = {"de": "[$-407]0.0\\ %", "en": "[$-809]0.0%"}[language]
    assert seen(float(share), rules, usual) == format_percent(share, language)
