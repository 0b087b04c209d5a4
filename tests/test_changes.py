"""Two states of a ledger compared: what is new, changed and vanished, and a bridge that always ties."""

from decimal import Decimal

import pandas as pd
import pytest
from folders import RULES, csv, data_folder, postings, run
from handmade import HandmadeBooks
from handmade import postings as assigned
from hypothesis import given, settings
from hypothesis import strategies as st

import kooperation as ko
from kooperation.analysis.changes import BRIDGE
from kooperation.model.schema import BOOKING_COLUMNS, frame_of


def booking(document, amount, **others):
    made = {"document": document, "amount": amount, "sachkonto": "544016", "text": "Hotel", **others}
    return {"booking_id": document or None, "region": pd.NA, "pot": "kooperation", **made}


def compared(old, new):
    return ko.compare(assigned(*old), assigned(*new))


def documents(frame):
    return frame["document"].to_list()


def counts(changes):
    return len(changes.new), len(changes.changed), len(changes.vanished)


HOTEL, TAXI = booking("A1", "10.00"), booking("A2", "5.00", text="Taxi")


# --- what is new, changed, vanished


def test_a_ledger_compared_with_itself_has_no_changes():
    changes = compared([HOTEL, TAXI], [HOTEL, TAXI])
    assert changes.is_empty
    assert changes.bridge[list(BRIDGE)].to_numpy().tolist() == [
        [Decimal("15.00"), Decimal(0), Decimal(0), Decimal(0), Decimal("15.00")]
    ]
    assert changes.summary() == "Keine Buchung hat sich geändert; Ist 15,00 €."


def test_a_posting_only_in_the_new_ledger_is_new_and_one_only_in_the_old_has_vanished():
    changes = compared([HOTEL], [TAXI])
    assert (documents(changes.new), documents(changes.vanished)) == (["A2"], ["A1"])


def test_another_amount_is_a_change_that_names_both_amounts_and_both_places():
    changes = compared([HOTEL, TAXI], [TAXI, HOTEL | {"amount": "12.50"}])
    [row] = changes.changed.to_dict("records")
    assert (row["document"], row["changed"]) == ("A1", "amount")
    assert (row["old_amount"], row["new_amount"], row["difference"]) == (
        Decimal("10.00"),
        Decimal("12.50"),
        Decimal("2.50"),
    )
    assert (row["old_source_row"], row["new_source_row"]) == (1, 2)


@pytest.mark.parametrize(
    ("column", "before", "after"),
    [
        ("text", "Hotel Ansan", "Hotel Ansn"),
        ("sachkonto", "544016", "529100"),
        ("region", "ansan", "sacramento"),
        ("region", pd.NA, "ansan"),
        ("pot", "kooperation", "agit"),
        ("cost_object", "K1", "K2"),
    ],
)
def test_another_text_account_region_or_pot_is_a_change_without_difference(column, before, after):
    changes = compared([HOTEL | {column: before}], [HOTEL | {column: after}])
    [row] = changes.changed.to_dict("records")
    assert (row["changed"], row["difference"]) == (column, Decimal("0.00"))
    assert row[f"new_{column}"] == after


def test_what_only_one_ledger_states_is_no_change():
    assert compared([HOTEL], [HOTEL | {"cost_object": "K1", "vendor": "Muster", "item": "3"}]).is_empty


def test_spellings_of_numbers_and_texts_are_no_changes():
    spelled = HOTEL | {"sachkonto": "0000544016", "text": "HOTEL"}
    assert compared([HOTEL], [spelled]).is_empty


def test_twins_are_counted_one_by_one():
    changes = compared([HOTEL, HOTEL], [HOTEL, HOTEL, HOTEL])
    assert counts(changes) == (1, 0, 0)


def test_items_tell_the_lines_of_a_document_apart():
    old = [HOTEL | {"item": "1"}, HOTEL | {"item": "2", "amount": "7.00"}]
    new = [HOTEL | {"item": "2", "amount": "8.00"}, HOTEL | {"item": "1"}]
    [row] = compared(old, new).changed.to_dict("records")
    assert (row["item"], row["old_amount"], row["new_amount"]) == ("2", Decimal("7.00"), Decimal("8.00"))


def test_a_document_number_of_another_year_is_another_posting():
    assert counts(compared([HOTEL], [HOTEL | {"year": 2025}])) == (1, 0, 1)


def test_postings_without_documents_are_known_by_amount_and_text():
    old = [booking(None, "10.00", text="Hotel Ansan"), booking(None, "5.00", text="Taxi")]
    new = [booking(None, "10.00", text="Hotel Ansan"), booking(None, "6.00", text="Taxi")]
    changes = compared(old, new)
    assert counts(changes) == (0, 1, 0)
    assert changes.changed["changed"].to_list() == ["amount"]


def test_a_cancellation_under_the_same_document_is_new():
    storno = HOTEL | {"amount": "-10.00", "text": "Storno Hotel Ansan 2024"}
    assert counts(compared([HOTEL], [HOTEL, storno])) == (1, 0, 0)


# --- the bridge


def test_the_bridge_ties_by_kind_and_year():
    order = booking("O1", "100.00", kind="commitment", order_id="O1")
    late = booking("A9", "3.00", year=2025)
    changes = compared([HOTEL, TAXI, order], [HOTEL | {"amount": "11.00"}, late, order | {"amount": "80.00"}])
    assert changes.bridge.to_numpy().tolist() == [
        [
            "actual",
            2024,
            Decimal("15.00"),
            Decimal("0.00"),
            Decimal("1.00"),
            Decimal("5.00"),
            Decimal("11.00"),
        ],
        ["actual", 2025, Decimal("0.00"), Decimal("3.00"), Decimal("0.00"), Decimal("0.00"), Decimal("3.00")],
        [
            "commitment",
            2024,
            Decimal("100.00"),
            Decimal("0.00"),
            Decimal("-20.00"),
            Decimal("0.00"),
            Decimal("80.00"),
        ],
    ]


def test_a_region_that_moved_is_seen_in_the_bridge_although_no_sum_changed():
    changes = compared([HOTEL | {"region": "ansan"}], [HOTEL | {"region": "sacramento"}])
    assert changes.bridge["changed"].to_list() == [Decimal("0.00")]
    by_region = changes.bridge_by_region.set_index("region")["changed"].to_dict()
    assert by_region == {"ansan": Decimal("-10.00"), "sacramento": Decimal("10.00")}


def test_a_split_posting_counts_as_one_and_a_new_split_is_a_change_of_region():
    parts = [
        HOTEL | {"region": "ansan", "amount": "6.00", "share": "3/5"},
        HOTEL | {"region": "sacramento", "amount": "4.00", "share": "2/5"},
    ]
    assert compared(parts, parts[::-1]).is_empty
    changes = compared([HOTEL | {"region": "ansan"}], parts)
    assert changes.changed[["changed", "difference"]].to_numpy().tolist() == [["region", Decimal("0.00")]]
    assert changes.bridge_by_region["changed"].to_list() == [Decimal("-4.00"), Decimal("4.00")]


def test_plain_bookings_have_no_bridge_by_region():
    plain = frame_of(
        BOOKING_COLUMNS,
        {"kind": ["actual"], "year": [2024], "document": ["A1"], "amount": [1000], "source_row": [2]},
    )
    changes = ko.compare(plain, plain.iloc[:0])
    assert (counts(changes), len(changes.bridge_by_region)) == ((0, 0, 1), 0)
    assert changes.bridge["new_total"].to_list() == [Decimal("0.00")]


def test_two_empty_ledgers_are_equal():
    assert compared([], []).is_empty


# --- what people read


def test_the_summary_counts_and_bridges_in_both_languages():
    changes = compared([HOTEL, TAXI], [HOTEL | {"amount": "1250.00"}])
    assert changes.summary() == (
        "Buchungen neu: 0, geändert: 1, verschwunden: 1; Ist vorher 15,00 €, nachher 1.250,00 €, "
        "Unterschied 1.235,00 €."
    )
    assert "before €15.00, after €1,250.00, difference €1,235.00" in changes.summary("en")


def test_the_table_of_a_notebook_shows_the_bridge_and_no_names():
    changes = compared([HOTEL | {"vendor": "Erika Beispiel", "text": "Reise <Erika>"}], [TAXI])
    html = changes._repr_html_()
    assert "<td>Ist</td><td>2024</td>" in html
    assert "−10" not in html
    assert "10,00 €" in html
    assert "Erika" not in html + repr(changes)


# --- laws

LINES = st.lists(
    st.builds(
        booking,
        st.sampled_from(["A1", "A2", "A3", None]),
        st.integers(-5, 5).map(str),
        text=st.sampled_from(["Hotel", "Hotel Ansan", "Taxi", ""]),
        year=st.sampled_from([2024, 2025]),
        kind=st.sampled_from(["actual", "commitment"]),
        item=st.sampled_from([None, "1", "2"]),
        sachkonto=st.sampled_from(["544016", "529100"]),
        region=st.sampled_from(["ansan", "lwiw", pd.NA]),
        cost_object=st.sampled_from([None, "K1"]),
    ),
    max_size=8,
)


def told(frame):
    """What a frame says, without the places, in any order."""
    columns = [name for name in frame.columns if "source_" not in name]
    return sorted(map(str, frame[columns].astype(object).to_numpy().tolist()))


@given(LINES, LINES)
@settings(max_examples=25, deadline=None)
def test_the_bridge_ties_for_any_two_ledgers(old, new):
    changes = compared(old, new)
    for bridge in (changes.bridge, changes.bridge_by_region):
        summed = bridge["old_total"] + bridge["new"] + bridge["changed"] - bridge["vanished"]
        assert summed.to_list() == bridge["new_total"].to_list()
    assert changes.bridge["old_total"].sum() == sum((Decimal(row["amount"]) for row in old), Decimal(0))
    assert changes.bridge["new_total"].sum() == sum((Decimal(row["amount"]) for row in new), Decimal(0))
    moved = (
        changes.new["amount"].sum() - changes.vanished["amount"].sum() + changes.changed["difference"].sum()
    )
    assert moved == changes.bridge["new_total"].sum() - changes.bridge["old_total"].sum()
    assert len(old) - len(changes.vanished) == len(new) - len(changes.new)


@given(LINES, st.data())
@settings(max_examples=15, deadline=None)
def test_a_ledger_in_another_order_has_no_changes(lines, data):
    assert compared(lines, data.draw(st.permutations(lines))).is_empty


@given(LINES, LINES)
@settings(max_examples=25, deadline=None)
def test_the_comparison_backwards_is_its_mirror(old, new):
    there, back = compared(old, new), compared(new, old)
    assert told(there.new) == told(back.vanished)
    assert told(there.vanished) == told(back.new)
    mirrored = {"old": "new", "new": "old"}
    renamed = back.changed.rename(
        columns=lambda name: f"{mirrored[name[:3]]}{name[3:]}" if name[:3] in mirrored else name
    )
    flipped = renamed.assign(difference=-renamed["difference"])[there.changed.columns]
    assert told(flipped) == told(there.changed)
    assert there.bridge["changed"].to_list() == [-amount for amount in back.bridge["changed"]]


@given(LINES, LINES, st.data())
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_decides_nothing(old, new, data):
    changes = compared(old, new)
    shuffled = compared(data.draw(st.permutations(old)), data.draw(st.permutations(new)))
    for name in ("new", "changed", "vanished", "bridge", "bridge_by_region"):
        assert told(getattr(changes, name)) == told(getattr(shuffled, name))


# --- scenario 12


def test_a_newer_export_names_five_new_one_changed_and_one_vanished_posting_and_the_sums_bridge(tmp_path):
    june = [
        "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00",
        "2024;02.05.2024;B-2;Hotel;Zimmer Tartu;480,50",
        "2024;03.05.2024;B-3;Hotel;Zimmer Tartu;480,50",
        "2024;20.05.2024;B-4;Taxi;Fahrt Porto;35,00",
    ]
    new = [f"2024;0{day}.07.2024;C-{day};Muster;Empfang Porto;{day}00,00" for day in range(1, 6)]
    july = [june[0], june[1], june[2].replace("480,50", "500,50"), *new]
    old, later = (
        ko.read_books(data_folder(tmp_path / name, {"buchungen/export.csv": postings(*lines)}))
        for name, lines in (("juni", june), ("juli", july))
    )
    changes = ko.compare(old, later)
    assert counts(changes) == (5, 1, 1)
    assert documents(changes.vanished) == ["B-4"]
    assert changes.changed[["document", "difference"]].to_numpy().tolist() == [["B-3", Decimal("20.00")]]
    assert changes.bridge.to_numpy().tolist() == [
        [
            "actual",
            2024,
            Decimal("2196.00"),
            Decimal("1500.00"),
            Decimal("20.00"),
            Decimal("35.00"),
            Decimal("3681.00"),
        ]
    ]
    assert changes.bridge_by_region["region"].to_list() == ["porto", "tartu"]


def test_a_new_rule_is_seen_as_a_change_of_region(tmp_path):
    line = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt;1.200,00"
    rule = csv(RULES, "zug;;Zugfahrt;;;;porto;;;;;Dienstreise")
    old = ko.read_books(data_folder(tmp_path / "alt", {"buchungen/a.csv": postings(line)}))
    new = ko.read_books(
        data_folder(tmp_path / "neu", {"buchungen/a.csv": postings(line), "register/zuordnung.csv": rule})
    )
    changes = ko.compare(old, new)
    assert changes.changed[["changed", "new_region"]].to_numpy().tolist() == [["region", "porto"]]


def test_books_made_by_hand_compare_as_frames_do():
    assert ko.compare(HandmadeBooks(assigned(HOTEL)), assigned(HOTEL)).is_empty


# --- the command line


SUMMARY = (
    "Buchungen neu: 1, geändert: 1, verschwunden: 1; Ist vorher 1.680,50 €, nachher 1.285,00 €, "
    "Unterschied -395,50 €."
)
BRIDGE_LINE = (
    "  Ist 2024: vorher 1.680,50 € + neu 35,00 € ± geändert 50,00 € − verschwunden 480,50 € "
    "= nachher 1.285,00 €"
)


def test_the_command_shows_the_bridge_and_every_posting_behind_it(tmp_path):
    before = ("2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00", "2024;02.05.2024;B-2;Hotel;Tartu;480,50")
    after = (before[0].replace("1.200,00", "1.250,00"), "2024;03.06.2024;B-3;Eva Muster;Porto;35,00")
    old, new = (
        data_folder(tmp_path / name, {"buchungen/a.csv": postings(*lines)})
        for name, lines in (("alt", before), ("neu", after))
    )
    result = run("compare", old, new)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        SUMMARY,
        "Brücke je Haushaltsjahr:",
        BRIDGE_LINE,
        "Brücke je Partnerregion (nur was sich bewegt hat):",
        "  Ist 2024 Porto: vorher 1.200,00 € + neu 35,00 € ± geändert 50,00 € = nachher 1.285,00 €",
        "  Ist 2024 Tartu: vorher 480,50 € − verschwunden 480,50 € = nachher 0,00 €",
        "Neu:",
        "  Ist 2024, B-3: 35,00 € (buchungen/a.csv:3)",
        "Verschwunden:",
        "  Ist 2024, B-2: 480,50 € (buchungen/a.csv:3)",
        "Geändert:",
        "  Ist 2024, B-1: 1.200,00 € → 1.250,00 €; geändert: Betrag (buchungen/a.csv:2 → buchungen/a.csv:2)",
    ]
    english = run("compare", old, new, "--language", "en").stdout
    assert "Postings new: 1, changed: 1, vanished: 1" in english
    assert "Muster" not in english + result.stdout


def test_the_command_compares_exports_and_a_folder_with_an_export(tmp_path):
    export = tmp_path / "a.csv"
    export.write_bytes(postings("2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"))
    folder = data_folder(tmp_path / "stadt", {"buchungen/a.csv": export.read_bytes()})
    assert run("compare", export, export).stdout == "Keine Buchung hat sich geändert; Ist 1.200,00 €.\n"
    assert run("compare", folder, export).stdout == "Keine Buchung hat sich geändert; Ist 1.200,00 €.\n"


def test_the_command_refuses_what_it_cannot_read(tmp_path):
    broken = tmp_path / "a.csv"
    broken.write_bytes(postings("2024;31.11.2024;B-1;Bahn AG;Porto;1,00"))
    result = run("compare", broken, tmp_path / "fehlt.csv")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Das ist kein Datum" in result.stderr


def test_compare_names_the_side_whose_data_is_faulty(tmp_path):
    line = "2024;12.03.2024;B-1;Bahn AG;Zugfahrt Porto;1.200,00"
    old = data_folder(tmp_path / "alt", {"buchungen/a.csv": postings(line)})
    new = data_folder(tmp_path / "neu", {"buchungen/a.csv": postings(line.replace("1.200,00", "zwölf"))})
    result = run("compare", str(old), str(new))
    assert result.exit_code == 3
    assert f"{new.as_posix()}/buchungen/a.csv, Zeile 2" in result.stderr


def test_compare_reads_single_exports_with_the_layouts_of_their_folder(tmp_path):
    layout = """name = "Eigenes"
kind_of_file = "bookings"
needs = ["Wann", "Geld"]
[columns]
"Wann" = "booked_on"
"Geld" = "amount"
"""
    files = {
        "register/layouts/eigenes.toml": layout.encode(),
        "buchungen/a.csv": csv("Wann;Geld", "12.03.2024;7,00"),
        "buchungen/b.csv": csv("Wann;Geld", "12.03.2024;7,00", "13.03.2024;5,00"),
    }
    folder = data_folder(tmp_path, files)
    result = run("compare", str(folder / "buchungen/a.csv"), str(folder / "buchungen/b.csv"))
    assert result.exit_code == 0
    assert "Buchungen neu: 1, geändert: 0, verschwunden: 0" in result.stdout
