"""What is remembered of one data folder: asked first by the command line, and never needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kooperation.store.answers import Answer, has_answers, read_answer, write_answer
from kooperation.store.places import ANSWERS, LEDGERS, SOURCES, make_place, place_of
from kooperation.store.state import State, program, state_of

if TYPE_CHECKING:
    from kooperation.books import Books
    from kooperation.reading.folder.exports import Progress
    from kooperation.store.sources import SourceShelf

# Answers are a few kB and kept beside every folder. From this size on, files are kept as soon as they are
# read, also many small ones together; what a smaller folder was read as is kept by a report only.
LARGE = 1_000_000  # [byte]


@dataclass(slots=True)
class Memory:
    """The store of one data folder during one run.

    Attributes
    ----------
    data : Path
        The data folder; nothing in it is ever written.
    """

    data: Path

    def answered(
        self,
        question: Mapping[str, Any],
        make: Callable[[], Answer],
        *,
        is_free: Callable[[Collection[Path]], bool] | None = None,
    ) -> Answer:
        """Return the answer to a question: the one that was kept, else the one that ``make`` gives.

        Parameters
        ----------
        question : dict
            Everything that decides beside data and program: command, options, language. Plain for JSON.
        make : callable
            Gives the answer, from what :meth:`read_books` returns.
        is_free : callable, optional
            Tells whether files could be written now: where they could not, an answer that wrote them is given
            anew, so that the command says what is in its way.
        """
        del question, is_free
        return make()

    def read_books(self, *, strict: bool = True, progress: Progress | None = None) -> Books:
        """Return the books of the folder as ``books.read_books`` does."""
        from kooperation.books import read_books

        return read_books(self.data, strict=strict, progress=progress)

    def keep(self) -> None:
        """Keep the books that :meth:`read_books` returned, and all sources, for later runs."""

    def keep_if_asked_again(self) -> None:
        """Keep them beside a large folder that was asked before: a third question is told twice as fast then.

        To keep a ledger costs about half of what each later question saves; most folders are asked one.
        """


@dataclass(slots=True)
class _Remembering(Memory):
    """A store in its place, and the state that the data folder had when it was opened."""

    place: Path
    program: Mapping[str, Any]
    state: State
    shelf: SourceShelf | None = None
    books: Books | None = None  # as they were read, not from the store
    is_what_was_read: bool = False  # all of the folder was read, and it did not change meanwhile
    was_asked: bool = False  # an earlier question over the same state has its answer

    def answered(
        self,
        question: Mapping[str, Any],
        make: Callable[[], Answer],
        *,
        is_free: Callable[[Collection[Path]], bool] | None = None,
    ) -> Answer:
        key = {"question": dict(question), **self._key}
        answer = read_answer(self.place / ANSWERS, key)
        if answer and (is_free is None or is_free([*map(Path, answer.written)])):
            return answer
        self.was_asked = has_answers(self.place / ANSWERS, key)
        answer = make()
        if self.is_what_was_read and answer.holds and self._make_place():
            write_answer(self.place / ANSWERS, key, answer)
        return answer

    def read_books(self, *, strict: bool = True, progress: Progress | None = None) -> Books:
        from kooperation.books import read_books
        from kooperation.store.ledgers import stored_books
        from kooperation.store.sources import SourceShelf

        if books := stored_books(self.place / LEDGERS, self._key, data=self.data):
            self.is_what_was_read = True
            return books
        is_large = self.state.size >= LARGE
        least = LARGE if is_large and self._make_place() else sys.maxsize
        shelf = SourceShelf(self.place / SOURCES, self.program, least)
        books = read_books(self.data, strict=strict, progress=progress, shelf=shelf)
        # A strict read that came back has read everything: its errors are differences between the files.
        is_whole = strict or _is_whole(books)
        self.is_what_was_read = is_whole and self.state == state_of(self.data, seen=shelf.seen)
        if self.is_what_was_read:
            self.shelf, self.books = shelf, books
            if is_large:
                shelf.clear()
        return books

    def keep(self) -> None:
        if self.shelf is None or self.books is None or not self._make_place():
            return
        from kooperation.store.ledgers import keep_books

        with suppress(MemoryError):  # what was asked for is done: nothing here may make it fail
            keep_books(self.place / LEDGERS, self._key, self.books)
            self.shelf.keep()

    def keep_if_asked_again(self) -> None:
        if self.was_asked and self.state.size >= LARGE:
            self.keep()

    @property
    def _key(self) -> dict[str, Any]:
        return {"program": dict(self.program), "files": dict(self.state.files)}

    def _make_place(self) -> bool:
        return make_place(self.place, self.state.rights, self.state.groups)


def _is_whole(books: Books) -> bool:
    """Tell whether everything could be read: a disk or a lock that failed today may be well tomorrow."""
    return all(found.severity != "error" for found in books.noticed)


def open_memory(data: Path, *, is_wanted: bool = True) -> Memory:
    """Look up where the store of a data folder lies and what the folder holds now; nothing is kept yet.

    A store that is there is closed to whom the data have been closed meanwhile. Where it has no place, or its
    state cannot be told, the memory knows nothing and keeps nothing.
    """
    place = place_of(data) if is_wanted else None
    made_of = program() if place else None
    state = state_of(data) if made_of else None
    if place is None or made_of is None or state is None:
        return Memory(data)
    if os.path.isdir(place):  # noqa: PTH112 - where we may not look, there is none for us; pathlib fails
        make_place(place, state.rights, state.groups)
    return _Remembering(data, place, made_of, state)


def read_books(folder: str | Path, *, strict: bool = True, progress: Progress | None = None) -> Books:
    """Read a whole data folder as ``books.read_books`` does, from the store where nothing has changed.

    What was read is kept for the next time, in ``processed/speicher`` beside the folder.
    """
    memory = open_memory(Path(folder))
    books = memory.read_books(strict=strict, progress=progress)
    if strict:  # what was read in spite of faults is no ledger
        memory.keep()
    return books
