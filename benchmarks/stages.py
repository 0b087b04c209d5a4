"""What is compared: each stage, who takes part in it, and the goals, as one literal table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import answers
from benchmarks.answers import Check
from benchmarks.timing import Cost

Medians = Mapping[str, Cost]
EXAMPLE = 0  # the size that stands for the data of the demo


@dataclass(frozen=True, slots=True)
class Contender:
    """One program at one stage.

    ``command`` has the places ``{python}``, ``{ledger}``, ``{warm_up}`` (a small ledger) and ``{out}``.
    ``needs`` are programs and modules with what installs them; ``fresh`` removes what an earlier run kept;
    ``largest`` is the largest ledger that it is asked to do.
    """

    name: str
    command: Sequence[str]
    check: Check = answers.no_answer
    needs: Mapping[str, str] | None = None
    fresh: bool = False
    exits: Sequence[int] = (0,)
    largest: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that must not be below (``at_least``) or above (``at_most``) a bound, at the sizes named."""

    says: str
    figure: Callable[[Medians, float], float]  # medians, and the size of the export in megabytes
    bound: float
    at_most: bool = False
    sizes: Sequence[int] = ()

    def is_reached(self, figure: float) -> bool:
        """Tell whether a figure is on the right side of the bound."""
        return figure <= self.bound if self.at_most else figure >= self.bound


@dataclass(frozen=True, slots=True)
class Stage:
    """Who does one thing, our own way first. ``inside``: imports and inputs are not counted."""

    key: str
    title: str
    contenders: Sequence[Contender]
    goals: Sequence[Goal] = ()
    sizes: Sequence[int] = (10_000, 100_000, 1_000_000)
    inside: bool = False
    ledger_extras: Sequence[str] = ()
    as_xlsx: bool = False
    with_export: bool = True
    all_different: bool = False  # no posting text stands twice
    is_growth: bool = False  # shown per posting, all sizes side by side

    @property
    def reads_export(self) -> bool:
        """Tell whether the contenders read the export itself, not a dataset made of it."""
        return self.with_export and not (self.inside and self.ledger_extras)


def _inside(name: str, place: str, check: Check, **more: object) -> Contender:
    module, function = place.split(".")
    command = ("{python}", "-m", "benchmarks.stage_clock", module, function, "{ledger}", "{warm_up}")
    return Contender(name, command, check, **more)


def _cpu(ours: str, other: str) -> Callable[[Medians, float], float]:
    return lambda medians, _: medians[other].cpu / medians[ours].cpu


def _share(ours: str, other: str) -> Callable[[Medians, float], float]:
    return lambda medians, _: medians[ours].cpu / medians[other].cpu


def _wall_share(ours: str, other: str) -> Callable[[Medians, float], float]:
    return lambda medians, _: medians[ours].wall / medians[other].wall


def _memory_share(ours: str, other: str) -> Callable[[Medians, float], float]:
    return lambda medians, _: medians[ours].megabytes / medians[other].megabytes


def _memory_per_file(ours: str) -> Callable[[Medians, float], float]:
    return lambda medians, file: max(medians[ours].megabytes - 200, 0) / file


_TEN_K, _HUNDRED_K, _DETAIL = 10_000, 100_000, 200_000
_MILLION, _TEN_MILLION, _HUNDRED_MILLION = 1_000_000, 10_000_000, 100_000_000
_CALAMINE = (
    "import sys, python_calamine as c; "
    "c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"
)
_DUCKDB = {"duckdb": "pip install duckdb"}
_POLARS = {"polars": "pip install polars"}
_HLEDGER = {"hledger": "apt install hledger"}
_BEAN = {"bean-query": "pip install beancount beanquery"}
_OFFICE = {"soffice": "apt install libreoffice-calc"}
_STATUS_EXITS = (0, 10, 20)
_PACKAGE = ("{python}", "-m", "kooperation")
_STATUS = (*_PACKAGE, "status", "--json", "--data", "{ledger}/raw")
_REPORT = (*_PACKAGE, "report", "--data", "{ledger}/raw", "--out", "{out}")

STATUS, AGAIN, UNCACHED = (
    "kooperation status",
    "kooperation status, zweiter Lauf",
    "kooperation status --no-cache",
)
SHEET, ENGINE = "kooperation, ganze Arbeitsmappe", "ko.cube(ko.scan_bookings(…))"
REPORT, REPORT_AGAIN = "kooperation report", "kooperation report, zweiter Lauf"
HLEDGER, LEAN_HLEDGER = "hledger bal --budget", "hledger bal --budget, mageres Journal"


def _hledger(name: str, journal: str) -> Contender:
    command = ("hledger", "-f", f"{{ledger}}/{journal}", "bal", "Expenses:Kooperation", "--budget")
    more = {"needs": _HLEDGER, "largest": _MILLION}
    return Contender(name, (*command, "-Y", "-O", "csv"), answers.hledger_budget, **more)


DECIDE, ASSIGN = "Entscheidung (Region, Topf, Kostenart, Regel)", "assign (dazu Spalten und Hinweise)"
SEARCH, FOLDED = "ein re.search je Zeile (nur Region)", "ein re.search je Zeile, Akzente gefaltet"
_ASSIGNING = (
    _inside(DECIDE, "assigning.deciding", answers.digest),
    _inside(ASSIGN, "assigning.ours", answers.digest),
    _inside(SEARCH, "assigning.regex_per_row", answers.digest),
    _inside(FOLDED, "assigning.folded_per_row", answers.digest),
    _inside("DuckDB regexp_matches (nur Region)", "assigning.duckdb_regex", answers.digest, needs=_DUCKDB),
)
_ASSIGNING_GOALS = (
    Goal("re.search je Zeile gegen die Entscheidung (CPU)", _cpu(DECIDE, SEARCH), 9, sizes=(_MILLION,)),
    Goal(
        "re.search, Akzente gefaltet, gegen die Entscheidung (CPU)",
        _cpu(DECIDE, FOLDED),
        9,
        sizes=(_MILLION,),
    ),
)

STAGES = (
    Stage(
        "start",
        "Start der Befehle",
        (
            Contender("kooperation --help", (*_PACKAGE, "--help")),
            Contender(
                "kooperation status (Beispiel)",
                (*_PACKAGE, "status", "--data", "{ledger}/raw"),
                fresh=True,
                exits=_STATUS_EXITS,
            ),
            Contender("python -c pass", ("{python}", "-c", "pass")),
            Contender("python, import pandas und pyarrow", ("{python}", "-c", "import pandas, pyarrow")),
        ),
        (
            Goal(
                "--help gegen python -c pass",
                _share("kooperation --help", "python -c pass"),
                4,
                at_most=True,
            ),
            Goal(
                "status im Beispiel gegen import pandas, pyarrow (CPU)",
                _share("kooperation status (Beispiel)", "python, import pandas und pyarrow"),
                1.6,
                at_most=True,
            ),
            Goal(
                "status im Beispiel gegen import pandas, pyarrow (Wand)",
                _wall_share("kooperation status (Beispiel)", "python, import pandas und pyarrow"),
                1.6,
                at_most=True,
            ),
        ),
        sizes=(EXAMPLE,),
    ),
    Stage(
        "csv",
        "Lesen: csv",
        (
            _inside("ko.read_bookings", "reading.bookings_csv", answers.whole_sum),
            _inside("ko.read_table", "reading.table_csv", answers.whole_sum),
            _inside("pyarrow, nur Texte getrennt", "reading.arrow_texts", answers.whole_sum),
            _inside(
                "pandas, decimal und thousands (falsche Werte)", "reading.pandas_guessing", answers.whole_sum
            ),
            _inside("pandas, richtige Werte", "reading.pandas_exact", answers.whole_sum),
            _inside("Polars, nur Texte getrennt", "reading.polars_texts", answers.whole_sum, needs=_POLARS),
            _inside("DuckDB, nur Texte getrennt", "reading.duckdb_texts", answers.whole_sum, needs=_DUCKDB),
        ),
        sizes=(_HUNDRED_K, _MILLION),
        inside=True,
    ),
    Stage(
        "xlsx",
        "Lesen: xlsx",
        (
            _inside("ko.read_bookings", "reading.bookings_xlsx", answers.whole_sum),
            _inside("ko.read_table", "reading.table_xlsx", answers.whole_sum),
            _inside("calamine, nur Zellen", "reading.calamine", answers.whole_sum),
            _inside("pandas mit calamine", "reading.pandas_calamine", answers.whole_sum),
            _inside("pandas mit openpyxl", "reading.pandas_openpyxl", answers.whole_sum, largest=_HUNDRED_K),
        ),
        sizes=(_HUNDRED_K,),
        inside=True,
        as_xlsx=True,
    ),
    Stage(
        "xlsx-status",
        "xlsx bis zum Status, ganze Prozesse",
        (
            Contender(STATUS, _STATUS, answers.usage, fresh=True, exits=_STATUS_EXITS),
            Contender(
                "calamine, nur Zellen",
                (
                    *("{python}", "-c", _CALAMINE),
                    "{ledger}/raw/buchungen/Sachposten.xlsx",
                ),
            ),
        ),
        (
            Goal(
                "status gegen calamine (CPU)",
                _share(STATUS, "calamine, nur Zellen"),
                1.6,
                at_most=True,
                sizes=(_MILLION,),
            ),
        ),
        sizes=(_HUNDRED_K, _MILLION),
        as_xlsx=True,
    ),
    Stage(
        "assign",
        "Zuordnung: die Region jeder Buchung",
        _ASSIGNING,
        _ASSIGNING_GOALS,
        sizes=(_HUNDRED_K, _MILLION),
        inside=True,
        ledger_extras=("dataset",),
    ),
    Stage(
        "assign-different",
        "Zuordnung, wenn jede Buchung einen anderen Text hat",
        _ASSIGNING,
        _ASSIGNING_GOALS,
        sizes=(_MILLION,),
        inside=True,
        ledger_extras=("dataset",),
        with_export=False,
        all_different=True,
    ),
    Stage(
        "cube",
        "Verdichtung: von Buchungen zu Summen",
        (
            _inside("spending.cube (pandas)", "cubes.ours", answers.stage_cells),
            _inside("pandas groupby", "cubes.pandas_groupby", answers.stage_cells),
            _inside("DuckDB SQL", "cubes.duckdb_sql", answers.stage_cells, needs=_DUCKDB),
            _inside("Polars group_by", "cubes.polars_groupby", answers.stage_cells, needs=_POLARS),
        ),
        sizes=(_HUNDRED_K, _MILLION),
        inside=True,
        ledger_extras=("assigned",),
    ),
    Stage(
        "status",
        "Ganzer Lauf: csv lesen, zuordnen, gegen den Ansatz halten, ausgeben",
        (
            Contender(STATUS, _STATUS, answers.usage, fresh=True, exits=_STATUS_EXITS),
            _hledger(HLEDGER, "ledger.journal"),
            _hledger(LEAN_HLEDGER, "lean.journal"),
            Contender(
                "bean-query",
                (
                    *("bean-query", "-f", "csv", "{ledger}/ledger.beancount"),
                    "SELECT year, account, sum(number) WHERE account ~ '^Expenses' GROUP BY year, account",
                ),
                answers.bean_query,
                needs=_BEAN,
                largest=_HUNDRED_K,
            ),
            Contender(
                "DuckDB, Skript von Hand",
                ("{python}", "-m", "benchmarks.contenders.duckdb_whole", "{ledger}"),
                answers.cells,
                needs=_DUCKDB,
            ),
            Contender(
                "pandas, Skript von Hand",
                ("{python}", "-m", "benchmarks.contenders.pandas_whole", "{ledger}"),
                answers.cells,
            ),
            Contender(
                "LibreOffice, 84 SUMIFS",
                ("{python}", "-m", "benchmarks.contenders.office", "{ledger}"),
                answers.cells,
                needs=_OFFICE,
                largest=_HUNDRED_K,
            ),
        ),
        (
            Goal("hledger gegen status (CPU)", _cpu(STATUS, HLEDGER), 1, sizes=(_TEN_K,)),
            Goal("hledger gegen status (CPU)", _cpu(STATUS, HLEDGER), 4, sizes=(_HUNDRED_K,)),
            Goal("hledger gegen status (CPU)", _cpu(STATUS, HLEDGER), 25, sizes=(_MILLION,)),
            Goal(
                "Speicher gegen hledger", _memory_share(STATUS, HLEDGER), 0.1, at_most=True, sizes=(_MILLION,)
            ),
            Goal(
                "Speicher über 200 MB je MB csv", _memory_per_file(STATUS), 5, at_most=True, sizes=(_MILLION,)
            ),
        ),
        ledger_extras=("journal", "lean", "beancount", "assigned"),
    ),
    Stage(
        "report",
        "Ganzer Bericht: Excel, Bilder, Anlage",
        (Contender(REPORT, _REPORT, answers.report, fresh=True), _hledger(HLEDGER, "ledger.journal")),
        (
            Goal("hledger gegen report (CPU)", _cpu(REPORT, HLEDGER), 2.5, sizes=(_HUNDRED_K,)),
            Goal("hledger gegen report (CPU)", _cpu(REPORT, HLEDGER), 12, sizes=(_MILLION,)),
        ),
        ledger_extras=("journal",),
    ),
    Stage(
        "repeat",
        "Zweiter Lauf über unveränderte Dateien",
        (
            Contender(STATUS, _STATUS, answers.usage, fresh=True, exits=_STATUS_EXITS),
            Contender(AGAIN, _STATUS, answers.usage, exits=_STATUS_EXITS),
            Contender(UNCACHED, (*_STATUS, "--no-cache"), answers.usage, exits=_STATUS_EXITS),
            Contender(REPORT, _REPORT, answers.report, fresh=True),
            Contender(REPORT_AGAIN, _REPORT, answers.report),
        ),
        (
            Goal("erster gegen zweiten Lauf von status (CPU)", _cpu(AGAIN, STATUS), 10, sizes=(_MILLION,)),
            Goal(
                "erster gegen zweiten Lauf von report (CPU)",
                _cpu(REPORT_AGAIN, REPORT),
                10,
                sizes=(_MILLION,),
            ),
        ),
    ),
    Stage(
        "sheet",
        "Einzelbuchungen in Excel schreiben",
        (
            _inside(SHEET, "sheets.ours", answers.whole_sum),
            _inside("openpyxl, write-only", "sheets.openpyxl_rows", answers.whole_sum),
            _inside("XlsxWriter, Zelle für Zelle", "sheets.xlsxwriter_cells", answers.whole_sum),
        ),
        (
            Goal(
                "openpyxl gegen die ganze Arbeitsmappe (CPU)",
                _cpu(SHEET, "openpyxl, write-only"),
                2.5,
                sizes=(_DETAIL,),
            ),
        ),
        sizes=(_DETAIL,),
        inside=True,
    ),
    Stage(
        "engines",
        "Parquet über DuckDB: die Summen aller Jahre, Töpfe und Regionen",
        (
            _inside(ENGINE, "engines.ours", answers.stage_cells, needs=_DUCKDB),
            _inside("DuckDB SQL von Hand", "engines.duckdb_sql", answers.stage_cells, needs=_DUCKDB),
        ),
        (
            Goal(
                "ko.cube gegen DuckDB SQL (CPU)",
                _share(ENGINE, "DuckDB SQL von Hand"),
                1.5,
                at_most=True,
                sizes=(_HUNDRED_MILLION,),
            ),
            Goal(
                "Speicher [MB]",
                lambda medians, _: medians[ENGINE].megabytes,
                512,
                at_most=True,
                sizes=(_HUNDRED_MILLION,),
            ),
        ),
        sizes=(_MILLION, _TEN_MILLION, _HUNDRED_MILLION),
        inside=True,
        ledger_extras=("assigned",),
        with_export=False,
    ),
    Stage(
        "growth",
        "Wachstum mit der Zahl der Buchungen",
        (
            _inside("Lesen (ko.read_bookings)", "reading.bookings_csv", answers.whole_sum),
            _inside("Zuordnen (assign)", "assigning.ours", answers.digest),
            _inside("Summen (spending.cube)", "cubes.ours", answers.stage_cells),
            _inside("Verdichten (condense)", "growing.condensing", answers.whole_sum),
            Contender(STATUS, _STATUS, answers.usage, fresh=True, exits=_STATUS_EXITS),
            _inside("Ausschöpfung (ko.budget_usage)", "growing.usage", answers.no_answer),
            _inside("Bericht ohne Einzelbuchungen (report_of)", "growing.overview", answers.no_answer),
            _inside("Alle Diagramme", "growing.charts", answers.no_answer),
        ),
        sizes=(_TEN_K, _HUNDRED_K, _MILLION, _TEN_MILLION),
        inside=True,
        ledger_extras=("dataset", "assigned"),
        is_growth=True,
    ),
)
