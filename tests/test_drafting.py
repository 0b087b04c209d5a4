"""Drafts of layouts: valid as they stand, honest about what is open, exact once a person completed them."""

import re
import tomllib
from decimal import Decimal

import pytest
from exports import kinds, source, workbook, write
from folders import TOWN, data_folder
from hypothesis import given, settings
from hypothesis import strategies as st

import kooperation as ko
from kooperation.model.errors import KooperationError
from kooperation.model.findings import Place
from kooperation.reading.cells.sheet import Sheet
from kooperation.reading.layouts.draft_texts import DRAFT_TEXTS
from kooperation.reading.layouts.draft_toml import draft_text, quoted
from kooperation.reading.layouts.drafting import draft_layout, draft_of
from kooperation.reading.layouts.parsing import parse_layout
from kooperation.reading.tables.grid import find_grid
from kooperation.reading.unpacking import read_sheets

HERE = Place(file="entwurf.toml")
FOREIGN = """Data;Numeris;Suma;Pastaba;Sąskaita;Produktas
01.02.2024;D-1;1.234,56;Kelionė į Porto;5291;1105
02.03.2024;D-2;100,00;Tartu;5291;1105
05.04.2024;D-3;-34,56;Porto;5291;1105
"""


def left_of(line):
    """The key of a line, with the mark of a proposal taken away: ``"Suma"``, ``column`` or ``[kind]``."""
    return re.split(r" = |  #", line.removeprefix("#? "))[0]


def completed(draft, answers):
    """A draft as a controller completes it: ``section.key`` -> TOML value; ``None`` takes the proposal."""
    lines, section = [], ""
    for line in draft.splitlines():
        bare = line.removeprefix("#? ")
        if re.fullmatch(r"\[\w+\]", bare):
            section = bare.strip("[]")
            lines.append(bare if f"[{section}]" in answers else line)
            continue
        key = f"{section}.{left_of(line)}"
        if key in answers:
            value = answers[key]
            lines.append(bare if value is None else f"{left_of(line)} = {value}")
        else:
            lines.append(line)
    return "\n".join(lines)


def proposals(draft):
    """What is proposed and not decided, by key."""
    asked = [
        line.removeprefix("#? ").split("  #")[0] for line in draft.splitlines() if line.startswith("#? ")
    ]
    return dict(one.split(" = ", 1) for one in asked if " = " in one)


def books_with(tmp_path, export, layout, name="export.csv", folder="buchungen"):
    """The town's books with one export and the layout of one's own that reads it."""
    files = {f"{folder}/{name}": export, "register/layouts/eigenes.toml": layout.encode()}
    return ko.read_books(data_folder(tmp_path / "daten", files))


# --- what a draft says -------------------------------------------------------------------------------------


def test_known_headings_are_taken_and_nothing_is_left_to_decide(tmp_path):
    text = "Buchungsdatum;Belegnummer;Betrag;Buchungstext\n01.02.2024;4711;10,00;Reise\n"
    draft = draft_layout(write(tmp_path, text))
    layout = tomllib.loads(draft)
    assert layout["columns"] == {
        "Buchungsdatum": "booked_on",
        "Belegnummer": "document",
        "Betrag": "amount",
        "Buchungstext": "text",
    }
    assert (layout["kind_of_file"], layout["name"]) == ("bookings", "export")
    assert "vermutlich schon ohne Layout gelesen" in draft


def test_unknown_headings_are_proposed_by_what_their_cells_look_like_and_never_decided(tmp_path):
    draft = draft_layout(write(tmp_path, FOREIGN))
    assert tomllib.loads(draft)["columns"] == {}
    asked = proposals(draft)
    assert (asked['"Data"'], asked['"Suma"']) == ('"booked_on"', '"amount"')
    assert (asked['"Numeris"'], asked['"Pastaba"']) == ('""', '""')
    assert "nötig: amount (Betrag), booked_on (Buchungsdatum)" in draft


def test_a_heading_that_is_misspelled_is_proposed_with_the_one_that_it_resembles(tmp_path):
    draft = draft_layout(write(tmp_path, "Buchungsdatun;Belegnummer;Betrag\n01.02.2024;1;10,00\n"))
    [line] = [
        line
        for line in draft.splitlines()
        if "Buchungsdatun" in line and " = " in line and "needs" not in line
    ]
    assert line.startswith('#? "Buchungsdatun" = "booked_on"  # ähnlich geschrieben wie „buchungsdatum“')


def test_two_headings_that_may_be_one_column_are_both_left_open(tmp_path):
    draft = draft_layout(write(tmp_path, "Data;Suma;Viso\n01.02.2024;10,00;12,00\n02.02.2024;1,00;1,20\n"))
    asked = proposals(draft)
    assert (asked['"Suma"'], asked['"Viso"']) == ('"amount"', '"amount"')
    assert draft.count("mehrere Überschriften kommen für amount in Frage") == 2
    assert "amount_debit und amount_credit" in draft


def test_values_of_a_kind_column_are_sorted_where_known_and_listed_where_not(tmp_path):
    rows = "2024;{};10,00\n"
    text = "Haushaltsjahr;Werttyp;Betrag\n" + "".join(map(rows.format, ("66", "51", "R1", "ZZ")))
    draft = draft_layout(write(tmp_path, text))
    layout = tomllib.loads(draft)
    assert layout["kind"] == {
        "column": "Werttyp",
        "actual": ["66"],
        "commitment": ["51"],
        "budget": ["R1"],
    }
    assert 'Noch in keiner Liste: "ZZ"' in draft


def test_columns_of_single_years_become_one_pattern_per_kind(tmp_path):
    text = "Sachkonto;Plan 2023;Ist 2023;Plan 2024;Ist 2024\n5291;1,00;2,00;3,00;4,00\n"
    layout = tomllib.loads(draft_layout(write(tmp_path, text), kind_of_file="bookings"))
    assert layout["years"] == {"budget": "Plan {year}", "actual": "Ist {year}"}
    assert layout["needs"] == ["Sachkonto"]


def test_two_patterns_of_years_for_one_kind_are_both_left_open(tmp_path):
    text = "Sachkonto;Ansatz 2023;Plan 2023;Ist 2023\n5291;1,00;2,00;3,00\n"
    draft = draft_layout(write(tmp_path, text), kind_of_file="bookings")
    assert tomllib.loads(draft)["years"] == {"actual": "Ist {year}"}
    assert '#? budget = "Ansatz {year}"' in draft
    assert '#? budget = "Plan {year}"' in draft


def test_an_ambiguous_decimal_mark_is_asked_for(tmp_path):
    draft = draft_layout(write(tmp_path, "Buchungsdatum;Belegnummer;Betrag\n01.02.2024;1;1.234\n"))
    assert proposals(draft)["decimal"] == '","'
    clear = draft_layout(write(tmp_path, "Buchungsdatum;Belegnummer;Betrag\n01.02.2024;1;1.234,00\n"))
    assert "decimal" not in proposals(clear)


def test_the_kind_of_file_is_proposed_from_the_headings_and_may_be_told(tmp_path):
    def kind(text, **told):
        return tomllib.loads(draft_layout(write(tmp_path, text), **told))["kind_of_file"]

    assert kind("Buchungsdatum;Belegnummer;Betrag\n01.02.2024;1;1,00\n") == "bookings"
    assert kind("Sachkonto;Ansatz;Verfügbar\n5291;100,00;1,00\n") == "overview"
    assert kind("Auftragsnummer;Jahr;Betrag\nA-1;2024;100,00\n") == "orders"
    assert kind("Zeitraum;Partnerregion;Status\nHerbst 2018;Ansan;geplant\n") == "activities"
    assert kind("Sachkonto;Ansatz;Verfügbar\n5291;1,00;1,00\n", kind_of_file="bookings") == "bookings"


def test_the_sheet_that_is_told_stands_in_the_draft(tmp_path):
    rows = [["Data", "Suma"], ["01.02.2024", 10.5], ["02.02.2024", 11.5]]
    others = [["Data", "Suma"], ["01.02.2023", 1.5], ["02.02.2023", 7.5]]
    path = write(tmp_path, workbook({"Neu": rows, "Alt": others}), "export.xlsx")
    assert tomllib.loads(draft_layout(path, sheet="Alt"))["read"] == {"sheet": "Alt"}
    with pytest.raises(KooperationError) as error:
        draft_layout(path)
    assert kinds(error.value) == ["two_sheets"]


def test_the_comments_are_english_when_asked(tmp_path):
    draft = draft_layout(write(tmp_path, FOREIGN), language="en")
    assert "looks like amounts" in draft
    assert [german for german, _ in DRAFT_TEXTS.values() if len(german) > 30 and german in draft] == []


def test_every_text_of_a_draft_has_the_same_gaps_in_both_languages():
    def gaps(text):
        return sorted(re.findall(r"\{(\w+)\}", text))

    assert [key for key, (german, english) in DRAFT_TEXTS.items() if gaps(german) != gaps(english)] == []


# --- names of people ---------------------------------------------------------------------------------------


def test_no_text_that_could_be_a_name_stands_in_a_draft(tmp_path):
    text = (
        "Buchungsdatum;Kreditor;Text;Bearbeiter;Kürzel;Betrag\n"
        "01.02.2024;Erika Mustermann;Reise mit Herrn Kim;Schulze;MUELLERH1;10,00\n"
        "02.02.2024;Hans Beispiel;Frau Schmidt;Meier;SCHMIDTA2;20,00\n"
        "03.02.2024;Hans Beispiel;Frau Schmidt;Meier;SCHMIDTA2;20,00\n"
        "04.02.2024;Hans Beispiel;Frau Schmidt;Schulze;SCHMIDTA2;20,00\n"
    )
    draft = draft_layout(write(tmp_path, text))
    names = ("Mustermann", "Kim", "Schulze", "MUELLER", "Beispiel", "Schmidt", "SCHMIDT", "Meier")
    assert [name for name in names if name in draft] == []
    assert '"AAAAAAAA1"' in draft


# --- from the draft to exact figures -----------------------------------------------------------------------


def test_a_completed_draft_reads_a_file_with_headings_that_nobody_knows(tmp_path):
    layout = completed(
        draft_layout(write(tmp_path, FOREIGN)),
        {
            'columns."Data"': None,
            'columns."Suma"': None,
            'columns."Numeris"': '"document"',
            'columns."Pastaba"': '"text"',
            'columns."Sąskaita"': '"sachkonto"',
            'columns."Produktas"': '"teilprodukt"',
        },
    )
    books = books_with(tmp_path, FOREIGN.encode(), layout)
    assert books.bookings["amount"].sum() == Decimal("1300.00")
    assert books.bookings["region"].to_list() == ["porto", "tartu", "porto"]
    assert books.bookings["pot"].to_list() == ["reisen"] * 3


def test_a_completed_draft_reads_one_column_per_year(tmp_path):
    text = (
        "Kontas;Faktas 2023;Planas 2023;Faktas 2024;Planas 2024\n"
        "5291;10,00;20,00;30,50;40,00\n"
        "5292;1,00;0,00;2,00;0,00\n"
    )
    draft = draft_layout(write(tmp_path, text))
    layout = completed(
        draft.replace('#? actual = "Planas {year}"', '#? budget = "Planas {year}"'),
        {
            'columns."Kontas"': '"sachkonto"',
            "[years]": None,
            "years.actual": None,
            "years.budget": None,
            "[read]": None,
            "read.defaults": '{ teilprodukt = "1105" }',
        },
    )
    rows = books_with(tmp_path, text.encode(), layout).bookings
    sums = rows.groupby(["kind", "year"])["amount"].sum().to_dict()
    assert sums == {
        ("actual", 2023): Decimal("11.00"),
        ("actual", 2024): Decimal("32.50"),
        ("budget", 2023): Decimal("20.00"),
        ("budget", 2024): Decimal("40.00"),
    }


def test_a_completed_draft_reads_rows_of_several_kinds(tmp_path):
    text = "Metai;Rūšis;Suma;Kontas\n" + "".join(
        f"2024;{kind};{amount};5291\n"
        for kind, amount in (("F1", "10,50"), ("P1", "99,00"), ("F1", "1,00"), ("P1", "1,00"))
    )
    draft = draft_layout(write(tmp_path, text))
    assert 'Noch in keiner Liste: "F1", "P1"' in draft
    layout = completed(
        draft,
        {
            'columns."Metai"': None,
            'columns."Suma"': None,
            'columns."Kontas"': '"sachkonto"',
            "[kind]": None,
            "kind.column": None,
            "kind.actual": '["F1"]',
            "kind.budget": '["P1"]',
            "[read]": None,
            "read.defaults": '{ teilprodukt = "1105" }',
        },
    )
    rows = books_with(tmp_path, text.encode(), layout).bookings
    assert rows.groupby("kind")["amount"].sum().to_dict() == {
        "actual": Decimal("11.50"),
        "budget": Decimal("100.00"),
    }


def test_a_completed_draft_reads_a_column_of_signs(tmp_path):
    text = (
        "Data;Ženklas;Suma;Kontas\n01.02.2024;D;10,50;5291\n02.02.2024;C;0,50;5291\n03.02.2024;D;1,00;5291\n"
    )
    layout = completed(
        draft_layout(write(tmp_path, text)),
        {
            'columns."Data"': None,
            'columns."Suma"': None,
            'columns."Kontas"': '"sachkonto"',
            "[sign]": None,
            "sign.column": None,
            "sign.plus": None,
            "sign.minus": None,
            "[read]": None,
            "read.defaults": '{ teilprodukt = "1105" }',
        },
    )
    rows = books_with(tmp_path, text.encode(), layout).bookings
    assert rows["amount"].to_list() == [Decimal("10.50"), Decimal("-0.50"), Decimal("1.00")]


def test_a_completed_draft_reads_amounts_in_thousands(tmp_path):
    text = "Metai;Suma;Kontas\n2024;1,5;5291\n2024;10,25;5291\n"
    layout = completed(
        draft_layout(write(tmp_path, text)),
        {
            'columns."Metai"': None,
            'columns."Suma"': None,
            'columns."Kontas"': '"sachkonto"',
            "[read]": None,
            "read.scale": None,
            "read.defaults": '{ teilprodukt = "1105" }',
        },
    )
    assert books_with(tmp_path, text.encode(), layout).bookings["amount"].sum() == Decimal("11750.00")


def test_amounts_in_thousands_that_the_file_names_need_no_answer(tmp_path):
    draft = draft_layout(write(tmp_path, "Haushaltsjahr;Sachkonto;Ansatz in T€\n2024;5291;1,5\n"))
    assert "wird von selbst umgerechnet" in draft
    assert "scale" not in proposals(draft)


def test_values_of_an_unknown_column_of_kinds_are_counted_where_they_could_be_names(tmp_path):
    rows = "".join(f"2024;{name};1,00\n" for name in ("Kim", "Ott", "Kim", "Ott"))
    draft = draft_layout(write(tmp_path, f"Metai;Wer;Suma\n{rows}"))
    assert "Kim" not in draft
    assert "weil es Namen sein könnten: 2" in draft


def test_an_uncompleted_draft_in_the_folder_refuses_the_file_and_guesses_nothing(tmp_path):
    with pytest.raises(KooperationError) as error:
        books_with(tmp_path, FOREIGN.encode(), draft_layout(write(tmp_path, FOREIGN)))
    assert set(kinds(error.value)) == {"column_missing"}


def test_a_draft_of_activities_reads_the_log(tmp_path):
    text = (
        "Kada;Partneris;Būsena;Žmonės\n"
        "Herbst 2018;Porto;durchgeführt;20\n"
        "2024;Tartu;geplant;rd. 5\n"
        "19.04.2024;Tartu;geplant;7\n"
    )
    layout = completed(
        draft_layout(write(tmp_path, text), kind_of_file="activities"),
        {
            'columns."Kada"': '"period_text"',
            'columns."Partneris"': '"region_text"',
            'columns."Būsena"': '"status"',
            'columns."Žmonės"': '"people"',
        },
    )
    log = books_with(tmp_path, text.encode(), layout, folder="aktivitaeten").activities
    assert log["region"].to_list() == ["porto", "tartu", "tartu"]
    assert log["precision"].to_list() == ["season", "year", "day"]
    assert log["people"].to_list() == [20, 5, 7]


def test_a_draft_is_never_used_before_it_is_saved(tmp_path):
    files = {"buchungen/export.csv": FOREIGN.encode()}
    folder = data_folder(tmp_path / "daten", files)
    draft_layout(folder / "buchungen" / "export.csv")
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == sorted(
        ["export.csv", *(name.rsplit("/", 1)[-1] for name in TOWN)]
    )


# --- law: a draft is always a layout -----------------------------------------------------------------------

HEADINGS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.sampled_from(
        [
            'Betrag "brutto"',
            "Pfad\\neu",
            "Ist 2023",
            "Ist 2024",
            "{year} 2024",
            "Werttyp",
            "S/H",
            "Übergröße",
            "#?",
            "]",
        ]
    ),
)
CELLS = st.sampled_from(
    ["10,00", "1.234", "S", "H", "66", "ZZ", "01.02.2024", 'Ä"\\\n\x07', "", "2024", "-5,00 €"]
)


@st.composite
def sheets(draw):
    """A sheet with any headings and a few rows."""
    headings = draw(st.lists(HEADINGS, min_size=2, max_size=12))
    rows = draw(
        st.lists(st.lists(CELLS, min_size=len(headings), max_size=len(headings)), min_size=1, max_size=8)
    )
    return Sheet('Blatt "1"\x07', [headings, *rows])


@given(
    sheets(),
    st.sampled_from([None, "bookings", "overview", "orders", "activities"]),
    st.sampled_from(["de", "en"]),
)
@settings(max_examples=150, deadline=None)
def test_a_draft_is_a_valid_layout_whatever_the_headings_are(sheet, kind_of_file, language):
    grid = find_grid(source("", 'x"\\y\n.csv'), sheet)
    if grid is None:
        return
    for is_sheet_told in (True, False):
        draft = draft_text(draft_of(grid, kind_of_file, is_sheet_told=is_sheet_told), language)
        layout = parse_layout(draft, place=HERE)
        assert kind_of_file in (None, layout.kind_of_file)
        assert layout.needs or layout.files


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_back_from_its_quotes(text):
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}


def test_a_draft_of_two_hundred_columns_is_valid_and_quick(tmp_path):
    header = ";".join(f"Stulpelis {chr(65 + number % 26)}{number}" for number in range(200))
    text = f"{header}\n" + f"{';'.join(['1,50'] * 200)}\n" * 3
    layout = parse_layout(draft_layout(write(tmp_path, text)), place=HERE)
    assert layout.kind_of_file == "bookings"


@pytest.mark.parametrize(
    "headings",
    [
        ["Betrag", "betrag", "BETRAG"],
        ["-", "...", "Summe X"],
        ["2023", "2024", "2025"],
        ["Ist 2024 (Stand 2025)", "x"],
    ],
)
def test_odd_headings_make_no_invalid_layout(headings):
    grid = find_grid(source(""), Sheet(None, [headings, *[["1,00"] * len(headings)] * 3]))
    assert grid is None or parse_layout(draft_text(draft_of(grid), "de"), place=HERE)


def test_a_file_that_cannot_be_read_is_refused_as_by_every_reader(tmp_path):
    with pytest.raises(KooperationError) as error:
        draft_layout(write(tmp_path, b"%PDF-1.7"))
    assert kinds(error.value) == ["foreign_container"]
    assert read_sheets(source("a;b\n1;2\n"))


# --- the page for users ------------------------------------------------------------------------------------


def test_the_example_of_the_page_about_own_layouts_is_read_as_the_page_says(project, tmp_path):
    page = (project / "docs" / "eigene_layouts.md").read_text("utf-8")
    blocks = dict(re.findall(r"^```(csv|toml)\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL))
    rows = books_with(tmp_path, blocks["csv"].encode(), blocks["toml"]).bookings
    sums = rows.groupby("kind")["amount"].sum().to_dict()
    assert sums == {"actual": Decimal("1300.00"), "budget": Decimal("12000.00")}
    assert "1.300,00 € Ist und 12.000,00 € Ansatz" in page
    asked = proposals(draft_layout(write(tmp_path, blocks["csv"])))
    assert (asked['"Höhe"'], asked["column"]) == ('"amount"', '"Wertung"')


def test_the_page_about_own_layouts_names_every_section_that_a_layout_has(project):
    page = (project / "docs" / "eigene_layouts.md").read_text("utf-8")
    sections = {
        "name",
        "kind_of_file",
        "needs",
        "files",
        "[columns]",
        "[kind]",
        "[years]",
        "[sign]",
        "[read]",
    }
    assert {one for one in sections if f"| `{one}` |" not in page} == set()


def test_a_draft_never_takes_a_column_of_many_codes_for_the_kind_of_row(tmp_path):
    text = "Datum;Vorgang;Vorgang-Nr;Betrag\n" + "".join(
        f"{day:02}.02.2024;Reise {day};V-{day};10,00\n" for day in range(1, 9)
    )
    assert '= "row_kind"' not in draft_layout(write(tmp_path, text))


def test_the_pattern_of_file_names_has_one_star_where_a_name_ends_in_digits(tmp_path):
    draft = draft_layout(write(tmp_path, FOREIGN, name="Handliste_2024.csv"))
    assert proposals(draft)["files"] == '"Handliste_*"'
