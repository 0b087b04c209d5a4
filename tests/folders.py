"""Small data folders that stand in the tests themselves: an invented town, its registers and its exports."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from openpyxl import Workbook

from kooperation.cli import main
from kooperation.reading.container import Source
from kooperation.reporting import progress

progress.PATIENCE = (
    600.0  # on a slow machine every reading takes long; the tests of progress lower it themselves
)

HEADINGS = "Haushaltsjahr;Buchungsdatum;Belegnummer;Teilprodukt;Sachkonto;Kreditor;Buchungstext;Betrag"
POTS = "topf;name;teilprodukt;sachkonto;standard;rahmen"
CEILINGS = (
    "topf;jahr_von;jahr_bis;betrag;wirkung;anteil;gueltig_ab;gueltig_bis;umfang;status;vorlage;datum;quelle"
)
REGIONS = "schluessel;name;land;aliase"
RULES = "regel;kreditor;text;beleg;jahr_von;jahr_bis;partnerregion;topf;kostenart;anteil;vorrang;grund"
ORDERS = "auftrag;jahr;teilprodukt;sachkonto;betrag;datum;kreditor;text;endabgerechnet"


def csv(*lines: str) -> bytes:
    """Return a register or export as Excel saves it as ``CSV UTF-8``."""
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def xlsx(*rows: Sequence[Any], sheet: str = "Tabelle1", **more_sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with the rows of one sheet, and of others by name."""
    book = Workbook()
    book.remove(book.active)
    for name, listed in {sheet: rows, **more_sheets}.items():
        page = book.create_sheet(name)
        for row in listed:
            page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


TOWN: Mapping[str, bytes] = {
    "register/toepfe.csv": csv(POTS, "reisen;Partnerstädte;1105;5291;ja;ja"),
    "register/partnerregionen.csv": csv(
        REGIONS,
        "porto;Porto;PT;Porto|Vila Nova de Gaia",
        "tartu;Tartu;EE;Tartu|Dorpat",
        "ohio;Ohio;US;Dayton",
    ),
    "register/ansaetze.csv": csv(
        CEILINGS, "reisen;2024;;12.000,00;setzt;;;;alle;beschlossen;V 7/2023;14.12.2023;Haushalt 2024"
    ),
}


def postings(*lines: str) -> bytes:
    """Return an export in the town's plain layout; each line is ``year;date;document;vendor;text;amount``."""
    made = []
    for line in lines:
        year, day, document, vendor, text, amount = line.split(";")
        made.append(";".join((year, day, document, "1105", "5291", vendor, text, amount)))
    return csv(HEADINGS, *made)


def data_folder(root: Path, files: Mapping[str, bytes], *, without: Iterable[str] = ()) -> Path:
    """Write the town's data folder with ``files`` in addition or instead, and return it."""
    for name, content in {**TOWN, **files}.items():
        if name not in without:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return root


def bare_folder(root: Path, files: Mapping[str, bytes]) -> Path:
    """Write exactly ``files`` and return their folder."""
    return data_folder(root, files, without=TOWN.keys() - files.keys())


def run(*arguments: object) -> Result:
    """Run one command line in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def status(folder: Path, *options: object) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what ``kooperation status --json`` says, by pot and year; amounts are exact."""
    told = json.loads(run("status", "--data", folder, "--json", *options).stdout)
    return {(row["pot"], row["year"]): row for row in told["years"]}


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def source(content: bytes | str, name: str = "register/x.csv") -> Source:
    """Return the bytes of one file, not written anywhere."""
    raw = content.encode("utf-8-sig") if isinstance(content, str) else content
    return Source(name, raw, hashlib.sha256(raw).hexdigest())


def euros(*amounts: str) -> list[Decimal]:
    """Return amounts as frames hold them."""
    return [Decimal(amount) for amount in amounts]
