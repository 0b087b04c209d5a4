"""The vocabulary of headings as data: no spelling means two things without a rule."""

from collections import defaultdict

import pytest
from exports import kinds, source, text_of

from kooperation import KooperationError
from kooperation.reading.layouts.kinds import families
from kooperation.reading.layouts.parsing import TERMS_OF
from kooperation.reading.ledgers.bookings import load_bookings
from kooperation.reading.words.vocabulary import (
    columns_meant,
    currency_role,
    fold_heading,
    heading_forms,
    nearest_headings,
    spelled_out,
    terms,
    year_beside,
)

# Pairs of columns that share a spelling, and the rule that tells which one is meant.
RULES = {
    frozenset(pair): rule
    for *pair, rule in (
        ("amount", "foreign_amount", "the first is taken as amount, the second beside it as foreign amount"),
        ("amount", "amount_debit", "Ausgaben beside Einnahmen are the two sides, alone they are the amount"),
        ("amount", "amount_commitment", "Auftragssumme beside Angeordnet is the commitment"),
        ("amount", "currency", "cells: numbers or letters"),
        ("amount", "home_currency", "cells: numbers or letters"),
        ("foreign_amount", "currency", "cells: numbers or letters"),
        ("currency", "home_currency", "the amount whose heading names the same currency"),
        ("amount_commitment", "order_id", "cells: amounts or codes"),
        ("amount_commitment", "cost_object", "cells: amounts or codes"),
        ("amount_actual", "document", "cells: amounts or codes"),
        ("order_id", "cost_object", "in a report of cost elements an Auftrag is an Innenauftrag"),
        ("teilprodukt", "cost_object", "a better Teilprodukt or a Buchungsstelle makes it the cost object"),
        ("text", "row_kind", "cells: words for plans and orders, or texts"),
    )
}


def columns_of_spellings(kind_of_file):
    found = defaultdict(set)
    for column in TERMS_OF[kind_of_file]:
        for heading in terms()[column].headings:
            found[heading].add(column)
    return found


@pytest.mark.parametrize("kind_of_file", list(TERMS_OF))
def test_a_spelling_means_two_columns_only_where_a_rule_decides(kind_of_file):
    shared = {
        spelling: columns
        for spelling, columns in columns_of_spellings(kind_of_file).items()
        if len(columns) > 1
    }
    unruled = {
        spelling: sorted(columns)
        for spelling, columns in shared.items()
        for one in columns
        for other in columns - {one}
        if frozenset((one, other)) not in RULES
    }
    assert unruled == {}


def test_every_rule_is_needed():
    shared = {
        frozenset((one, other))
        for columns in columns_of_spellings("bookings").values()
        for one in columns
        for other in columns - {one}
    }
    assert shared == set(RULES)


def test_a_spelling_ranks_once_per_column():
    import tomllib
    from importlib.resources import files

    text = files("kooperation.reading.words").joinpath("headings.toml").read_text("utf-8")
    twice = {
        column: [one for one in entry["headings"] if entry["headings"].count(one) > 1]
        for column, entry in tomllib.loads(text).items()
    }
    assert not any(twice.values()), twice


def test_the_families_of_value_types_share_no_code():
    management, controlling, _ = families()
    assert not set(management.kinds) & set(controlling.kinds)
    assert not set(management.marks) & set(controlling.marks)


@pytest.mark.parametrize(
    "heading, column",
    [
        ("Buch.dat.", "booked_on"),
        ("BuchDat", "booked_on"),
        ("Buchgs.-Dat.", "booked_on"),
        ("Bel. Nr.", "document"),
        ("Beleg - Nr", "document"),
        ("Betr. in Hausw.", "amount"),
        ("BETRAG\nIN HAUS-\nWÄHRUNG", "amount"),
        ("Sachk.-Nr.", "sachkonto"),
        ("Sach- konto", "sachkonto"),
        ("HH-Jahr", "year"),
        ("Haush.-Jahr", "year"),
        ("Kred.-Name", "vendor"),
        ("Buch.-Text", "text"),
        ("Auftr.-Nr.", "order_id"),
        ("„Betrag“:", "amount"),
    ],
)
def test_abbreviations_are_read_at_full_length(heading, column):
    assert column in columns_meant(heading)


@pytest.mark.parametrize(
    "heading", ["Kostenartenbez.", "Sachkontobezeichnung", "Betr.", "Belegart", "Kontoname", "Buchungskreis"]
)
def test_the_name_of_an_account_is_not_its_number(heading):
    assert not {"sachkonto", "amount", "document", "booked_on", "text"} & set(columns_meant(heading))


def test_a_unit_and_a_full_spelling_are_forms_of_a_heading():
    assert heading_forms("Ansatz in T€")[:2] == ("ansatzint€", "ansatz")
    assert spelled_out("Betr. in HW") == spelled_out("Betrag Hauswährung") == "betraghauswahrung"
    assert fold_heading("Haushalts-\njahr ") == "haushaltsjahr"


@pytest.mark.parametrize(
    "heading, told",
    [
        ("Ansatz 2024", ("Ansatz", 2024)),
        ("2024 Ist", ("Ist", 2024)),
        ("Plan 2025 in EUR", ("Plan in EUR", 2025)),
        ("2024", None),
        ("Stand 30.06.2024", None),
        ("Ansatz 2024/2025", None),
        ("Konto 12024", None),
    ],
)
def test_a_heading_may_name_its_year(heading, told):
    assert year_beside(heading) == told


@pytest.mark.parametrize(
    "amount, key",
    [
        ("Betrag in Hauswährung", "HWähr"),
        ("Betr.HW", "HWährung"),
        ("Amount in LC", "Local Currency"),
        ("AmountInCompanyCodeCurrency", "CompanyCodeCurrency"),
        ("DMBTR", "HWAER"),
        ("Wert/KWähr", "KWähr"),
        ("Betrag in Belegwährung", "Belegwährung"),
        ("WertTW", "TWähr"),
        ("Wert/ObjWähr", "ObjWähr"),
        ("Val.in rep.cur.", "RCur"),
    ],
)
def test_an_amount_and_its_currency_key_speak_of_one_currency(amount, key):
    roles = {currency_role(amount), currency_role(key)}
    assert None not in roles or key == "RCur"
    assert len(roles - {None}) == 1


@pytest.mark.parametrize(
    "heading, column",
    [
        ("Sachkto", "sachkonto"),
        ("Btrg", "amount"),
        ("Buchgsdatum", "booked_on"),
        ("Belegnumer", "document"),
        ("Amount EUR", "amount"),
        ("Beitrag", "amount"),
        ("Haushaltsjar", "year"),
    ],
)
def test_an_unknown_heading_is_near_to_what_it_abbreviates(heading, column):
    assert nearest_headings(column, ["Sonstiges", heading, "Zyx"])[0] == heading


@pytest.mark.parametrize("heading", ["Btrg", "Beitrag", "Bettrag"])
def test_a_missing_amount_is_answered_with_the_nearest_heading(heading):
    with pytest.raises(KooperationError) as error:
        load_bookings(source(text_of("01.02.2024;1;5,00;x", header=f"Datum;Beleg;{heading};Text")))
    assert kinds(error.value) == ["column_missing"]
    assert f"Meinten Sie „{heading}“?" in str(error.value)


def test_a_heading_of_punctuation_alone_is_near_to_nothing():
    assert nearest_headings("amount", ['"', "Betrag X"]) == ["Betrag X"]
