"""Layouts of one's own: every key does what it says, and a wrong word is answered with the nearest."""

from decimal import Decimal

import pytest
from exports import kinds, places, source, text_of, workbook

from kooperation import KooperationError
from kooperation.model.findings import Place
from kooperation.model.money import column_sum
from kooperation.reading.layouts.parsing import built_in_layouts, parse_layout, read_layouts
from kooperation.reading.ledgers.activities import load_activities
from kooperation.reading.ledgers.bookings import load_bookings
from kooperation.reading.ledgers.overview import load_overview

PLACE = Place(file="register/layouts/eigenes.toml")

LONG = """
name = "Haushalt lang"
kind_of_file = "bookings"
needs = ["Jahr", "Summe", "Typ"]
[columns]
"Jahr" = "year"
"Summe" = "amount"
"Wofür" = "text"
[kind]
column = "Typ"
actual = ["Rechnung"]
commitment = ["Bestellung"]
budget = ["Ansatz"]
"""
ROWS = text_of(
    "2024;Rechnung;1.234,56;Hotel",
    "2024;Ansatz;25.000,00;Plan",
    "2024;Bestellung;5,00;Taxi",
    header="Jahr;Typ;Summe;Wofür",
)


def layout(text=LONG):
    return parse_layout(text, place=PLACE)


def faults(text):
    with pytest.raises(KooperationError) as error:
        layout(text)
    assert error.value.describe("en")
    return error.value


def load(text, *layouts, name="export.csv", **options):
    return load_bookings(source(text, name), layouts=layouts, **options)


def errors(loaded):
    return [found.kind for found in loaded.report.findings if found.severity == "error"]


def simple(more, columns='"Tag" = "booked_on"\n"Wert X" = "amount"'):
    head = 'name = "eigenes"\nkind_of_file = "bookings"\nneeds = ["Tag", "Wert X"]\n'
    return layout(f"{head}[columns]\n{columns}\n{more}")


def made(columns, more="", *, kind_of_file="bookings"):
    """A layout that needs the headings it names."""
    needs = ", ".join(f'"{heading}"' for heading in columns)
    listed = "\n".join(f'"{heading}" = "{column}"' for heading, column in columns.items())
    return layout(f'kind_of_file = "{kind_of_file}"\nneeds = [{needs}]\n[columns]\n{listed}\n{more}')


def amounts(loaded):
    return loaded.frame["amount"].to_list()


def test_headings_become_canonical_columns_and_kinds_are_told_by_their_column():
    loaded = load(ROWS, layout())
    assert loaded.frame["kind"].to_list() == ["actual", "budget", "commitment"]
    assert amounts(loaded) == [Decimal("1234.56"), Decimal("25000.00"), Decimal("5.00")]
    assert (loaded.report.layout, errors(loaded)) == ("Haushalt lang", [])
    assert not [found for found in loaded.report.findings if found.kind == "columns_unused"]


def test_a_kind_that_the_layout_does_not_list_is_refused_and_never_guessed():
    loaded = load(ROWS + "2024;Umbuchung;7,00;x\n", layout())
    assert errors(loaded) == ["unknown_kind"]
    assert "Umbuchung" in loaded.report.findings[0].describe()


def test_kind_may_be_named_as_a_column_with_the_words_of_everyday():
    own = made({"Typ": "kind", "Jahr": "year", "Summe": "amount"})
    loaded = load("Jahr;Typ;Summe\n2024;Ist;1,00\n2024;Obligo;2,00\n2024;Plan;3,00\n", own)
    assert loaded.frame["kind"].to_list() == ["actual", "commitment", "budget"]


def test_needs_are_compared_without_case_blanks_and_accents():
    assert layout().fits(["JAHR", " sum-me ", "typ", "mehr"], "x.csv")
    assert not layout().fits(["Jahr", "Summe"], "x.csv")


def test_files_limits_a_layout_to_file_names():
    named = layout(LONG.replace("needs", 'files = "Haushalt*.csv"\nneeds'))
    assert load(ROWS, named, name="buchungen/haushalt_2024.csv").report.layout == "Haushalt lang"
    with pytest.raises(KooperationError) as error:
        load(ROWS, named, name="andere.csv")
    assert kinds(error.value) == ["column_missing"]


def test_two_layouts_that_fit_are_an_error_that_names_both():
    other = layout(LONG.replace("Haushalt lang", "Haushalt anders"))
    with pytest.raises(KooperationError) as error:
        load(ROWS, layout(), other)
    assert kinds(error.value) == ["two_layouts"]
    assert "„Haushalt lang“, „Haushalt anders“" in str(error.value)


def test_a_layout_of_ones_own_is_tried_before_the_built_in_ones():
    own = made({"Jahr": "year", "Betrag": "amount"}, '[kind]\ncolumn = "Werttyp"\nactual = ["54"]')
    assert load("Jahr;Werttyp;Betrag\n2024;54;1,00\n", own).frame["kind"].to_list() == ["actual"]


def test_a_heading_for_kinds_that_is_missing_is_named():
    own = layout(LONG.replace('"Typ"]', '"Wofür"]'))
    with pytest.raises(KooperationError) as error:
        load("Jahr;Summe;Wofür\n2024;1,00;x\n", own)
    assert kinds(error.value) == ["layout_without_match"]


# --- every column that a layout may name -------------------------------------------------------------------


@pytest.mark.parametrize(
    "column, cell, value",
    [
        ("period", "013", 13),
        ("teilprodukt", "0990100", "0990100"),
        ("sachkonto", "0544016", "0544016"),
        ("account_path", "990100.544016", None),
        ("cost_object", "K7", "K7"),
        ("document", "NULL", "NULL"),
        ("order_id", "AU1", "AU1"),
        ("vendor", "NA", "NA"),
        ("text", "None", "None"),
        ("region", "Ansan", "Ansan"),
        ("is_final", "ja", True),
    ],
)
def test_a_layout_may_name_every_canonical_column(column, cell, value):
    own = simple("", f'"Tag" = "booked_on"\n"Wert X" = "amount"\n"Fremd" = "{column}"')
    [row] = load(f"Tag;Wert X;Fremd\n01.02.2024;5,00;{cell}\n", own).frame.to_dict("records")
    if column == "account_path":
        assert (row["teilprodukt"], row["sachkonto"]) == ("990100", "544016")
    else:
        assert row["region_text" if column == "region" else column] == value


def test_a_layout_may_name_the_foreign_amount_and_its_currency():
    own = simple("", '"Tag" = "booked_on"\n"Wert X" = "amount"\n"FW" = "foreign_amount"\n"WK" = "currency"')
    [row] = load("Tag;Wert X;FW;WK\n01.02.2024;850,00;1.250.000,00;KRW\n", own).frame.to_dict("records")
    assert (row["amount"], row["foreign_amount"], row["currency"]) == (Decimal(850), Decimal(1250000), "KRW")


# --- read, sign ------------------------------------------------------------------------------------------


def test_decimal_decides_what_the_file_leaves_open():
    doubtful = "Tag;Wert X\n01.02.2024;1.234\n"
    assert errors(load(doubtful, simple(""))) == ["ambiguous_amount"]
    assert amounts(load(doubtful, simple('[read]\ndecimal = ","'))) == [Decimal(1234)]
    assert errors(load(doubtful, simple('[read]\ndecimal = "."'))) == ["more_than_two_decimals"]


def test_decimal_refuses_cells_that_are_written_the_other_way():
    assert errors(load("Tag;Wert X\n01.02.2024;1751.46\n", simple('[read]\ndecimal = ","'))) == [
        "other_convention"
    ]


def test_scale_counts_once_whatever_the_heading_says():
    own = made({"Tag": "booked_on", "Wert in T€": "amount"}, "[read]\nscale = 1000")
    assert amounts(load("Tag;Wert in T€\n01.02.2024;1,5\n", own)) == [Decimal(1500)]
    assert amounts(load("Tag;Wert X\n01.02.2024;1,5\n", simple("[read]\nscale = 1000"))) == [Decimal(1500)]
    assert amounts(load("Tag;Wert X\n01.02.2024;1,5\n", simple("[read]\nscale = 1"))) == [Decimal("1.50")]


def test_dates_decides_what_slashes_leave_open():
    text = "Tag;Wert X\n03/04/2024;5,00\n"
    assert errors(load(text, simple(""))) == ["ambiguous_date"]
    for order, month in (("day first", 4), ("month first", 3)):
        [row] = load(text, simple(f'[read]\ndates = "{order}"')).frame.itertuples()
        assert row.booked_on.month == month
    assert kinds(faults(f'{LONG}\n[read]\ndates = "year first"')) == ["layout_unknown"]


def test_expense_negative_turns_every_sign():
    text = "Tag;Wert X\n01.02.2024;-5,00\n02.02.2024;2,00\n"
    assert amounts(load(text, simple('[read]\nexpense = "negative"'))) == [Decimal(5), Decimal(-2)]
    assert amounts(load(text, simple('[read]\nexpense = "positive"'))) == [Decimal(-5), Decimal(2)]


def test_defaults_fill_columns_that_the_file_lacks():
    own = simple('[read]\ndefaults = { teilprodukt = "990100", sachkonto = "544016", year = 2023 }')
    [row] = load("Tag;Wert X\n05.01.2024;5,00\n", own).frame.to_dict("records")
    assert (row["teilprodukt"], row["sachkonto"], row["year"]) == ("990100", "544016", 2023)


def test_sheet_names_the_sheet_to_read():
    rows = {name: [["Tag", "Wert X"], ["01.02.2024", amount]] for name, amount in (("A", 1.0), ("B", 2.0))}
    content = workbook(rows)
    assert amounts(load_bookings(source(content), layouts=[simple('[read]\nsheet = "B"')])) == [Decimal(2)]
    with pytest.raises(KooperationError) as error:
        load_bookings(source(content), layouts=[simple("")])
    assert kinds(error.value) == ["two_sheets"]


def test_a_sign_column_takes_exactly_the_marks_that_are_listed():
    own = simple('[sign]\ncolumn = "EA"\nplus = ["A"]\nminus = ["E"]')
    assert amounts(load("Tag;Wert X;EA\n01.02.2024;5,00;A\n01.02.2024;2,00;E\n", own)) == [
        Decimal(5),
        Decimal(-2),
    ]
    loaded = load("Tag;Wert X;EA\n01.02.2024;5,00;S\n", own)
    assert (errors(loaded), places(KooperationError(loaded.report.findings))[0]) == (
        ["not_a_sign"],
        (2, "EA"),
    )


# --- wide layouts ----------------------------------------------------------------------------------------

WIDE = """
name = "Plan breit"
kind_of_file = "{kind}"
needs = ["Konto", "Ist 2023"]
[columns]
"Konto" = "sachkonto"
[years]
actual = "Ist {{year}}"
budget = "Plan {{year}}"
"""
BROAD = "Konto;Ist 2023;Plan 2024;Plan 2025\n544016;1,00;25,00;40,00\n441100;2,00;;\n;3,00;25,00;40,00\n"


def test_one_column_per_year_becomes_one_posting_per_year_and_kind():
    loaded = load(BROAD, layout(WIDE.format(kind="bookings")))
    told = loaded.frame[["sachkonto", "kind", "year", "amount"]].itertuples(index=False, name=None)
    assert list(told) == [
        ("544016", "actual", 2023, Decimal(1)),
        ("544016", "budget", 2024, Decimal(25)),
        ("544016", "budget", 2025, Decimal(40)),
        ("441100", "actual", 2023, Decimal(2)),
    ]
    assert loaded.report.dropped_by_reason == {"total": 1}
    assert errors(loaded) == []


def test_one_column_per_year_becomes_one_overview_row_per_account_and_year():
    loaded = load_overview(source(BROAD), layouts=[layout(WIDE.format(kind="overview"))])
    frame = loaded.frame.set_index(["sachkonto", "year"])
    assert loaded.kind_of_file == "overview"
    assert frame.loc[("544016", 2024), "budget"] == Decimal(25)
    assert frame.loc[("544016", 2023), "actual"] == Decimal(1)
    assert column_sum(loaded.frame["budget"]) == Decimal(65)


def test_an_overview_with_negative_expense_is_turned_too():
    more = '[read]\nexpense = "negative"\ndefaults = { year = 2024 }'
    own = made({"Konto": "sachkonto", "Verbrauch": "actual"}, more, kind_of_file="overview")
    assert load_overview(source("Konto;Verbrauch\n1;-5,00\n"), layouts=[own]).frame["actual"].to_list() == [
        Decimal(5)
    ]


def test_activities_may_have_a_layout_of_their_own():
    own = made({"Wann": "period_text", "Wohin": "region", "Was": "kind"}, kind_of_file="activities")
    [row] = load_activities(source("Wann;Wohin;Was\nHerbst 2018;Ansan;Reise\n"), layouts=[own]).frame.to_dict(
        "records"
    )
    assert (row["precision"], row["region_text"], row["kind"]) == ("season", "Ansan", "Reise")


def test_a_column_called_the_kind_of_row_counts_as_such_even_without_a_section_of_kinds():
    parsed = parse_layout(LONG.partition("[kind]")[0] + '"Typ" = "row_kind"\n', place=PLACE)
    assert (parsed.kind_column, parsed.kinds["Ansatz"], parsed.kinds["Ist"]) == ("typ", "budget", "actual")


# --- faults of a layout ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change, wrong, near",
    [
        (("[columns]", "[collumns]"), "collumns", "columns"),
        (('"amount"', '"amuont"'), "amuont", "amount"),
        (('"bookings"', '"bookinks"'), "bookinks", "bookings"),
        (("budget = [", "buget = ["), "buget", "budget"),
        (("[kind]", "[read]\ndecmal = ','\n[kind]"), "decmal", "decimal"),
        (("[kind]", "[read]\nexpense = 'negativ'\n[kind]"), "negativ", "negative"),
        (("[kind]", "[read.defaults]\nteilproduct = '1'\n[kind]"), "teilproduct", "teilprodukt"),
        (("[kind]", "[years]\nactuals = 'Ist {year}'\n[kind]"), "actuals", "actual"),
    ],
)
def test_an_unknown_word_is_refused_with_the_nearest(change, wrong, near):
    error = faults(LONG.replace(*change))
    assert kinds(error)[0] == "layout_unknown"
    assert f"„{wrong}“" in str(error)
    assert f"Meinten Sie „{near}“?" in str(error)
    assert error.findings[0].place.file == "register/layouts/eigenes.toml"


@pytest.mark.parametrize(
    "change, near",
    [(('"amount"', '"Betrag"'), "amount"), (('"bookings"', '"Buchungen"'), "bookings")],
)
def test_a_german_name_is_answered_with_the_one_that_layouts_use(change, near):
    assert f"Meinten Sie „{near}“?" in str(faults(LONG.replace(*change)))


def test_nothing_is_asked_where_no_word_is_near_and_the_allowed_ones_are_quoted():
    error = faults(f"{LONG}\n[read]\ndecimal = ';'")
    assert "Meinten" not in str(error)
    assert "Erlaubt sind: „,“, „.“." in str(error)
    assert "Allowed are: “,”, “.”." in error.describe("en")


@pytest.mark.parametrize(
    "change, key",
    [
        (('needs = ["Jahr", "Summe", "Typ"]', 'needs = "Jahr"'), "needs"),
        (('actual = ["Rechnung"]', 'actual = "Rechnung"'), "kind.actual"),
        (('column = "Typ"', "column = 5"), "kind.column"),
        (('"year"', "5"), "columns.Jahr"),
        (("[kind]", "[read]\nscale = '1000'\n[kind]"), "read.scale"),
        (("[kind]", "[read]\nscale = 0\n[kind]"), "read.scale"),
        (("[kind]", "[read]\nscale = true\n[kind]"), "read.scale"),
        (("[kind]", "[read.defaults]\nyear = 'bald'\n[kind]"), "read.defaults.year"),
        (("[kind]", "[sign]\ncolumn = 'S/H'\nplus = ['S']\n[kind]"), "sign.minus"),
        (('column = "Typ"\n', ""), "kind.column"),
        (('name = "Haushalt lang"', "read = 5"), "read"),
    ],
)
def test_a_key_of_the_wrong_shape_is_refused_and_says_what_it_must_be(change, key):
    error = faults(LONG.replace(*change))
    assert kinds(error) == ["layout_shape"]
    assert f"„{key}“" in str(error)


def test_a_value_listed_under_two_kinds_is_refused():
    assert kinds(faults(LONG.replace('["Ansatz"]', '["Rechnung"]'))) == ["layout_kind_twice"]


def test_a_layout_must_say_which_files_it_means():
    assert kinds(faults(LONG.replace('needs = ["Jahr", "Summe", "Typ"]\n', ""))) == ["layout_needs_nothing"]


def test_a_year_pattern_needs_its_gap():
    assert kinds(faults(WIDE.format(kind="bookings").replace("Ist {year}", "Ist"))) == ["layout_unknown"]


def test_broken_toml_is_refused_with_its_line():
    error = faults("name = \n")
    assert kinds(error) == ["layout_broken"]
    assert "line 1" in str(error)


def test_all_layouts_of_a_folder_are_read_and_all_faults_shown(tmp_path):
    (tmp_path / "a.toml").write_text(LONG, "utf-8-sig")
    layouts, no_faults = read_layouts(tmp_path, shown="register/layouts")
    assert ([one.name for one in layouts], no_faults) == (["Haushalt lang"], [])
    (tmp_path / "b.toml").write_text("name =", "utf-8")
    (tmp_path / "c.toml").write_bytes('name = "ü"'.encode("cp1252"))
    layouts, found = read_layouts(tmp_path, shown="register/layouts")
    assert [one.name for one in layouts] == ["Haushalt lang"]  # the faulty ones do not put it out of use
    assert [one.kind for one in found] == ["layout_broken", "layout_encoding"]
    assert (found[1].place.row, "UTF-8 speichern" in found[1].advice()) == (1, True)
    assert [one.place.file for one in found] == [
        "register/layouts/b.toml",
        "register/layouts/c.toml",
    ]


def test_a_folder_without_layouts_has_none(tmp_path):
    assert read_layouts(tmp_path / "layouts", shown="x") == ((), [])


def test_the_built_in_layouts_are_sound():
    names = [one.name for one in built_in_layouts()]
    assert len(set(names)) == len(names)


def test_headings_of_a_layout_help_to_find_the_header():
    own = made({"Qqq": "year", "Rrr": "amount"})
    assert amounts(load("Titel der Liste;Stand heute;und;mehr\nQqq;Rrr;;\n2024;5,00;;\n", own)) == [
        Decimal(5)
    ]
