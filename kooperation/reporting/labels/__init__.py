"""Every text that people read, German and English, in one place: one module per subject.

A key names its section and its place (``chart.ceiling``); a section is loaded when its first text is asked for. ``{names}`` are filled by the caller, with amounts
and dates already written in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kooperation.model.messages import Language

# Section -> the modules that hold its texts.
_HOMES = {
    "annex": ("annex",),
    "browse": ("browsing",),
    "bullets": ("region_charts",),
    "burndown": ("chart_limits", "charts_year"),
    "chart": ("charts", "chart_limits"),
    "confidential": ("confidential",),
    "contents": ("contents", "workbook_activities", "workbook_sheets"),
    "costs": ("region_charts",),
    "explorer": ("explorer",),
    "frame": ("frames",),
    "help": ("usage",),
    "regions": ("region_charts",),
    "screen": ("screen",),
    "state": ("states",),
    "status": ("states",),
    "template": ("template",),
    "timeline": ("charts_activities",),
    "usage": ("usage",),
    "workbook": ("workbook", "workbook_activities", "workbook_names", "workbook_sheets"),
}


def label(key: str, language: Language = "de", **values: object) -> str:
    """Return the text ``key`` in the reader's language, its gaps filled with ``values``.

    Raises
    ------
    KeyError
        When the catalogue has no such text, or a gap has no value.
    """
    german, english = _texts_of(key.partition(".")[0])[key]
    return (english if language == "en" else german).format_map(values)


@cache
def _texts_of(section: str) -> dict[str, tuple[str, str]]:
    texts: dict[str, tuple[str, str]] = {}
    for home in _HOMES.get(section, ()):
        texts |= import_module(f"kooperation.reporting.labels.{home}").LABELS
    return texts


def all_labels() -> dict[str, tuple[str, str]]:
    """Return the whole catalogue: key -> German and English."""
    return {key: texts for section in _HOMES for key, texts in _texts_of(section).items()}


def enumerate_words(words: Sequence[str], language: Language = "de") -> str:
    """Join words as a sentence does: ``Ansan, Minnesota und Lwiw``."""
    joint = {"de": " und ", "en": " and "}[language]
    return joint.join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])
