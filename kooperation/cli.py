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

from kooperation.reporting.calls import (
    Day,
    KindOfExport,
    SpokenCommand,
    SpokenGroup,
    Tongue,
    Year,
    language_of,
)
from kooperation.reporting.commands import COMMANDS, LANGUAGE, MAIN, PROGRAM, VERSION, Option
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

_FOLDER = click.Path(path_type=Path)
_VALUES: dict[str, dict[str, Any]] = {  # what an option takes; any other is a flag
    "--as-of": {"type": Day()},
    "--data": {"type": _FOLDER, "default": DATA_FOLDER},
    "--dataset": {"type": _FOLDER},
    "--engine": {"type": click.STRING},
    "--kind": {"type": KindOfExport()},
    "--language": {"type": Tongue(), "callback": lambda ctx, _, told: told or language_of(ctx)},
    "--out": {"type": _FOLDER},
    "--sheet": {"type": click.STRING},
    "--template": {"type": _FOLDER},
    "--year": {"type": Year()},
}
_VERSION = import_module("kooperation").__version__  # the front door stands above: it may not be imported


def _option(option: Option, **more: Any) -> Callable[[Function], Function]:
    """Return what gives a function an option."""
    names = [option.name, *([option.parameter] if option.parameter else [])]
    value = _VALUES.get(option.name, {"is_flag": True})
    return click.option(*names, metavar=option.metavar or None, help=option.text, **{**value, **more})


def _command(name: str) -> Callable[[Function], click.Command]:
    """Return what makes a function the command ``name``, with all that its help page tells."""
    described = COMMANDS[name]

    def declared(function: Function) -> click.Command:
        for option in reversed(described.options):
            function = _option(option)(function)
        for one in reversed(described.arguments):
            function = click.argument(one.parameter, metavar=one.metavar, type=_FOLDER)(function)
        make = main.command(name, cls=SpokenCommand, help=described.text, short_help=described.summary)
        return make(function)

    return declared


@click.group(cls=SpokenGroup, help=MAIN.text, context_settings={"help_option_names": ["-h", "--help"]})
@_option(LANGUAGE, callback=None, expose_value=False)
@click.version_option(_VERSION, prog_name=PROGRAM, message="%(prog)s %(version)s", help=VERSION.text)
def main() -> None:
    """Open the house; each command does one thing."""


@_command("report")
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

    def written() -> Answer:
        if dataset is None:
            books = _read(memory, language=language)
        else:
            books = _read_dataset(data, dataset, engine=engine or "pandas", language=language)
        return _report(books, target, as_of, template, language, in_full=in_full)

    with _clear_errors(language, writes=True):
        if engine and not dataset:
            raise click.UsageError(label("usage.engine_alone", language), click.get_current_context())
        target = _target(data, out)
        from kooperation.reporting.whole_file import could_be_replaced

        options = {"as_of": as_of, "template": template, "out": target, "language": language, "full": in_full}
        told = {name: None if option is None else str(option) for name, option in options.items()}
        question = {"command": "report", **told}
        memory = _memory(data, no_cache or dataset is not None)
        answer = memory.answered(question, written, is_free=could_be_replaced)
        click.echo(answer.text)
        if answer.aside:
            click.echo(answer.aside, err=True)
        memory.keep()


def _report(
    books: Books,
    target: Path,
    as_of: date | None,
    template: Path | None,
    language: Language,
    *,
    in_full: bool,
) -> Answer:
    """Write the report and say so; it holds for this ledger, template and machine, unless it tidied up."""
    from kooperation.reporting.drawing_library import as_delivered, without_manual
    from kooperation.store.answers import Answer, hashes_of

    with without_manual():
        from kooperation.reporting.screen import (
            error_lines,
            files_that_decide,
            make_report,
            report_lines,
            template_lines,
            write_all,
        )

    books = books.held()
    decided = hashes_of([template] if template else [])  # as it is before somebody reads it
    made = make_report(books, as_of=as_of, language=language)
    with as_delivered():
        written = write_all(books, made, target, template=template, in_full=in_full)
    beside = [path for path in files_that_decide(made, target) if path not in written.hashes]
    aside = [*template_lines(written, language=language), *error_lines(books, language=language)]
    return Answer(
        "\n".join(report_lines(books, made, written)),
        exit_code=0,
        holds=books.last_day is not None and not written.removed,
        aside="\n".join(aside),
        written={str(path): hashed for path, hashed in written.hashes.items()},
        decided=decided | hashes_of(beside),
    )


def _target(data: Path, out: Path | None) -> Path:
    """Return the folder to write to; never one inside the data folder."""
    target = out or data.resolve().parent / "processed"
    if target.resolve().is_relative_to(data.resolve()):
        from kooperation.model.errors import refuse
        from kooperation.model.findings import Place

        raise refuse("out_inside_data", Place(file=str(target)), data=data)
    return target


@_command("check")
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
        memory.keep_if_asked_again()
    sys.exit(answer.exit_code)


@_command("status")
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
        memory.keep_if_asked_again()
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


@_command("compare")
def compare(old: Path, new: Path, language: Language) -> None:
    """Say what changed between two states."""
    with _clear_errors(language):
        from kooperation.reporting.comparison import change_lines, compare_paths

        click.echo("\n".join(change_lines(compare_paths(old, new), language=language)))


@_command("demo")
def demo(folder: Path, language: Language) -> None:
    """Write the example data."""
    with _clear_errors(language):
        from kooperation.demo import write_demo

        count = len(write_demo(folder))
        click.echo(label("screen.demo_written", language, count=count, folder=folder, quoted=_quoted(folder)))


@_command("init")
def init(folder: Path, language: Language) -> None:
    """Write an empty data folder."""
    with _clear_errors(language):
        from kooperation.demo.blank import GUIDE_NAME, write_blank

        places = {"folder": folder, "guide": folder / GUIDE_NAME, "quoted": _quoted(folder)}
        click.echo(label("screen.blank_written", language, count=len(write_blank(folder)), **places))


@_command("layout")
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
    """Open what is remembered of a data folder, which is refused here when it is none."""
    from kooperation.reading.folder.opening import open_folder
    from kooperation.store.memory import open_memory

    return open_memory(open_folder(data), is_wanted=not no_cache)


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
