"""A script as one writes it by hand: DuckDB reads the csv, assigns by regular expression, sums and compares.

``python -m benchmarks.contenders.duckdb_whole FOLDER`` prints every sum by year, pot and region as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

from benchmarks.contenders.assigning import region_sql
from benchmarks.contenders.reading import CSV
from benchmarks.words import BOTH

_SQL = f"""
WITH texts AS (
    SELECT "Haushaltsjahr"::INT AS year, "Sachkontonr." AS account, "Kreditor" AS vendor,
           "Beschreibung" AS text, strptime("Buchungsdatum", '%d.%m.%Y') AS booked_on,
           replace(replace("Betrag", '.', ''), ',', '.')::DECIMAL(18, 2) AS amount
    FROM read_csv(?, delim=';', skip=1, header=true, all_varchar=true)
), named AS (
    SELECT *, {region_sql("text")} AS region,
           CASE WHEN account = '543100' THEN 'partnerschaft' WHEN account <> '544016' THEN '-'
                WHEN vendor LIKE 'AGIT%' AND regexp_matches(text, '(^|[^\\pL\\pN])Zuschuss') THEN 'agit'
                ELSE 'kooperation' END AS pot
    FROM texts
), shared AS (
    SELECT *, sign(amount) * floor(abs(amount) * 100 / 3 + 0.5) / 100 AS third
    FROM named WHERE region = '{BOTH}'
), parts AS (
    SELECT year, pot, region, amount, booked_on FROM named WHERE region <> '{BOTH}'
    UNION ALL SELECT year, pot, 'ansan', amount - third, booked_on FROM shared
    UNION ALL SELECT year, pot, 'sacramento', third, booked_on FROM shared
)
SELECT year, pot, region, sum(amount::DECIMAL(18, 2)), max(booked_on) FROM parts GROUP BY ALL ORDER BY ALL
"""


def main() -> None:
    """Read, assign, sum, print."""
    rows = duckdb.execute(_SQL, [str(Path(sys.argv[1]) / CSV)]).fetchall()
    sys.stdout.write(json.dumps([[year, pot, region, str(amount)] for year, pot, region, amount, _ in rows]))


if __name__ == "__main__":
    main()
