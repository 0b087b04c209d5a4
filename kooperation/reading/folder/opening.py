"""Whether a folder is a data folder at all: asked before anything heavy is loaded."""

from __future__ import annotations

from pathlib import Path

from kooperation.model.causes import cause_of
from kooperation.model.errors import KooperationError, refuse
from kooperation.model.findings import Place
from kooperation.reading.folder.names import EXPORT_FOLDERS, REGISTER_FOLDER


def open_folder(folder: str | Path) -> Path:
    """Return the data folder.

    Raises
    ------
    KooperationError
        When there is no such folder, it is a file, or it is no data folder; a data folder just above or below
        is named.
    """
    root, place = Path(folder), Place(file=str(folder))
    try:
        if not root.exists():
            raise refuse("folder_missing", place)
        if not root.is_dir():
            raise refuse("folder_is_a_file", place)
        if not _is_data_folder(root):
            raise refuse("not_a_data_folder", place, **_other_folder(root))
    except (OSError, ValueError) as error:
        raise unreadable(place, error) from None
    return root


def unreadable(place: Place, error: Exception) -> KooperationError:
    """Return the refusal of a folder that the system does not let us look into."""
    return refuse("folder_unreadable", place, why=cause_of(error))


def _is_data_folder(folder: Path) -> bool:
    return any((folder / name).is_dir() for name in (REGISTER_FOLDER, *EXPORT_FOLDERS))


def _other_folder(root: Path) -> dict[str, str]:
    """Return the sentence that names the data folder which is probably meant, in both languages."""
    below = [path for path in sorted(root.iterdir()) if path.is_dir() and _is_data_folder(path)]
    above = [path for path in root.resolve().parents if _is_data_folder(path)]
    if found := below or above:
        return {"meant_de": f" Meinten Sie „{found[0]}“?", "meant_en": f" Did you mean “{found[0]}”?"}
    return {"meant_de": "", "meant_en": ""}
