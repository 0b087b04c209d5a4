"""What a command answered to the same question over the same data: texts, an exit code, and its files."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kooperation.store.entries import name_of
from kooperation.store.sealed import UNFINISHED, is_left_over, read_sealed, write_sealed
from kooperation.store.state import hash_of

MOST_ANSWERS = 24  # one for each language, year and form that somebody asks for
MOST_LETTERS = 4_000_000
UNKNOWN = "unknown"  # in the place of a hash
_OURS = re.compile(rf"{re.escape(UNFINISHED)}|[0-9a-f]{{16}}-[0-9a-f]{{32}}\.json$")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said, the code that it ended with, and what it left.

    Attributes
    ----------
    text, aside : str
        What goes to the screen as the answer, and what goes to the other stream as a remark; may be empty.
    exit_code : int
        The code of the process.
    holds : bool
        The same data will always give it; an answer that speaks of today is never kept.
    written, decided : dict
        Path -> sha256 of each file that the command wrote, and of each that decided beside the data;
        ``None``: nothing stands there. The answer holds as long as they are what they were.
    """

    text: str
    exit_code: int
    holds: bool = True
    aside: str = ""
    written: Mapping[str, str | None] = field(default_factory=dict)
    decided: Mapping[str, str | None] = field(default_factory=dict)


def hashes_of(paths: Iterable[Path]) -> dict[str, str | None]:
    """Return what stands at each path, for ``written`` and ``decided`` of an answer.

    What is no regular file, or cannot be read, is :data:`UNKNOWN`: an answer that rests on it is not kept.
    """
    return {str(path): _hash_at(path) for path in paths}


def _hash_at(path: Path) -> str | None:
    try:
        return hash_of(path) if stat.S_ISREG(path.stat().st_mode) else UNKNOWN
    except FileNotFoundError:
        return None
    except OSError:
        return UNKNOWN


def read_answer(folder: Path, key: Mapping[str, Any]) -> Answer | None:
    """Return the answer to a question over a state; ``None`` when it was not given yet or holds no more."""
    facts = read_sealed(_path(folder, key))
    if facts is None or facts.pop("key", None) != key:
        return None
    answer = Answer(**facts)
    return answer if _still_holds(answer) else None


def _still_holds(answer: Answer) -> bool:
    """Tell whether all files are what they were; a link would be replaced by the file itself."""
    files = {**answer.written, **answer.decided}
    is_linked = any(map(os.path.islink, answer.written))
    return not is_linked and all(_hash_at(Path(path)) == hashed for path, hashed in files.items())


def write_answer(folder: Path, key: Mapping[str, Any], answer: Answer) -> None:
    """Keep an answer; those to older states go. What cannot be written is not kept."""
    if not answer.holds or len(answer.text) > MOST_LETTERS or UNKNOWN in answer.decided.values():
        return
    with contextlib.suppress(OSError, UnicodeError):
        folder.mkdir(parents=True, exist_ok=True)
        _make_room(folder, key)
        write_sealed(_path(folder, key), {"key": key, **asdict(answer)})


def has_answers(folder: Path, key: Mapping[str, Any]) -> bool:
    """Tell whether any question over the same state was answered; where we may not look, none was."""
    with contextlib.suppress(OSError):
        return any(folder.glob(f"{_state(key)}-*"))
    return False


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
