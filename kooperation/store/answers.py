"""What a command answered to the same question over the same data: a text and an exit code."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kooperation.store.entries import name_of
from kooperation.store.sealed import UNFINISHED, is_left_over, read_sealed, write_sealed

MOST_ANSWERS = 24  # one for each language, year and form that somebody asks for
MOST_LETTERS = 4_000_000
_OURS = re.compile(rf"{re.escape(UNFINISHED)}|[0-9a-f]{{16}}-[0-9a-f]{{32}}\.json$")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said, and the code that it ended with.

    ``holds``: the same data will always give it; an answer that speaks of today is never kept.
    """

    text: str
    exit_code: int
    holds: bool = True


def read_answer(folder: Path, key: Mapping[str, Any]) -> Answer | None:
    """Return the answer to a question over a state; ``None`` when it was not given yet."""
    facts = read_sealed(_path(folder, key))
    if facts is None or facts.get("key") != key:
        return None
    return Answer(facts["text"], facts["exit_code"])


def write_answer(folder: Path, key: Mapping[str, Any], answer: Answer) -> None:
    """Keep an answer; those to older states go. What cannot be written is not kept."""
    if not answer.holds or len(answer.text) > MOST_LETTERS:
        return
    with contextlib.suppress(OSError, UnicodeError):
        folder.mkdir(parents=True, exist_ok=True)
        _make_room(folder, key)
        write_sealed(_path(folder, key), {"key": key, "text": answer.text, "exit_code": answer.exit_code})


def _path(folder: Path, key: Mapping[str, Any]) -> Path:
    """Return the file of an answer: its name tells the state, then the question."""
    return folder / f"{_state(key)}-{name_of(key)}.json"


def _state(key: Mapping[str, Any]) -> str:
    return name_of({name: value for name, value in key.items() if name != "question"})[:16]


def _make_room(folder: Path, key: Mapping[str, Any]) -> None:
    """Remove answers to other states, and all when those to this one have become too many; nothing else."""
    paths = [path for path in folder.iterdir() if _OURS.match(path.name)]
    current = [path for path in paths if path.name.startswith(_state(key))]
    kept = current if len(current) < MOST_ANSWERS else []
    for path in paths:
        if is_left_over(path) if path.name.startswith(UNFINISHED) else path not in kept:
            with contextlib.suppress(OSError):
                path.unlink()
