"""Writing files whole or not at all: the old ones stay until every new one is complete on the disk."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kooperation.model.errors import KooperationError, raise_errors, refuse
from kooperation.model.findings import Finding, Place, finding

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY}
_LONGEST_RUN = 3600  # what is older was left behind, even if its process number runs again [second]


Content = bytes | Callable[[IO[bytes]], object]  # of a file: its bytes, or what writes them


def replace_file(path: Path, content: Content) -> None:
    """Put ``content`` at ``path``; after a kill or a full disk the old file is still there, unchanged.

    Raises
    ------
    KooperationError
        As :func:`replace_files` does.
    """
    replace_files({path: content})


def replace_files(contents: Mapping[Path, Content | None]) -> dict[Path, str | None]:
    """Put every content at its path, or none of them; ``None`` removes the file that stands there.

    All targets are checked, then all bytes go to files beside them and are forced onto the disk, and only
    then do these take the names of the targets, each in one step. When a step fails, those before it are
    taken back. What an interrupted run left behind is removed by the next one.

    Returns
    -------
    dict
        Path -> sha256 of what was written there, ``None`` where a file was removed. It is that of our own
        bytes, whoever has replaced them since.

    Raises
    ------
    KooperationError
        When a target is a folder or locked, its folder cannot be made or is closed, or the disk is full: the
        old files are unchanged then. When a step fails and an earlier one cannot be taken back: which files
        are new is said.
    """
    raise_errors(found for path in contents for found in _faults(path))
    swaps = [_Swap(path, content) for path, content in contents.items()]
    hashes = {}
    try:
        for swap in swaps:
            with _told(swap.path, closed="target_folder_is_closed"):
                hashes[swap.path] = swap.prepare()
        _swap_all(swaps)
    finally:
        for swap in swaps:
            swap.clean()
    for folder in dict.fromkeys(path.parent for path in contents):
        _keep_name(folder)
    return hashes


def could_be_replaced(paths: Collection[Path]) -> bool:
    """Tell whether :func:`replace_files` would meet nothing in its way, and nothing to tidy up.

    A disk that is full shows only when something is written.
    """
    try:
        closed = any(not os.access(folder, os.W_OK) for folder in {path.parent for path in paths})
        return not closed and not any([*_faults(path), *_left_behind(path)] for path in paths)
    except (OSError, KooperationError):
        return False


@dataclass(frozen=True, slots=True)
class _Swap:
    """One target, with its new and its old bytes beside it while the files are replaced."""

    path: Path
    content: Content | None

    @property
    def new(self) -> Path:
        return self.path.with_name(f".{self.path.name}.{os.getpid()}.unfertig")

    @property
    def old(self) -> Path:
        return self.path.with_name(f".{self.path.name}.{os.getpid()}.vorher")

    def prepare(self) -> str | None:
        """Write the new bytes beside the target, and return their hash."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(self.path)
        hashed = None if self.content is None else self._write_new(self.content)
        if os.path.lexists(self.path):
            self._keep_old()
        return hashed

    def _write_new(self, content: Content) -> str:
        with self.new.open("x+b") as stream:
            if callable(content):
                content(stream)
            else:
                stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(0)
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def swap(self) -> None:
        if self.content is None:
            self.path.unlink(missing_ok=True)
        else:
            self.new.replace(self.path)

    def _keep_old(self) -> None:
        try:
            self.old.hardlink_to(self.path)
        except OSError:  # not every file system has second names
            shutil.copy2(self.path, self.old)

    def take_back(self) -> bool:
        """Bring the old file back, or none where there was none; tell whether that worked."""
        try:
            if os.path.lexists(self.old):
                self.old.replace(self.path)
            else:
                self.path.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def clean(self) -> None:
        for rest in (self.new, self.old):
            with contextlib.suppress(OSError):
                rest.unlink(missing_ok=True)


def _swap_all(swaps: Sequence[_Swap]) -> None:
    """Let the new files take the names of the old ones; an interrupt takes them back, too."""
    for place, swap in enumerate(swaps):
        try:
            with _told(swap.path, closed="target_is_locked"):
                swap.swap()
        except BaseException as problem:
            stuck = [one for one in swaps[: place + 1] if not one.new.exists() and not one.take_back()]
            if stuck:
                raise _mixed(swap, stuck, swaps) from problem
            raise


def _mixed(blocked: _Swap, stuck: Sequence[_Swap], swaps: Sequence[_Swap]) -> KooperationError:
    old = [one for one in swaps if one not in stuck]
    return refuse(
        "files_are_mixed",
        Place(file=str(blocked.path)),
        new=", ".join(one.path.name for one in stuck),
        old=", ".join(one.path.name for one in old),
    )


def _faults(path: Path) -> Iterator[Finding]:
    """Find what is in the way of a target before anything is written."""
    with _told(path, closed="target_folder_is_closed"):
        if path.is_dir():
            yield finding("target_is_a_folder", Place(file=str(path)))
        elif path.is_file() and not _can_be_written(path):
            yield finding("target_is_locked", Place(file=str(path)))


def _can_be_written(path: Path) -> bool:
    """Tell whether a file may be replaced; Excel and Word let nobody else open theirs for writing."""
    if not os.access(path, os.W_OK):
        return False
    try:
        path.open("r+b").close()
    except OSError:
        return False
    return True


def _sweep(path: Path) -> None:
    """Remove what a killed run left; what another run is just writing stays."""
    for left in _left_behind(path):
        with contextlib.suppress(OSError):
            left.unlink()


def _left_behind(path: Path) -> Iterator[Path]:
    left = re.compile(rf"\.{re.escape(path.name)}\.(\d+)\.(?:unfertig|vorher)")
    for other in path.parent.iterdir():
        named = left.fullmatch(other.name)
        with contextlib.suppress(OSError):
            if named and _is_left_over(other, int(named[1])):
                yield other


def _is_left_over(file: Path, process: int) -> bool:
    is_old = time.time() - file.lstat().st_mtime > _LONGEST_RUN
    return process == os.getpid() or is_old or not _is_running(process)


def _is_running(process: int) -> bool:
    """Tell whether a process runs; where asking would end it, on Windows, it is taken to run."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def _told(path: Path, *, closed: str) -> Iterator[None]:
    """Turn what the system refuses into a finding with its remedy; ``closed``: what a missing right means."""
    try:
        yield
    except OSError as problem:
        raise refuse(_kind_of(problem, closed=closed), Place(file=str(path))) from problem


def _kind_of(problem: OSError, *, closed: str) -> str:
    if problem.errno in _FULL:
        return "disk_is_full"
    if isinstance(problem, NotADirectoryError | FileExistsError):
        return "target_has_no_folder"
    return closed if problem.errno in _CLOSED else "target_path_is_refused"


def _keep_name(folder: Path) -> None:
    """Force the new names themselves onto the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
