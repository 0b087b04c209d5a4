"""The command line: report, check, status, compare, demo, init, layout. Nothing heavy before it must."""

from __future__ import annotations

import errno
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kooperation.reporting.help_pages import Command, Day, Group, KindOfExport, Tongue, Year, language_of
from kooperation.reporting.labels import label
from kooperation.reporting.progress import reading_progress

if TYPE_CHECKING:
    from kooperation.books import Books
    from kooperation.model.messages import Language
    from kooperation.reading.layouts.layout import KindOfFile
    from kooperation.store.answers import Answer
    from kooperation.store.memory import Memory

WARNINGS, DATA_ERROR = 1, 3
STATE_EXITS = {"within": 0, "undocumented": 0, "warning": 10, "exhausted": 10, "exceeded": 20}
DATA_FOLDER = Path("data/raw")

Function = TypeVar("Function", bound=Callable[..., Any])


def _option(
    name: str, kind: click.ParamType[Any], *, metavar: str, text: str, **more: Any
) -> Callable[[Function], Function]:
    """Return an option; ``metavar`` and ``text`` are keys of the catalogue of labels."""
    return click.option(name, metavar=metavar, type=kind, help=text, **more)


_FOLDER = click.Path(path_type=Path)
_DATA = _option("--data", _FOLDER, metavar="help.folder", text="help.data", default=DATA_FOLDER)
_OUT = _option("--out", _FOLDER, metavar="help.folder", text="help.out")
_YEAR = _option("--year", Year(), metavar="help.year_metavar", text="help.year")
_AS_OF = _option("--as-of", Day(), metavar="help.day", text="help.as_of")
_IN_LANGUAGE: dict[str, Any] = {"metavar": "help.language_metavar", "text": "help.language"}
_LANGUAGE = _option(
    "--language", Tongue(), callback=lambda ctx, _, told: told or language_of(ctx), **_IN_LANGUAGE
)
_NO_CACHE = click.option("--no-cache", is_flag=True, help="help.no_cache")
_TARGET = click.argument("folder", metavar="help.folder", type=_FOLDER)
_VERSION = import_module("kooperation").__version__  # the front door stands above: it may not be imported


@click.group(cls=Group, help="help.main", context_settings={"help_option_names": ["-h", "--help"]})
@_option("--language", Tongue(), expose_value=False, **_IN_LANGUAGE)
@click.version_option(_VERSION, prog_name="kooperation", message="%(prog)s %(version)s", help="help.version")
def main() -> None:
    """Open the house; each command does one thing."""


@main.command(cls=Command, help="help.report", short_help="help.report_short")
@_DATA
@_OUT
@_AS_OF
@_option("--template", _FOLDER, metavar="help.file", text="help.template")
@_option("--dataset", _FOLDER, metavar="help.place", text="help.dataset")
@_option("--engine", click.STRING, metavar="help.engine_metavar", text="help.engine")
@click.option("--klartext", "in_full", is_flag=True, help="help.in_full")
@_NO_CACHE
@_LANGUAGE
def report(
    data: Path,
    out: Path | None,
    as_of: date | None,
    template: Path | None,
    dataset: Path | None,
    engine: str | None,
    *,
    in_full: bool,
    no_cache: bool,
    language: Language,
) -> None:
    """Read, check, draw and write the report; the confidential file only when it is asked for."""
    with _clear_errors(language, writes=True):
        if engine and not dataset:
            raise click.UsageError(label("usage.engine_alone", language), click.get_current_context())
        memory = _memory(data, no_cache or dataset is not None)
        if dataset is None:
            books = _read(memory, language=language)
        else:
            books = _read_dataset(data, dataset, engine=engine or "pandas", language=language)
        books = books.held()
        target = _target(data, out)
        from kooperation.reporting.screen import (
            error_lines,
            make_report,
            report_lines,
            template_lines,
            write_all,
        )

        made = make_report(books, as_of=as_of, language=language)
        written = write_all(books, made, target, template=template, in_full=in_full)
        click.echo("\n".join(report_lines(books, made, written)))
        for line in [*template_lines(written, language=language), *error_lines(books, language=language)]:
            click.echo(line, err=True)
        memory.keep(books)


def _target(data: Path, out: Path | None) -> Path:
    """Return the folder to write to; never one inside the data folder."""
    target = out or data.resolve().parent / "processed"
    if target.resolve().is_relative_to(data.resolve()):
        from kooperation.model.errors import refuse
        from kooperation.model.findings import Place

        raise refuse("out_inside_data", Place(file=str(target)), data=data)
    return target


@main.command(cls=Command, help="help.check", short_help="help.check_short")
@_DATA
@_NO_CACHE
@_LANGUAGE
def check(data: Path, *, no_cache: bool, language: Language) -> None:
    """Name every finding."""

    def checked() -> Answer:
        books = _read(memory, language=language, strict=False)
        from kooperation.reporting.answers import check_lines
        from kooperation.store.answers import Answer

        severities = {found.severity for found in books.noticed}
        code = DATA_ERROR if "error" in severities else WARNINGS if "warning" in severities else 0
        return Answer("\n".join(check_lines(books, language=language)), code)

    with _clear_errors(language):
        memory = _memory(data, no_cache)
        answer = memory.answered({"command": "check", "language": language}, checked)
        click.echo(answer.text)
    sys.exit(answer.exit_code)


@main.command(cls=Command, help="help.status", short_help="help.status_short")
@_DATA
@_YEAR
@click.option("--json", "as_json", is_flag=True, help="help.json")
@_AS_OF
@_NO_CACHE
@_LANGUAGE
def status(
    data: Path, year: int | None, *, as_json: bool, as_of: date | None, no_cache: bool, language: Language
) -> None:
    """Show the usage of each year."""

    def shown() -> Answer:
        return _status(_read(memory, language=language), year, as_json, as_of, language)

    day = as_of.isoformat() if as_of else None
    question = {"command": "status", "year": year, "json": as_json, "as_of": day, "language": language}
    with _clear_errors(language):
        memory = _memory(data, no_cache)
        answer = memory.answered(question, shown)
        click.echo(answer.text)
    sys.exit(answer.exit_code)


def _status(books: Books, year: int | None, as_json: bool, as_of: date | None, language: Language) -> Answer:
    """Say the usage of each year; of a ledger without a day of its own it holds today only."""
    from kooperation.reporting.answers import status_json, status_lines, status_rows
    from kooperation.store.answers import Answer

    rows = status_rows(books, as_of=as_of)
    shown = rows if year is None else rows[rows["year"] == year]
    if year is not None and shown.empty:
        _refuse_year(year, rows["year"], language)
    if as_json:
        import json

        text = json.dumps(status_json(books, shown, as_of=as_of), ensure_ascii=False, indent=2)
    else:
        text = "\n".join(status_lines(books, shown, as_of=as_of, language=language))
    worst = max((STATE_EXITS[state] for state in shown["state"]), default=0)
    return Answer(text, worst, holds=books.last_day is not None)


def _refuse_year(year: int, years: Any, language: Language) -> None:
    known = f"{min(years)}–{max(years)}" if len(years) else "–"
    raise click.UsageError(
        label("usage.no_such_year", language, value=year, known=known), click.get_current_context()
    )


@main.command(cls=Command, help="help.compare", short_help="help.compare_short")
@click.argument("old", metavar="help.old", type=_FOLDER)
@click.argument("new", metavar="help.new", type=_FOLDER)
@_LANGUAGE
def compare(old: Path, new: Path, language: Language) -> None:
    """Say what changed between two states."""
    with _clear_errors(language):
        from kooperation.reporting.comparison import change_lines, compare_paths

        click.echo("\n".join(change_lines(compare_paths(old, new), language=language)))


@main.command(cls=Command, help="help.demo", short_help="help.demo_short")
@_TARGET
@_LANGUAGE
def demo(folder: Path, language: Language) -> None:
    """Write the example data."""
    with _clear_errors(language):
        from kooperation.demo import write_demo

        count = len(write_demo(folder))
        click.echo(label("screen.demo_written", language, count=count, folder=folder, quoted=_quoted(folder)))


@main.command(cls=Command, help="help.init", short_help="help.init_short")
@_TARGET
@_LANGUAGE
def init(folder: Path, language: Language) -> None:
    """Write an empty data folder."""
    with _clear_errors(language):
        from kooperation.demo.blank import GUIDE_NAME, write_blank

        places = {"folder": folder, "guide": folder / GUIDE_NAME, "quoted": _quoted(folder)}
        click.echo(label("screen.blank_written", language, count=len(write_blank(folder)), **places))


@main.command(cls=Command, help="help.layout", short_help="help.layout_short")
@click.argument("file", metavar="help.file", type=_FOLDER)
@_option("--sheet", click.STRING, metavar="help.name", text="help.sheet")
@_option("--kind", KindOfExport(), metavar="help.kind_metavar", text="help.kind")
@_option("--out", _FOLDER, metavar="help.file", text="help.layout_out")
@_LANGUAGE
def layout(
    file: Path, sheet: str | None, kind: KindOfFile | None, out: Path | None, language: Language
) -> None:
    """Draft a layout for an export that no layout fits."""
    with _clear_errors(language):
        from kooperation.reading.layouts.drafting import draft_layout, write_draft

        draft = draft_layout(file, sheet=sheet, kind_of_file=kind, language=language)
        if out is None:
            click.echo(draft, nl=False)
        else:
            write_draft(draft, out)
            click.echo(label("screen.draft_written", language, file=out))


def _quoted(folder: Path) -> str:
    """Return a path as it can be typed again: quoted where it has blanks."""
    import shlex

    return f'"{folder}"' if sys.platform == "win32" and " " in str(folder) else shlex.quote(str(folder))


def _memory(data: Path, no_cache: bool) -> Memory:
    from kooperation.store.memory import open_memory

    return open_memory(data, is_wanted=not no_cache)


def _read(memory: Memory, *, language: Language, strict: bool = True) -> Books:
    with reading_progress(language) as seen:
        return memory.read_books(strict=strict, progress=seen)


def _read_dataset(data: Path, dataset: Path, *, engine: str, language: Language) -> Books:
    from kooperation.books import read_dataset

    with reading_progress(language) as seen, warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # meant for programmers
        return read_dataset(data, dataset, engine=engine, progress=seen)


@contextmanager
def _clear_errors(language: Language, *, writes: bool = False) -> Iterator[None]:
    """Turn every refusal into lines that a person can act on, and exit code 3; never a traceback."""
    from kooperation.model.errors import KooperationError

    try:
        yield
    except KooperationError as error:
        click.echo(error.describe(language), err=True)
        if writes and all(found.kind != "files_are_mixed" for found in error.findings):
            click.echo(label("screen.refused", language, count=len(error.findings)), err=True)
    except MemoryError:
        click.echo(label("screen.out_of_memory", language), err=True)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader of our output has gone; that is no fault of the data
            raise
        from kooperation.model.causes import cause_of
        from kooperation.model.findings import in_language

        why, file = in_language(cause_of(error), language), error.filename or "–"
        click.echo(label("screen.system_error", language, why=why, file=file), err=True)
    else:
        return
    sys.exit(DATA_ERROR)
