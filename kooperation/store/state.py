"""The state that decides: every file of a data folder by content, and what this program is made of."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kooperation.reading.folder.names import may_be_opened

FORMAT = 2  # of everything in the store; raised when what is written there changes its shape

_PACKAGES = frozenset(  # what reads, counts, draws and writes
    {
        "babel",
        "click",
        "kiwisolver",
        "lxml",
        "matplotlib",
        "narwhals",
        "numpy",
        "openpyxl",
        "pandas",
        "pillow",
        "pyarrow",
        "python_calamine",
        "python_docx",
        "typst",
        "xlsxwriter",
    }
)
_PACKAGE = Path(__file__).resolve().parents[1]
_DECIDES_NOTHING = frozenset({"__pycache__", "demo"})


@dataclass(frozen=True, slots=True)
class State:
    """A data folder at one moment.

    Attributes
    ----------
    files : dict
        Name inside the folder -> sha256 of the content, of what no reader opens the size; a folder's name
        ends in ``/`` and has neither.
    size : int
        All files together. [byte]
    rights : int
        What all of its files and folders allow to read, as bits of ``st_mode``.
    groups : frozenset of int
        The groups that they belong to.
    """

    files: Mapping[str, str]
    size: int
    rights: int
    groups: frozenset[int]


def state_of(folder: Path, *, seen: Mapping[str, str] | None = None) -> State | None:
    """Return the state of a data folder.

    Parameters
    ----------
    folder : Path
        The data folder.
    seen : mapping, optional
        Name -> sha256 of files whose content was read already; they are not read again.

    Returns
    -------
    State or None
        ``None``: it cannot be told, because something cannot be read, is no regular file or leads elsewhere.
    """
    known, files, size = seen or {}, {}, 0
    try:
        status = folder.stat()
        rights, groups = _rights(status), {status.st_gid}
        for name, entry in _walked(folder):
            status = entry.stat()
            rights, groups = rights & _rights(status, is_link=entry.is_symlink()), groups | {status.st_gid}
            if stat.S_ISDIR(status.st_mode):
                files[f"{name}/"] = ""
                continue
            if not stat.S_ISREG(status.st_mode):
                return None
            if may_be_opened(name):
                files[name] = known.get(name) or hash_of(Path(entry.path))
            else:
                files[name] = f"{status.st_size} bytes that nobody reads"
            size += status.st_size
        return State(files, size, rights, frozenset(groups))
    except (OSError, _LeadsElsewhereError, UnicodeError):
        return None


def _rights(status: os.stat_result, *, is_link: bool = False) -> int:
    """Return who may read: a folder by listing and entering it, and behind a link nobody else.

    Where a link leads, folders above may keep everybody out.
    """
    mode = stat.S_IMODE(status.st_mode)
    if is_link:
        return 0
    return mode & mode << 2 if stat.S_ISDIR(status.st_mode) else mode


class _LeadsElsewhereError(Exception):
    """A folder deep inside the data folder is a link: whether it is read depends on who reads."""


def _walked(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield everything in a folder with its name inside it, in an order of its own."""
    waiting = [("", folder)]
    while waiting:
        above, current = waiting.pop()
        for entry in sorted(os.scandir(current), key=lambda one: one.name):
            name = f"{above}{entry.name}"
            name.encode("utf-8")  # a name of another encoding could be written in two ways
            yield name, entry
            if entry.is_dir():
                if above and entry.is_symlink():
                    raise _LeadsElsewhereError
                waiting.append((f"{name}/", Path(entry.path)))


def hash_of(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def program() -> dict[str, Any] | None:
    """Return what decides beside the data: code, Python and the versions of the libraries.

    Nothing is imported for it. ``None``: it cannot be told, so that nothing may be kept.
    """
    versions = _versions()
    try:
        code = _code()
    except OSError:
        return None
    if versions.keys() != _PACKAGES:
        return None
    return {"format": FORMAT, "python": sys.version, "kooperation": code, **dict(sorted(versions.items()))}


def _code() -> str:
    """Return one hash over the code and the words of this package."""
    digest = hashlib.sha256()
    for path in sorted(_code_files(_PACKAGE)):
        content = Path(path).read_bytes()
        digest.update(f"{os.path.relpath(path, _PACKAGE)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _code_files(folder: str | Path) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from () if entry.name in _DECIDES_NOTHING else _code_files(entry.path)
        else:
            yield entry.path


def _versions() -> dict[str, str]:
    """Return package -> version, as the folders of the installed packages are named."""
    versions: dict[str, str] = {}
    for folder in sys.path:
        versions = _installed_in(folder or ".") | versions
    return versions


def _installed_in(folder: str) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names alone, without an object for each
    except OSError:
        return found
    for name in names:
        stem, _, ending = name.rpartition(".")
        package, _, version = stem.partition("-")
        package = package.casefold().replace("-", "_").replace(".", "_")
        if ending in ("dist-info", "egg-info") and package in _PACKAGES:
            found[package] = f"{found[package]}, {version}" if package in found else version
    return found
