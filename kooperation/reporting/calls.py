"""How a call is understood: commands and kinds of values that refuse in the reader's language.

Commands and options carry keys of the catalogue of labels; the texts are looked up when they are shown.
"""

from __future__ import annotations

import difflib
import sys
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kooperation.reporting.commands import COMMANDS, MAIN
from kooperation.reporting.help_pages import (
    help_page,
    language_asked_for,
    program_name,
    speak_plainly,
    usage_line,
)
from kooperation.reporting.labels import label

if TYPE_CHECKING:
    from kooperation.model.messages import Language
    from kooperation.reporting.commands import Command

WRONG_USAGE, INTERRUPTED = 2, 130
_LANGUAGE = "kooperation.language"


def language_of(context: click.Context | None) -> Language:
    """Return the language that the command line asked for, German when it did not."""
    return "en" if context is not None and context.meta.get(_LANGUAGE) == "en" else "de"


class SpokenCommand(click.Command):
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
        """Write the page that is shown without click, too."""
        page = help_page(_called(ctx), call=ctx.command_path, language=language_of(ctx))
        formatter.write(f"{page}\n")


class SpokenGroup(SpokenCommand, click.Group):
    """The group of all commands; ends a run with the right exit code, whatever happens."""

    def main(self, args: Any = None, prog_name: str | None = None, *others: Any, **more: Any) -> Any:
        """Run a command line; wrong usage ends with 2, an interruption with 130, never with a traceback."""
        speak_plainly()
        try:
            return super().main(
                args, prog_name or program_name(), *others, **{**more, "standalone_mode": False}
            )
        except click.UsageError as error:
            click.echo(usage_error(error), err=True)
            sys.exit(WRONG_USAGE)
        except (click.Abort, KeyboardInterrupt):
            click.echo(label("usage.interrupted", language_of(None)), err=True)
            sys.exit(INTERRUPTED)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language that is asked for, then parse."""
        ctx.meta[_LANGUAGE] = language_asked_for(args)
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


def _called(context: click.Context) -> Command:
    """Return the command of a call, or the group of all."""
    return COMMANDS.get(str(context.command.name), MAIN)


# --- wrong usage -------------------------------------------------------------------------------------------


def usage_error(error: click.UsageError) -> str:
    """Return the lines about a wrong call: what is wrong, how it is called, where help is."""
    language = language_of(error.ctx)
    lines = [label("usage.error", language, why=_why(error, language))]
    if error.ctx is not None:
        hint = label("usage.hint", language, command=error.ctx.command_path)
        usage = usage_line(_called(error.ctx), call=error.ctx.command_path, language=language)
        lines += [f"  {usage}", f"  {hint}"]
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
