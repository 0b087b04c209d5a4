"""The command line's own words: help pages and wrong usage, in German unless ``--language en`` is given.

Commands and options carry keys of the catalogue of labels; the texts are looked up when a page is shown.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kooperation.reporting.labels import label

if TYPE_CHECKING:
    from kooperation.model.messages import Language

WRONG_USAGE, INTERRUPTED = 2, 130
WIDTH = 96
_LANGUAGE = "kooperation.language"


def language_of(context: click.Context | None) -> Language:
    """Return the language that the command line asked for, German when it did not."""
    return "en" if context is not None and context.meta.get(_LANGUAGE) == "en" else "de"


def _asked_for(arguments: Sequence[str]) -> str | None:
    """Return the value of ``--language`` before anything is parsed: help and errors need it, too."""
    told = [
        following if word == "--language" else word.removeprefix("--language=")
        for word, following in zip_longest(arguments, arguments[1:], fillvalue="")
        if word == "--language" or word.startswith("--language=")
    ]
    return told[-1] if told else None


class Command(click.Command):
    """A command whose help page and errors speak the reader's language."""

    allow_extra_args = True  # let through by click, refused by parse_args in the reader's language

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and refuse what nothing takes."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser does not always say which command was called
            raise
        if ctx.args and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            raise click.UsageError(label("usage.surplus", language_of(ctx), words=" ".join(ctx.args)), ctx)
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the page: usage, what the command is for, its options, and the commands of a group."""
        formatter.width = WIDTH
        language = language_of(ctx)
        formatter.write(f"{usage_line(ctx)}\n")
        for paragraph in label(str(self.help), language).split("\n\n"):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(paragraph)
        if isinstance(self, click.Group):
            commands = [(name, label(str(one.short_help), language)) for name, one in self.commands.items()]
            _write_section(formatter, label("usage.commands", language), commands)
        options = [
            _option_record(one, language) for one in self.get_params(ctx) if isinstance(one, click.Option)
        ]
        _write_section(formatter, label("usage.options", language), options)


class Group(Command, click.Group):
    """The group of all commands; ends a run with the right exit code, whatever happens."""

    def main(self, args: Any = None, *others: Any, **more: Any) -> Any:
        """Run a command line; wrong usage ends with 2, an interruption with 130, never with a traceback."""
        speak_plainly()
        try:
            return super().main(args, *others, **{**more, "standalone_mode": False})
        except click.UsageError as error:
            click.echo(usage_error(error), err=True)
            sys.exit(WRONG_USAGE)
        except (click.Abort, KeyboardInterrupt):
            click.echo(label("usage.interrupted", language_of(None)), err=True)
            sys.exit(INTERRUPTED)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language that is asked for, then parse."""
        ctx.meta[_LANGUAGE] = _asked_for(args)
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            sys.exit(WRONG_USAGE)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Return the command that is called; an unknown one is refused with the nearest that exists."""
        if args and args[0] not in self.commands and not ctx.resilient_parsing:
            names = list(self.commands)
            near = difflib.get_close_matches(args[0], names, n=1)
            known = ", ".join(near or names)
            raise click.UsageError(
                label("usage.no_command", language_of(ctx), name=args[0], known=known), ctx
            )
        return super().resolve_command(ctx, args)


def _write_section(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    with formatter.section(title):
        formatter.write_dl(rows, col_max=30)


def _option_record(option: click.Option, language: Language) -> tuple[str, str]:
    names = ", ".join(sorted(option.opts, key=len))
    metavar = "" if option.is_flag else f" {label(str(option.metavar), language)}"
    key = "usage.help" if "--help" in option.opts else str(option.help)
    return f"{names}{metavar}", label(key, language)


def usage_line(context: click.Context) -> str:
    """Return how the command is called: ``Aufruf: kooperation demo ORDNER [OPTIONEN]``."""
    language = language_of(context)
    words = [context.command_path]
    if isinstance(context.command, click.Group):
        words.append(label("usage.command_metavar", language))
    else:
        arguments = [one for one in context.command.params if isinstance(one, click.Argument)]
        words += [label(str(one.metavar), language) for one in arguments]
    return label("usage.line", language, call=" ".join([*words, label("usage.options_metavar", language)]))


# --- wrong usage -------------------------------------------------------------------------------------------


def usage_error(error: click.UsageError) -> str:
    """Return the lines about a wrong call: what is wrong, how it is called, where help is."""
    language = language_of(error.ctx)
    lines = [label("usage.error", language, why=_why(error, language))]
    if error.ctx is not None:
        hint = label("usage.hint", language, command=error.ctx.command_path)
        lines += [f"  {usage_line(error.ctx)}", f"  {hint}"]
    return "\n".join(lines)


def _why(error: click.UsageError, language: Language) -> str:
    if isinstance(error, click.NoSuchOption):
        near = ", ".join(error.possibilities or ())
        key = "usage.no_option_but" if near else "usage.no_option"
        return label(key, language, name=error.option_name, near=near)
    if isinstance(error, click.BadOptionUsage):
        takes_nothing = any(
            error.option_name in one.opts and one.is_flag
            for one in (error.ctx.command.params if error.ctx else ())
            if isinstance(one, click.Option)
        )
        key = "usage.option_takes_nothing" if takes_nothing else "usage.option_needs_value"
        return label(key, language, name=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return label("usage.missing", language, name=label(str(error.param.metavar), language))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{'/'.join(error.param.opts)}: {error.message}"
    return error.message


class _Told(click.ParamType):  # type: ignore[type-arg] # older clicks have no argument there
    """A kind of value that says in the reader's language what it expects."""

    key = ""

    def refuse(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        """Raise the error about ``value``."""
        self.fail(label(self.key, language_of(ctx), value=value), param, ctx)


class Day(_Told):
    """A date as people type it: ``30.06.2025`` or ``2025-06-30``."""

    name, key = "day", "usage.bad_date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date that is meant."""
        if isinstance(value, date):
            return value
        for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
            with suppress(ValueError):
                return datetime.strptime(value.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        return self.refuse(value, param, ctx)


class Year(_Told):
    """A Haushaltsjahr in four digits."""

    name, key = "year", "usage.bad_year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the year that is meant."""
        if not (str(value).isdecimal() and len(str(value)) == 4):
            self.refuse(value, param, ctx)
        return int(value)


class Tongue(_Told):
    """A language of the outputs."""

    name, key = "language", "usage.bad_language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the language that is meant."""
        if value not in ("de", "en"):
            self.refuse(value, param, ctx)
        return str(value)


class KindOfExport(_Told):
    """What an export is: bookings, overview, orders or activities."""

    name, key = "kind", "usage.bad_kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the kind that is meant."""
        if value not in ("bookings", "overview", "orders", "activities"):
            self.refuse(value, param, ctx)
        return str(value)


# --- consoles ----------------------------------------------------------------------------------------------

_PLAIN = str.maketrans(
    {"€": "EUR", "„": '"', "“": '"', "”": '"', "–": "-", "−": "-", "…": "...", "·": "-", "→": "->", "▲": "^"}
    | {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "\u202f": " ",
        "\u00a0": " ",
    }
)


def speak_plainly() -> None:
    """Write what a console's code page lacks in letters that it has, so that no message ends in an error."""
    import codecs

    codecs.register_error("kooperation.plainly", _written_plainly)
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="kooperation.plainly")


def _written_plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(letter if letter.isascii() else "?" for letter in plain), error.end
