"""Writing a file whole or not at all: the old file stays until the new one is complete on the disk."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Place

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``; after a kill or a full disk the old file is still there, unchanged.

    The bytes go to a file beside the target first, are forced onto the disk, and take the target's name in
    one step. What an interrupted run left behind is removed by the next one.

    Raises
    ------
    KooperationError
        When the target is a folder, is locked by another program, or the disk is full.
    """
    _check_target(path)
    half_done = path.with_name(f".{path.name}.{os.getpid()}.unfertig")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        with half_done.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        half_done.replace(path)
    except OSError as problem:
        raise _refusal(path, problem) from problem
    finally:
        with contextlib.suppress(OSError):
            half_done.unlink(missing_ok=True)
    _keep_name(path.parent)


def _check_target(path: Path) -> None:
    if path.is_dir():
        raise refuse("target_is_a_folder", Place(file=str(path)), name=path.name)
    if path.exists() and not os.access(path, os.W_OK):
        raise refuse("target_is_locked", Place(file=str(path)))


def _sweep(path: Path) -> None:
    """Remove what a killed run left; a file that another run holds open stays where the system refuses."""
    marks = (f".{path.name}.", ".unfertig")
    for other in path.parent.iterdir():
        if other.name.startswith(marks[0]) and other.name.endswith(marks[1]):
            with contextlib.suppress(OSError):
                other.unlink()


def _refusal(path: Path, problem: OSError) -> KooperationError:
    kind = "disk_is_full" if problem.errno in _FULL else "target_is_locked"
    if isinstance(problem, NotADirectoryError | FileExistsError):
        kind = "target_has_no_folder"
    return refuse(kind, Place(file=str(path)))


def _keep_name(folder: Path) -> None:
    """Force the new name itself onto the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
