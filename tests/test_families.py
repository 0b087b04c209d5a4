"""Families of exports: one truth in any order, spelling, language, separator, encoding and number style."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from exports import source, workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kooperation.reading.ledgers.bookings import load_bookings
from kooperation.reading.ledgers.overview import load_overview

EXAMPLES = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Posting:
    """One invented posting: the truth that every file of a family tells."""

    day: date
    document: str
    account: str
    cents: int
    text: str
    centre: str
    kind: str = "actual"
    foreign: int | None = None


WORDS = """
    Reise Bewirtung Übernachtung Gäste Straßenbahn Förderung Ansan Sacramento Storno für Prüfung über Büro
    Empfang Öffentlichkeit Summe Übertrag Saldo Hotel
"""
TEXTS = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=3).map(" ".join)
CENTS = st.integers(-999_999_99, 999_999_99).filter(bool)
POSTINGS = st.builds(
    Posting,
    day=st.dates(date(2023, 1, 13), date(2024, 12, 31)),
    document=st.integers(10**9, 10**10 - 1).map(str),
    account=st.sampled_from(["544016", "441100", "543199"]),
    cents=CENTS,
    text=TEXTS,
    centre=st.sampled_from(["8501", "8502"]),
)
LEDGERS = st.lists(POSTINGS, min_size=3, max_size=6, unique_by=lambda posting: posting.document).filter(
    lambda postings: sum(posting.cents for posting in postings)
)


# --- how a file is written -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """How one file writes its cells, and what kind of file it is."""

    container: str
    separator: str
    encoding: str
    day: str
    amount: str

    def day_cell(self, day):
        if self.container == "xlsx" and self.day == "cell":
            return day
        return f"{day:{'%d.%m.%Y' if self.day == 'cell' else self.day}}"

    def amount_cell(self, cents):
        if self.container == "xlsx" and self.amount == "cell":
            return cents / 100
        text = f"{abs(cents) / 100:,.2f}"
        if self.amount.startswith("german"):
            text = text.translate(str.maketrans(",.", ".,"))
        if self.amount.endswith("plain"):
            text = text.replace("." if self.amount.startswith("german") else ",", "")
        if cents >= 0:
            return text
        return f"{text}-" if self.amount == "german behind" else f"-{text}"

    def content(self, rows):
        if self.container == "xlsx":
            return workbook(rows)
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=self.separator, lineterminator="\r\n").writerows(rows)
        return buffer.getvalue().encode(self.encoding)


STYLES = st.builds(
    Style,
    container=st.sampled_from(["text", "text", "xlsx"]),
    separator=st.sampled_from([";", "\t", ","]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    day=st.sampled_from(["cell", "%d.%m.%Y", "%Y%m%d", "%Y-%m-%d"]),
    amount=st.sampled_from(["cell", "german", "german plain", "german behind", "english", "english plain"]),
)


@st.composite
def files(draw, columns, *, optional=()):
    """The columns of one file, each in one of its spellings, in any order, some of the optional left out.

    ``columns`` are name -> (spellings, cell of a posting under a style).
    """
    kept = [name for name in columns if name not in optional or draw(st.booleans())]
    order = draw(st.permutations(kept))
    headings = [draw(st.sampled_from(columns[name][0])) for name in order]
    style = draw(STYLES)

    def written(postings):
        cells = [[columns[name][1](posting, style) for name in order] for posting in postings]
        return style.content([headings, *cells])

    return set(order), written


def day(posting, style):
    return style.day_cell(posting.day)


def other_day(posting, style):
    return style.day_cell(posting.day - pd.Timedelta(days=12))


def amount(posting, style):
    return style.amount_cell(posting.cents)


def unsigned(posting, style):
    return style.amount_cell(abs(posting.cents))


def one(of):
    return lambda posting, style: of(posting)


def always(value):
    return lambda posting, style: value


def told(loaded, *columns):
    """What a frame says, row by row; faults of the file fail the test with their text."""
    errors = [found.describe() for found in loaded.report.findings if found.severity == "error"]
    assert errors == []
    frame = loaded.frame
    assert frame["source_row"].to_list() == list(range(2, 2 + len(frame)))
    return [
        tuple(None if pd.isna(value) else value for value in row) for row in frame[list(columns)].to_numpy()
    ]


def expected(postings, *columns):
    says = {
        "booked_on": lambda one: pd.Timestamp(one.day),
        "year": lambda one: one.day.year,
        "document": lambda one: one.document,
        "sachkonto": lambda one: one.account,
        "amount": lambda one: Decimal(one.cents).scaleb(-2),
        "text": lambda one: one.text,
        "cost_object": lambda one: one.centre,
        "teilprodukt": lambda one: "990100",
        "kind": lambda one: one.kind,
        "foreign_amount": lambda one: None if one.foreign is None else Decimal(one.foreign).scaleb(-2),
        "currency": lambda one: None if one.foreign is None else "KRW",
    }
    return [tuple(says[column](posting) for column in columns) for posting in postings]


CORE = ("booked_on", "year", "document", "sachkonto", "amount", "kind")

# --- SAP, general ledger -------------------------------------------------------------------------------

FBL3N = {
    "day": (
        [
            "Buchungsdatum",
            "Buch.dat.",
            "BuchDatum",
            "Buchungsdat.",
            "Buchgs.dat.",
            "Posting Date",
            "Pstng Date",
        ],
        day,
    ),
    "other day": (["Belegdatum", "Belegdat.", "Bel.-Dat.", "Document Date", "Doc. Date"], other_day),
    "document": (
        [
            "Belegnummer",
            "Belegnr",
            "BelegNr",
            "Beleg-Nr.",
            "Beleg Nr.",
            "BelNr.",
            "Document Number",
            "DocumentNo",
            "Doc. No.",
        ],
        one(lambda posting: posting.document),
    ),
    "account": (
        [
            "Sachkonto",
            "Sachkto.",
            "Sachk.-Nr.",
            "Hauptbuchkonto",
            "Konto",
            "Kto.",
            "G/L Account",
            "G/L Acct",
            "Account",
        ],
        one(lambda posting: posting.account),
    ),
    "amount": (
        [
            "Betrag in Hauswährung",
            "Betrag in HW",
            "Betr.HW",
            "BetragHW",
            "Betr. in Hausw.",
            "Betrag Hauswähr.",
            "BETRAG IN HAUS-\nWÄHRUNG",
            "Amount in local currency",
            "Amount in LC",
            "Amt in loc.cur.",
            "LC amount",
        ],
        amount,
    ),
    "home": (["Hauswährung", "HWähr", "HWährung", "Local Currency", "LCurr", "Loc.curr."], always("EUR")),
    "document amount": (
        ["Betrag in Belegwährung", "Betrag in BW", "Betr.BW", "Amount in doc. curr.", "Amount in DC"],
        lambda posting, style: style.amount_cell(posting.foreign or posting.cents),
    ),
    "currency": (
        ["Belegwährung", "Währung", "Währg", "Document Currency", "Currency", "Doc. Curr."],
        one(lambda posting: "EUR" if posting.foreign is None else "KRW"),
    ),
    "text": (
        ["Text", "Positionstext", "Pos.text", "Buchungstext", "Item Text"],
        one(lambda posting: posting.text),
    ),
    "centre": (["Kostenstelle", "KoSt", "Kostenst.", "Cost Center"], one(lambda posting: posting.centre)),
    "type": (["Art", "Belegart", "Doc. Type"], always("KR")),
    "key": (["BS", "Buchungsschlüssel", "Posting Key"], always("40")),
    "user": (["Benutzername", "User Name"], always("MUSTER")),
    "contra": (["Gegenkonto", "Offsetting acct no."], always("70001")),
    "assignment": (["Zuordnung", "Assignment"], always("20240101")),
}


@EXAMPLES
@given(postings=LEDGERS, data=st.data())
def test_line_items_of_the_sap_ledger_are_one_truth_in_every_spelling(postings, data):
    needed = {"day", "document", "account", "amount"}
    has, written = data.draw(files(FBL3N, optional=set(FBL3N) - needed))
    if {"document amount", "currency"} <= has:
        postings = [Posting(**{**vars(one), "foreign": one.cents * 1470}) for one in postings]
    loaded = load_bookings(source(written(postings)))
    columns = [*CORE, *(["text"] if "text" in has else []), *(["cost_object"] if "centre" in has else [])]
    columns += ["foreign_amount", "currency"] if {"document amount", "currency"} <= has else []
    assert told(loaded, *columns) == expected(postings, *columns)


TECHNICAL = {
    "client": (["BUKRS", "CompanyCode", "RBUKRS"], always("1000")),
    "year": (
        ["GJAHR", "FiscalYear", "RYEAR", "LedgerFiscalYear"],
        one(lambda posting: str(posting.day.year)),
    ),
    "document": (["BELNR", "AccountingDocument", "DOCNR"], one(lambda posting: posting.document)),
    "item": (["BUZEI", "AccountingDocumentItem", "DOCLN"], always("001")),
    "day": (["BUDAT", "PostingDate"], day),
    "other day": (["BLDAT", "DocumentDate"], other_day),
    "sign": (["SHKZG", "DRCRK", "DebitCreditCode"], one(lambda posting: "S" if posting.cents >= 0 else "H")),
    "amount": (["DMBTR", "HSL", "AmountInCompanyCodeCurrency"], unsigned),
    "home": (["HWAER", "RHCUR", "CompanyCodeCurrency"], always("EUR")),
    "document amount": (["WRBTR", "WSL", "AmountInTransactionCurrency"], unsigned),
    "currency": (["WAERS", "RWCUR", "TransactionCurrency"], always("EUR")),
    "account": (["HKONT", "RACCT", "SAKNR", "GLAccount"], one(lambda posting: posting.account)),
    "text": (["SGTXT", "DocumentItemText"], one(lambda posting: posting.text)),
    "centre": (["KOSTL", "CostCenter"], one(lambda posting: posting.centre)),
}


@EXAMPLES
@given(postings=LEDGERS, data=st.data())
def test_technical_names_of_tables_and_services_are_one_truth(postings, data):
    has, written = data.draw(
        files(
            TECHNICAL,
            optional={"client", "other day", "home", "document amount", "currency", "text", "centre"},
        )
    )
    loaded = load_bookings(source(written(postings)))
    columns = [*CORE, *(["text"] if "text" in has else []), *(["cost_object"] if "centre" in has else [])]
    assert told(loaded, *columns) == expected(postings, *columns)
    assert loaded.frame["item"].to_list() == ["001"] * len(postings)


# --- SAP, cost accounting and funds management ---------------------------------------------------------

KINDS = st.sampled_from(["actual", "commitment", "budget"])
CONTROLLING_CODE = {"actual": "04", "commitment": "22", "budget": "01"}
FUNDS_CODE = {"actual": "66", "commitment": "51", "budget": "R1"}

KSB1 = {
    "account": (
        ["Kostenart", "KoArt", "Kostenart Nr.", "Cost Element", "Cost elem."],
        one(lambda posting: posting.account),
    ),
    "account name": (
        ["Kostenartenbez.", "Kostenartenbezeichnung", "Cost element name"],
        always("Aktivitäten 2030"),
    ),
    "object": (
        ["Kostenstelle", "Auftrag", "PSP-Element", "Cost Center", "Order", "WBS Element"],
        one(lambda posting: posting.centre),
    ),
    "day": (["Buchungsdatum", "Buch.dat.", "BuchDatum", "Posting Date"], day),
    "document": (
        ["Belegnummer", "Belegnr", "BelegNr", "DocumentNo", "Document Number"],
        one(lambda posting: posting.document),
    ),
    "reference": (["RefBelegnr", "Ref.Belegnummer", "Ref. Document Number"], always("5100000001")),
    "amount": (
        [
            "Wert/KWähr",
            "Wert in KWähr",
            "Wert/BWähr",
            "Wert KWähr",
            "Val.in rep.cur.",
            "Val/COArea Crcy",
            "Wert/KoKrsWähr",
        ],
        amount,
    ),
    "home": (["KWähr", "KWährung"], always("EUR")),
    "document amount": (["Wert/TWähr", "WertTW", "Wert in TWähr", "Value TranCurr"], amount),
    "currency": (["TWähr", "Transaktionswährung", "TranCurr"], always("EUR")),
    "text": (
        ["Bezeichnung", "Text", "Positionstext", "Document Header Text"],
        one(lambda posting: posting.text),
    ),
    "vendor": (["Bezeichnung des Gegenkontos", "Name of offsetting account"], always("Muster GmbH")),
    "quantity": (["Menge", "Menge erfaßt gesamt", "Total Quantity"], always("0")),
    "value type": (
        ["Werttyp", "WTyp", "Val.type", "Value Type"],
        one(lambda posting: CONTROLLING_CODE[posting.kind]),
    ),
}


@EXAMPLES
@given(postings=LEDGERS, data=st.data())
def test_line_items_of_cost_accounting_are_one_truth(postings, data):
    has, written = data.draw(files(KSB1, optional=set(KSB1) - {"account", "day", "document", "amount"}))
    if "value type" in has:
        postings = [Posting(**{**vars(one), "kind": data.draw(KINDS)}) for one in postings]
    loaded = load_bookings(source(written(postings)))
    columns = [*CORE, *(["text"] if "text" in has else [])]
    assert told(loaded, *columns) == expected(postings, *columns)
    if "object" in has:
        frame = loaded.frame
        column = "cost_object" if frame["cost_object"].notna().all() else "teilprodukt"
        assert frame[column].to_list() == [one.centre for one in postings]
        assert frame["order_id"].isna().all()


FUNDS = {
    "centre": (["Finanzstelle", "FiStelle", "Finanzst.", "FISTL", "Funds Center"], always("990100")),
    "account": (
        ["Finanzposition", "FiPos", "Finanzpos.", "FIPEX", "Commitment Item"],
        one(lambda posting: posting.account),
    ),
    "kind": (
        ["Werttyp", "WTyp", "WTy", "WRTTP", "Value Type", "Val.type"],
        one(lambda posting: FUNDS_CODE[posting.kind]),
    ),
    "year": (
        ["Haushaltsjahr", "Geschäftsjahr", "GJahr", "HHJ", "Fiscal Year"],
        one(lambda posting: str(posting.day.year)),
    ),
    "day": (["Buchungsdatum", "Buch.dat.", "Posting Date"], day),
    "document": (
        ["Belegnummer", "Belegnr.", "FMBELNR", "Document Number"],
        one(lambda posting: posting.document),
    ),
    "amount": (
        [
            "Betrag",
            "Betrag in FM-Währung",
            "Betrag FM-Währung",
            "FM-Betrag",
            "FKBTR",
            "Betrag in Hauswährung",
            "Amount",
        ],
        amount,
    ),
    "text": (["Text", "Positionstext", "SGTXT"], one(lambda posting: posting.text)),
    "fund": (["Fonds", "Fund"], always("1000")),
}


@EXAMPLES
@given(postings=LEDGERS, data=st.data())
def test_funds_management_tells_budget_commitment_and_actual_by_value_type(postings, data):
    postings = [Posting(**{**vars(one), "kind": data.draw(KINDS)}) for one in postings]
    has, written = data.draw(files(FUNDS, optional={"day", "text", "fund"}))
    loaded = load_bookings(source(written(postings)))
    columns = [one for one in (*CORE, "teilprodukt") if one != "booked_on" or "day" in has]
    assert told(loaded, *columns) == expected(postings, *columns)


@given(
    code=st.sampled_from(
        ["52", "54", "57", "58", "60", "61", "64", "65", "80", "82", "83", "84", "95", "04", "ZZ", ""]
    ),
    data=st.data(),
)
def test_a_value_type_that_funds_management_does_not_list_is_refused_and_never_defaulted(code, data):
    columns = {**FUNDS, "kind": (FUNDS["kind"][0], always(code))}
    _, written = data.draw(files(columns, optional={"text", "fund"}))
    postings = [Posting(date(2024, 2, 1), "1900000001", "544016", 100_00, "Reise", "8501")]
    loaded = load_bookings(source(written(postings)))
    assert [one.kind for one in loaded.report.findings if one.severity == "error"] == ["unknown_kind"]
    assert len(loaded.frame) == 0


# --- Dynamics NAV and Business Central, Infoma newsystem -----------------------------------------------

NAV = {
    "number": (["Lfd. Nr.", "Lfd.Nr.", "Entry No."], one(lambda posting: str(int(posting.document) * 7))),
    "day": (["Buchungsdatum", "Buchungs-\ndatum", "Posting Date"], day),
    "type": (["Belegart", "Document Type"], always("Rechnung")),
    "document": (["Belegnr.", "Belegnummer", "Document No."], one(lambda posting: f"ER{posting.document}")),
    "account": (
        ["Sachkontonr.", "Sachkonto-Nr.", "Sachkontonummer", "G/L Account No."],
        one(lambda posting: posting.account),
    ),
    "account name": (
        ["Sachkonto", "Sachkontoname", "G/L Account Name", "Kontoname"],
        always("Aktivitäten der Wirtschaftsförderung"),
    ),
    "product": (
        ["Kostenträger Code", "Kostenträgercode", "Kostenträger-Nr.", "KTR", "Produkt"],
        always("990100"),
    ),
    "year": (["Haushaltsjahr", "HH-Jahr", "Geschäftsjahr"], one(lambda posting: str(posting.day.year))),
    "text": (["Beschreibung", "Buchungstext", "Description"], one(lambda posting: posting.text)),
    "contra": (["Gegenkontonr.", "Bal. Account No."], always("K70001")),
    "user": (["Benutzer-ID", "User ID"], always("MUSTER")),
    "reversed": (["Storniert", "Reversed"], always("Nein")),
}
ONE_SIDED = {
    "amount": (
        ["Betrag", "Betrag (MW)", "Betrag in EUR", "Betrag €", "Buchungsbetrag", "Amount", "Amount (LCY)"],
        amount,
    )
}
TWO_SIDED = {
    "debit": (
        ["Sollbetrag", "Soll-Betrag", "Soll", "Betrag Soll", "Soll (EUR)", "Debit Amount"],
        lambda posting, style: style.amount_cell(posting.cents) if posting.cents > 0 else "",
    ),
    "credit": (
        ["Habenbetrag", "Haben-Betrag", "Haben", "Betrag Haben", "Haben (EUR)", "Credit Amount"],
        lambda posting, style: style.amount_cell(-posting.cents) if posting.cents < 0 else "",
    ),
}
MARKED = {
    "amount": (["Betrag", "Betrag in EUR", "Umsatz"], unsigned),
    "sign": (
        ["S/H", "Soll/Haben", "S/H-Kennz.", "Soll-/Haben-Kz."],
        one(lambda posting: "S" if posting.cents > 0 else "H"),
    ),
}


@EXAMPLES
@given(postings=LEDGERS, amounts=st.sampled_from([ONE_SIDED, TWO_SIDED, MARKED]), data=st.data())
def test_ledger_entries_of_dynamics_are_one_truth_however_they_show_the_sign(postings, amounts, data):
    columns = NAV | amounts
    optional = {"number", "type", "account name", "product", "year", "text", "contra", "user", "reversed"}
    has, written = data.draw(files(columns, optional=optional))
    loaded = load_bookings(source(written(postings)))
    postings = [Posting(**{**vars(one), "document": f"ER{one.document}"}) for one in postings]
    wanted = [*CORE, *(["text"] if "text" in has else []), *(["teilprodukt"] if "product" in has else [])]
    assert told(loaded, *wanted) == expected(postings, *wanted)


# --- lists that watch a budget -------------------------------------------------------------------------

HUEL = {
    "day": (["Datum", "Buchungsdatum", "Buch.-Datum", "Tag", "AO-Datum"], day),
    "document": (
        ["Beleg", "Belegnr.", "Beleg-Nr.", "AO-Nr.", "HÜL-Nr."],
        one(lambda posting: posting.document),
    ),
    "account": (["Sachkonto", "Kostenart", "Konto", "Sachkonto-Nr."], one(lambda posting: posting.account)),
    "text": (
        ["Text", "Beschreibung", "Zweck", "Bemerkung", "Verwendungszweck"],
        one(lambda posting: posting.text),
    ),
    "ordered": (
        [
            "Auftrag",
            "Aufträge",
            "Vormerkung",
            "Vormerkungen",
            "Mittelbindung",
            "Obligo",
            "Auftragssumme",
            "Festlegung",
            "Reserviert",
            "Gebunden",
        ],
        lambda posting, style: style.amount_cell(posting.cents if posting.kind == "commitment" else 0),
    ),
    "spent": (
        [
            "AO-Soll",
            "Anordnungssoll",
            "Angeordnet",
            "Anordnungen",
            "Anordnung",
            "Ist",
            "Verausgabt",
            "Gebucht",
            "AO-Betrag",
        ],
        lambda posting, style: style.amount_cell(posting.cents if posting.kind == "actual" else 0),
    ),
    "left": (
        ["Verfügbar", "Noch verfügbar", "Restmittel", "Saldo"],
        lambda posting, style: style.amount_cell(1_000_000_00),
    ),
}


@EXAMPLES
@given(postings=LEDGERS, data=st.data())
def test_a_list_of_a_budget_shows_orders_and_actuals_whatever_its_product_calls_them(postings, data):
    postings = [
        Posting(**{**vars(one), "kind": data.draw(st.sampled_from(["actual", "commitment"]))})
        for one in postings
    ]
    has, written = data.draw(files(HUEL, optional={"account", "text", "left"}))
    loaded = load_bookings(source(written(postings)))
    columns = [
        one
        for one in (*CORE, "text")
        if (one != "sachkonto" or "account" in has) and (one != "text" or "text" in has)
    ]
    assert told(loaded, *columns) == expected(postings, *columns)
    assert "amounts_unused" not in [found.kind for found in loaded.report.findings]


# --- DATEV ---------------------------------------------------------------------------------------------


def batch_line(*, length=6, first="20230101", last="20231231", starts="20230101"):
    told = [
        "EXTF",
        "700",
        "21",
        "Buchungsstapel",
        "9",
        "20240101120000000",
        "",
        "XY",
        "",
        "",
        "1001",
        "456",
        starts,
    ]
    return [*told, str(length), first, last, "Stapel", "", "1", "", "0", "EUR"]


SIDES = st.sampled_from(["account", "contra"])
BANK_OR_VENDOR = st.sampled_from(["171100", "7000123", "331100"])


@EXAMPLES
@given(postings=LEDGERS, data=st.data())
def test_a_batch_of_datev_is_read_from_its_account_of_expense_on_whichever_side_it_stands(postings, data):
    postings = [
        Posting(**{**vars(one), "day": one.day.replace(year=2023, day=min(one.day.day, 28))})
        for one in postings
    ]
    sides = {
        one.document: (data.draw(SIDES), data.draw(BANK_OR_VENDOR), data.draw(st.booleans()))
        for one in postings
    }

    def side(posting):
        return sides[posting.document]

    def mark(posting, style):
        place, _, is_taken_back = side(posting)
        is_debit = (posting.cents > 0) != is_taken_back  # a Generalumkehr turns the sign of its own side
        return "S" if is_debit == (place == "account") else "H"

    columns = {
        "amount": (["Umsatz (ohne Soll/Haben-Kz)", "Umsatz (ohne Soll-/Haben-Kennzeichen)"], unsigned),
        "mark": (["Soll/Haben-Kennzeichen", "Soll-/Haben-Kennzeichen"], mark),
        "currency": (["WKZ Umsatz"], always("EUR")),
        "account": (
            ["Konto"],
            one(lambda posting: posting.account if side(posting)[0] == "account" else side(posting)[1]),
        ),
        "contra": (
            ["Gegenkonto (ohne BU-Schlüssel)"],
            one(lambda posting: posting.account if side(posting)[0] == "contra" else side(posting)[1]),
        ),
        "key": (["BU-Schlüssel"], always("9")),
        "day": (["Belegdatum"], lambda posting, style: f"{posting.day:%d%m}"),
        "document": (["Belegfeld 1"], one(lambda posting: posting.document)),
        "text": (["Buchungstext"], one(lambda posting: posting.text)),
        "centre": (["KOST1 – Kostenstelle", "KOST1 - Kostenstelle"], one(lambda posting: posting.centre)),
        "product": (["KOST2 – Kostenstelle", "KOST2 - Kostenstelle"], always("990100")),
        "reversal": (["Generalumkehr"], one(lambda posting: "1" if side(posting)[2] else "0")),
    }
    order = data.draw(st.permutations(list(columns)))
    style = Style("text", ";", data.draw(st.sampled_from(["cp1252", "utf-8-sig"])), "cell", "german plain")
    headings = [data.draw(st.sampled_from(columns[name][0])) for name in order]
    rows = [[columns[name][1](posting, style) for name in order] for posting in postings]
    loaded = load_bookings(source(style.content([batch_line(), headings, *rows])))
    loaded.frame["source_row"] -= 1
    columns = (*CORE, "text", "cost_object", "teilprodukt")
    assert told(loaded, *columns) == expected(postings, *columns)


DATEV = (
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Basisumsatz;WKZ Basisumsatz;Konto;"
    "Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Buchungstext"
)


def batch(*lines, **meta):
    return source("\n".join([";".join(batch_line(**meta)), DATEV, *lines, ""]))


def sides_of(loaded):
    return [(row.sachkonto, row.amount) for row in loaded.frame.itertuples()]


def test_a_transfer_between_two_expenses_is_posted_on_both():
    loaded = load_bookings(batch("100,00;S;;;;544016;543199;;0102;1;Umbuchung"))
    assert sides_of(loaded) == [("544016", Decimal(100)), ("543199", Decimal(-100))]


def test_vendors_among_themselves_are_no_posting_of_the_ledger():
    loaded = load_bookings(
        batch("100,00;S;;;;7000123;7000456;;0102;1;Umbuchung", "5,00;S;;;;544016;7000456;;0102;2;Hotel")
    )
    assert sides_of(loaded) == [("544016", Decimal(5))]
    [note] = [found for found in loaded.report.findings if found.kind == "no_ledger_account"]
    assert "Zeilen 3" in note.message()


def test_an_entry_in_a_foreign_currency_counts_with_its_basisumsatz():
    [row] = load_bookings(
        batch("1250000,00;S;KRW;850,00;EUR;544016;7000123;;0102;1;Hotel")
    ).frame.itertuples()
    assert (row.amount, row.foreign_amount, row.currency) == (Decimal(850), Decimal(1250000), "KRW")


def test_an_entry_in_a_foreign_currency_without_basisumsatz_is_refused():
    loaded = load_bookings(
        batch("1250000,00;S;KRW;;;544016;7000123;;0102;1;Hotel", "5,00;S;EUR;;;544016;7000123;;0102;2;x")
    )
    assert [(one.kind, one.place.row) for one in loaded.report.findings if one.severity == "error"] == [
        ("foreign_amounts", 3)
    ]


@pytest.mark.parametrize("key, count", [("20", 1), ("39", 1), ("9", 0), ("40", 0), ("", 0)])
def test_a_key_that_may_mean_a_reversal_is_refused(key, count):
    loaded = load_bookings(batch(f"5,00;S;;;;544016;7000123;{key};0102;1;Hotel"))
    assert [one.kind for one in loaded.report.findings if one.severity == "error"] == [
        "reversing_key"
    ] * count


@pytest.mark.parametrize(
    "text, meta, day",
    [
        ("0102", {}, date(2023, 2, 1)),
        ("102", {}, date(2023, 2, 1)),
        ("3112", {}, date(2023, 12, 31)),
        ("1503", {"starts": "20230701", "first": "20240301", "last": "20240331"}, date(2024, 3, 15)),
        ("1503", {"starts": "20230701", "first": "", "last": ""}, date(2024, 3, 15)),
        ("0108", {"starts": "20230701", "first": "", "last": ""}, date(2023, 8, 1)),
    ],
)
def test_a_day_without_a_year_gets_it_from_the_first_line(text, meta, day):
    [row] = load_bookings(batch(f"5,00;S;;;;544016;7000123;;{text};1;Hotel", **meta)).frame.itertuples()
    assert row.booked_on == pd.Timestamp(day)


@pytest.mark.parametrize(
    "text, meta",
    [
        ("3002", {}),
        ("1503", {"first": "20230401", "last": "20230430"}),
        ("0102", {"starts": "", "first": "", "last": ""}),
    ],
)
def test_a_day_that_the_first_line_does_not_cover_is_refused(text, meta):
    loaded = load_bookings(batch(f"5,00;S;;;;544016;7000123;;{text};1;Hotel", **meta))
    assert "not_a_date" in [one.kind for one in loaded.report.findings if one.severity == "error"]


def test_a_datev_file_of_something_else_is_refused():
    from kooperation import KooperationError

    heading = "EXTF;700;20;Kontenbeschriftungen;3\nKonto;Kontobeschriftung;Betrag;Belegdatum\n"
    accounts = f"{heading}544016;Reisen;1,00;0102\n"
    with pytest.raises(KooperationError) as error:
        load_bookings(source(accounts))
    assert [one.kind for one in error.value.findings] == ["foreign_datev"]


# --- budget overviews ----------------------------------------------------------------------------------

OVERVIEW = {
    "budget": ["Ansatz", "Haushaltsansatz", "HH-Ansatz", "Plan", "Budget", "Ansatz EUR"],
    "carried_over": ["Erm.-Übertragung", "Ermächtigungsübertragung", "Haushaltsrest", "HAR"],
    "adjusted": ["üpl/apl", "Nachtrag", "Umschichtung", "üpl./apl."],
    "blocked": ["Sperre", "Haushaltssperre", "Gesperrt"],
    "revised_budget": ["Fortg. Ansatz", "Fortgeschriebener Ansatz", "fortgeschr. Ansatz", "Gesamtansatz"],
    "committed": ["Aufträge", "Obligo", "Offene Aufträge", "Vormerkungen", "Mittelbindungen"],
    "actual": ["Anordnungssoll", "AO-Soll", "Ist", "Angeordnet", "Ist-Betrag", "Rechnungsergebnis"],
    "available": ["Verfügbar", "Noch verfügbar", "verfügb. Mittel", "Restmittel"],
}


@EXAMPLES
@given(
    accounts=st.lists(
        st.sampled_from(["544016", "441100", "543199", "542900"]), min_size=2, max_size=4, unique=True
    ),
    data=st.data(),
)
def test_a_budget_overview_is_one_truth_in_every_spelling(accounts, data):
    style = data.draw(STYLES)
    names = data.draw(
        st.permutations(
            [name for name in OVERVIEW if name in ("actual", "budget") or data.draw(st.booleans())]
        )
    )
    figures = {account: {name: data.draw(CENTS) for name in names} for account in accounts}
    keys = data.draw(
        st.sampled_from(
            [
                ["Produktsachkonto"],
                ["Buchungsstelle"],
                ["Teilprodukt", "Sachkonto"],
                ["Kostenträger", "Kostenart"],
            ]
        )
    )
    has_year = data.draw(st.booleans())
    headings = [
        *keys,
        *(["Haushaltsjahr"] if has_year else []),
        *(data.draw(st.sampled_from(OVERVIEW[name])) for name in names),
    ]
    rows = [
        [
            *([f"990100.{account}"] if len(keys) == 1 else ["990100", account]),
            *(["2024"] if has_year else []),
            *(style.amount_cell(figures[account][name]) for name in names),
        ]
        for account in accounts
    ]
    order = data.draw(st.permutations(range(len(headings))))
    turned = [[row[place] for place in order] for row in [headings, *rows]]
    loaded = load_overview(source(style.content(turned), "haushalt/Uebersicht_2024.csv"))
    columns = ("year", "teilprodukt", "sachkonto", *names)
    assert told(loaded, *columns) == [
        (2024, "990100", account, *(Decimal(figures[account][name]).scaleb(-2) for name in names))
        for account in accounts
    ]


@EXAMPLES
@given(years=st.lists(st.integers(2019, 2027), min_size=1, max_size=4, unique=True), data=st.data())
def test_a_column_per_year_needs_no_layout_where_its_heading_says_what_it_is(years, data):
    style = data.draw(STYLES)
    kinds = {
        "budget": ["Ansatz {}", "Plan {}", "{} Ansatz", "Ansatz {} in EUR"],
        "actual": ["Ist {}", "Ergebnis {}", "{} Ist"],
    }
    columns = [(kind, year) for kind in kinds for year in years]
    spelled = {kind: data.draw(st.sampled_from(spellings)) for kind, spellings in kinds.items()}
    cents = {column: data.draw(CENTS) for column in columns}
    order = data.draw(st.permutations(columns))
    rows = [["Sachkonto", *(spelled[kind].format(year) for kind, year in order)]]
    rows += [
        [account, *(style.amount_cell(cents[column]) for column in order)] for account in ("544016", "441100")
    ]
    frame = load_overview(source(style.content(rows))).frame.set_index(["sachkonto", "year"])
    assert {(kind, year): frame.loc[("544016", year), kind] for kind, year in columns} == {
        column: Decimal(amount).scaleb(-2) for column, amount in cents.items()
    }
    assert len(frame) == 2 * len(years)


# --- the sign of unsigned amounts ------------------------------------------------------------------------

MARKS = [
    ("BS", "40", "50"),
    ("Buchungsschlüssel", "21", "31"),
    ("Posting Key", "81", "91"),
    ("Vorzeichen", "+", "-"),
    ("VZ", "", "-"),
    ("", "S", "H"),
    ("", "", "-"),
    ("Kz", "D", "C"),
    ("Art", "Ausgabe", "Einnahme"),
    ("Richtung", "Aufwand", "Ertrag"),
    ("E/A", "A", "E"),
    ("Einnahme/Ausgabe", "A", "E"),
]


def marked(heading, *rows):
    lines = [f"01.02.2024;{number};544016;{mark};{euros};x" for number, (mark, euros) in enumerate(rows)]
    return load_bookings(source("\n".join([f"Datum;Beleg;Sachkonto;{heading};Betrag;Text", *lines, ""])))


@pytest.mark.parametrize("heading, plus, minus", MARKS)
def test_a_column_of_nothing_but_marks_carries_the_sign_of_unsigned_amounts(heading, plus, minus):
    loaded = marked(heading, (plus, "100,00"), (minus, "30,00"), (plus, "5,00"))
    assert loaded.frame["amount"].to_list() == [Decimal(100), Decimal(-30), Decimal(5)]


@pytest.mark.parametrize(
    "heading, plus, minus", [("BS", "40", "50"), ("Art", "Ausgabe", "Einnahme"), ("Kz", "D", "C")]
)
def test_amounts_that_have_their_sign_are_not_turned_again(heading, plus, minus):
    loaded = marked(heading, (plus, "100,00"), (minus, "-30,00"), (plus, "-5,00"))
    assert loaded.frame["amount"].to_list() == [Decimal(100), Decimal(-30), Decimal(-5)]


@pytest.mark.parametrize("other", ["Z", "99x", "Umbuchung"])
def test_a_column_that_holds_anything_else_carries_no_sign(other):
    loaded = marked("Kz", ("S", "100,00"), ("H", "30,00"), (other, "5,00"))
    assert loaded.frame["amount"].to_list() == [Decimal(100), Decimal(30), Decimal(5)]
    assert "columns_unused" in [found.kind for found in loaded.report.findings]


def test_letters_of_income_and_spending_carry_no_sign_under_another_heading():
    loaded = marked("Art", ("A", "100,00"), ("E", "30,00"))
    assert loaded.frame["amount"].to_list() == [Decimal(100), Decimal(30)]


# --- traps that no spelling solves -----------------------------------------------------------------------


def noticed(text, severity=None):
    found = load_bookings(source(text)).report.findings
    return [one.kind for one in found if severity in (None, one.severity)]


def read(text):
    return load_bookings(source(text)).frame


def test_an_amount_in_the_currency_of_the_document_counts_only_where_that_is_euros():
    header = "Belegnummer;Buchungsdatum;Transaktionswährung;{};Text\n"
    rows = "1;20.02.2024;1.845,50;{};a\n"
    assert read(header.format("Währung") + rows.format("EUR"))["amount"].to_list() == [Decimal("1845.50")]
    assert noticed(header.format("Währung") + rows.format("KRW"), "error") == ["foreign_amounts"]
    assert noticed(header.format("BS") + rows.format("40"), "warning") == ["currency_unknown"]


def test_the_key_of_the_transaction_currency_is_no_amount():
    text = "Beleg;Datum;Betrag in HW;Transaktionswährung;Hauswährung\n1;20.02.2024;850,00;KRW;EUR\n"
    assert read(text)["amount"].to_list() == [Decimal(850)]
    assert noticed(text, "error") == []


def test_a_report_in_another_currency_is_refused():
    text = "Kostenart;Beleg;Datum;Wert/BWähr;BWähr\n544016;1;20.02.2024;850,00;USD\n"
    assert noticed(text, "error") == ["foreign_amounts"]


def test_an_order_sum_beside_an_actual_is_a_commitment_and_the_rest_of_it_counts_not_again():
    text = "Datum;Beleg;Restauftrag;Auftragssumme;Angeordnet\n01.02.2024;1;6.000,00;6.000,00;0,00\n"
    frame = read(text + "02.02.2024;2;1.500,00;0,00;4.500,00\n")
    assert list(zip(frame["kind"], frame["amount"], strict=True)) == [
        ("commitment", Decimal(6000)),
        ("actual", Decimal(4500)),
    ]


def test_words_for_plan_order_and_actual_tell_the_kinds_of_rows():
    rows = "2024;Ansatz;1;25.000,00\n2024;Auftrag;2;6.000,00\n2024;Rechnung;3;4.500,00\n"
    for heading in ("Vorgangsart", "Art", "Belegart", "Postenart", "Xyz"):
        frame = read(f"Haushaltsjahr;{heading};Beleg;Betrag\n{rows}")
        assert frame["kind"].to_list() == ["budget", "commitment", "actual"]


def test_a_kind_that_is_no_known_word_is_refused_beside_a_plan():
    rows = "2024;Ansatz;1;25.000,00\n2024;Sonstiges;2;6.000,00\n"
    assert noticed(f"Haushaltsjahr;Vorgangsart;Beleg;Betrag\n{rows}", "error") == ["unknown_kind"]


def test_document_types_of_actuals_change_nothing():
    frame = read("Datum;Belegart;Beleg;Betrag\n01.02.2024;KR;1;5,00\n01.02.2024;Gutschrift;2;-3,00\n")
    assert frame["kind"].to_list() == ["actual", "actual"]


def test_an_amount_that_repeats_the_net_amount_is_refused():
    header = "Datum;Beleg;Netto;MwSt;Betrag\n"
    assert noticed(f"{header}01.02.2024;1;100,00;19,00;100,00\n", "error") == ["amounts_net"]
    assert noticed(f"{header}01.02.2024;1;100,00;19,00;119,00\n", "error") == []


def test_reversed_pairs_are_noted_and_a_reversal_without_its_pair_is_warned_of():
    header = "Datum;Beleg;Betrag;Storniert\n01.02.2024;1;100,00;Ja\n"
    assert "reversals_marked" in noticed(f"{header}01.02.2024;2;-100,00;Ja\n", "note")
    assert noticed(f"{header}01.02.2024;2;5,00;Nein\n", "warning") == ["reversals_open"]


@pytest.mark.parametrize(
    "heading, reversed_", [("Status", "storniert"), ("Belegstatus", "Storniert"), ("State", "Cancelled")]
)
def test_a_status_that_says_reversed_is_warned_of_as_a_mark_is(heading, reversed_):
    header = f"Datum;Beleg;Betrag;{heading}\n01.02.2024;1;100,00;bezahlt\n"
    assert noticed(f"{header}01.02.2024;2;5,00;{reversed_}\n", "warning") == ["reversals_open"]
    assert noticed(f"{header}01.02.2024;2;5,00;offen\n", "warning") == []


def test_a_file_of_mostly_negative_amounts_is_warned_of():
    rows = "".join(f"01.02.2024;{number};-5,00\n" for number in range(5))
    assert noticed(f"Datum;Beleg;Betrag\n{rows}", "warning") == ["mostly_negative"]


def test_a_kostentraeger_beside_a_buchungsstelle_is_the_cost_object():
    [row] = read(
        "Buchungsstelle;Kostenträger;Datum;Beleg;Betrag\n990100.544016;K77;01.02.2024;1;5,00\n"
    ).itertuples()
    assert (row.teilprodukt, row.sachkonto, row.cost_object) == ("990100", "544016", "K77")


def test_a_kostenart_in_words_is_no_account():
    frame = read("Sachkonto 544016;;;\nDatum;Beleg;Kostenart;Betrag\n01.02.2024;1;Reisekosten;5,00\n")
    assert frame["sachkonto"].to_list() == ["544016"]


def test_an_overview_names_its_unread_amounts_and_refuses_other_currencies():
    text = "Sachkonto;Ansatz;Ist;Sonderbetrag EUR\n544016;5,00;2,00;3,00\n"
    found = load_overview(source(text, "Uebersicht_2024.csv")).report.findings
    assert [one.place.column for one in found if one.kind == "amounts_unused"] == ["Sonderbetrag EUR"]
    dollars = load_overview(
        source("Beträge in USD;;\nSachkonto;Ansatz;Ist\n544016;5,00;2,00\n", "Uebersicht_2024.csv")
    )
    assert [one.kind for one in dollars.report.findings if one.severity == "error"] == ["foreign_amounts"]
