"""How the drawing library is loaded by a program that draws and ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_manual() -> Iterator[None]:
    """Load matplotlib without the lists of settings in its help, which it writes anew at every start.

    To write them takes a third of the time; only who asks for help in a notebook or a shell reads them.
    """
    from matplotlib import artist

    usual = artist.kwdoc
    artist.kwdoc = _nothing
    try:
        yield
    finally:
        artist.kwdoc = usual


def _nothing(artist: Any) -> str:  # noqa: ARG001 - matplotlib hands it over
    return ""
