"""Registers: what their cells mean, in which files they may stand, and how every fault is named at once."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from folders import CEILINGS, POTS, REGIONS, csv, source, xlsx

from kooperation.model.errors import KooperationError
from kooperation.reading.folder.registers import (
    FORMS,
    find_register,
    read_amount,
    read_decisions,
    read_pots,
    read_regions,
    read_rules,
    read_share,
)

A_POT = "reisen;Partnerstädte;1105;5291;ja;ja"


def decisions(*lines, pots=None, regions=None):
    return read_decisions(source(csv(CEILINGS, *lines)), pots=pots, regions=regions)


def the_decision(line):
    [decision], findings = decisions(line)
    assert findings == []
    return decision


def faults(findings):
    return [(found.kind, found.place.row, found.place.column) for found in findings]


# --- what cells mean


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("12.000,00", "12000.00"),
        ("12.000", "12000.00"),
        ("12000", "12000.00"),
        ("12000,5", "12000.50"),
        ("12 000,00 €", "12000.00"),
        ("-750,00", "-750.00"),
        ("750,00-", "-750.00"),
        (12000, "12000.00"),
        (12000.0, "12000.00"),
        (0.1, "0.10"),
        ("0,00", "0.00"),
    ],
)
def test_an_amount_is_german_text_or_the_number_of_its_cell(cell, amount):
    assert read_amount(cell) == Decimal(amount)


@pytest.mark.parametrize("cell", ["viel", "12,34,56", "1,234", 1.234, True, "12.000,00 USD?"])
def test_what_is_no_amount_in_whole_cents_is_refused(cell):
    with pytest.raises(ValueError):
        read_amount(cell)


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("2/3", Fraction(2, 3)),
        (" 1 / 3 ", Fraction(1, 3)),
        ("66,5 %", Fraction(133, 200)),
        ("66,67%", Fraction(6667, 10000)),
        ("66,5", Fraction(133, 200)),
        ("25", Fraction(1, 4)),
        ("0,25", Fraction(1, 4)),
        (0.25, Fraction(1, 4)),
        (25, Fraction(1, 4)),
        (0.1, Fraction(1, 10)),
        ("100 %", Fraction(1)),
        ("1", Fraction(1)),
    ],
)
def test_a_share_is_exact(cell, share):
    assert read_share(cell) == share


@pytest.mark.parametrize("cell", [date(2026, 3, 2), "02. Mrz", "viel", True, float("nan")])
def test_a_share_that_excel_turned_into_a_date_is_refused(cell):
    with pytest.raises(ValueError):
        read_share(cell)


@pytest.mark.parametrize(
    ("written", "effect"),
    [
        ("setzt", "setzt"),
        ("Setzt", "setzt"),
        ("erhoeht", "erhoeht"),
        ("erhöht", "erhoeht"),
        ("ERHÖHT", "erhoeht"),
        ("erho\u0308ht", "erhoeht"),
        ("überträgt", "uebertraegt"),
        ("uebertraegt", "uebertraegt"),
        ("sperrt", "sperrt"),
        ("gibt_frei", "gibt_frei"),
        ("gibt frei", "gibt_frei"),
        ("Gibt-frei", "gibt_frei"),
    ],
)
def test_an_effect_may_be_written_with_umlauts_and_blanks(written, effect):
    assert the_decision(f"reisen;2025;;100,00;{written};25 %;;;alle;beschlossen;V 1;;Plan").effect == effect


def test_a_line_of_ansaetze_becomes_one_decision():
    decision = the_decision(
        "reisen;2025;2027;12.000,00;setzt;;01.01.2025;31.12.2027;porto, tartu;Beschlossen;V 7;14.12.2024;Plan"
    )
    assert (decision.pot, decision.from_year, decision.to_year) == ("reisen", 2025, 2027)
    assert (decision.amount, decision.status) == (Decimal("12000.00"), "beschlossen")
    assert (decision.scope, decision.paper) == (("porto", "tartu"), "V 7")
    assert (decision.valid_from, decision.valid_to) == (date(2025, 1, 1), date(2027, 12, 31))
    assert (decision.decided_on, decision.source) == (date(2024, 12, 14), "Plan")
    assert (decision.place.file, decision.place.row) == ("register/x.csv", 2)


def test_a_blank_amount_says_that_a_body_decided_but_not_how_much():
    decision = the_decision("reisen;2020;2021;;setzt;;;;;;;;Protokoll")
    assert (decision.amount, decision.status) == (None, None)


@pytest.mark.parametrize("scope", ["alle", "Alle", "ALLE", ""])
def test_the_scope_alle_means_every_region(scope):
    assert the_decision(f"reisen;2025;;1,00;setzt;;;;{scope};beschlossen;;;Plan").scope == ()


@pytest.mark.parametrize(
    ("written", "code"), [("", None), ("*", None), ("1105", "1105"), ("0001105", "0001105")]
)
def test_a_pot_without_teilprodukt_or_with_a_star_takes_every_one(written, code):
    [pot], findings = read_pots(source(csv(POTS, f"reisen;Partnerstädte;{written};5291;ja;ja")))
    assert (pot.teilprodukt, pot.sachkonto, findings) == (code, "5291", [])


def test_a_pot_without_any_account_is_refused():
    _, findings = read_pots(source(csv(POTS, "reisen;Partnerstädte;;*;ja;ja")))
    assert faults(findings) == [("pot_without_account", 2, "teilprodukt")]


def test_a_region_has_its_aliases_and_an_english_name_only_where_one_is_given():
    text = csv(
        "schluessel;name;name_en;land;aliase",
        "porto;Porto;;pt;Porto | Oporto |",
        "tartu;Tartu;Tartu (EE);EE;",
    )
    (porto, tartu), findings = read_regions(source(text))
    assert (porto.name_en, porto.country, porto.aliases) == ("Porto", "PT", ("Porto", "Oporto"))
    assert (tartu.name_en, tartu.aliases, findings) == ("Tartu (EE)", (), [])


def test_a_rule_keeps_its_conditions_and_results():
    text = csv(
        "regel;teilprodukt;sachkonto;kreditor;text;beleg;kostentraeger;jahr_von;jahr_bis;partnerregion;topf;kostenart;anteil;vorrang;grund",
        "r1;1105;5291;Hotel*;Messe;B-7;KT 9;2024;2025;porto;reisen;Reise;2/3;10;Absprache",
    )
    [rule], findings = read_rules(source(text))
    assert findings == []
    assert (rule.teilprodukt, rule.sachkonto, rule.vendor, rule.text) == ("1105", "5291", "Hotel*", "Messe")
    assert (rule.document, rule.cost_object, rule.from_year, rule.to_year) == ("B-7", "KT 9", 2024, 2025)
    assert (rule.region, rule.pot, rule.cost_type) == ("porto", "reisen", "Reise")
    assert (rule.share, rule.priority, rule.reason) == (Fraction(2, 3), Decimal(10), "Absprache")


# --- in which files


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_register_reads_in_every_encoding_and_with_every_separator_that_excel_writes(encoding, separator):
    lines = (POTS, A_POT, "verein;Zuschuss für Köln – Tübingen;1106;;nein;nein")
    text = "".join(f"{line}\r\n" for line in lines).replace(";", separator)
    pots, findings = read_pots(source(text.encode(encoding)))
    assert [pot.name for pot in pots] == ["Partnerstädte", "Zuschuss für Köln – Tübingen"]
    assert findings == []


def test_a_comma_file_quotes_its_amounts_and_reads_alike():
    text = 'topf,jahr_von,betrag,wirkung,status\r\nreisen,2025,"12.000,00",setzt,beschlossen\r\n'
    [decision], findings = read_decisions(source(text), pots=None, regions=None)
    assert (decision.amount, findings) == (Decimal("12000.00"), [])


def test_an_xlsx_register_reads_dates_numbers_and_percent_as_excel_stores_them():
    book = xlsx(
        ["topf", "jahr_von", "betrag", "wirkung", "anteil", "gueltig_ab", "gueltig_bis", "status", "vorlage"],
        [
            "reisen",
            2026,
            None,
            "gibt_frei",
            0.25,
            date(2026, 1, 1),
            date(2026, 3, 31),
            "beschlossen",
            712,
        ],
        ["reisen", 2026.0, 12000.5, "setzt", None, None, None, "beschlossen", "V 7/2025"],
    )
    (release, base), findings = read_decisions(
        source(book, "register/ansaetze.xlsx"), pots=None, regions=None
    )
    assert findings == []
    assert (release.share, release.valid_from, release.valid_to) == (
        Fraction(1, 4),
        date(2026, 1, 1),
        date(2026, 3, 31),
    )
    assert (release.paper, base.from_year, base.amount) == ("712", 2026, Decimal("12000.50"))


def test_account_numbers_that_excel_made_numbers_stay_whole():
    [pot], _ = read_pots(
        source(xlsx(POTS.split(";"), ["reisen", "Partner", 1105, 5291.0, "ja", "ja"]), "t.xlsx")
    )
    assert (pot.teilprodukt, pot.sachkonto) == ("1105", "5291")


def test_lines_with_a_hash_explain_and_are_left_out():
    text = csv("# Töpfe der Stadt;;;;;", POTS, "# Beispiel: x;y;1;2;ja;ja", A_POT, ";;;;;", "#;;;;;")
    pots, findings = read_pots(source(text))
    assert ([pot.key for pot in pots], findings) == (["reisen"], [])


def test_the_header_may_stand_below_title_lines_and_in_any_order():
    text = csv(
        "Töpfe der Stadt",
        "",
        "Standard;Rahmen;Name;Sachkonto;Teilprodukt;Topf",
        "ja;plan;Partner;5291;1105;reisen",
    )
    [pot], findings = read_pots(source(text))
    assert (pot.key, pot.teilprodukt, pot.is_default, pot.frame, findings) == (
        "reisen",
        "1105",
        True,
        "plan",
        [],
    )


def test_unknown_columns_are_left_alone_with_a_note():
    [pot], findings = read_pots(source(csv(POTS + ";bemerkung", A_POT + ";siehe Vorlage")))
    assert pot.key == "reisen"
    assert [(found.severity, found.message()) for found in findings] == [
        ("note", "Unbekannte Spalten bleiben unbeachtet: „bemerkung“.")
    ]


def test_the_sheet_with_the_headings_is_read_wherever_it_stands():
    book = xlsx(["Hinweise"], ["Nichts ändern"], sheet="Lies mich", Töpfe=[POTS.split(";"), A_POT.split(";")])
    [pot], _ = read_pots(source(book, "register/toepfe.xlsx"))
    assert pot.key == "reisen"


def test_two_sheets_with_the_headings_are_refused():
    rows = [POTS.split(";"), A_POT.split(";")]
    with pytest.raises(KooperationError, match=r"Mehrere Blätter.*„neu“, „alt“"):
        read_pots(source(xlsx(*rows, sheet="neu", alt=rows), "register/toepfe.xlsx"))


def test_a_register_that_exists_as_csv_and_xlsx_is_refused(tmp_path):
    (tmp_path / "toepfe.csv").write_bytes(csv(POTS))
    (tmp_path / "toepfe.xlsx").write_bytes(xlsx(POTS.split(";")))
    with pytest.raises(KooperationError, match=r"liegt zweimal vor \(toepfe\.csv, toepfe\.xlsx\)"):
        find_register(tmp_path, "toepfe")


def test_a_register_is_found_whatever_the_case_of_its_name(tmp_path):
    (tmp_path / "Toepfe.XLSX").write_bytes(xlsx(POTS.split(";")))
    assert find_register(tmp_path, "toepfe").name == "Toepfe.XLSX"
    assert find_register(tmp_path, "zuordnung") is None


@pytest.mark.parametrize("name", FORMS)
def test_a_register_with_headings_only_is_empty(name):
    read = {
        "ansaetze": lambda file: read_decisions(file, pots=(), regions=()),
        "toepfe": read_pots,
        "partnerregionen": read_regions,
        "zuordnung": read_rules,
    }[name]
    assert read(source(csv(";".join(FORMS[name].columns)))) == ((), [])


# --- faults


def test_a_missing_column_names_the_nearest_one_found():
    with pytest.raises(KooperationError) as caught:
        read_pots(source(csv("Topf;Nahme;teilprodukt;sachkonto;standart", "reisen;Partner;1105;5291;ja")))
    listed = "„Topf“, „Nahme“, „teilprodukt“, „sachkonto“, „standart“"
    assert [found.message() for found in caught.value.findings] == [
        f"Spalte „name“ fehlt. Meinten Sie „Nahme“? Gefunden: {listed}.",
        f"Spalte „standard“ fehlt. Meinten Sie „standart“? Gefunden: {listed}.",
    ]
    assert {(found.place.file, found.place.row) for found in caught.value.findings} == {("register/x.csv", 1)}


def test_a_column_that_stands_twice_is_refused():
    with pytest.raises(KooperationError, match=r"„name“ kommt zweimal vor \(Spalten 2, 3\)"):
        read_pots(source(csv("topf;name;Name;teilprodukt;standard", "reisen;a;b;1105;ja")))


def test_a_file_of_nothing_but_a_mark_names_every_missing_column():
    with pytest.raises(KooperationError) as caught:
        read_regions(source("\ufeff"))
    assert [found.kind for found in caught.value.findings] == ["register_column_missing"] * 3


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("reisen;20255;;1,00;setzt;;;;;beschlossen;;;q", "jahr_von"),
        ("reisen;2025;bald;1,00;setzt;;;;;beschlossen;;;q", "jahr_bis"),
        ("reisen;2025;2024;1,00;setzt;;;;;beschlossen;;;q", "jahr_bis"),
        ("reisen;2025;;viel;setzt;;;;;beschlossen;;;q", "betrag"),
        ("reisen;2025;;1,00;hebt an;;;;;beschlossen;;;q", "wirkung"),
        ("reisen;2025;;1,00;gibt_frei;120 %;;;;beschlossen;;;q", "anteil"),
        ("reisen;2025;;1,00;gibt_frei;-5 %;;;;beschlossen;;;q", "anteil"),
        ("reisen;2025;;1,00;gibt_frei;etwas;;;;beschlossen;;;q", "anteil"),
        ("reisen;2025;;1,00;setzt;;31.02.2025;;;beschlossen;;;q", "gueltig_ab"),
        ("reisen;2025;;1,00;setzt;;;Ostern;;beschlossen;;;q", "gueltig_bis"),
        ("reisen;2025;;1,00;setzt;;;;;besprochen;;;q", "status"),
        ("reisen;2025;;1,00;setzt;;;;;beschlossen;;31.11.2024;q", "datum"),
    ],
)
def test_a_cell_of_ansaetze_that_cannot_be_meant_is_named(line, column):
    _, findings = decisions(line)
    assert faults(findings) == [("register_value", 2, column)]
    [found] = findings
    assert "ist in Spalte" in found.message()
    assert found.advice().startswith("Erlaubt: ")
    assert found.advice("en").startswith("Allowed: ")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (";2025;;1,00;setzt;;;;;beschlossen;;;q", "topf"),
        ("reisen;;;1,00;setzt;;;;;beschlossen;;;q", "jahr_von"),
        ("reisen;2025;;1,00;;;;;;beschlossen;;;q", "wirkung"),
        ("reisen;2025;;1,00;setzt;;;;;;;;q", "status"),
        ("reisen;2025;;;erhoeht;;;;;beschlossen;;;q", "betrag"),
        ("reisen;2025;;;sperrt;;;;;beschlossen;;;q", "betrag"),
        ("reisen;2025;;;gibt_frei;;;;;beschlossen;;;q", "anteil"),
    ],
)
def test_a_cell_that_the_line_needs_must_not_be_blank(line, column):
    _, findings = decisions(line)
    assert faults(findings) == [("register_cell_empty", 2, column)]


def test_a_word_that_is_nearly_right_is_suggested_in_both_languages():
    _, [found] = decisions("reisen;2025;;1,00;sezt;;;;;beschlossen;;;q")
    assert found.message() == "„sezt“ ist in Spalte „wirkung“ nicht vorgesehen. Meinten Sie „setzt“?"
    assert found.message("en") == "“sezt” is not allowed in column “wirkung”. Did you mean “setzt”?"


def test_unknown_pots_and_regions_are_named_with_the_nearest():
    pots, _ = read_pots(source(csv(POTS, A_POT)))
    regions, _ = read_regions(source(csv(REGIONS, "porto;Porto;PT;", "tartu;Tartu;EE;")))
    _, findings = decisions(
        "reise;2025;;1,00;setzt;;;;porto, tatru;beschlossen;;;q", pots=pots, regions=regions
    )
    assert [(found.place.column, found.message()) for found in findings] == [
        ("topf", "„reise“ steht nicht im Register toepfe. Meinten Sie „reisen“?"),
        ("umfang", "„tatru“ steht nicht im Register partnerregionen. Meinten Sie „tartu“?"),
    ]


def test_nothing_is_looked_up_in_a_register_that_could_not_be_read():
    _, findings = decisions("reise;2025;;1,00;setzt;;;;atlantis;beschlossen;;;q", pots=None, regions=None)
    assert findings == []


def test_a_key_that_stands_twice_names_all_its_rows_whatever_the_case():
    _, findings = read_pots(source(csv(POTS, A_POT, "verein;V;1;2;nein;nein", A_POT.upper(), A_POT)))
    [found] = findings
    assert found.message() == "„reisen“ steht mehrfach im Register (Zeilen 2, 4, 5)."


@pytest.mark.parametrize("key", ["alle", "Nicht zugeordnet", "außerhalb", "porto,tartu", "a|b"])
def test_a_key_that_means_something_else_in_reports_is_refused(key):
    _, findings = read_regions(source(csv(REGIONS, f"{key};Porto;PT;")))
    assert faults(findings) == [("register_value", 2, "schluessel")]


@pytest.mark.parametrize("country", ["Portugal", "P", "P1", "PRT"])
def test_a_country_is_two_letters(country):
    _, findings = read_regions(source(csv(REGIONS, f"porto;Porto;{country};")))
    assert faults(findings) == [("register_value", 2, "land")]


@pytest.mark.parametrize(("cell", "column"), [("2/0", "anteil"), ("hoch", "vorrang"), ("NaN", "vorrang")])
def test_a_rule_names_a_share_or_priority_that_is_no_number(cell, column):
    header = "regel;text;partnerregion;anteil;vorrang;grund"
    cells = {"anteil": "", "vorrang": ""} | {column: cell}
    _, findings = read_rules(source(csv(header, f"r;Messe;porto;{cells['anteil']};{cells['vorrang']};g")))
    assert faults(findings) == [("register_value", 2, column)]


def test_a_separator_inside_a_text_is_named_with_its_row():
    _, findings = read_regions(source(csv(REGIONS, "porto;Porto;PT;Porto", "tartu;Tartu;EE;Dorpat;Jurjew")))
    assert faults(findings) == [("long_row", 3, None)]


def test_all_faults_of_a_register_are_found_at_once():
    _, findings = decisions(
        "reisen;2O25;;1,00;setzt;;;;;beschlossen;;;q",
        "reisen;2026;;viel;setzt;;;;;beschlossen;;;q",
        "reisen;2027;;1,00;setzt;;;;;gut;;;q",
    )
    assert faults(findings) == [
        ("register_value", 2, "jahr_von"),
        ("register_value", 3, "betrag"),
        ("register_value", 4, "status"),
    ]


def test_every_finding_is_told_as_place_finding_and_remedy():
    _, [found] = decisions("reisen;2025;;viel;setzt;;;;;beschlossen;;;q")
    assert found.describe() == (
        "register/x.csv, Zeile 2, Spalte „betrag“: „viel“ ist in Spalte „betrag“ nicht vorgesehen.\n"
        "  gelesen: viel\n"
        "  Abhilfe: Erlaubt: ein Betrag wie 25.000,00, oder leer."
    )
