"""What comes in, part three: amounts are read to the cent in every notation, or refused with their cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from containers import csv_text, html, ods, replaced, spreadsheetml, xls, xlsb
from exports import text_of, workbook
from readings import bookings_of, euros, euros_of, refusal, refusals, said, table_of

import kooperation as ko

HEADER = ["Buchungsdatum", "Belegnummer", "Sachkonto", "Betrag", "Text"]


def rows(*amounts, heading="Betrag"):
    header = [heading if name == "Betrag" else name for name in HEADER]
    body = [
        [f"{day % 28 + 1:02d}.02.2024", str(day), "544016", amount, "Hotel"]
        for day, amount in enumerate(amounts, start=1)
    ]
    return [header, *body]


def column(folder, *amounts, heading="Betrag", separator=";", **options):
    """The amounts of a text export with these cells."""
    content = csv_text(rows(*amounts, heading=heading), separator)
    return euros_of(table_of(folder, content, **options), heading)


SPELLINGS = [
    ("1.250,50", "1250.50"),
    ("1250,50", "1250.50"),
    ("1250,5", "1250.50"),
    ("1 250,50", "1250.50"),
    ("1\u00a0250,50", "1250.50"),
    ("1\u202f250,50", "1250.50"),
    ("1'250,50", "1250.50"),
    ("1\u2019250,50", "1250.50"),
    ("1.250,50-", "-1250.50"),
    ("1.250,50 -", "-1250.50"),
    ("-1.250,50", "-1250.50"),
    ("- 1.250,50", "-1250.50"),
    ("\u22121.250,50", "-1250.50"),
    ("\u20131.250,50", "-1250.50"),
    ("(1.250,50)", "-1250.50"),
    ("+1.250,50", "1250.50"),
    ("1.250,50 €", "1250.50"),
    ("1.250,50€", "1250.50"),
    ("1.250,50 EUR", "1250.50"),
    ("1.250,50\u00a0€", "1250.50"),
    ("€ 1.250,50", "1250.50"),
    ("EUR 1.250,50", "1250.50"),
    ("-1.250,50 €", "-1250.50"),
    ("1.250,50- €", "-1250.50"),
    ("1.250,50 €-", "-1250.50"),
    ("(1.250,50 €)", "-1250.50"),
    ("(1.250,50) €", "-1250.50"),
    ("1.250,--", "1250.00"),
    ("1250,-", "1250.00"),
    ("1250", "1250.00"),
    ("0,05", "0.05"),
    ("1.234.567,89", "1234567.89"),
    ("1.250,50 S", "1250.50"),
    ("1.250,50 H", "-1250.50"),
    ("100,00 S", "100.00"),
    ("30,00 H", "-30.00"),
    ("310,00h", "-310.00"),
]


@pytest.mark.parametrize("spelling, amount", SPELLINGS)
def test_a_spelling_of_german_exports_is_exact_in_text(tmp_path, spelling, amount):
    assert column(tmp_path, spelling, "7,25") == euros(amount, "7.25")


@pytest.mark.parametrize("spelling, amount", SPELLINGS)
def test_a_spelling_of_german_exports_is_exact_as_text_in_a_workbook(tmp_path, spelling, amount):
    assert euros_of(table_of(tmp_path, workbook(rows(spelling, "7,25")))) == euros(amount, "7.25")


def test_all_spellings_may_stand_in_one_column(tmp_path):
    assert column(tmp_path, *(text for text, _ in SPELLINGS)) == euros(*(amount for _, amount in SPELLINGS))


@pytest.mark.parametrize(
    "write_sheet", [workbook, xls, xlsb, ods, lambda given: spreadsheetml(given).encode()]
)
@pytest.mark.parametrize(
    "number", [0.1, 1250.5, -0.07, 1e13, 1234567890.12, 0.1 + 0.2, 2.675 * 100, 4.35, 0.0]
)
def test_a_number_cell_is_exact_in_every_workbook(tmp_path, write_sheet, number):
    content = write_sheet(rows(number, 3))
    assert euros_of(table_of(tmp_path, content, "x.xls")) == euros(str(Decimal(str(round(number, 2)))), "3")


# --- signs ---------------------------------------------------------------------------------------------


def test_a_column_of_s_and_h_signs_the_amounts_beside_it(tmp_path):
    content = text_of(
        "01.02.2024;1;544016;100,00;S;Hotel",
        "02.02.2024;2;544016;30,00;H;Storno",
        header="Buchungsdatum;Belegnummer;Sachkonto;Betrag;S/H;Text",
    )
    assert euros_of(bookings_of(tmp_path, content), "amount") == euros("100", "-30")


@pytest.mark.parametrize("mark", ["X", "", "S/H", "Soll?"])
def test_an_unknown_mark_beside_an_amount_is_refused_with_its_cell(tmp_path, mark):
    content = text_of(
        "01.02.2024;1;544016;100,00;S;Hotel",
        f"02.02.2024;2;544016;30,00;{mark};Storno",
        header="Buchungsdatum;Belegnummer;Sachkonto;Betrag;S/H;Text",
    )
    fault = refusal(tmp_path, content, read=ko.read_bookings)
    assert (fault.kind, fault.place.row, fault.place.column) == ("not_a_sign", 3, "S/H")


def test_soll_adds_haben_takes_away_and_a_negative_soll_is_a_correction(tmp_path):
    content = text_of(
        "01.02.2024;1;544016;100,00;;Hotel",
        "02.02.2024;2;544016;;30,00;Storno",
        "03.02.2024;3;544016;-5,00;;Korrektur",
        "04.02.2024;4;544016;12,00;2,00;beides",
        header="Buchungsdatum;Belegnummer;Sachkonto;Soll;Haben;Text",
    )
    assert euros_of(bookings_of(tmp_path, content), "amount") == euros("100", "-30", "-5", "10")


def test_a_minus_and_an_h_in_one_cell_are_refused(tmp_path):
    fault = refusal(tmp_path, csv_text(rows("100,00 S", "-30,00 H")))
    assert (fault.kind, fault.place.row, fault.raw) == ("sign_twice", 3, "-30,00 H")


def test_h_with_and_without_a_minus_is_refused(tmp_path):
    content = text_of(
        "01.02.2024;1;544016;-100,00;H;a",
        "02.02.2024;2;544016;30,00;H;b",
        header="Buchungsdatum;Belegnummer;Sachkonto;Betrag;S/H;Text",
    )
    assert refusal(tmp_path, content, read=ko.read_bookings).kind == "signs_contradict"


# --- the convention of a column ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "separator, cells, amounts",
    [
        (";", ["1751.46", "12.5", "-3.25"], ["1751.46", "12.5", "-3.25"]),
        (";", ["1,751.46", "8,500", "12"], ["1751.46", "8500", "12"]),
        (",", ["8,500", "1,200.50"], ["8500", "1200.50"]),
        (",", ["1,234,567", "8,500"], ["1234567", "8500"]),
        (";", ["1 250.50", "12 000.00", "8 500"], ["1250.50", "12000", "8500"]),
        (";", ["1\u00a0250.50", "8\u00a0500"], ["1250.50", "8500"]),
        (";", ["1'250.50", "8'500"], ["1250.50", "8500"]),
        (";", ["1.234", "7,25"], ["1234", "7.25"]),
        (";", ["25.000", "0,50"], ["25000", "0.50"]),
        (";", ["1.234.567", "1.234"], ["1234567", "1234"]),
        ("\t", ["25.000", "1.250,50"], ["25000", "1250.50"]),
    ],
)
def test_all_cells_of_a_column_decide_its_decimal_mark(tmp_path, separator, cells, amounts):
    assert column(tmp_path, *cells, separator=separator) == euros(*amounts)


@pytest.mark.parametrize("cells", [["1.234"], ["25.000", "40.000"], ["1,234", "8,500"], ["25.000", "7"]])
def test_a_column_that_could_be_either_is_refused_until_the_caller_names_the_mark(tmp_path, cells):
    fault = refusal(tmp_path, csv_text(rows(*cells)))
    assert (fault.kind, fault.place.row, fault.place.column, fault.raw) == (
        "ambiguous_amount",
        2,
        "Betrag",
        cells[0],
    )
    mark = "," if "." in cells[0] else "."
    assert column(tmp_path, *cells, decimal=mark) == [
        Decimal(cell.replace(".", "").replace(",", "")) for cell in cells
    ]


def test_a_column_that_mixes_two_notations_is_refused_with_a_row_of_each(tmp_path):
    fault = refusal(tmp_path, csv_text(rows("1.250,50", "7,25", "1,250.50")))
    assert fault.kind == "mixed_conventions"
    assert "2" in fault.message()
    assert "4" in fault.message()


@pytest.mark.parametrize("cell", ["1751.46", "1.751.46", "1,751.46"])
def test_a_dot_decimal_in_a_german_column_is_never_read_a_hundredfold(tmp_path, cell):
    faults = refusals(tmp_path, csv_text(rows("1.250,50", "7,25", cell)))
    assert all(fault.place.column == "Betrag" for fault in faults)


# --- refused -------------------------------------------------------------------------------------------

REFUSED = [
    "12.34,56",
    "1,234",
    "1,2345",
    "12,345",
    "1.250,505",
    "1.2E3",
    "1,2E3",
    "1e3",
    "inf",
    "-inf",
    "nan",
    "0x10",
    "１２３",
    "１.２３４,５６",
    "1..250,50",
    "1,250,50",
    "1.25,50",
    "1.2500,00",
    "12 34,56",
    "--1,00",
    "-1,00-",
    "(-1,00)",
    "(1,00",
    "1,00)",
    "1,00 USD",
    "$1,00",
    "1,00 €€",
    "1,00 €/St.",
    "ca. 100,00",
    "100,00?",
    "1.250,5O",
    "l.250,50",
    "1,00 + 2,00",
    "5 %",
    "½",
    "٣٤",
    "TRUE",
    "x",
    "#WERT!",
    "#BEZUG!",
    "#NV",
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#####",
]


@pytest.mark.parametrize("read", [ko.read_table, ko.read_bookings])
@pytest.mark.parametrize("cell", REFUSED)
def test_what_is_no_exact_german_amount_is_refused_with_its_cell(tmp_path, cell, read):
    fault = refusal(tmp_path, csv_text(rows("1.250,50", "7,25", cell)), read=read)
    assert (fault.place.row, fault.place.column, fault.raw) == (4, "Betrag", cell)


def test_a_lone_dash_in_a_column_that_writes_its_zeros_is_refused(tmp_path):
    fault = refusal(tmp_path, csv_text(rows("1.250,50", "0,00", "-")))
    assert (fault.kind, fault.place.row) == ("lone_dash", 4)
    assert refusal(tmp_path, csv_text(rows("1.250,50", "-")), read=ko.read_bookings).kind == "lone_dash"


@pytest.mark.parametrize("cell", ["--", "-,--", "0,--"])
def test_a_sign_for_nothing_is_zero_and_said(tmp_path, cell):
    table = table_of(tmp_path, csv_text(rows("1.250,50", cell, cell)))
    assert euros_of(table) == euros("1250.50", "0", "0")
    assert "2" in said(table)["dash_is_zero"].message()


def test_lone_dashes_are_zero_where_the_column_has_no_other_zero(tmp_path):
    content = text_of(
        "01.02.2024;1;544016;100,00;-;a",
        "02.02.2024;2;544016;-;30,00;b",
        header="Buchungsdatum;Belegnummer;Sachkonto;Soll;Haben;Text",
    )
    bookings = bookings_of(tmp_path, content)
    assert euros_of(bookings, "amount") == euros("100", "-30")
    assert "dash_is_zero" in said(bookings)


def test_a_blank_amount_is_unknown_and_a_posting_without_one_is_said(tmp_path):
    assert column(tmp_path, "1.250,50", "") == [Decimal("1250.50"), None]
    bookings = bookings_of(tmp_path, csv_text(rows("1.250,50", "")))
    assert euros_of(bookings, "amount") == euros("1250.50")
    assert said(bookings)["no_amount"].place.row == 3


# --- thousands and millions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading, cell, amount",
    [
        ("Betrag in T€", "25,5", "25500"),
        ("Betrag (T€)", "25,5", "25500"),
        ("Betrag in TEUR", "25", "25000"),
        ("Betrag TEUR", "1.250,5", "1250500"),
        ("Betrag in Tsd. €", "0,125", "125"),
        ("Betrag in Tsd. EUR", "7,25", "7250"),
        ("Betrag in Mio. €", "1,25", "1250000"),
        ("Betrag (Mio €)", "0,000001", "1"),
        ("Betrag in Mio. EUR", "2", "2000000"),
    ],
)
def test_amounts_in_thousands_and_millions_are_scaled_and_said(tmp_path, heading, cell, amount):
    table = table_of(tmp_path, csv_text(rows(cell, "1,5", heading=heading)))
    assert euros_of(table, heading)[0] == Decimal(amount)
    assert "amounts_scaled" in said(table)
    bookings = bookings_of(tmp_path, csv_text(rows(cell, "1,5", heading=heading)))
    assert euros_of(bookings, "amount")[0] == Decimal(amount)


@pytest.mark.parametrize(
    "title", ["Angaben in T€", "Beträge in TEUR", "alle Werte in Tsd. EUR", "(in Tausend Euro)", "in T EUR"]
)
def test_a_title_in_thousands_scales_the_table_and_is_said(tmp_path, title):
    content = f"{title}\r\n\r\n{csv_text(rows('25,5', '1,25'))}"
    bookings = bookings_of(tmp_path, content)
    assert euros_of(bookings, "amount") == euros("25500", "1250")
    assert "amounts_scaled" in said(bookings)


@pytest.mark.parametrize(
    "cell, amount",
    [("25 T€", "25000"), ("25,5 TEUR", "25500"), ("1,25 Mio. €", "1250000"), ("3 Tsd. €", "3000")],
)
def test_a_cell_in_thousands_or_millions_is_scaled_and_said(tmp_path, cell, amount):
    table = table_of(tmp_path, csv_text(rows("1.250,50", cell)))
    assert euros_of(table) == euros("1250.50", amount)
    assert said(table)["amount_in_thousands"].place.row == 3


def test_a_number_cell_in_thousands_is_scaled_exactly(tmp_path):
    heading = "Betrag in T€"
    table = table_of(tmp_path, workbook(rows(25.5, 0.001, 1234.567, heading=heading)))
    assert euros_of(table, heading) == euros("25500", "1", "1234567")


# --- cells of workbooks that are no amounts ------------------------------------------------------------


def with_cell(xml: bytes) -> bytes:
    """A workbook whose amount in row 3 is this cell."""
    content = workbook(rows(1250.5, 7.25))
    changed = replaced(content, b'<c r="D3"><v>7.25</v></c>', xml)
    assert changed != content
    return changed


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
def test_an_error_value_in_a_workbook_is_refused_with_its_cell(tmp_path, shown):
    fault = refusal(tmp_path, with_cell(f'<c r="D3" t="e"><v>{shown}</v></c>'.encode()), "export.xlsx")
    assert (fault.kind, fault.place.row, fault.place.column, fault.raw) == ("error_value", 3, "Betrag", shown)


@pytest.mark.parametrize("shown", ["#WERT!", "#BEZUG!", "#NV", "#N/A", "#REF!", "#ZAHL!", "#DIV/0!"])
def test_the_text_of_an_error_value_in_a_workbook_is_refused_with_its_cell(tmp_path, shown):
    fault = refusal(tmp_path, workbook(rows(1250.5, shown)), "export.xlsx")
    assert (fault.kind, fault.place.row, fault.raw) == ("error_value", 3, shown)


@pytest.mark.parametrize(
    "xml",
    [
        b'<c r="D3"><f>SUM(D2:D2)</f></c>',
        b'<c r="D3"><f>SUM(D2:D2)</f><v></v></c>',
        b'<c r="D3"><f>SUM(D2:D2)</f><v/></c>',
        b'<c r="D3" s="0"><f t="shared" si="0"/></c>',
    ],
)
def test_a_formula_without_a_stored_value_is_refused_with_its_cell(tmp_path, xml):
    fault = refusal(tmp_path, with_cell(xml), "export.xlsx")
    assert (fault.kind, fault.place.row, fault.place.column) == ("formula_without_value", 3, "Betrag")


def test_a_formula_with_its_value_is_read_by_value(tmp_path):
    content = with_cell(b'<c r="D3"><f>SUM(D2:D2)</f><v>1250.5</v></c>')
    assert euros_of(table_of(tmp_path, content)) == euros("1250.50", "1250.50")


def test_true_is_no_amount(tmp_path):
    fault = refusal(tmp_path, with_cell(b'<c r="D3" t="b"><v>1</v></c>'), "export.xlsx")
    assert (fault.kind, fault.place.row, fault.place.column) == ("not_an_amount", 3, "Betrag")


@pytest.mark.parametrize("number", [b"1.234", b"0.005", b"1e-3", b"12345.678"])
def test_a_number_cell_with_more_than_cents_is_refused_with_its_cell(tmp_path, number):
    fault = refusal(tmp_path, with_cell(b'<c r="D3"><v>' + number + b"</v></c>"), "export.xlsx")
    assert (fault.kind, fault.place.row) == ("more_than_two_decimals", 3)


@pytest.mark.parametrize("number", [b"NaN", b"INF", b"-INF", b"1e400", b"0x10"])
def test_a_number_cell_that_holds_no_number_is_refused(tmp_path, number):
    assert refusals(tmp_path, with_cell(b'<c r="D3"><v>' + number + b"</v></c>"), "export.xlsx")


@pytest.mark.parametrize("amount", ["10.000.000.000.000,01", "99.999.999.999.999,00", "12345678901234567"])
def test_more_than_ten_trillion_euros_are_refused(tmp_path, amount):
    fault = refusal(tmp_path, csv_text(rows("7,25", amount)))
    assert (fault.kind, fault.place.row) == ("amount_too_large", 3)


def test_ten_trillion_euros_are_the_most(tmp_path):
    assert column(tmp_path, "10.000.000.000.000,00", "-9.999.999.999.999,99") == euros(
        "1e13", "-9999999999999.99"
    )
    assert refusal(tmp_path, workbook(rows(7.25, 1e14)), "x.xlsx").kind == "amount_too_large"


# --- keys are no amounts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["0544016", "0000544016", "15.01.01", "NA", "NULL", "None", "nan", "1E5", "TRUE", "-"]
)
def test_a_key_is_the_text_that_it_is(tmp_path, key):
    for content in (
        text_of(f"01.02.2024;{key};{key};7,25;{key}"),
        workbook([HEADER, ["01.02.2024", key, key, 7.25, key]]),
    ):
        frame = table_of(tmp_path, content).frame
        assert frame.iloc[0].to_list()[1:] == [key, key, *euros("7.25"), key]


def test_a_web_page_shows_amounts_as_text_exports_do(tmp_path):
    content = html(rows("1.250,50", "−3,25", "7&nbsp;000,00".replace("&nbsp;", "\u00a0")))
    assert euros_of(table_of(tmp_path, content, "x.xls")) == euros("1250.50", "-3.25", "7000")


# --- found by attack -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading, plus, minus",
    [("Vorzeichen", "+", "-"), ("VZ", "", "-"), ("", "S", "H"), ("", "", "-"), ("S/H", "D", "C")],
)
def test_unsigned_amounts_are_signed_by_the_column_that_carries_signs_or_refused(
    tmp_path, heading, plus, minus
):
    content = text_of(
        f"01.02.2024;1;544016;100,00;{plus};Hotel",
        f"02.02.2024;2;544016;30,00;{minus};Storno",
        header=f"Buchungsdatum;Belegnummer;Sachkonto;Betrag;{heading};Text",
    )
    path = tmp_path / "export.csv"
    path.write_text(content, "utf-8")
    try:
        read = euros_of(ko.read_bookings(path), "amount")
    except ko.KooperationError:
        read = euros("100", "-30")
    assert read == euros("100", "-30")


@pytest.mark.parametrize("heading", ["Betrag Tsd.", "Betrag [T€]", "Betrag (in 1.000 €)", "Betrag (k€)"])
def test_no_spelling_of_thousands_is_left_unscaled(tmp_path, heading):
    content = csv_text(rows("25,5", "1,5", heading=heading))
    assert euros_of(bookings_of(tmp_path, content), "amount") == euros("25500", "1500")


@pytest.mark.parametrize(
    "title", ["alle Angaben in T-Euro", "Angaben in 1.000 €", "Einheit: TEUR", "Werte in k€"]
)
def test_no_title_in_thousands_is_left_unscaled(tmp_path, title):
    content = f"{title}\r\n\r\n{csv_text(rows('25,5', '1,5'))}"
    assert euros_of(bookings_of(tmp_path, content), "amount") == euros("25500", "1500")


@pytest.mark.parametrize("title", ["Angaben in DM", "Beträge in US-Dollar", "Alle Werte in USD"])
def test_a_title_in_another_currency_is_refused(tmp_path, title):
    content = f"{title}\r\n\r\n{csv_text(rows('25,5', '1,5'))}"
    assert refusal(tmp_path, content, read=ko.read_bookings).kind == "foreign_amounts"


def test_a_time_of_day_is_no_amount(tmp_path):
    book = ods(rows(1250.5, 7.25))
    number = b'<table:table-cell office:value-type="float" office:value="7.25"><text:p>7,25</text:p>'
    moment = (
        b'<table:table-cell office:value-type="time" office:time-value="PT07H15M00S"><text:p>07:15</text:p>'
    )
    content = replaced(book, number, moment)
    assert content != book
    fault = refusal(tmp_path, content, "x.ods", read=ko.read_bookings)
    assert (fault.place.row, fault.place.column) == (3, "Betrag")


@pytest.mark.parametrize(
    ("cell", "beside", "cents"), [(".75", "1250.50", 75), (",75", "1.250,50", 75), ("-,5", "2,50", -50)]
)
def test_cents_without_a_leading_zero_are_cents(tmp_path, cell, beside, cents):
    table = table_of(tmp_path, csv_text(rows(cell, beside)))
    assert int(euros_of(table)[0] * 100) == cents


def test_thousandths_without_a_leading_zero_are_refused(tmp_path):
    assert refusal(tmp_path, csv_text(rows("1.250,50", ",750"))).place.row == 3


def test_cr_is_a_credit_and_dr_a_debit(tmp_path):
    assert euros_of(table_of(tmp_path, csv_text(rows("5,00 CR", "1.250,50 DR")))) == euros("-5", "1250.50")


@pytest.mark.parametrize(
    ("heading", "scale"),
    [("Spend £000", 1000), ("Amount ($000s)", 1000), ("Amount (£'000)", 1000), ("Amount £m", 1_000_000)],
)
def test_thousands_and_millions_of_other_currencies_are_scaled_and_said(tmp_path, heading, scale):
    table = table_of(tmp_path, f"Year,Dept,{heading}\n2020,A,150\n2020,B,20\n".encode())
    assert table.frame[heading].to_list() == [150 * scale, 20 * scale]
    assert "amounts_scaled" in said(table)
