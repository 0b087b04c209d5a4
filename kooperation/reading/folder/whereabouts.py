"""Where the data folder lies when nobody names one: ``KOOPERATION_DATA``, or the project's ``data/raw``."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "KOOPERATION_DATA"
USUAL = Path("data", "raw")
PROJECT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """Return the data folder to read when none is named.

    Returns
    -------
    Path
        The folder that the environment variable ``KOOPERATION_DATA`` names; without it the first ``data/raw``
        in the current folder or above it, so that a notebook finds the folder of its project; without one
        there the ``data/raw`` beside the package. Whether it exists is for ``read_books`` to say.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return Path(named)
    here = Path.cwd()
    around = [folder / USUAL for folder in (here, *here.parents, PROJECT)]
    return next((folder for folder in around if folder.is_dir()), USUAL)
