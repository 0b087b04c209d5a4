"""Every text that people read, German and English, in one place: one module per subject.

A key names its section and its place (``chart.ceiling``). ``{names}`` are filled by the caller, with amounts
and dates already written in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kooperation.reporting.labels.annex import ANNEX_LABELS
from kooperation.reporting.labels.browsing import BROWSING_LABELS
from kooperation.reporting.labels.chart_limits import CHART_LIMIT_LABELS
from kooperation.reporting.labels.charts import CHART_LABELS
from kooperation.reporting.labels.charts_activities import ACTIVITY_CHART_LABELS
from kooperation.reporting.labels.charts_year import YEAR_CHART_LABELS
from kooperation.reporting.labels.confidential import CONFIDENTIAL_LABELS
from kooperation.reporting.labels.contents import CONTENTS_LABELS
from kooperation.reporting.labels.explorer import EXPLORER_LABELS
from kooperation.reporting.labels.frames import FRAME_LABELS
from kooperation.reporting.labels.region_charts import REGION_CHART_LABELS
from kooperation.reporting.labels.screen import SCREEN_LABELS
from kooperation.reporting.labels.states import STATE_LABELS
from kooperation.reporting.labels.template import TEMPLATE_LABELS
from kooperation.reporting.labels.usage import USAGE_LABELS
from kooperation.reporting.labels.workbook import WORKBOOK_LABELS
from kooperation.reporting.labels.workbook_activities import WORKBOOK_ACTIVITY_LABELS
from kooperation.reporting.labels.workbook_names import WORKBOOK_NAME_LABELS
from kooperation.reporting.labels.workbook_sheets import WORKBOOK_SHEET_LABELS

if TYPE_CHECKING:
    from kooperation.model.messages import Language

LABELS: dict[str, tuple[str, str]] = {
    **ANNEX_LABELS,
    **CHART_LABELS,
    **CHART_LIMIT_LABELS,
    **REGION_CHART_LABELS,
    **YEAR_CHART_LABELS,
    **ACTIVITY_CHART_LABELS,
    **STATE_LABELS,
    **WORKBOOK_LABELS,
    **WORKBOOK_NAME_LABELS,
    **WORKBOOK_ACTIVITY_LABELS,
    **WORKBOOK_SHEET_LABELS,
    **SCREEN_LABELS,
    **USAGE_LABELS,
    **FRAME_LABELS,
    **CONTENTS_LABELS,
    **CONFIDENTIAL_LABELS,
    **EXPLORER_LABELS,
    **BROWSING_LABELS,
    **TEMPLATE_LABELS,
}


def label(key: str, language: Language = "de", **values: object) -> str:
    """Return the text ``key`` in the reader's language, its gaps filled with ``values``.

    Raises
    ------
    KeyError
        When the catalogue has no such text, or a gap has no value.
    """
    german, english = LABELS[key]
    return (english if language == "en" else german).format_map(values)


def enumerate_words(words: Sequence[str], language: Language = "de") -> str:
    """Join words as a sentence does: ``Ansan, Minnesota und Lwiw``."""
    joint = {"de": " und ", "en": " and "}[language]
    return joint.join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])
