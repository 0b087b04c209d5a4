"""The command line: report, check, status, demo, init. Imports nothing heavy before a command needs it."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kooperation import __version__
from kooperation.model.errors import KooperationError
from kooperation.model.messages import Language
from kooperation.reporting.labels import label

if TYPE_CHECKING:
    import pandas as pd

    from kooperation.books import Books

WARNINGS, DATA_ERROR = 1, 3
STATE_EXITS = {"within": 0, "undocumented": 0, "warning": 10, "exhausted": 10, "exceeded": 20}
PATIENCE = 1.0  # seconds before a long read shows its progress

Command = TypeVar("Command", bound=Callable[..., Any])

_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("data/raw"),
    show_default=True,
    help="Datenordner mit Registern und Exporten.",
)
_LANGUAGE = click.option(
    "--language",
    type=click.Choice(["de", "en"]),
    default="de",
    show_default=True,
    help="Sprache der Ausgaben (language of all output).",
)


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read a date as people type it: 30.06.2025 or 2025-06-30."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(value, pattern).astimezone().date() if value else None
        except ValueError:
            continue
    raise click.BadParameter(label("screen.bad_date", value=value), ctx=context, param=parameter)


_AS_OF = click.option(
    "--as-of",
    callback=_day,
    metavar="DATUM",
    help="Stand, etwa 30.06.2025; ohne Angabe gilt die letzte Buchung.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kooperation")
def main() -> None:
    """Was hat jede Partnerregion in jedem Jahr gekostet, und was ist vom Ansatz übrig?

    Liest Buchungsexporte und Register aus einem Datenordner, ordnet jeden Euro zu, hält ihn gegen den datierten
    Ansatz und schreibt einen Excel-Bericht mit Diagrammen, in dem jede Zahl auf Datei, Blatt und Zeile zurückführt.
    """
    _speak_utf8()


@main.command()
@_DATA
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Zielordner; ohne Angabe der Ordner „processed“ neben dem Datenordner.",
)
@_AS_OF
@_LANGUAGE
def report(data: Path, out: Path | None, as_of: date | None, language: Language) -> None:
    """Lesen, prüfen, zeichnen und den Excel-Bericht schreiben."""
    with _clear_errors(language):
        books = _read(data, language=language)
        folder = out or data.resolve().parent / "processed"
        from kooperation.reporting.screen import report_lines, write_all

        written = write_all(books, folder, as_of=as_of, language=language)
        click.echo("\n".join(report_lines(books, written, as_of=as_of, language=language)))


@main.command()
@_DATA
@_LANGUAGE
def check(data: Path, language: Language) -> None:
    """Nur prüfen: alle Befunde mit Fundstelle und Abhilfe."""
    with _clear_errors(language):
        books = _read(data, language=language, strict=False)
        from kooperation.reporting.screen import check_lines

        click.echo("\n".join(check_lines(books, language=language)))
        severities = {found.severity for found in books.noticed}
    sys.exit(DATA_ERROR if "error" in severities else WARNINGS if "warning" in severities else 0)


@main.command()
@_DATA
@click.option("--year", type=int, help="Nur dieses Haushaltsjahr.")
@click.option("--json", "as_json", is_flag=True, help="Als JSON, Beträge als Text.")
@_AS_OF
@_LANGUAGE
def status(data: Path, year: int | None, *, as_json: bool, as_of: date | None, language: Language) -> None:
    """Ansatz, Ist, Obligo und Rest je Haushaltsjahr; der Exit-Code nennt das schlechteste Jahr."""
    with _clear_errors(language):
        books = _read(data, language=language)
        from kooperation.reporting.screen import status_json, status_lines, status_rows

        rows = status_rows(books, year=year, as_of=as_of)
        if year is not None and rows.empty:
            raise click.BadParameter(label("screen.no_such_year", language, year=year), param_hint="--year")
        if as_json:
            click.echo(json.dumps(status_json(books, rows), ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(status_lines(books, rows, as_of=as_of, language=language)))
        worst = _worst(rows)
    sys.exit(worst)


def _worst(rows: pd.DataFrame) -> int:
    return max((STATE_EXITS[state] for state in rows["state"]), default=0)


@main.command()
@click.argument("folder", metavar="ORDNER", type=click.Path(path_type=Path))
@_LANGUAGE
def demo(folder: Path, language: Language) -> None:
    """Einen vollständigen Datenordner mit erfundenen Beispieldaten anlegen."""
    with _clear_errors(language):
        from kooperation.demo import write_demo

        written = write_demo(folder)
        click.echo(label("screen.demo_written", language, count=len(written), folder=folder))


@main.command()
@click.argument("folder", metavar="ORDNER", type=click.Path(path_type=Path))
@_LANGUAGE
def init(folder: Path, language: Language) -> None:
    """Einen leeren Datenordner für das eigene Haus anlegen: Register, Ordner, Anleitung."""
    with _clear_errors(language):
        from kooperation.demo.blank import write_blank

        written = write_blank(folder)
        click.echo(label("screen.blank_written", language, count=len(written), folder=folder))


@contextmanager
def _clear_errors(language: Language) -> Iterator[None]:
    """Turn every refusal into lines that a person can act on, and exit code 3; never a traceback."""
    try:
        yield
    except KooperationError as error:
        click.echo(error.describe(language), err=True)
        sys.exit(DATA_ERROR)
    except (OSError, MemoryError) as error:
        click.echo(
            label(
                "screen.system_error",
                language,
                why=getattr(error, "strerror", None) or error,
                file=getattr(error, "filename", None) or "",
            ),
            err=True,
        )
        sys.exit(DATA_ERROR)


def _read(data: Path, *, language: Language, strict: bool = True) -> Books:
    from kooperation.books import read_books

    with _progress(language) as seen:
        return read_books(data, strict=strict, progress=seen)


@contextmanager
def _progress(language: Language) -> Iterator[Callable[[str, int, int], None]]:
    """Show which file is being read once reading has taken longer than a second; nothing before."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    )
    task = bar.add_task(label("screen.reading", language, file=""), total=None)
    latest = {"line": ""}

    def seen(file: str, number: int, count: int) -> None:
        latest["line"] = label("screen.reading", language, file=file)
        bar.update(task, description=latest["line"], completed=number - 1, total=count)

    def show() -> None:
        if console.is_terminal:
            bar.start()
        else:
            console.print(latest["line"] or label("screen.reading", language, file=""), highlight=False)

    timer = threading.Timer(PATIENCE, show)
    timer.daemon = True
    timer.start()
    try:
        yield seen
    finally:
        timer.cancel()
        bar.stop()


def _speak_utf8() -> None:
    """Print umlauts and the euro sign wherever the output goes, whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")
