"""A drafted layout as TOML that a controller completes: valid as it stands, proposals commented out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kooperation.model.messages import Language
from kooperation.reading.layouts.draft import ColumnGuess, Draft, KindGuess, SignGuess, YearsGuess
from kooperation.reading.layouts.draft_texts import said
from kooperation.reading.layouts.parsing import TERMS_OF
from kooperation.reading.words.vocabulary import terms

_WIDTH = 110
_ASK = "#? "  # a proposal: to remove the mark makes it hold
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def draft_text(draft: Draft, language: Language) -> str:
    """Return the draft as TOML. ``parse_layout`` reads it as it stands, whatever the headings are."""
    parts = (
        _beginning(draft, language),
        _columns(draft, language),
        _kind(draft.kind, language),
        _years(draft.years, language),
        _sign(draft.sign, language),
        _reading(draft, language),
    )
    return "\n\n".join("\n".join(lines) for part in parts if (lines := [*part])) + "\n"


def quoted(text: str) -> str:
    """Return a text as a basic string of TOML, whatever characters it holds."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character < " " or "\x7f" <= character <= "\x9f":
        return f"\\u{ord(character):04X}"
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character


def _array(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _comment(text: str) -> Iterator[str]:
    """Break a remark into comment lines. It may quote headings, so nothing in it may end the comment."""
    line = "#"
    for word in _shown(text).split(" "):
        if len(line) + len(word) >= _WIDTH and line != "#":
            yield line
            line = "#  "
        line += f" {word}"
    yield line


def _shown(text: str) -> str:
    return "".join(one if one == '"' or one == "\\" else _escaped(one) for one in text)


# --- the beginning -------------------------------------------------------------------------------------


def _beginning(draft: Draft, language: Language) -> Iterator[str]:
    header = said("header", language, row=draft.header_row, count=draft.rows)
    parts = [
        quoted(draft.file),
        *([said("sheet", language, sheet=quoted(draft.sheet))] if draft.sheet else []),
    ]
    yield from _comment(f"{said('title', language, file=', '.join(parts))} ({header})")
    for step in ("step_decide", "step_save", "step_check"):
        yield from _comment(said(step, language))
    if draft.missing:
        named = ", ".join(_named(column, language) for column in draft.missing)
        yield from _comment(said("missing", language, columns=named))
    elif all(guess.is_decided or guess.why != "exact" for guess in draft.columns):
        yield from _comment(said("complete", language))
    yield ""
    yield f"name = {quoted(_stem(draft.file))}"
    yield f"kind_of_file = {quoted(draft.kind_of_file)}"
    yield from _comment(said("kinds_of_file", language))
    yield from _comment(said(f"why_{draft.reason}", language))
    pattern = re.sub(r"[0-9*]+", "*", f"{_stem(draft.file)}*")
    if draft.needs:
        yield from _comment(said("needs", language))
        yield f"needs = {_array(draft.needs)}"
        yield from _comment(said("files", language))
        yield f"{_ASK}files = {quoted(pattern)}"
    else:
        yield from _comment(said("files", language))
        yield f"files = {quoted(pattern)}"


def _stem(file: str) -> str:
    name = file.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] or name


def _named(column: str, language: Language) -> str:
    return f"{column} ({terms()[column].name})" if language == "de" and column in terms() else column


# --- columns -------------------------------------------------------------------------------------------


def _columns(draft: Draft, language: Language) -> Iterator[str]:
    decided = [guess for guess in draft.columns if guess.is_decided]
    asked = [guess for guess in draft.columns if not guess.is_decided]
    yield from _comment(said("columns", language))
    yield "[columns]"
    yield from (_column_line(guess, language) for guess in decided)
    if asked:
        yield from _comment(said("undecided", language))
        yield from (_column_line(guess, language) for guess in asked)
    if sum(guess.looks == "money" for guess in asked) > 1:
        yield from _comment(said("sides", language))
    yield from _comment(said("all_columns", language))
    yield from _comment(", ".join(_named(column, language) for column in TERMS_OF[draft.kind_of_file]))


def _column_line(guess: ColumnGuess, language: Language) -> str:
    line = f"{quoted(guess.heading)} = {quoted(guess.column or '')}"
    remark = _shown("; ".join(_remarks(guess, language)))
    return f"{'' if guess.is_decided else _ASK}{line}  # {remark}"


def _remarks(guess: ColumnGuess, language: Language) -> Iterator[str]:
    if guess.why == "same_heading":
        yield said("same_heading", language)
        return
    if guess.why == "near":
        yield said("near", language, like=guess.like)
    yield said("exact" if guess.why == "exact" else f"looks_{guess.looks}", language)
    if guess.rivals and guess.column:
        yield said("rivals", language, column=guess.column)
    if guess.possible:
        yield said("possible", language, columns=", ".join(guess.possible))
    if guess.samples:
        yield said("samples", language, values=", ".join(map(quoted, guess.samples)))
    elif guess.distinct:
        yield said("distinct", language, count=guess.distinct)


# --- kinds of rows, years, signs -----------------------------------------------------------------------


def _kind(kind: KindGuess | None, language: Language) -> Iterator[str]:
    if kind is None:
        return
    mark = "" if kind.is_decided else _ASK
    yield from _comment(said("kind" if kind.is_decided else "kind_perhaps", language))
    yield from _comment(said("kind_sort", language))
    yield f"{mark}[kind]"
    yield f"{mark}column = {quoted(kind.heading)}"
    for name in ("actual", "commitment", "budget"):
        values = kind.lists.get(name, ())
        yield f"{mark if values or not kind.is_decided else _ASK}{name} = {_array(values)}"
    if kind.open:
        yield from _comment(said("kind_open", language, values=", ".join(map(quoted, kind.open))))
    if hidden := kind.distinct - len(kind.open):
        yield from _comment(said("kind_hidden", language, count=hidden))


def _years(years: Sequence[YearsGuess], language: Language) -> Iterator[str]:
    if not years:
        return
    yield from _comment(said("years", language).replace("{{year}}", "{year}"))
    if not all(guess.is_decided for guess in years):
        yield from _comment(said("years_perhaps", language))
    is_table = any(guess.is_decided for guess in years)
    yield f"{'' if is_table else _ASK}[years]"
    for guess in years:
        line = f"{guess.kind or 'actual'} = {quoted(guess.pattern)}  # {', '.join(map(str, guess.years))}"
        yield line if guess.is_decided else _ASK + line


def _sign(sign: SignGuess | None, language: Language) -> Iterator[str]:
    if sign is None:
        return
    yield from _comment(said("sign", language))
    yield f"{_ASK}[sign]"
    yield f"{_ASK}column = {quoted(sign.heading)}"
    yield f"{_ASK}plus = {_array(sign.plus)}"
    yield f"{_ASK}minus = {_array(sign.minus)}"


# --- reading -------------------------------------------------------------------------------------------


def _reading(draft: Draft, language: Language) -> Iterator[str]:
    if draft.kind_of_file == "activities" and not draft.is_sheet_told:
        return
    yield from _comment(said("read", language))
    if draft.is_scaled:
        yield from _comment(said("read_scaled", language))
    yield f"{'' if draft.is_sheet_told else _ASK}[read]"
    if draft.is_sheet_told:
        yield f"sheet = {quoted(draft.sheet or '')}  # {said('read_sheet', language)}"
    if draft.kind_of_file == "activities":
        return
    if draft.is_decimal_open:
        yield f'{_ASK}decimal = ","  # {said("read_decimal", language)}'
    if not draft.is_scaled:
        yield f"{_ASK}scale = 1000  # {said('read_scale', language)}"
    if draft.is_mostly_negative:
        yield f'{_ASK}expense = "negative"  # {said("read_expense", language)}'
    if draft.defaults:
        given = ", ".join(f'{column} = ""' for column in draft.defaults)
        yield f"{_ASK}defaults = {{ {given} }}  # {said('read_defaults', language)}"
