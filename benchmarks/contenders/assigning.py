"""The region of each posting by its text: the answer is a digest of all regions, row by row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.words import BOTH, NAMES, REGIONS, SHARED

Told = Callable[[], object]
Work = Callable[[], Told]


def _digest(regions: Iterable[str]) -> str:
    return hashlib.sha256("".join(f"{region}\n" for region in regions).encode()).hexdigest()


def pattern() -> str:
    """Return one alternation of all sixty names, a group per region, the longest name first."""
    groups = []
    for region in REGIONS:
        names = sorted(NAMES[region], key=len, reverse=True)
        groups.append(f"(?P<{region}>{'|'.join(map(re.escape, names))})")
    return rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)"


def deciding(folder: Path, warm_up: Path) -> Work:
    """Decide what every posting is: region, pot, cost type, shares, rules; no frame is written yet."""
    import kooperation as ko
    from kooperation.analysis.assignment import judge
    from kooperation.analysis.distinct import Ledger
    from kooperation.analysis.telling_words import telling_words
    from kooperation.model.region import alias_index

    books, bookings = ko.read_books(warm_up / "raw"), _bookings(folder)
    registers = {"regions": books.regions, "pots": books.pots, "rules": books.rules}

    def judged(postings: object) -> object:
        conditions = [words for rule in books.rules for words in (rule.text, rule.vendor) if words]
        ledger = Ledger(postings, telling_words(alias_index(books.regions), conditions))
        return judge(ledger, **registers)

    judged(_bookings(warm_up))

    def work() -> Told:
        decided = judged(bookings)
        regions = [BOTH if len(parts) > 1 else parts[0].region or "-" for parts in decided.outcomes]
        return lambda: _digest(regions[case] for case in decided.case_of_row)

    return work


def ours(folder: Path, warm_up: Path) -> Work:
    """``assign``: region, pot, cost type and rule of every posting, with the findings."""
    import kooperation as ko
    from kooperation.analysis.assignment import assign

    books, bookings = ko.read_books(warm_up / "raw"), _bookings(folder)
    registers = {"regions": books.regions, "pots": books.pots, "rules": books.rules}
    assign(_bookings(warm_up), **registers)

    def work() -> Told:
        assigned, _ = assign(bookings, **registers)
        return lambda: _digest(_regions(assigned))

    return work


def _bookings(folder: Path) -> object:
    import pandas as pd
    import pyarrow.dataset as ds

    from kooperation.model.schema import BOOKING_COLUMNS, conform

    table = ds.dataset(folder / "dataset").to_table()
    return conform(table.to_pandas(types_mapper=pd.ArrowDtype), BOOKING_COLUMNS)


def _regions(assigned: object) -> Iterable[str]:
    whole = assigned.drop_duplicates("booking_id")
    return whole["region"].where(whole["share"].isna(), BOTH).fillna("-")


def regex_per_row(folder: Path, warm_up: Path) -> Work:
    """One search per row with one compiled pattern; a text that names two regions has none."""
    searching, texts = re.compile(pattern(), re.IGNORECASE), _texts(folder)

    def work() -> Told:
        regions = [_of_text(searching, text) for text in texts]
        return lambda: _digest(regions)

    return work


def _of_text(searching: re.Pattern[str], text: str) -> str:
    if SHARED in text:
        return BOTH
    first = searching.search(text)
    if first is None:
        return "-"
    second = searching.search(text, first.end())
    return "-" if second and second.lastgroup != first.lastgroup else str(first.lastgroup)


def folded_per_row(folder: Path, warm_up: Path) -> Work:
    """The rule of the package in full, row by row: accents folded, then one search for any name."""
    import kooperation as ko
    from kooperation.model.region import alias_index

    index, texts = alias_index(ko.read_books(warm_up / "raw").regions), _texts(folder)

    def work() -> Told:
        found = [index.match([text]).regions for text in texts]
        regions = [_one_of(named, text) for named, text in zip(found, texts, strict=True)]
        return lambda: _digest(regions)

    return work


def _one_of(named: tuple[str, ...], text: str) -> str:
    return BOTH if SHARED in text else named[0] if len(named) == 1 else "-"


def _texts(folder: Path) -> list[str]:
    import pyarrow.dataset as ds

    return list(ds.dataset(folder / "dataset").to_table(columns=["text"])["text"].to_pylist())


def duckdb_regex(folder: Path, warm_up: Path) -> Work:
    """DuckDB with one regular expression per region over the texts of the dataset."""
    import duckdb
    import pyarrow.dataset as ds

    texts = ds.dataset(folder / "dataset").to_table(columns=["text"])
    engine = duckdb.connect().register("texts", texts)

    def work() -> Told:
        found = engine.execute(f"SELECT {region_sql('text')} AS region FROM texts").to_arrow_table()
        return lambda: _digest(found["region"].to_pylist())

    return work


def region_sql(column: str) -> str:
    """Return the SQL for the region of a text; RE2 knows no lookbehind, so borders are written out."""
    hits = []
    for region in REGIONS:
        names = "|".join(re.escape(name).replace("'", "''") for name in NAMES[region])
        border = r"[^\pL\pN]"
        hits.append(f"regexp_matches({column}, '(?i)(^|{border})({names})($|{border})')")
    count = " + ".join(f"{hit}::INT" for hit in hits)
    cases = " ".join(f"WHEN {hit} THEN '{region}'" for region, hit in zip(REGIONS, hits, strict=True))
    return (
        f"CASE WHEN contains({column}, '{SHARED}') THEN '{BOTH}' "
        f"WHEN {count} > 1 THEN '-' {cases} ELSE '-' END"
    )
