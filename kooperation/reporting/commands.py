"""What can be called: the commands with their arguments and options, as plain nouns.

Help pages are written from them without the library of the command line, which is built from the same nouns.
Texts are keys of the catalogue of labels.
"""

from __future__ import annotations

from typing import NamedTuple

PROGRAM = "kooperation"


class Option(NamedTuple):
    """An option; without a ``metavar`` it is a flag."""

    name: str  # the last one of several, as ``-h, --help``, is spelled out
    text: str
    metavar: str = ""
    parameter: str = ""  # of the function, where its name is not the option's


class Argument(NamedTuple):
    """A word that a command needs."""

    parameter: str
    metavar: str


class Command(NamedTuple):
    """A command, or the group of all."""

    text: str
    summary: str = ""
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()


HELP = Option("-h, --help", "usage.help")
LANGUAGE = Option("--language", "help.language", "help.language_metavar")
VERSION = Option("--version", "help.version")

_DATA = Option("--data", "help.data", "help.folder")
_OUT = Option("--out", "help.out", "help.folder")
_AS_OF = Option("--as-of", "help.as_of", "help.day")
_NO_CACHE = Option("--no-cache", "help.no_cache")
_TARGET = Argument("folder", "help.folder")

MAIN = Command("help.main", options=(LANGUAGE, VERSION))
COMMANDS = {
    "report": Command(
        "help.report",
        "help.report_short",
        options=(
            _DATA,
            _OUT,
            _AS_OF,
            Option("--template", "help.template", "help.file"),
            Option("--dataset", "help.dataset", "help.place"),
            Option("--engine", "help.engine", "help.engine_metavar"),
            Option("--klartext", "help.in_full", parameter="in_full"),
            _NO_CACHE,
            LANGUAGE,
        ),
    ),
    "check": Command("help.check", "help.check_short", options=(_DATA, _NO_CACHE, LANGUAGE)),
    "status": Command(
        "help.status",
        "help.status_short",
        options=(
            _DATA,
            Option("--year", "help.year", "help.year_metavar"),
            Option("--json", "help.json", parameter="as_json"),
            _AS_OF,
            _NO_CACHE,
            LANGUAGE,
        ),
    ),
    "compare": Command(
        "help.compare",
        "help.compare_short",
        arguments=(Argument("old", "help.old"), Argument("new", "help.new")),
        options=(LANGUAGE,),
    ),
    "demo": Command("help.demo", "help.demo_short", arguments=(_TARGET,), options=(LANGUAGE,)),
    "init": Command("help.init", "help.init_short", arguments=(_TARGET,), options=(LANGUAGE,)),
    "layout": Command(
        "help.layout",
        "help.layout_short",
        arguments=(Argument("file", "help.file"),),
        options=(
            Option("--sheet", "help.sheet", "help.name"),
            Option("--kind", "help.kind", "help.kind_metavar"),
            Option("--out", "help.layout_out", "help.file"),
            LANGUAGE,
        ),
    ),
}
