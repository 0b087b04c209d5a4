"""The registers of a data folder: decisions on ceilings, pots, partner regions and assignment rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from kooperation.model.decision import Decision, Effect, Status
from kooperation.model.errors import refuse
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.money import AmountError, Convention, number_to_cents, take_apart, to_cents
from kooperation.model.region import Pot, Rahmen, Region, Rule, fold
from kooperation.model.schema import ALL_REGIONS, OUTSIDE, UNASSIGNED
from kooperation.reading.cells.readers import read_date, read_flag, read_year
from kooperation.reading.container import Source
from kooperation.reading.folder.register_lines import (
    CellReader,
    Expected,
    Line,
    RegisterForm,
    one_of,
    read_lines,
)
from kooperation.reading.unpacking import cell_text

CEILINGS, POTS, REGIONS, RULES = "ansaetze", "toepfe", "partnerregionen", "zuordnung"

_CEILING_COLUMNS = """
    topf jahr_von jahr_bis betrag wirkung anteil gueltig_ab gueltig_bis
    umfang status vorlage gremium datum quelle
"""
_RULE_COLUMNS = """
    regel teilprodukt sachkonto kreditor text beleg kostentraeger jahr_von jahr_bis
    partnerregion topf kostenart anteil vorrang grund
"""
FORMS: dict[str, RegisterForm] = {
    CEILINGS: RegisterForm(
        columns=tuple(_CEILING_COLUMNS.split()),
        required=("topf", "jahr_von", "betrag", "wirkung", "status"),
        filled=("topf", "jahr_von", "wirkung"),
    ),
    POTS: RegisterForm(
        columns=("topf", "name", "name_en", "teilprodukt", "sachkonto", "standard", "rahmen"),
        required=("topf", "name", "teilprodukt", "standard"),
        filled=("topf", "name", "standard"),
    ),
    REGIONS: RegisterForm(
        columns=("schluessel", "name", "name_en", "land", "aliase", "phase", "seit"),
        required=("schluessel", "name", "land"),
        filled=("schluessel", "name", "land"),
    ),
    RULES: RegisterForm(
        columns=tuple(_RULE_COLUMNS.split()), required=("regel", "grund"), filled=("regel", "grund")
    ),
}

_YEAR = Expected("ein Jahr wie 2025", "a year such as 2025")
_DAY = Expected("ein Datum wie 31.03.2026", "a date such as 31.03.2026")
_AMOUNT = Expected("ein Betrag wie 25.000,00, oder leer", "an amount such as 25.000,00, or blank")
_RELEASED = Expected("ein Anteil von 0 % bis 100 %, etwa 25 %", "a share from 0 % to 100 %, such as 25 %")
_SHARE = Expected(
    "ein Anteil wie 66,5 % oder 2/3 (in Excel als Text: '2/3)",
    "a share such as 66,5 % or 2/3 (in Excel as text: '2/3)",
)
_PRIORITY = Expected("eine Zahl wie 10", "a number such as 10")
_COUNTRY = Expected(
    "zwei Buchstaben nach ISO 3166, etwa KR, US oder PL", "two letters of ISO 3166, such as KR, US or PL"
)
_KEY = Expected(
    f"ein Wort ohne , ; | und nicht „{ALL_REGIONS}“, „{UNASSIGNED}“ oder „{OUTSIDE}“",
    f"a word without , ; | and not “{ALL_REGIONS}”, “{UNASSIGNED}” or “{OUTSIDE}”",
)
_TAKEN_WORDS = frozenset({fold(ALL_REGIONS), fold(UNASSIGNED), fold(OUTSIDE)})

Noun = TypeVar("Noun")
Register = tuple[tuple[Noun, ...], list[Finding]]


def find_register(folder: Path, name: str) -> Path | None:
    """Return the file of a register (``.csv`` or ``.xlsx``); ``None`` when there is none.

    Raises
    ------
    KooperationError
        When both are there.
    """
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    found = [path for path in files if path.name.casefold() in (f"{name}.csv", f"{name}.xlsx")]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise refuse("register_twice", Place(file=f"{folder.name}/{name}"), files=names)
    return found[0] if found else None


def read_pots(source: Source) -> Register[Pot]:
    """Read ``toepfe``: the pots of money and the accounts they are in."""
    lines, findings = read_lines(source, FORMS[POTS])
    reader = CellReader(findings)
    reader.unique(lines, "topf")
    return tuple(_pot(line, reader) for line in lines), findings


def _pot(line: Line, reader: CellReader) -> Pot:
    teilprodukt, sachkonto = _code(line, "teilprodukt"), _code(line, "sachkonto")
    if teilprodukt is None and sachkonto is None:
        reader.findings.append(finding("pot_without_account", line.at("teilprodukt")))
    key = _key(line, "topf", reader)
    return Pot(
        key=key,
        name=line.text("name") or key,
        teilprodukt=teilprodukt,
        sachkonto=sachkonto,
        is_default=bool(reader.parsed(line, "standard", read_flag, one_of(["ja", "nein"]))),
        frame=cast("Rahmen", reader.word(line, "rahmen", get_args(Rahmen), default="nein")),
        name_en=line.text("name_en") or "",
    )


def _code(line: Line, column: str) -> str | None:
    """Return an account number; ``*`` and a blank stand for every one."""
    code = line.text(column)
    return None if code == "*" else code


def _key(line: Line, column: str, reader: CellReader) -> str:
    key = line.text(column) or ""
    if re.search("[,;|]", key) or fold(key) in _TAKEN_WORDS:
        reader.fault(line, column, _KEY)
    return key


def read_regions(source: Source) -> Register[Region]:
    """Read ``partnerregionen``: partner regions and the spellings that files use for them."""
    lines, findings = read_lines(source, FORMS[REGIONS])
    reader = CellReader(findings)
    reader.unique(lines, "schluessel")
    return tuple(_region(line, reader) for line in lines), findings


def _region(line: Line, reader: CellReader) -> Region:
    key = _key(line, "schluessel", reader)
    name = line.text("name") or key
    country = (line.text("land") or "").upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        reader.fault(line, "land", _COUNTRY)
    return Region(
        key=key,
        name=name,
        name_en=line.text("name_en") or name,
        country=country,
        aliases=_parts(line.text("aliase"), separators="|;"),
        phase=line.text("phase"),
        since=line.text("seit"),
    )


def _parts(text: str | None, *, separators: str) -> tuple[str, ...]:
    parts = re.split(f"[{separators}]", text or "")
    return tuple(part.strip() for part in parts if part.strip())


def read_decisions(
    source: Source, *, pots: Sequence[Pot] | None, regions: Sequence[Region] | None
) -> Register[Decision]:
    """Read ``ansaetze``: dated decisions on ceilings, blocks, releases and carry-overs.

    ``pots`` or ``regions`` ``None``: that register could not be read, so its keys are not looked up.
    """
    lines, findings = read_lines(source, FORMS[CEILINGS])
    reader = CellReader(findings)
    decisions = [_decision(line, reader) for line in lines]
    for line, decision in zip(lines, decisions, strict=True):
        if pots is not None:
            reader.known(line, "topf", line.text("topf"), [pot.key for pot in pots], POTS)
        if regions is not None:
            keys = [region.key for region in regions]
            for key in decision.scope if decision else ():
                reader.known(line, "umfang", key, keys, REGIONS)
    return tuple(decision for decision in decisions if decision), findings


def _decision(line: Line, reader: CellReader) -> Decision | None:
    """Return the decision of one line; ``None`` when it does not say from which year on."""
    effect = cast("Effect", reader.word(line, "wirkung", get_args(Effect), default="setzt"))
    amount = reader.parsed(line, "betrag", read_amount, _AMOUNT)
    share = reader.parsed(line, "anteil", _released_share, _RELEASED)
    if effect not in ("setzt", "gibt_frei") and line.is_blank("betrag"):
        reader.blank(line, "betrag")
    if effect == "gibt_frei" and line.is_blank("anteil"):
        reader.blank(line, "anteil")
    from_year, to_year = (
        reader.parsed(line, column, read_year, _YEAR) for column in ("jahr_von", "jahr_bis")
    )
    if from_year is not None and to_year is not None and to_year < from_year:
        first = Expected(f"ein Jahr ab {from_year}", f"a year from {from_year} on")
        reader.fault(line, "jahr_bis", first)
    is_documented = not line.is_blank("betrag") or effect != "setzt"
    status = _status(line, reader, is_documented=is_documented)
    valid_from, valid_to, decided_on = (
        reader.parsed(line, column, read_date, _DAY) for column in ("gueltig_ab", "gueltig_bis", "datum")
    )
    if from_year is None:
        return None
    return Decision(
        pot=line.text("topf") or "",
        from_year=from_year,
        to_year=to_year,
        amount=amount,
        effect=effect,
        scope=_scope(line.text("umfang")),
        status=status,
        source=line.text("quelle") or "",
        share=share,
        valid_from=valid_from,
        valid_to=valid_to,
        paper=line.text("vorlage"),
        body=line.text("gremium"),
        decided_on=decided_on,
        place=line.place,
    )


def _status(line: Line, reader: CellReader, *, is_documented: bool) -> Status | None:
    """Return the status; it may be missing only where the amount is not documented either."""
    if not line.is_blank("status"):
        return cast("Status", reader.word(line, "status", get_args(Status), default="vorgeschlagen"))
    if is_documented:
        reader.blank(line, "status")
    return None


def _scope(text: str | None) -> tuple[str, ...]:
    parts = _parts(text, separators=",|;")
    return () if [fold(part) for part in parts] == [fold(ALL_REGIONS)] else parts


def read_rules(source: Source) -> Register[Rule]:
    """Read ``zuordnung``: written rules for pots, regions, cost types and splits."""
    lines, findings = read_lines(source, FORMS[RULES])
    reader = CellReader(findings)
    return tuple(_rule(line, reader) for line in lines), findings


def _rule(line: Line, reader: CellReader) -> Rule:
    from_year, to_year = (
        reader.parsed(line, column, read_year, _YEAR) for column in ("jahr_von", "jahr_bis")
    )
    return Rule(
        key=line.text("regel") or "",
        reason=line.text("grund") or "",
        place=line.place,
        teilprodukt=line.text("teilprodukt"),
        sachkonto=line.text("sachkonto"),
        vendor=line.text("kreditor"),
        text=line.text("text"),
        document=line.text("beleg"),
        cost_object=line.text("kostentraeger"),
        from_year=from_year,
        to_year=to_year,
        region=line.text("partnerregion"),
        pot=line.text("topf"),
        cost_type=line.text("kostenart"),
        share=reader.parsed(line, "anteil", read_share, _SHARE),
        priority=reader.parsed(line, "vorrang", _priority, _PRIORITY) or Decimal(0),
    )


# --- cells -------------------------------------------------------------------------------------------------


def read_amount(cell: Any) -> Decimal:
    """Read an amount of a register: a number by its value, a text as German where nothing else is proven.

    Raises
    ------
    ValueError
        When the cell is no amount in whole cents.
    """
    if isinstance(cell, bool):
        raise AmountError("not_an_amount")
    if isinstance(cell, (int, float)):
        return Decimal(number_to_cents(cell)).scaleb(-2)
    amount = take_apart(str(cell))
    return Decimal(to_cents(amount, amount.evidence or Convention.GERMAN)).scaleb(-2)


def read_share(cell: Any) -> Fraction:
    """Read a share exactly: ``2/3``, ``66,5 %``, ``66,5``, ``0,25`` or a numeric (percent) cell.

    Raises
    ------
    ValueError
        When the cell is no share; Excel makes a date of ``2/3``, which is none.
    """
    if isinstance(cell, bool):
        raise ValueError(cell)
    text = str(cell).replace(",", ".").replace("\u00a0", " ").strip()
    if text.endswith("%"):
        return Fraction(text[:-1].strip()) / 100
    share = Fraction(text.replace(" ", ""))
    return share if share <= 1 else share / 100


def _released_share(cell: Any) -> Fraction:
    share = read_share(cell)
    if not 0 <= share <= 1:
        raise ValueError(cell)
    return share


def _priority(cell: Any) -> Decimal:
    priority = Decimal(str(cell_text(cell)).replace(",", "."))
    if not priority.is_finite():
        raise ValueError(cell)
    return priority
