"""An entry: a folder of files that is there whole or not at all, held against its hashes before use."""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kooperation.store.sealed import (
    UNFINISHED,
    Facts,
    is_left_over,
    read_sealed,
    seal_of,
    unfinished_name,
    write_sealed,
)
from kooperation.store.state import hash_of

MANIFEST = "manifest.json"

# The disk, what Parquet refuses (each of its errors is one of these, too), too little memory.
_NOT_WRITTEN = (OSError, ValueError, TypeError, LookupError, RuntimeError, MemoryError)
_NAME = re.compile("[0-9a-f]{32}")

Part = Callable[[Path], None]  # writes one file at the path that it is given


@dataclass(frozen=True, slots=True)
class Entry:
    """What was found: facts, and the bytes of each part by its name inside the entry."""

    facts: dict[str, Any]
    parts: dict[str, Any]


def name_of(key: Facts) -> str:
    """Return the name of the entry for a key: what decides is told by it, so that names never clash."""
    return seal_of(key)[:32]


def read_entry(folder: Path, key: Facts) -> Entry | None:
    """Return the entry of a key; ``None`` when there is none, or one that was damaged or made by another."""
    path = folder / name_of(key)
    manifest = read_sealed(path / MANIFEST)
    if manifest is None or manifest.get("key") != key:
        return None
    parts = {}
    for name, stated in manifest["parts"].items():
        content = _mapped(path / name)
        if content is None or hashlib.sha256(content).hexdigest() != stated["sha256"]:
            return None
        parts[name] = content
    return Entry(manifest["facts"], parts)


def _mapped(path: Path) -> mmap.mmap | None:
    """Return the bytes of a file, which stay even when the file goes; ``None`` without any."""
    try:
        with path.open("rb") as stream:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None


def write_entry(folder: Path, key: Facts, facts: Facts, parts: Mapping[str, Part]) -> bool:
    """Write an entry beside the others, then let it take its name in one step; tell whether it is there.

    Nobody sees it before it is whole: its manifest lies in a folder that has no name of an entry until then.
    """
    beside = folder / unfinished_name()
    try:
        beside.mkdir(parents=True)
        stated = {name: _written(beside / name, part) for name, part in parts.items()}
        write_sealed(beside / MANIFEST, {"key": dict(key), "facts": dict(facts), "parts": stated})
        return _named(beside, folder / name_of(key), key)
    except _NOT_WRITTEN:
        return False
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _written(path: Path, part: Part) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    part(path)
    return {"bytes": path.stat().st_size, "sha256": hash_of(path)}


def _named(beside: Path, path: Path, key: Facts) -> bool:
    """Give a finished entry its name; another process may have been faster, and one in the way is damaged."""
    if path.exists():
        if read_entry(path.parent, key) is not None:
            return True
        shutil.rmtree(path)
    beside.rename(path)
    return True


def keep_only(folder: Path, names: Collection[str]) -> None:
    """Remove all entries but those named, and what killed runs left; what cannot be removed stays.

    What has no name of an entry is not ours: somebody may have linked the store to a folder of their own.
    """
    with contextlib.suppress(OSError):
        for path in [*_others(folder, names)]:
            shutil.rmtree(path, ignore_errors=True)


def _others(folder: Path, names: Collection[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(UNFINISHED):
            yield from [path] if is_left_over(path) else []
        elif _NAME.fullmatch(path.name) and path.name not in names:
            yield path
