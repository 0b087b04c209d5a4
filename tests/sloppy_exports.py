"""Draws postings and writes them down as sloppily as exports do: what must be read back is known beforehand.

Every choice comes from one ``random.Random``, so that a seed is a file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import containers

GROUPS = {
    "1.234,56": (".", ","),
    "1234,56": ("", ","),
    "1 234,56": (" ", ","),
    "1\u00a0234,56": ("\u00a0", ","),
    "1\u202f234,56": ("\u202f", ","),
    "1'234,56": ("'", ","),
    "1,234.56": (",", "."),
    "1234.56": ("", "."),
    "1 234.56": (" ", "."),
}
SIGNS = ("-1", "1-", "\u22121", "\u20131", "(1)", "1 S/1 H", "S/H", "Soll/Haben")
DAYS: dict[str, Callable[[date], str]] = {
    "31.12.2024": lambda day: f"{day:%d.%m.%Y}",
    "31.12.24": lambda day: f"{day:%d.%m.%y}",
    "2024-12-31": lambda day: f"{day:%Y-%m-%d}",
    "20241231": lambda day: f"{day:%Y%m%d}",
}
HEADINGS = {
    "booked_on": ("Buchungsdatum", "Buch.dat.", "BUDAT", "Buchungstag"),
    "document": ("Belegnummer", "Belegnr.", "BELNR", "Beleg-Nr."),
    "sachkonto": ("Sachkonto", "Kostenart", "HKONT"),
    "teilprodukt": ("Teilprodukt", "Produkt"),
    "vendor": ("Kreditorname", "Lieferant"),
    "text": ("Buchungstext", "Text", "Verwendungszweck"),
    "amount": ("Betrag in Hauswährung", "Betrag", "Betrag in EUR", "Bruttobetrag"),
}
TEXTS = (
    "Hotel Ansan",
    "Flug FRA–ICN",
    "Miete; Saal 2",
    'Tagung "Wasserstoff"',
    "Summe der Flugkosten",
    "=A1+1",
    "NA",
    "Übernachtung 3 x 110,00",
    "Rechnung 1.250,50",
    "Erstattung | Storno",
    "2024",
    "Rest 25.000",
    "Zwischensumme laut Angebot",
    "O'Brien & Söhne <GmbH>",
)
# Columns that are not asked for: heading, and what stands in it for a posting.
DECOYS: dict[str, Callable[[Posting, Random], Any]] = {
    "Erfasser": lambda _posting, _random: "x",
    "Belegdatum": lambda posting, _random: posting.booked_on - timedelta(days=9),
    "Haushaltsjahr": lambda posting, _random: str(posting.booked_on.year),
    "Periode": lambda posting, _random: f"{posting.booked_on.month:03d}",
    "Kostenstelle": lambda _posting, random: random.choice(("4711", "85000", "0085")),
    "Kreditor": lambda _posting, random: random.choice(("70001234", "0000100200")),
    "Steuerkennz.": lambda _posting, random: random.choice(("V0", "V1", None)),
    "Steuersatz": lambda _posting, random: random.choice(("19 %", "7 %")),
    "Kurs": lambda _posting, random: random.choice(("1,00000", "1.453,21000")),
    "Menge": lambda _posting, random: random.choice(("1", "2,5", "1.000")),
    "Hauswährung": lambda _posting, _random: "EUR",
    "Belegart": lambda _posting, random: random.choice(("KR", "SA", "ZP")),
    "Ausgleich": lambda _posting, random: random.choice(("20240630", None)),
    "Zeit": lambda _posting, _random: "14:31",
}
TEXT_CONTAINERS = ("csv ;", "csv ,", "csv tab", "csv |", "sap list", "html", "mhtml")
CELL_CONTAINERS = ("xlsx", "xls", "xlsb", "ods", "spreadsheetml")


@dataclass(frozen=True, slots=True)
class Posting:
    """What stands in one line of the ledger; ``cents`` positive is spending."""

    booked_on: date
    document: str
    sachkonto: str
    teilprodukt: str
    vendor: str
    text: str
    cents: int

    @property
    def amount(self) -> Decimal:
        """The amount in euros."""
        return Decimal(self.cents).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of one export."""

    container: str
    grouping: str
    sign: str
    currency: str
    day: str
    scale: int
    drops_zero_cents: bool
    zero: str
    cells: str  # "text", "number" or "both": how a workbook holds its amounts
    encoding: str

    @property
    def is_text(self) -> bool:
        """Whether the container knows nothing but text."""
        return self.container in TEXT_CONTAINERS


@dataclass(frozen=True, slots=True)
class SloppyExport:
    """A file, the postings that are in it, and everything that was done to it."""

    name: str
    content: bytes
    postings: tuple[Posting, ...]
    style: Style
    habits: tuple[str, ...]


def draw_postings(random: Random, *, scale: int = 1) -> list[Posting]:
    """Between one and twelve postings; in a table in T€ the amounts are whole euros."""
    return [
        Posting(
            booked_on=date(2024, 1, 1) + timedelta(days=random.randrange(366)),
            document=f"{number:0{random.choice((6, 10))}d}",
            sachkonto="0544016",
            teilprodukt="15.01.01",
            vendor=random.choice(("AGIT mbH", "Reisebüro Müller", "IHK")),
            text=random.choice(TEXTS),
            cents=_draw_cents(random, scale),
        )
        for number in range(1, random.randint(1, 12) + 1)
    ]


def _draw_cents(random: Random, scale: int) -> int:
    euros = random.choice((0, 7, 45, 310, 999, 1_000, 1_250, 8_500, 25_000, 40_000, 123_456, 1_234_567))
    euros = random.choice((euros, random.randrange(1, 3_000)))
    cents = 0 if scale > 1 else random.choice((0, 0, 50, 5, 99, random.randrange(100)))
    return random.choice((1, 1, 1, -1)) * (euros * 100 + cents)


def draw_style(random: Random) -> Style:
    """One habit of each kind, as far as they go together."""
    container = random.choice(TEXT_CONTAINERS + CELL_CONTAINERS)
    cells = "text" if container in TEXT_CONTAINERS else random.choice(("text", "number", "number", "both"))
    scale = random.choice((1, 1, 1, 1, 1000))
    return Style(
        container=container,
        grouping=random.choice(tuple(GROUPS)),
        sign=random.choice(SIGNS),
        currency=random.choice(("", "", "", " €", " EUR")) if scale == 1 else "",
        day=random.choice(tuple(DAYS)),
        scale=scale,
        drops_zero_cents=random.random() < 0.25,
        zero=random.choice(("0,00", "0,00", "--")),
        cells=cells,
        encoding=random.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850")),
    )


# --- one amount ----------------------------------------------------------------------------------------


def spelled(cents: int, style: Style) -> str:
    """An amount without sign and currency in the style's notation."""
    group, decimal = GROUPS[style.grouping]
    whole, rest = divmod(abs(cents), 100 * style.scale)
    digits = f"{whole:,}".replace(",", group)
    if rest == 0 and style.drops_zero_cents:
        return digits
    places = 2 if style.scale == 1 else 3
    return f"{digits}{decimal}{rest * 10**places // (100 * style.scale):0{places}d}"


def signed(cents: int, style: Style) -> str:
    """An amount as it stands in a cell of text."""
    if cents == 0 and style.zero != "0,00" and style.sign not in ("S/H", "1 S/1 H"):
        return style.zero
    body = spelled(cents, style)
    if style.sign == "1 S/1 H":
        return f"{body}{style.currency} {'H' if cents < 0 else 'S'}"
    if cents >= 0 or style.sign in ("S/H", "Soll/Haben"):
        return body + style.currency
    if style.sign == "(1)":
        return f"({body}{style.currency})"
    if style.sign == "1-":
        return f"{body}-{style.currency}"
    return f"{style.sign[0]}{body}{style.currency}"


# --- one sheet -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is written."""

    random: Random
    style: Style
    columns: list[str]
    spellings: dict[str, str]
    rows: list[list[Any]] = field(default_factory=list)
    habits: list[str] = field(default_factory=list)
    empty_side: str | None = None

    def chance(self, habit: str, probability: float) -> bool:
        """Decide for a habit and note it."""
        if self.random.random() >= probability:
            return False
        self.habits.append(habit)
        return True

    def amount(self, cents: int) -> Any:
        """An amount as a cell: a number, or a text."""
        style = self.style
        is_number = style.cells == "number" or (style.cells == "both" and self.random.random() < 0.5)
        if style.sign == "1 S/1 H" or not is_number:
            return signed(cents, style)
        shown = abs(cents) if style.sign in ("S/H", "Soll/Haben") else cents
        return shown / (100 * style.scale)

    def cells_of(self, cents: int) -> dict[str, Any]:
        """The cells that say how much: one, or Soll and Haben."""
        if self.style.sign == "Soll/Haben":
            side, other = ("amount_credit", "amount_debit")[:: -1 if cents >= 0 else 1]
            return {side: self.amount(cents), other: self.empty_side}
        mark = {"sign_mark": "H" if cents < 0 else "S"} if self.style.sign == "S/H" else {}
        return {"amount": self.amount(cents), **mark}

    def add(self, cells: dict[str, Any]) -> None:
        """Add a row by canonical columns."""
        self.rows.append([cells.get(column) for column in self.columns])

    def posting(self, posting: Posting) -> None:
        """Add one posting."""
        day: Any = posting.booked_on if not self.style.is_text else DAYS[self.style.day](posting.booked_on)
        self.add(
            {
                "booked_on": day,
                "document": posting.document,
                "sachkonto": posting.sachkonto,
                "teilprodukt": posting.teilprodukt,
                "vendor": posting.vendor,
                "text": posting.text,
                **self.cells_of(posting.cents),
                **{decoy: self.shown(DECOYS[decoy](posting, self.random)) for decoy in self.decoys},
            }
        )

    def shown(self, cell: Any) -> Any:
        """A cell of a decoy; days are written as the others of the file."""
        return DAYS[self.style.day](cell) if isinstance(cell, date) and self.style.is_text else cell

    @property
    def decoys(self) -> list[str]:
        """The columns that are not asked for."""
        return [column for column in self.columns if column in DECOYS]

    def total(self, cents: Sequence[int], label: str | None) -> None:
        """Add a total line with its label in the first free text column; Soll and Haben have one each."""
        place = next(name for name in ("sachkonto", "text", "vendor", "document") if name in self.columns)
        sums = self.cells_of(sum(cents))
        if self.style.sign == "Soll/Haben":
            spent, back = sum(one for one in cents if one > 0), sum(one for one in cents if one < 0)
            sums = {"amount_debit": self.amount(spent), "amount_credit": self.amount(-back)}
        self.add({place: label, **sums})


def sloppy_export(random: Random) -> SloppyExport:
    """Draw postings, and one file that holds them."""
    style = draw_style(random)
    return written_down(draw_postings(random, scale=style.scale), style, random)


def written_down(postings: Sequence[Posting], style: Style, random: Random) -> SloppyExport:
    """Write postings down in one style, with whatever else stands in such a file."""
    sheet = _Sheet(random, style, *_columns(random, style))
    sheet.empty_side = random.choice((None, None, "0,00" if GROUPS[style.grouping][1] == "," else "0.00"))
    _write_titles(sheet)
    header = [sheet.spellings[column] for column in sheet.columns]
    sheet.rows.append(header)
    _write_body(sheet, postings, header)
    _write_footers(sheet, len(postings))
    content = _contained(sheet)
    return SloppyExport("export.xls", content, tuple(postings), style, tuple(sheet.habits))


def _columns(random: Random, style: Style) -> tuple[list[str], dict[str, str]]:
    spellings = {column: random.choice(names) for column, names in HEADINGS.items()}
    if style.scale > 1:
        spellings["amount"] = random.choice(("Betrag in T€", "Betrag (TEUR)", "Betrag T€"))
    columns = ["booked_on", "document", "sachkonto", "text", "amount"]
    columns += random.sample(("teilprodukt", "vendor"), random.randrange(3))
    columns += random.sample(sorted(DECOYS), random.choice((0, 0, 1, 2, 5)))
    spellings |= {"sign_mark": "S/H", **{decoy: decoy for decoy in DECOYS}}
    if style.sign == "S/H":
        columns.append("sign_mark")
    if style.sign == "Soll/Haben":
        columns = [column for column in columns if column != "amount"] + ["amount_debit", "amount_credit"]
        unit = " in T€" if style.scale > 1 else ""
        spellings |= {"amount_debit": f"Soll{unit}", "amount_credit": f"Haben{unit}"}
    if random.random() < 0.5:
        random.shuffle(columns)
    return columns, spellings


def _write_titles(sheet: _Sheet) -> None:
    if sheet.style.container != "sap list" and sheet.chance("titles", 0.4):
        sheet.rows += [
            ["Einzelposten Sachkonten"],
            ["Stand:", "31.12.2024"],
            ["Buchungskreis", "1000", "S 85"],
        ]
        sheet.rows += [[None]] if sheet.random.random() < 0.5 else []


def _write_body(sheet: _Sheet, postings: Sequence[Posting], header: list[str]) -> None:
    has_subtotals = sheet.chance("subtotals", 0.25)
    has_pages = sheet.style.container != "sap list" and sheet.chance("repeated header", 0.15)
    has_gaps = sheet.chance("blank rows", 0.1)
    block: list[int] = []
    has_groups = sheet.chance("groups", 0.15)
    for number, posting in enumerate(postings, start=1):
        sheet.posting(posting)
        if has_groups and number > 1:
            sheet.rows[-1][sheet.columns.index("sachkonto")] = None
        block.append(posting.cents)
        if has_subtotals and number % 3 == 0:
            sheet.total(block, sheet.random.choice(("Zwischensumme", "*", "Summe 544016")))
            block = []
        if has_pages and number % 4 == 0:
            sheet.rows.append(list(header))
        if has_gaps and number % 5 == 0:
            sheet.rows.append([None] * len(header))
    if sheet.chance("grand total", 0.35):
        sheet.total(
            [one.cents for one in postings],
            sheet.random.choice(("Summe", "Gesamtergebnis", "**", "Gesamtsumme:", None)),
        )


def _write_footers(sheet: _Sheet, count: int) -> None:
    if sheet.style.container != "sap list" and sheet.chance("footer", 0.2):
        sheet.rows += [[f"Anzahl Datensätze: {count}"], ["Erstellt am 02.01.2025 14:31"]]


# --- one file ------------------------------------------------------------------------------------------

_SEPARATORS = {"csv ;": ";", "csv ,": ",", "csv tab": "\t", "csv |": "|"}


def _contained(sheet: _Sheet) -> bytes:
    width = len(sheet.columns)
    rows = [[*row, *[None] * (width - len(row))] for row in sheet.rows]
    name = sheet.style.container
    if name in _SEPARATORS:
        return _encoded(sheet, _habits_of_text(sheet, containers.csv_text(rows, _SEPARATORS[name])))
    if name == "sap list":
        return _encoded(sheet, containers.sap_list(rows))
    if name == "html":
        return containers.html(rows).encode()
    if name == "spreadsheetml":
        return containers.spreadsheetml(rows).encode()
    return getattr(containers, name)(rows)


def _habits_of_text(sheet: _Sheet, text: str) -> str:
    separator = _SEPARATORS[sheet.style.container]
    if separator == ";" and sheet.chance("sep line", 0.1):
        text = f"sep=;\r\n{text}"
    elif sheet.chance("separator at line end", 0.15):
        text = text.replace("\r\n", f"{separator}\r\n")
    if sheet.chance("line feeds only", 0.3):
        text = text.replace("\r\n", "\n")
    return text


def _encoded(sheet: _Sheet, text: str) -> bytes:
    try:
        return text.encode(sheet.style.encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")
