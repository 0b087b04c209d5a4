"""The exports of a data folder, each as its layout says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from kooperation.model.findings import Finding, Place, finding
from kooperation.reading.folder.exports import Progress, Shelf, load_exports
from kooperation.reading.folder.files import list_exports, unread_files
from kooperation.reading.folder.names import REGISTER_FOLDER
from kooperation.reading.layouts.parsing import KindOfFile, read_layouts
from kooperation.reading.ledgers.bookings import Loaded


def read_exports(
    root: Path, progress: Progress | None, shelf: Shelf | None, *, without: str | None = None
) -> tuple[list[Loaded], list[Finding]]:
    """Read every export of a folder but those of the part ``without``; what is faulty becomes a finding."""
    layouts, findings = read_layouts(root / REGISTER_FOLDER / "layouts", shown=f"{REGISTER_FOLDER}/layouts")
    listed, skipped = list_exports(root)
    files = [(place, path) for place, path in listed if place != without]
    findings += [*skipped, *unread_files(root)]
    if left_out := len(listed) - len(files):
        findings.append(finding("exports_left_out", Place(file=without), count=left_out))
    if without is None and not any(folder == "buchungen" for folder, _ in files):
        findings.append(finding("no_bookings", Place(file="buchungen")))
    loaded, faults = load_exports(root, files, layouts=layouts, progress=progress, shelf=shelf)
    return loaded, [*findings, *faults]


def frames_of(loaded: Sequence[Loaded], *kinds: KindOfFile) -> list[pd.DataFrame]:
    """Return what was read from the files of some kinds, in their order; empty ones are left out."""
    return [one.frame for one in loaded if one.kind_of_file in kinds and len(one.frame)]
