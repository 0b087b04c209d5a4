"""How the drawing library is loaded and set by a program that draws and ends."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

_OF_THE_SCREEN = {"backend", "backend_fallback", "interactive"}
_SCREEN = "MPLBACKEND"


@contextmanager
def without_manual() -> Iterator[None]:
    """Load matplotlib without the lists of settings in its help, which it writes anew at every start.

    To write them takes a third of the time; only who asks for help in a notebook or a shell reads them. What
    shows drawings on the screen is not asked for either: matplotlib ends where the environment names one that
    it does not know, such as that of an older version.
    """
    screen = os.environ.pop(_SCREEN, None)
    try:
        from matplotlib import artist
    finally:
        if screen is not None:
            os.environ[_SCREEN] = screen
    usual = artist.kwdoc
    artist.kwdoc = _nothing
    try:
        yield
    finally:
        artist.kwdoc = usual


@contextmanager
def as_delivered() -> Iterator[None]:
    """Draw with the settings that matplotlib comes with, whatever a user has set for drawings of their own.

    A report is the same file wherever it is made, and nothing has to ask which settings were in force.
    """
    import matplotlib as mpl

    now = cast(Mapping[str, Any], mpl.rcParams)
    usual = {
        key: value
        for key, value in cast(Mapping[str, Any], mpl.rcParamsDefault).items()
        if key not in _OF_THE_SCREEN and now[key] != value
    }
    with mpl.rc_context(cast(Any, usual)):
        yield


def _nothing(artist: Any) -> str:  # noqa: ARG001 - matplotlib hands it over
    return ""
