"""The registers of a data folder: decisions on ceilings, pots, partner regions and assignment rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast, get_args

from kooperation.model.ceiling import Decision, Effect, Status
from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import AmountError, Convention, number_to_cents, take_apart, to_cents
from kooperation.model.region import Pot, Rahmen, Region, Rule, fold
from kooperation.reading.cells import Row, cell_text, is_blank, read_sheets
from kooperation.reading.columns import read_date, read_flag, read_year
from kooperation.reading.container import Source
from kooperation.reading.vocabulary import fold_heading, nearest

CEILINGS, POTS, REGIONS, RULES = "ansaetze", "toepfe", "partnerregionen", "zuordnung"


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """The columns of a register, in their order, and which of them every line must fill."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    may_be_blank: tuple[str, ...] = ()


FORMS: dict[str, RegisterForm] = {
    CEILINGS: RegisterForm(
        CEILINGS,
        (
            "topf",
            "jahr_von",
            "jahr_bis",
            "betrag",
            "wirkung",
            "anteil",
            "gueltig_ab",
            "gueltig_bis",
            "umfang",
            "status",
            "vorlage",
            "gremium",
            "datum",
            "quelle",
        ),
        ("topf", "jahr_von", "betrag", "wirkung", "status"),
        may_be_blank=("betrag", "status"),
    ),
    POTS: RegisterForm(
        POTS,
        ("topf", "name", "teilprodukt", "sachkonto", "standard", "rahmen"),
        ("topf", "name", "teilprodukt", "standard"),
        may_be_blank=("teilprodukt",),
    ),
    REGIONS: RegisterForm(
        REGIONS,
        ("schluessel", "name", "name_en", "land", "aliase", "phase", "seit"),
        ("schluessel", "name", "land"),
    ),
    RULES: RegisterForm(
        RULES,
        (
            "regel",
            "teilprodukt",
            "sachkonto",
            "kreditor",
            "text",
            "beleg",
            "kostentraeger",
            "jahr_von",
            "jahr_bis",
            "partnerregion",
            "topf",
            "kostenart",
            "anteil",
            "vorrang",
            "grund",
        ),
        ("regel", "grund"),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One filled line of a register: its cells by column, and where it stands."""

    cells: dict[str, Any]
    place: Place

    def at(self, column: str) -> Place:
        """Return the place of one cell."""
        return Place(self.place.file, self.place.sheet, self.place.row, column)


class _Reader:
    """Reads cells of register lines and collects every fault instead of stopping at the first."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def text(self, line: Line, column: str) -> str | None:
        return cell_text(line.cells.get(column))

    def parsed(self, line: Line, column: str, parse: Callable[[Any], Any], allowed: str) -> Any:
        cell = line.cells.get(column)
        if is_blank(cell):
            return None
        try:
            return parse(cell)
        except (ValueError, ZeroDivisionError, ArithmeticError):
            self.fault(line, column, allowed)
            return None

    def word(self, line: Line, column: str, words: Sequence[str], default: str) -> str:
        text = self.text(line, column)
        folded = {fold(word): word for word in words}
        if text is None:
            return default
        spelled = fold(text).replace(" ", "_")
        written_out = spelled.replace("oe", "o").replace("ae", "a").replace("ue", "u")
        found = folded.get(spelled) or next(
            (
                word
                for key, word in folded.items()
                if key.replace("oe", "o").replace("ae", "a").replace("ue", "u") == written_out
            ),
            None,
        )
        if found is None:
            self.fault(line, column, ", ".join(words), near=nearest(text, words))
        return found or default

    def fault(self, line: Line, column: str, allowed: str, *, near: str | None = None) -> None:
        value = cell_text(line.cells.get(column))
        hint = f" Meinten Sie „{near}“?" if near else ""
        self.findings.append(
            finding(
                "register_value",
                line.at(column),
                raw=value,
                value=value,
                column=column,
                allowed=allowed,
                nearest=hint,
            )
        )

    def known(self, line: Line, column: str, value: str | None, known: Sequence[str], register: str) -> None:
        if value is not None and value not in known:
            near = nearest(value, known)
            hint = f" Meinten Sie „{near}“?" if near else ""
            self.findings.append(
                finding(
                    "unknown_reference",
                    line.at(column),
                    raw=value,
                    value=value,
                    what=column,
                    nearest=hint,
                    register=register,
                )
            )

    def unique(self, lines: Sequence[Line], column: str) -> None:
        rows: dict[str, list[Line]] = {}
        for line in lines:
            if text := self.text(line, column):
                rows.setdefault(text, []).append(line)
        for key, same in rows.items():
            if len(same) > 1:
                numbers = ", ".join(str(line.place.row) for line in same)
                self.findings.append(
                    finding("register_key_twice", same[1].at(column), raw=key, key=key, rows=numbers)
                )


def find_register(folder: Path, name: str) -> Path | None:
    """Return the file of a register (``.csv`` or ``.xlsx``); ``None`` when there is none.

    Raises
    ------
    KooperationError
        When both are there.
    """
    found = [path for suffix in (".csv", ".xlsx") if (path := folder / f"{name}{suffix}").is_file()]
    if len(found) > 1:
        raise refuse(
            "register_twice", Place(file=f"register/{name}"), files=", ".join(path.name for path in found)
        )
    return found[0] if found else None


def read_lines(source: Source, form: RegisterForm) -> tuple[list[Line], list[Finding]]:
    """Return the filled lines of a register and what was noticed.

    Raises
    ------
    KooperationError
        When a required column is missing; the nearest heading is named.
    """
    sheet = read_sheets(source)[0]
    known = {fold_heading(column): column for column in form.columns}
    top = next(
        (
            index
            for index, row in enumerate(sheet.rows[:30])
            if sum(fold_heading(cell) in known for cell in row if not is_blank(cell)) >= 2
        ),
        None,
    )
    header: Row = sheet.rows[top] if top is not None else sheet.rows[0]
    columns = {
        position: known[folded]
        for position, cell in enumerate(header)
        if not is_blank(cell) and (folded := fold_heading(cell)) in known
    }
    _refuse_missing(source, form, header, columns, (top or 0) + 1, sheet.name)
    extra = [
        str(cell) for position, cell in enumerate(header) if position not in columns and not is_blank(cell)
    ]
    findings = (
        [
            finding(
                "register_columns_extra",
                Place(source.name, sheet.name),
                columns=", ".join(f"„{heading}“" for heading in extra),
            )
        ]
        if extra
        else []
    )
    lines = []
    for number, row in enumerate(sheet.rows[(top or 0) + 1 :], start=(top or 0) + 2):
        if all(is_blank(cell) for cell in row) or _is_comment(row):
            continue
        if any(not is_blank(cell) for cell in row[len(header) :]):
            findings.append(
                finding(
                    "long_row",
                    Place(source.name, sheet.name, number),
                    raw=";".join(map(str, row)),
                    count=len(row),
                    expected=len(header),
                )
            )
            continue
        line = Line(
            {column: row[position] for position, column in columns.items() if position < len(row)},
            Place(source.name, sheet.name, number),
        )
        lines.append(line)
        findings += [
            finding("register_cell_empty", line.at(column), column=column)
            for column in form.required
            if column not in form.may_be_blank and is_blank(line.cells.get(column))
        ]
    return lines, findings


def _is_comment(row: Row) -> bool:
    first = next((cell for cell in row if not is_blank(cell)), "")
    return isinstance(first, str) and first.lstrip().startswith("#")


def _refuse_missing(
    source: Source, form: RegisterForm, header: Row, columns: dict[int, str], row: int, sheet: str | None
) -> None:
    found = [str(cell) for cell in header if not is_blank(cell)]
    free = [heading for heading in found if fold_heading(heading) not in map(fold_heading, columns.values())]
    missing = [column for column in form.required if column not in columns.values()]
    faults = []
    for column in missing:
        near = nearest(column, free)
        hint = f" Meinten Sie „{near}“?" if near else ""
        listed = ", ".join(f"„{heading}“" for heading in found)
        faults.append(
            finding(
                "register_column_missing",
                Place(source.name, sheet, row),
                column=column,
                nearest=hint,
                found=listed,
            )
        )
    if faults:
        raise KooperationError(faults)


def read_pots(source: Source) -> tuple[tuple[Pot, ...], list[Finding]]:
    """Read ``toepfe``: the pots of money and the accounts they are in."""
    lines, findings = read_lines(source, FORMS[POTS])
    reader = _Reader()
    reader.unique(lines, "topf")
    pots = []
    for line in lines:
        frame = cast("Rahmen", reader.word(line, "rahmen", get_args(Rahmen), "nein"))
        is_default = bool(reader.parsed(line, "standard", read_flag, "ja, nein"))
        codes = [
            None if (code := reader.text(line, column)) in (None, "*") else code
            for column in ("teilprodukt", "sachkonto")
        ]
        if codes == [None, None]:
            reader.findings.append(
                finding("register_cell_empty", line.at("teilprodukt"), column="teilprodukt")
            )
        key = reader.text(line, "topf") or ""
        pots.append(Pot(key, reader.text(line, "name") or key, codes[0], codes[1], is_default, frame))
    return tuple(pots), [*findings, *reader.findings]


def read_regions(source: Source) -> tuple[tuple[Region, ...], list[Finding]]:
    """Read ``partnerregionen``: partner regions and the spellings that files use for them."""
    lines, findings = read_lines(source, FORMS[REGIONS])
    reader = _Reader()
    reader.unique(lines, "schluessel")
    regions = []
    for line in lines:
        aliases = tuple(
            alias.strip() for alias in re.split(r"[|;]", reader.text(line, "aliase") or "") if alias.strip()
        )
        country = (reader.text(line, "land") or "").upper()
        if country and not re.fullmatch("[A-Z]{2}", country):
            reader.fault(line, "land", "zwei Buchstaben nach ISO 3166, etwa KR, US, PL")
        key = reader.text(line, "schluessel") or ""
        name = reader.text(line, "name") or key
        regions.append(
            Region(
                key,
                name,
                reader.text(line, "name_en") or name,
                country,
                aliases,
                reader.text(line, "phase"),
                reader.text(line, "seit"),
            )
        )
    return tuple(regions), [*findings, *reader.findings]


def read_decisions(
    source: Source, *, pots: Sequence[Pot], regions: Sequence[Region]
) -> tuple[tuple[Decision, ...], list[Finding]]:
    """Read ``ansaetze``: dated decisions on ceilings, blocks, releases and carry-overs."""
    lines, findings = read_lines(source, FORMS[CEILINGS])
    reader = _Reader()
    keys = [region.key for region in regions]
    decisions = []
    for line in lines:
        reader.known(line, "topf", reader.text(line, "topf"), [pot.key for pot in pots], "toepfe")
        effect = cast("Effect", reader.word(line, "wirkung", get_args(Effect), "setzt"))
        scope = _scope(reader.text(line, "umfang"))
        for region in scope:
            reader.known(line, "umfang", region, keys, "partnerregionen")
        amount = reader.parsed(line, "betrag", read_amount, "ein Betrag wie 25.000,00")
        if effect not in ("setzt", "gibt_frei") and amount is None and is_blank(line.cells.get("betrag")):
            reader.findings.append(finding("register_cell_empty", line.at("betrag"), column="betrag"))
        share = reader.parsed(line, "anteil", read_share, "ein Anteil wie 25 %")
        if effect == "gibt_frei" and share is None and is_blank(line.cells.get("anteil")):
            reader.findings.append(finding("register_cell_empty", line.at("anteil"), column="anteil"))
        if share is not None and not 0 <= share <= 1:
            reader.fault(line, "anteil", "0 % bis 100 %")
        status = _status(reader, line, is_documented=amount is not None or effect != "setzt")
        from_year = reader.parsed(line, "jahr_von", read_year, "ein Jahr wie 2025")
        to_year = reader.parsed(line, "jahr_bis", read_year, "ein Jahr wie 2025, oder leer")
        if from_year is None:
            continue
        if to_year is not None and to_year < from_year:
            reader.fault(line, "jahr_bis", f"ab {from_year}")
        valid_from, valid_to, decided_on = (
            reader.parsed(line, column, read_date, "ein Datum wie 31.03.2026")
            for column in ("gueltig_ab", "gueltig_bis", "datum")
        )
        decisions.append(
            Decision(
                pot=reader.text(line, "topf") or "",
                from_year=from_year,
                to_year=to_year,
                amount=amount,
                effect=effect,
                scope=scope,
                status=status,
                source=reader.text(line, "quelle") or "",
                share=share,
                valid_from=valid_from,
                valid_to=valid_to,
                paper=reader.text(line, "vorlage"),
                body=reader.text(line, "gremium"),
                decided_on=decided_on,
                place=line.place,
            )
        )
    return tuple(decisions), [*findings, *reader.findings]


def _status(reader: _Reader, line: Line, *, is_documented: bool) -> Status | None:
    """Return the status; it may be missing only where the amount is not documented either."""
    if is_blank(line.cells.get("status")):
        if is_documented:
            reader.findings.append(finding("register_cell_empty", line.at("status"), column="status"))
        return None
    return cast("Status", reader.word(line, "status", get_args(Status), "vorgeschlagen"))


def _scope(text: str | None) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in re.split(r"[,|;]", text or "") if part.strip())
    return () if not parts or [fold(part) for part in parts] == ["alle"] else parts


def read_rules(source: Source) -> tuple[tuple[Rule, ...], list[Finding]]:
    """Read ``zuordnung``: written rules for pots, regions, cost types and splits."""
    lines, findings = read_lines(source, FORMS[RULES])
    reader = _Reader()
    rules = [
        Rule(
            key=reader.text(line, "regel") or "",
            reason=reader.text(line, "grund") or "",
            place=line.place,
            teilprodukt=reader.text(line, "teilprodukt"),
            sachkonto=reader.text(line, "sachkonto"),
            vendor=reader.text(line, "kreditor"),
            text=reader.text(line, "text"),
            document=reader.text(line, "beleg"),
            cost_object=reader.text(line, "kostentraeger"),
            from_year=reader.parsed(line, "jahr_von", read_year, "ein Jahr wie 2025"),
            to_year=reader.parsed(line, "jahr_bis", read_year, "ein Jahr wie 2025"),
            region=reader.text(line, "partnerregion"),
            pot=reader.text(line, "topf"),
            cost_type=reader.text(line, "kostenart"),
            share=reader.parsed(line, "anteil", read_share, "ein Anteil wie 2/3 oder 66,5 %"),
            priority=reader.parsed(line, "vorrang", _priority, "eine Zahl wie 10") or Decimal(0),
        )
        for line in lines
    ]
    return tuple(rules), [*findings, *reader.findings]


def read_amount(cell: Any) -> Decimal:
    """Read an amount of a register: German where nothing else is proven. Raises ValueError."""
    if isinstance(cell, bool):
        raise AmountError("not_an_amount")
    if isinstance(cell, (int, float)):
        return Decimal(number_to_cents(cell)).scaleb(-2)
    amount = take_apart(str(cell))
    return Decimal(to_cents(amount, amount.evidence or Convention.GERMAN)).scaleb(-2)


def read_share(cell: Any) -> Fraction:
    """Read a share exactly: ``2/3``, ``66,5 %``, ``0,25`` or a numeric cell. Raises ValueError."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Fraction(str(cell)) if cell <= 1 else Fraction(str(cell)) / 100
    text = str(cell).strip().replace(",", ".")
    if text.endswith("%"):
        return Fraction(text[:-1].strip()) / 100
    share = Fraction(text.replace(" ", ""))
    return share if share <= 1 else share / 100


def _priority(cell: Any) -> Decimal:
    return Decimal(str(cell_text(cell)).replace(",", "."))


def read_day(cell: Any) -> date | None:
    """Read a day of a register. Raises ValueError."""
    return read_date(cell)
