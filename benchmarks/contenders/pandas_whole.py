"""A script as one writes it by hand: pandas reads the csv, assigns by regular expression, sums exactly.

``python -m benchmarks.contenders.pandas_whole FOLDER`` prints every sum by year, pot and region as JSON.
"""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd

from benchmarks.contenders.reading import CSV
from benchmarks.words import BOTH, NAMES, REGIONS, SHARED


def main() -> None:
    """Read, assign, sum, print."""
    frame = pd.read_csv(Path(sys.argv[1]) / CSV, sep=";", skiprows=1, dtype=str, keep_default_na=False)
    pd.to_datetime(frame["Buchungsdatum"], format="%d.%m.%Y")
    plain = frame["Betrag"].str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    postings = pd.DataFrame(
        {
            "year": frame["Haushaltsjahr"].astype(int),
            "pot": _pots(frame),
            "region": _regions(frame["Beschreibung"]),
            "amount": plain.map(Decimal),
        }
    )
    sums = _split(postings).groupby(["year", "pot", "region"])["amount"].sum()
    sys.stdout.write(json.dumps([[*key, str(amount)] for key, amount in sums.items()]))


def _pots(frame: pd.DataFrame) -> pd.Series:
    pot = frame["Sachkontonr."].map({"544016": "kooperation", "543100": "partnerschaft"}).fillna("-")
    is_grant = frame["Kreditor"].str.startswith("AGIT") & frame["Beschreibung"].str.contains(r"\bZuschuss")
    return pot.where(~is_grant, "agit")


def _regions(texts: pd.Series) -> pd.Series:
    is_named = {region: texts.str.contains(_pattern(region), case=False) for region in REGIONS}
    count = sum(named.astype(int) for named in is_named.values())
    found = pd.Series("-", index=texts.index)
    for region, named in is_named.items():
        found = found.where(~named, region)
    return found.where(count == 1, "-").where(~texts.str.contains(SHARED, regex=False), BOTH)


def _pattern(region: str) -> str:
    names = sorted(NAMES[region], key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"


def _split(postings: pd.DataFrame) -> pd.DataFrame:
    both = postings["region"] == BOTH
    shared = postings[both]
    third = shared["amount"].map(_third)
    parts = (("sacramento", third), ("ansan", shared["amount"] - third))
    return pd.concat([postings[~both], *(shared.assign(region=name, amount=part) for name, part in parts)])


def _third(amount: Decimal) -> Decimal:
    cents = int(amount.scaleb(2))
    part = (abs(cents) + 1) // 3
    return Decimal(part if cents >= 0 else -part).scaleb(-2)


if __name__ == "__main__":
    main()
