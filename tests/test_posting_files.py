"""More postings than a sheet lists: the workbook holds sums, the single ones stand beside it, to the cent."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from workbook_ledger import books_of, posting
from workbook_reopened import chart_columns, reopen

from kooperation import read_books
from kooperation.analysis.condensing import condense
from kooperation.demo import write_demo
from kooperation.model.errors import KooperationError
from kooperation.reporting import confidential, tables
from kooperation.reporting.confidential import write_confidential
from kooperation.reporting.distinct import distinct_of
from kooperation.reporting.screen import make_report, report_lines, write_all
from kooperation.reporting.tables import report_of
from kooperation.reporting.workbook import write_report
from kooperation.reporting.workbook.posting_files import files_of_postings
from kooperation.reporting.workbook.postings import posting_columns

ROWS = [
    posting(2024, 100_00, text="Reise Ansan"),
    posting(2024, 50_50, text="Reise Ansan"),
    posting(2024, -20_25, text="Storno Reise Ansan"),
    posting(2024, 7_01, None, text="Frau Erika Mustermann"),
    posting(2025, 30_00, None, None, sachkonto="544017"),
    posting(2025, 1_000_00, document="=1+1", text='Halle 7; "Messe"'),
]
LEDGER = Decimal("1167.26")


def limit(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(tables, "MOST_POSTINGS_IN_SHEET", most)


def lines_of(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def euros(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@pytest.fixture
def beside(tmp_path, monkeypatch) -> Path:
    limit(monkeypatch, 5)
    write_report(books_of(ROWS), tmp_path / "bericht.xlsx")
    return tmp_path


@pytest.mark.parametrize(("most", "names"), [(7, []), (6, []), (5, ["buchungen.csv", "buchungen.parquet"])])
def test_single_postings_go_beside_the_workbook_only_above_the_limit(tmp_path, monkeypatch, most, names):
    limit(monkeypatch, most)
    write_report(books_of(ROWS), tmp_path / "bericht.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bericht.xlsx", *names]


def test_the_sheet_above_the_limit_holds_sums_that_are_the_ledger(beside):
    made = openpyxl.load_workbook(beside / "bericht.xlsx", data_only=True)["Buchungen"]
    heading = [cell.value for cell in made[6]]
    amount, count = heading.index("Betrag"), heading.index("Anzahl")
    rows = [[cell.value for cell in row] for row in made.iter_rows(min_row=7)]
    assert sum(Decimal(str(row[amount])) for row in rows) == LEDGER == Decimal(str(made["E5"].value))
    assert sum(row[count] for row in rows) == len(ROWS)
    assert len(rows) < len(ROWS)


def test_both_files_hold_every_posting_in_the_order_and_columns_of_the_sheet(beside, tmp_path_factory):
    whole = tmp_path_factory.mktemp("whole") / "bericht.xlsx"
    tables.MOST_POSTINGS_IN_SHEET = 200_000  # the fixture puts it back
    write_report(books_of(ROWS), whole)
    sheet = openpyxl.load_workbook(whole, data_only=True)["Buchungen"]
    heading, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, min_col=2)]
    table = pq.read_table(beside / "buchungen.parquet")
    assert table.column_names == [*heading, "Grund"] == list(lines_of(beside / "buchungen.csv")[0])
    assert heading[-1] == "Buchungskennung"
    amounts = [Decimal(str(row[heading.index("Betrag")])) for row in rows]
    assert table["Betrag"].to_pylist() == amounts
    assert [euros(line["Betrag"]) for line in lines_of(beside / "buchungen.csv")] == amounts
    assert table["Text"].to_pylist() == [row[heading.index("Text")] for row in rows]


@pytest.mark.parametrize("as_of", [None, date(2024, 12, 31)])
def test_the_columns_of_the_files_are_those_of_the_frame_cell_by_cell(as_of):
    report = report_of(books_of([*ROWS, posting(2024, 3_00, booked_on=None)]), as_of=as_of, most_postings=0)
    listed = report.list_single()
    of_files, of_frame = (posting_columns(one, report) for one in (listed, listed.frame()))
    for ours, theirs in zip(of_files, of_frame, strict=True):
        assert distinct_of(ours.values).listed() == distinct_of(theirs.values).listed(), ours.heading


def test_a_column_of_the_files_that_repeats_holds_each_value_once():
    report = report_of(books_of(ROWS * 20), most_postings=0)
    files = report.list_single()["source_file"]
    assert (len(files), files.told()) == (120, ["buchungen/a.csv"])


def test_parquet_holds_decimals_days_and_whole_numbers(beside):
    schema = pq.read_schema(beside / "buchungen.parquet")
    kinds = {name: str(schema.field(name).type) for name in ("Betrag", "Datum", "Haushaltsjahr", "Zeile")}
    assert kinds == {
        "Betrag": "decimal128(18, 2)",
        "Datum": "date32[day]",
        "Haushaltsjahr": "int64",
        "Zeile": "int64",
    }
    column = pq.ParquetFile(beside / "buchungen.parquet").metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"


def test_csv_is_written_as_a_german_program_opens_it(beside):
    lines = lines_of(beside / "buchungen.csv")
    assert (beside / "buchungen.csv").read_bytes().startswith(b"\xef\xbb\xbfHaushaltsjahr;Topf;")
    refund = next(line for line in lines if line["Betrag"].startswith("-"))
    assert (refund["Betrag"], refund["Datum"], refund["Haushaltsjahr"]) == ("-20,25", "15.06.2024", "2024")


def test_no_text_of_the_csv_becomes_a_formula_or_breaks_its_line(beside):
    (line,) = [line for line in lines_of(beside / "buchungen.csv") if line["Beleg"].endswith("=1+1")]
    assert line["Beleg"] == "'=1+1"
    assert line["Text"] == 'Halle 7; "Messe"'


def test_the_files_name_nobody_and_hold_no_vendor(tmp_path, monkeypatch):
    limit(monkeypatch, 0)
    rows = [
        posting(2024, 100, text="Reise Erika Mustermann", vendor="Erika Mustermann", document="Mustermann")
    ]
    write_report(books_of(rows), tmp_path / "bericht.xlsx")
    for name in ("buchungen.csv", "buchungen.parquet"):
        assert b"Mustermann" not in (tmp_path / name).read_bytes()
    assert "Mustermann" not in str(pq.read_table(tmp_path / "buchungen.parquet").to_pydict())


def test_english_files_have_english_names_headings_days_and_amounts(tmp_path, monkeypatch):
    limit(monkeypatch, 0)
    write_report(books_of([posting(2024, -123_45)]), tmp_path / "report.xlsx", language="en")
    (line,) = lines_of(tmp_path / "postings.csv")
    assert (line["Year"], line["Amount"], line["Date"]) == ("2024", "-123.45", "2024-06-15")
    assert pq.read_table(tmp_path / "postings.parquet")["Amount"].to_pylist() == [Decimal("-123.45")]


def test_the_workbook_names_the_files_with_rows_and_sum(beside):
    made = openpyxl.load_workbook(beside / "bericht.xlsx")
    for name in ("Deckblatt", "Buchungen", "Nicht zugeordnet"):
        texts = [str(cell.value) for row in made[name].iter_rows(max_row=12) for cell in row]
        (told,) = [text for text in texts if "buchungen.parquet und buchungen.csv" in text]
        assert "6 Zeilen, zusammen 1.167,26 €" in told


def test_the_workbook_of_a_dataset_names_it_and_has_no_files_beside(tmp_path):
    ledger = books_of(ROWS)
    books = replace(ledger, bookings=condense(ledger.bookings), dataset="Postings 2024")
    write_report(books, tmp_path / "bericht.xlsx")
    made = openpyxl.load_workbook(tmp_path / "bericht.xlsx")
    for name in ("Deckblatt", "Buchungen", "Nicht zugeordnet"):
        texts = [str(cell.value) for row in made[name].iter_rows(max_row=12) for cell in row]
        assert [text for text in texts if "im Datensatz „Postings 2024“" in text]
    shown = [str(cell.value) for row in made["Deckblatt"].iter_rows(max_row=25) for cell in row]
    assert not [text for text in shown if "jede Buchung mit" in text or "die in zuordnung.csv fehlt" in text]
    assert [path.name for path in tmp_path.iterdir()] == ["bericht.xlsx"]


def test_unassigned_sums_propose_no_line_but_say_how_to_find_their_postings(beside):
    sheet = openpyxl.load_workbook(beside / "bericht.xlsx")["Nicht zugeordnet"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "Zeile für zuordnung.csv" not in texts
    assert [text for text in texts if "welcher Alias in register/partnerregionen.csv" in text]
    assert [text for text in texts if "Zeilen mit Partnerregion „nicht zugeordnet“" in text]
    (row,) = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)]
    assert 7.01 in row
    found = [
        line for line in lines_of(beside / "buchungen.csv") if line["Partnerregion"] == "nicht zugeordnet"
    ]
    assert [line["Betrag"] for line in found] == ["7,01"]


def test_only_postings_that_lack_a_region_have_a_reason_in_the_files_and_both_give_the_same(
    tmp_path, monkeypatch
):
    limit(monkeypatch, 0)
    nothing = "kein Alias gefunden"
    rows = [
        posting(2024, 100),
        posting(2024, 200, None, reason=nothing),
        posting(2024, 300, None, "agit", reason=nothing),
    ]
    write_report(books_of(rows), tmp_path / "bericht.xlsx")
    lines = lines_of(tmp_path / "buchungen.csv")
    assert {line["Betrag"]: line["Grund"] for line in lines} == {"1,00": "", "2,00": nothing, "3,00": ""}
    stored = pq.read_table(tmp_path / "buchungen.parquet")["Grund"].to_pylist()
    assert [reason or "" for reason in stored] == [line["Grund"] for line in lines]


def test_spending_of_no_activity_is_counted_by_postings_not_by_sums(tmp_path, monkeypatch):
    limit(monkeypatch, 0)
    rows = [posting(2024, 100, document=f"D{number}") for number in range(4)]
    log = {"activity_id": ["Reise"], "documents": ["D0"], "source_row": [2], "status": ["durchgeführt"]}
    made = reopen(tmp_path, books_of(rows, activities=log))
    (line,) = [row for row in made.below("Aktivitäten", "Ausgaben ohne Aktivität") if 2024 in row]
    assert (line[9], line[12]) == (3, 3)  # euros, postings


def test_the_course_of_a_year_of_sums_is_that_of_its_days(tmp_path, monkeypatch):
    rows = [
        posting(2025, cents, booked_on=day and date(2025, *day))
        for cents, day in [(5, None), (100, (2, 3)), (250, (2, 4)), (-50, (2, 4)), (1_000, (3, 1))]
    ]
    whole = chart_columns(reopen(tmp_path, books_of(rows)), "im Lauf des Jahres")
    limit(monkeypatch, 0)
    made = reopen(tmp_path, books_of(rows))
    summed = chart_columns(made, "im Lauf des Jahres")
    assert summed.pop("am Tag gebucht") == [0.05, None, 1, None, 2, None, 10, None, None]
    assert summed == whole
    formulas = [cell.value for cell in made.cells("Diagrammdaten") if str(cell.value).startswith("=ROUND")]
    assert [formula for formula in formulas if "SUMIFS($C$" in formula]
    assert not [formula for formula in formulas if "[Datum]" in formula]


def test_many_postings_are_written_a_few_at_a_time(tmp_path, monkeypatch):
    limit(monkeypatch, 0)
    monkeypatch.setattr("kooperation.reporting.workbook.posting_files._ROWS_AT_ONCE", 7)
    rows = [posting(2024, 100 + number) for number in range(40)]
    write_report(books_of(rows), tmp_path / "bericht.xlsx")
    amounts = [euros(line["Betrag"]) for line in lines_of(tmp_path / "buchungen.csv")]
    assert amounts == [Decimal(100 + number) / 100 for number in range(40)]


def test_a_posting_without_a_day_has_an_empty_one(tmp_path, monkeypatch):
    limit(monkeypatch, 0)
    write_report(books_of([posting(2024, 100, booked_on=None)]), tmp_path / "bericht.xlsx")
    assert [line["Datum"] for line in lines_of(tmp_path / "buchungen.csv")] == [""]
    assert pq.read_table(tmp_path / "buchungen.parquet")["Datum"].to_pylist() == [None]


# --- the whole report --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "raw"
    write_demo(folder)
    return read_books(folder)


def test_the_report_says_where_the_single_postings_stand_and_removes_them_when_they_are_no_more(
    demo, tmp_path, monkeypatch
):
    limit(monkeypatch, 50)
    report = make_report(demo)
    written = write_all(demo, report, tmp_path)
    assert [path.name for path in written.postings] == ["buchungen.parquet", "buchungen.csv"]
    assert any("buchungen.parquet, buchungen.csv" in line for line in report_lines(demo, report, written))
    amounts = [euros(line["Betrag"]) for line in lines_of(tmp_path / "buchungen.csv")]
    assert sum(amounts) == report.amount()

    limit(monkeypatch, 200_000)
    smaller = make_report(demo)
    again = write_all(demo, smaller, tmp_path)
    assert not again.postings
    assert not list(tmp_path.glob("buchungen.*"))
    assert any(line.startswith("Entfernt") for line in report_lines(demo, smaller, again))


def test_a_file_of_another_hand_is_never_removed(tmp_path):
    (tmp_path / "buchungen.csv").write_text("Haushaltsjahr;Betrag\n2024;1,00\n", encoding="utf-8-sig")
    pq.write_table(pa.table({"Betrag": [1]}), tmp_path / "buchungen.parquet")
    write_report(books_of(ROWS), tmp_path / "bericht.xlsx")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["bericht.xlsx", "buchungen.csv", "buchungen.parquet"]


def test_a_file_of_another_hand_is_never_replaced_but_one_of_an_earlier_report_is(tmp_path, monkeypatch):
    limit(monkeypatch, 5)
    csv_file, target = tmp_path / "buchungen.csv", tmp_path / "bericht.xlsx"
    csv_file.write_text("mein;eigenes\n", encoding="utf-8")
    with pytest.raises(KooperationError, match=r"buchungen\.csv.*nicht ersetzt"):
        write_report(books_of(ROWS), target)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["mein;eigenes\n"]
    csv_file.unlink()
    write_report(books_of(ROWS), target)
    write_report(books_of([*ROWS, posting(2025, 1)]), target)
    assert len(lines_of(csv_file)) == len(ROWS) + 1


def test_the_file_of_texts_in_full_takes_another_sheet_where_one_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(confidential, "MOST_ROWS_OF_A_SHEET", 4)
    write_confidential(books_of(ROWS), tmp_path / "texte.xlsx")
    made = openpyxl.load_workbook(tmp_path / "texte.xlsx")
    assert made.sheetnames == ["VERTRAULICH Texte", "VERTRAULICH Texte 2", "VERTRAULICH Aktivitäten"]
    tables_of = {sheet.title: sheet.tables for sheet in made}
    assert [len(made[name].tables) for name in made.sheetnames] == [1, 1, 1]
    assert len({name for found in tables_of.values() for name in found}) == 3


def test_a_report_until_a_day_writes_only_what_was_booked_until_then(tmp_path, monkeypatch):
    limit(monkeypatch, 0)
    rows = [posting(2024, 100), posting(2025, 900)]
    write_report(books_of(rows), tmp_path / "bericht.xlsx", as_of=date(2024, 12, 31))
    assert [line["Betrag"] for line in lines_of(tmp_path / "buchungen.csv")] == ["1,00"]


def test_the_same_input_makes_the_same_files(tmp_path, monkeypatch):
    limit(monkeypatch, 5)
    for name in ("a", "b"):
        write_report(books_of(ROWS), tmp_path / name / "bericht.xlsx")
    for name in ("buchungen.parquet", "buchungen.csv", "bericht.xlsx"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_postings_are_listed_once_for_both_files(tmp_path, monkeypatch):
    report = report_of(books_of(ROWS), most_postings=5)
    listed = []
    list_single = report.list_single
    object.__setattr__(report, "list_single", lambda: listed.append(1) or list_single())
    for write in files_of_postings(report).values():
        write(io.BytesIO())
    assert listed == [1]
