"""One file of facts as JSON: written whole or not at all, and believed only when its seal holds."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Facts = Mapping[str, Any]

UNFINISHED = ".unfertig-"  # how the names of files and folders begin that are still being written
_LONGEST_RUN = 3600  # [second]


def seal_of(facts: Facts) -> str:
    """Return the hash of facts, whatever the order of their keys."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def write_sealed(path: Path, facts: Facts) -> None:
    """Write facts with their seal; a run that is killed leaves the old file or none.

    What a power failure keeps from the disk breaks the seal, so that nothing has to wait for the disk.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    text = json.dumps({**facts, "seal": seal_of(facts)}, ensure_ascii=False, indent=1)
    write_whole(path, text.encode("utf-8", "surrogatepass"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then let it take its name in one step.

    Raises
    ------
    OSError
        When the file cannot be written; the old one is as it was then.
    """
    beside = path.with_name(unfinished_name())
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def read_sealed(path: Path) -> dict[str, Any] | None:
    """Return the facts of a file; ``None`` when there are none, or none that may be believed."""
    try:
        facts = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(facts, dict) or facts.pop("seal", None) != seal_of(facts):
        return None
    return facts


def unfinished_name() -> str:
    """Return a name of its own for what is still being written, with the number of this process."""
    return f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(6)}"


def is_left_over(path: Path) -> bool:
    """Tell whether something unfinished was left behind by a run that was killed."""
    return time.time() - path.lstat().st_mtime > _LONGEST_RUN
