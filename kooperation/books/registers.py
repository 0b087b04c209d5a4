"""The four registers of a data folder, checked against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kooperation.analysis.assignment import check_pots, check_rules
from kooperation.model.decision import Decision, check_decisions
from kooperation.model.errors import KooperationError
from kooperation.model.findings import Finding, Place, finding
from kooperation.model.region import Pot, Region, Rule, check_regions
from kooperation.reading.container import Source, read_source
from kooperation.reading.folder.files import shown
from kooperation.reading.folder.names import REGISTER_FOLDER
from kooperation.reading.folder.registers import (
    CEILINGS,
    POTS,
    REGIONS,
    RULES,
    Register,
    find_register,
    read_decisions,
    read_pots,
    read_regions,
    read_rules,
)

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Registers:
    """What the authority itself has laid down: its pots, partner regions, decisions and rules."""

    pots: tuple[Pot, ...]
    regions: tuple[Region, ...]
    decisions: tuple[Decision, ...]
    rules: tuple[Rule, ...]


def read_registers(root: Path) -> tuple[Registers, list[Finding]]:
    """Read the four registers and check them against each other; one that cannot be read is empty."""
    findings: list[Finding] = []

    def read(name: str, parse: Callable[[Source], Register[Noun]]) -> tuple[Noun, ...] | None:
        try:
            nouns, noticed = _read_register(root, name, parse)
        except KooperationError as error:
            findings.extend(error.findings)
            return None
        findings.extend(noticed)
        return nouns

    pots, regions = read(POTS, read_pots), read(REGIONS, read_regions)
    decisions = read(CEILINGS, lambda source: read_decisions(source, pots=pots, regions=regions)) or ()
    rules = read(RULES, read_rules) or ()
    registers = Registers(pots or (), regions or (), decisions, rules)
    unreadable = {"rule_unknown_pot": pots is None, "rule_unknown_region": regions is None}
    checks = [fault for fault in _check_registers(registers) if not unreadable.get(fault.kind)]
    return registers, [*findings, *checks]


def _read_register(root: Path, name: str, parse: Callable[[Source], Register[Noun]]) -> Register[Noun]:
    """Read one register; one without a file is empty, where the others can do without it."""
    path = find_register(root / REGISTER_FOLDER, name)
    if path is not None:
        return parse(read_source(path, name=shown(path, root)))
    if name in (POTS, REGIONS):
        raise KooperationError(finding("register_missing", Place(file=f"{REGISTER_FOLDER}/{name}.csv")))
    return (), []


def _check_registers(registers: Registers) -> list[Finding]:
    return [
        *check_pots(registers.pots),
        *check_regions(registers.regions),
        *check_decisions(registers.decisions, pots=registers.pots),
        *check_rules(registers.rules, regions=registers.regions, pots=registers.pots),
    ]
