"""Frozen nouns as plain JSON and back, exactly: no pickle, and nothing that could run when it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from numbers import Integral
from typing import Any

from kooperation.model.causes import Spoken
from kooperation.model.decision import Decision
from kooperation.model.discretion import Discretion
from kooperation.model.findings import Finding, Place
from kooperation.model.region import Pot, Region, Rule
from kooperation.reading.tables.report import ColumnDecision, ControlTotal, DroppedRow, LoadReport

_NOUNS: dict[str, type[Any]] = {
    noun.__name__: noun
    for noun in (
        ColumnDecision,
        ControlTotal,
        Decision,
        DroppedRow,
        Finding,
        LoadReport,
        Place,
        Pot,
        Region,
        Rule,
        Spoken,
    )
}
_SCALARS: dict[str, Any] = {"Decimal": Decimal, "Fraction": Fraction, "date": date.fromisoformat}


class UnstorableError(TypeError):
    """Something that has no exact form here: it is not kept, and the next run reads again."""


def to_plain(value: Any) -> Any:
    """Return a noun as lists, texts and numbers for JSON.

    What a finding may show (its discretion) follows from the registers and is left out.

    Raises
    ------
    UnstorableError
        For what has no exact form.
    """
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, Integral):
        return int(value)
    if type(value) is tuple:
        return [to_plain(one) for one in value]
    return {_name(value): _content(value)}


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        return "map"
    return "set" if isinstance(value, frozenset) else type(value).__name__


def _content(value: Any) -> Any:
    if type(value) in (Decimal, Fraction, date):
        return str(value)
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, frozenset):
        return sorted((to_plain(one) for one in value), key=json.dumps)
    if isinstance(value, Mapping):
        return [[to_plain(key), to_plain(one)] for key, one in value.items()]
    if isinstance(value, Spoken):
        return list(value)
    if is_dataclass(value):
        named = ((one.name, getattr(value, one.name)) for one in fields(value))
        return [to_plain(one) for _, one in named if not isinstance(one, Discretion)]
    raise UnstorableError(type(value))


def from_plain(plain: Any) -> Any:
    """Return what :func:`to_plain` made plain; nouns that are not read back stay refused.

    Raises
    ------
    UnstorableError
        For a noun that is none of the known ones.
    """
    if isinstance(plain, list):
        return tuple(from_plain(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    ((name, content),) = plain.items()
    if name in _SCALARS:
        return _SCALARS[name](content)
    values = from_plain(content)
    if name == "map":
        return dict(values)
    if name == "set":
        return frozenset(values)
    if name not in _NOUNS:
        raise UnstorableError(name)
    return _NOUNS[name](*values)
