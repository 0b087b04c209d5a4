"""The help pages, in German unless ``--language en`` is given, and how a console shows them.

They are written without the library of the command line: whoever only asks for help waits for nothing.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kooperation.reporting.commands import COMMANDS, HELP, MAIN, PROGRAM, Command, Option
from kooperation.reporting.labels import label

if TYPE_CHECKING:
    from kooperation.model.messages import Language

WIDTH = 96
_INDENT = "  "
_WIDEST_NAME = 30  # a longer one has its text in the next line


def program_name() -> str:
    """Return how the program was called: by its name, or as a module of Python."""
    is_module = bool(getattr(sys.modules["__main__"], "__package__", None))
    return f"python -m {PROGRAM}" if is_module else os.path.basename(sys.argv[0])  # noqa: PTH119 - pathlib takes longer than the page


def page_asked_for(arguments: Sequence[str], *, version: str) -> str | None:
    """Return the help page, or the version, when nothing else is asked for; ``None`` otherwise."""
    language: Language = "en" if language_asked_for(arguments) == "en" else "de"
    match _without_language(arguments):
        case ["--version"]:
            return f"{PROGRAM} {version}"
        case ["-h" | "--help"]:
            return help_page(MAIN, call=program_name(), language=language)
        case [name, "-h" | "--help"] if name in COMMANDS:
            return help_page(COMMANDS[name], call=f"{program_name()} {name}", language=language)
    return None


def language_asked_for(arguments: Sequence[str]) -> str | None:
    """Return the value of ``--language`` before anything is parsed: help and errors need it, too."""
    told = [
        following if word == "--language" else word.removeprefix("--language=")
        for word, following in zip(arguments, [*arguments[1:], ""], strict=False)
        if word == "--language" or word.startswith("--language=")
    ]
    return told[-1] if told else None


def _without_language(arguments: Sequence[str]) -> list[str]:
    """Return the words of a call without each ``--language`` that names one of ours."""
    words, rest = iter(arguments), []
    for word in words:
        told = f"{word}={next(words, '')}" if word == "--language" else word
        if told not in ("--language=de", "--language=en"):
            rest.append(told)
    return rest


def help_page(command: Command, *, call: str, language: Language) -> str:
    """Return the page: usage, what the command is for, its options, and the commands of the group."""
    paragraphs = label(command.text, language).split("\n\n")
    blocks = [
        usage_line(command, call=call, language=language),
        *(textwrap.fill(one, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT) for one in paragraphs),
    ]
    if command is MAIN:
        commands = [(name, label(one.summary, language)) for name, one in COMMANDS.items()]
        blocks.append(_section("usage.commands", commands, language))
    options = [_option_row(one, language) for one in (*command.options, HELP)]
    blocks.append(_section("usage.options", options, language))
    return "\n\n".join(blocks)


def usage_line(command: Command, *, call: str, language: Language) -> str:
    """Return how the command is called: ``Aufruf: kooperation demo ORDNER [OPTIONEN]``."""
    if command is MAIN:
        words = [label("usage.command_metavar", language)]
    else:
        words = [label(one.metavar, language) for one in command.arguments]
    return label(
        "usage.line", language, call=" ".join([call, *words, label("usage.options_metavar", language)])
    )


def _option_row(option: Option, language: Language) -> tuple[str, str]:
    metavar = f" {label(option.metavar, language)}" if option.metavar else ""
    return f"{option.name}{metavar}", label(option.text, language)


def _section(title: str, rows: Sequence[tuple[str, str]], language: Language) -> str:
    """Return names and their texts in two columns below a title."""
    left = min(max(len(name) for name, _ in rows), _WIDEST_NAME) + 2
    lines = [line for name, text in rows for line in _row(name, text, left)]
    return "\n".join([f"{label(title, language)}:", *(f"{_INDENT}{line}" for line in lines)])


def _row(name: str, text: str, left: int) -> Iterator[str]:
    first, *others = textwrap.wrap(text, WIDTH - left - len(_INDENT))
    if len(name) <= left - 2:
        yield f"{name:{left}}{first}"
    else:
        yield from (name, " " * left + first)
    yield from (" " * left + line for line in others)


# --- consoles ----------------------------------------------------------------------------------------------


def show_page(page: str) -> None:
    """Print a page; where it cannot be written (its reader has gone, the disk is full), end mutely with 1."""
    if sys.stdout is None:  # closed, or a program without a console
        return
    speak_plainly()
    try:
        sys.stdout.write(f"{page}\n")
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python has still to write
        sys.exit(1)


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
