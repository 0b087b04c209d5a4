"""What states and directions an activity has, how logs spell them, and how they count people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kooperation.model.region import fold

# In the order of their life.
STATUSES = ("geplant", "verschoben", "abgesagt", "laufend", "durchgeführt", "unterzeichnet")

_STATUS_WORDS: Mapping[str, str] = {
    "geplant": "plan, planung, in planung, vorgesehen, angekündigt, terminiert, beabsichtigt, "
    "in vorbereitung, planned, scheduled, announced",
    "verschoben": "vertagt, verlegt, aufgeschoben, zurückgestellt, postponed, deferred",
    "abgesagt": "entfallen, entfällt, ausgefallen, storniert, gestrichen, nicht durchgeführt, cancelled, "
    "canceled",
    "laufend": "läuft, fortlaufend, andauernd, in durchführung, in umsetzung, ongoing, running, in progress",
    "durchgeführt": "stattgefunden, hat stattgefunden, erfolgt, erledigt, abgeschlossen, beendet, "
    "held, done, completed, took place",
    "unterzeichnet": "unterschrieben, gezeichnet, signed",
}
_DIRECTION_WORDS: Mapping[str, str] = {
    "ausgehend": "aus, outgoing, outbound, entsendung, ausreise, hinreise, outgoing visit",
    "eingehend": "ein, incoming, inbound, empfang, einreise, incoming visit",
    "gegenseitig": "beidseitig, beiderseitig, in beide richtungen, wechselseitig, "
    "ein- und ausgehend, mutual, both",
    "virtuell": "online, digital, videokonferenz, virtual, remote",
}


def _by_spelling(words: Mapping[str, str]) -> dict[str, str]:
    return {fold(one): name for name, listed in words.items() for one in (name, *listed.split(", "))}


_STATUSES, _DIRECTIONS = _by_spelling(_STATUS_WORDS), _by_spelling(_DIRECTION_WORDS)
_MOVED = re.compile(
    r"^\s*([\w ]+?)\s*(?:(?:auf|to|until|in)\s+|\((?:auf |to )?)([^()]+)\)?\s*$", re.IGNORECASE
)


class Status(NamedTuple):
    """The status of an activity, and where a log says it with one: the date that it was moved to."""

    name: str
    moved_to: str | None = None


def read_status(text: str) -> Status | None:
    """Read a status in the words of logs, German or English (``verschoben auf 2022``); ``None``: unknown."""
    if name := _STATUSES.get(fold(text)):
        return Status(name)
    match = _MOVED.match(text) if len(text) < 200 else None
    if match and _STATUSES.get(fold(match[1])) == "verschoben":
        return Status("verschoben", match[2].strip())
    return None


def read_direction(text: str) -> str | None:
    """Read a direction in the words of logs; ``None``: unknown."""
    return _DIRECTIONS.get(fold(text))


# --- people --------------------------------------------------------------------------------------------


class Headcount(NamedTuple):
    """How many people took part; ``None``: not known. ``elected``: of these, where the text says it."""

    people: int | None
    is_about: bool = False
    elected: int | None = None


_NUMBER_WORDS = """
    null ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn
    siebzehn achtzehn neunzehn zwanzig
"""
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split())} | {
    "eine": 1,
    "dreissig": 30,
    "vierzig": 40,
    "funfzig": 50,
    "hundert": 100,
}
_NUMBER = rf"[0-9]{{1,5}}|[0-9]{{1,3}}\.[0-9]{{3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_ABOUT = r"(?:(?:rd|ca|etwa|rund|circa|about|around|approx|ungefahr|knapp|gut|an die)\b\.?|[~≈])\s*"
_FEMALE_TOO = r"(?:\s?[*:/(]?\s?-?innen\)?)?"
_PEOPLE = (
    rf"personen|person|pers\.?|teilnehmende|teilnehmer{_FEMALE_TOO}|tn|people|persons|participants|delegates"
    r"|delegierte|delegationsmitglieder|mitglieder|gaste|kopfe"
)
_ELECTED = (
    rf"mandatstragende|mandatstrager{_FEMALE_TOO}|mdst|mdl|mdb|mdr|abgeordnete|ratsmitglieder|kreistagsmitglieder"
    r"|mitglieder des (?:stadteregionstags|kreistags|rats|rates)|elected(?: members)?|councillors"
)
_OF_WHICH = r"(?:davon|darunter|inkl\.?|einschl\.?|inklusive|including|of which|of whom)\s*"
_COUNT = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<people>{_NUMBER})\s*(?:{_PEOPLE})?"
    rf"(?:\s*[,;(]?\s*(?:{_OF_WHICH})?(?P<elected>{_NUMBER})\s*(?:{_ELECTED})\)?)?"
)
_COUNT_OF_ELECTED = re.compile(rf"(?P<about>{_ABOUT})?(?P<people>{_NUMBER})\s*(?:{_ELECTED}|{_PEOPLE})?")
_NOT_KNOWN = re.compile(
    r"-+|\?|n\.?\s?n\.?|k\.\s?a\.?|n/a|unbekannt|offen|unknown|nicht bekannt|keine angabe"
)


def read_people(text: str, *, are_elected: bool = False) -> Headcount:
    """Read a number of people: ``20``, ``rd. 20``, ``20 Personen (davon 7 MdST)``, ``k. A.``.

    ``are_elected``: the text stands in a column that counts elected members only.

    Raises
    ------
    ValueError
        When the text is no one number: a bound (``> 20``), a span (``20–25``), a sum, or names.
    """
    folded = fold(text)
    if _NOT_KNOWN.fullmatch(folded):
        return Headcount(None)
    match = (_COUNT_OF_ELECTED if are_elected else _COUNT).fullmatch(folded)
    if match is None:
        raise ValueError("no number of people")
    elected = None if are_elected or match["elected"] is None else _number(match["elected"])
    return Headcount(_number(match["people"]), bool(match["about"]), elected)


def _number(digits: str) -> int:
    return _NUMBERS[digits] if digits in _NUMBERS else int(digits.replace(".", ""))


def without_names(text: str) -> str:
    """Return a text that should count people as it may be shown: words that could be names become ``…``."""
    known = rf"(?:{_PEOPLE}|{_ELECTED}|{_ABOUT}|{_OF_WHICH}|bis|zu|mehr|als|mindestens|uber|und|{_NUMBER})"
    return re.sub(
        r"[^\W\d_]+\.?",
        lambda word: word[0] if re.fullmatch(known, fold(word[0])) else "…",
        text,
    )
