"""The files of a data folder: what belongs where, what is skipped and why, what nothing reads."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from kooperation.model.findings import Finding, Place, finding
from kooperation.model.region import fold
from kooperation.reading.folder.names import (
    EXPORT_FOLDERS,
    PLACES,
    PLANNING_FOLDER,
    REGISTER_FOLDER,
    is_guide,
    is_litter,
    is_lock,
)
from kooperation.reading.folder.opening import unreadable
from kooperation.reading.folder.registers import FORMS

FOLDER_OF = {kind: folder for folder, kind in EXPORT_FOLDERS.items()}


def shown(path: Path, root: Path) -> str:
    """Return the name of a file inside the data folder, with forward slashes on every platform.

    Bytes of a name that are no characters are written out in digits: frames and reports hold Unicode.
    """
    name = path.relative_to(root).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def list_exports(root: Path) -> tuple[list[tuple[str, Path]], list[Finding]]:
    """Return every file to read with the folder it lies in, by name; skipped files are findings.

    Raises
    ------
    KooperationError
        When a folder may not be looked into: what it holds would be missing without a word.
    """
    listed: list[tuple[str, Path]] = []
    findings: list[Finding] = []
    for folder in (*EXPORT_FOLDERS, PLANNING_FOLDER):
        for path in _files_below(root / folder, root):
            if skipped := _why_skipped(path, root):
                findings.append(skipped)
            else:
                listed.append((folder, path))
    return listed, findings


def unread_files(root: Path) -> list[Finding]:
    """Return a finding for every file that nothing reads: in no known place, or no register by its name."""
    findings: list[Finding] = []
    for path in sorted(root.iterdir()):
        if path.is_file():
            findings += _unread(path, root, PLACES)
        elif path.name not in PLACES and not is_litter(path.name):
            findings += [found for file in _files_below(path, root) for found in _unread(file, root, PLACES)]
    for path in _files_below(root / REGISTER_FOLDER, root):
        is_layout = path.parent.name == "layouts" and path.suffix == ".toml"
        is_register = path.name.casefold() in {f"{name}{end}" for name in FORMS for end in (".csv", ".xlsx")}
        if not is_layout and not (is_register and path.parent == root / REGISTER_FOLDER):
            registers = [f"{REGISTER_FOLDER}/{name}.csv" for name in FORMS]
            layout = [f"{REGISTER_FOLDER}/layouts/{path.stem}.toml"]
            findings += _unread(path, root, layout if path.parent.name == "layouts" else registers)
    return findings


def _unread(path: Path, root: Path, known: list[str] | tuple[str, ...]) -> list[Finding]:
    name = shown(path, root)
    if skipped := _why_skipped(path, root):
        return [] if is_guide(path.name) else [skipped]
    near = max(known, key=lambda one: difflib.SequenceMatcher(None, fold(name), fold(one)).ratio())
    listed = ", ".join(known)
    return [finding("file_unread", Place(file=name), nearest=near, known=listed)]


def _files_below(folder: Path, root: Path) -> Iterator[Path]:
    """Yield every file below a folder, by name. A link to a folder is not followed: it may lead anywhere."""
    if folder.is_dir():
        yield from sorted(_walked(folder, root), key=lambda path: path.as_posix())


def _walked(folder: Path, root: Path) -> Iterator[Path]:
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            entries = [
                (entry.is_dir(follow_symlinks=False), current / entry.name) for entry in os.scandir(current)
            ]
        except OSError as error:
            raise unreadable(Place(file=shown(current, root)), error) from None
        waiting += [path for is_folder, path in entries if is_folder]
        yield from (path for is_folder, path in entries if not is_folder)


def _why_skipped(path: Path, root: Path) -> Finding | None:
    """Return why a file is passed over: another program's lock, hidden (also by its folder), or a guide."""
    place = Place(file=shown(path, root))
    if is_lock(path.name):
        return finding("file_locked", place)
    if any(map(is_litter, path.relative_to(root).parts)):
        return finding("file_hidden", place)
    if path.is_symlink() and path.is_dir():
        return finding("folder_linked", place)
    return finding("file_guide", place) if is_guide(path.name) else None
