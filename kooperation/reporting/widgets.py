"""Live widgets of a notebook: loaded when first needed, and how a notebook is told to show one."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kooperation.model.errors import refuse

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def load(package: str, *, part: str | None = None) -> Any:
    """Return the module ``part`` of a package of the extra lab, which only those need who work in a notebook.

    Raises
    ------
    KooperationError
        When the package is not installed, with the command that does it.
    """
    try:
        return import_module(part or package)
    except ImportError as problem:
        raise refuse("lab_missing", package=package) from problem


def live_view(widget: Any) -> dict[str, Any]:
    """Return what a notebook needs to show a widget, and nothing that it would keep when stored."""
    return {WIDGET_VIEW: widget.get_view_spec()}
