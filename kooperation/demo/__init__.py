"""The invented ledger for a first run: a data folder whose figures all say ``Beispieldaten``."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_demo"]


def write_demo(folder: Path | str) -> list[Path]:
    """Write a complete data folder with the invented ledger 2018 to 2026.

    The registers and the activity log hold public facts; bookings, budgets and orders are invented. The bytes
    are the same on every platform and every supported Python.

    Parameters
    ----------
    folder : Path
        Where to write. It is made when it does not exist; an existing one must be empty.

    Returns
    -------
    list of Path
        The files written, in the order of their names.

    Raises
    ------
    KooperationError
        When ``folder`` holds anything, or is a file. Nothing is written then.
    """
    from kooperation.demo.contents import demo_files

    target = Path(folder)
    refuse_unless_empty(target)
    written = []
    for name, content in sorted(demo_files().items()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def refuse_unless_empty(folder: Path) -> None:
    """Refuse a folder that holds anything: nobody's files are written over."""
    from kooperation.model.errors import refuse
    from kooperation.model.findings import Place

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise refuse("folder_not_empty", Place(file=str(folder)))
