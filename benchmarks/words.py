"""The words of an invented ledger: regions with sixty names, decoys, acts, cost types, vendors and rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

# Ten names each; the first is the name of the register.
NAMES: dict[str, tuple[str, ...]] = {
    "ansan": (
        *("Ansan", "Ansan-si", "An-san", "안산", "안산시"),
        *("Ansan City", "Stadt Ansan", "Danwon", "Sangnok", "Gyeonggi"),
    ),
    "suedkorea": (
        *("Südkorea", "Korea", "Süd-Korea", "Republik Korea", "대한민국"),
        *("KOITA", "KIAT", "KOTRA", "KGTCC", "South Korea"),
    ),
    "sacramento": (
        *("Greater Sacramento", "Sacramento", "Sacramento State", "Sac State", "Kalifornien"),
        *("California", "Sacramento County", "Elk Grove", "Rancho Cordova", "Folsom"),
    ),
    "minnesota": (
        *("Minnesota", "State of Minnesota", "Hennepin County", "Ramsey County", "Minneapolis"),
        *("Saint Paul", "St. Paul", "Duluth", "Bloomington", "Twin Cities"),
    ),
    "lwiw": (
        *("Lwiw", "Lviv", "Lwów", "Lwow", "Lvov"),
        *("Lemberg", "Львів", "Львов", "Rajon Lwiw", "Oblast Lwiw"),
    ),
    "riesengebirge": (
        *("Kreis Riesengebirge", "Riesengebirge", "Karkonosze", "Powiat Karkonoski", "Kreis Jelenia Góra"),
        *("Jelenia Gora", "Hirschberg", "Siebengebirge", "Cieplice", "Karpacz"),
    ),
}
REGIONS = tuple(NAMES)
COUNTRIES = dict(zip(REGIONS, ("KR", "KR", "US", "US", "UA", "PL"), strict=True))
_SHARES = dict(zip(REGIONS, (0.26, 0.16, 0.16, 0.08, 0.08, 0.08), strict=True))

# Words that look like a region and are none, two regions at once, a country alone, and no region at all.
_DECOYS = (
    *("Ansanstraße", "Kansan", "Koreanistik", "Sacramentos", "Minnesotan", "Lembergweg"),
    *("Hirschberger Allee", "Lwiwska", "MN 4711", "Kiatlon", "Folsomia", "Karpaczewski"),
)
_TWO_REGIONS = ("Ansan und Minnesota", "Lwiw/Karpacz", "Korea und California")
_COUNTRY_ALONE = ("USA", "Polen")
_NONE = ("Büro", "allgemein", "Messe Köln", "IHK Aachen", "RWTH", "AGIT mbH", "NRW.Global Business")
GRANT, SHARED = "Zuschuss AGIT", "Gemeinsamer Empfang Ansan und Sacramento"
SHARED_PARTS = (("ansan", 2), ("sacramento", 1))  # thirds
BOTH = "+".join(region for region, _ in SHARED_PARTS)

ACTS: dict[str, str | None] = {
    "Flug": "Reise",
    "Hotel": "Reise",
    "Busfahrt": "Reise",
    "Bewirtung": "Bewirtung",
    "Abendessen": "Bewirtung",
    "Dolmetscher": "Übersetzung",
    "Übersetzung": "Übersetzung",
    "Raummiete": "Veranstaltung",
    "Seminar": "Veranstaltung",
    "Honorar": "Honorar",
    "Gastgeschenke": "Gastgeschenke",
    "Druck": "Druck",
    "Betreuung": None,
    "Sonstiges": None,
}
DETAILS = ("", "Delegation", "Teil 1", "Teil 2", "Gruppe A", "Vorbereitung", "Nachtrag", "Programm")
PREFIXES = ("", "Storno ", "Gutschrift ")
DOCUMENT_TYPES = ("Rechnung", "Storno", "Gutschrift")
VENDORS = ("AGIT mbH", *(f"Muster {number:03} GmbH" for number in range(1, 400)))
CURRENCIES = ("", "KRW", "USD", "PLN")

# teilprodukt, sachkonto, pot
ACCOUNTS = (
    ("990100", "544016", "kooperation"),
    ("010900", "543100", "partnerschaft"),
    ("990100", "531800", None),
)
GRANT_POT = "agit"
POTS = ("kooperation", "agit", "partnerschaft")


@dataclass(frozen=True, slots=True)
class Where:
    """What a text says after its act, and the region that it means. ``None``: none, or no one for sure."""

    words: str
    region: str | None
    weight: float


def wheres() -> tuple[Where, ...]:
    """Return all that a text may say about a place; the two special texts stand last."""
    return (
        *_named(),
        *_alike(_DECOYS, 0.06),
        *_alike(_TWO_REGIONS, 0.005),
        *_alike(_COUNTRY_ALONE, 0.002),
        *_alike(_NONE, 0.08),
        Where(GRANT, None, 0.008),
        Where(SHARED, None, 0.002),
    )


def _named() -> list[Where]:
    named = [
        (region, written) for region, names in NAMES.items() for name in names for written in _writings(name)
    ]
    count = {region: sum(of == region for of, _ in named) for region in REGIONS}
    return [Where(written, region, _SHARES[region] / count[region]) for region, written in named]


def _writings(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, name.upper(), name.lower(), f"({name})", f"{name}-Reise")))


def _alike(words: tuple[str, ...], share: float) -> list[Where]:
    return [Where(one, None, share / len(words)) for one in words]


def texts() -> list[tuple[str, str | None, str | None]]:
    """Return every posting text with its region and cost type, by prefix, act, place and detail."""
    return [
        (prefix + _said(act, where.words, detail), where.region, _cost_type(act, where.words))
        for prefix, act, where, detail in product(PREFIXES, ACTS, wheres(), DETAILS)
    ]


def _said(act: str, place: str, detail: str) -> str:
    words = (place, detail) if place in (GRANT, SHARED) else (act, place, detail)
    return " ".join(filter(None, words))


def _cost_type(act: str, place: str) -> str | None:
    return {GRANT: "Zuschuss", SHARED: "Bewirtung"}.get(place, ACTS[act])
