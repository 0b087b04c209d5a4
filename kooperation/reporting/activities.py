"""Activities as a report shows them: their cost and postings, in words that name nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from kooperation.analysis.activity_costs import activity_costs
from kooperation.analysis.documents import link_documents
from kooperation.analysis.outcomes import HasActivitiesAsOf, outcomes
from kooperation.model.discretion import Discretion, discreet_activities
from kooperation.model.messages import Language
from kooperation.model.period import format_period, parse_period, period_in_words
from kooperation.model.schema import TEXT
from kooperation.reporting.charts.activities.content import FORMS
from kooperation.reporting.distinct import Distinct
from kooperation.reporting.labels import label
from kooperation.reporting.labels.field_words import field_word

NO_ACTIVITY = "–"  # stands in the list of postings for those that no activity names
BETWEEN = " | "  # stands between two activities of one posting
_FREE_TEXTS_OF_OUTCOMES = ("measure", "unit", "period_text", "source")


def shown_activities(
    source: HasActivitiesAsOf,
    discretion: Discretion,
    *,
    as_of: date | None = None,
    language: Language = "de",
) -> pd.DataFrame:
    """Return the activities with their cost, a ``name`` that no other has, and texts that name nobody.

    The columns are those of :func:`~kooperation.analysis.activity_costs.activity_costs`, and ``name``: the
    identifier of the log, or the row where there is none. Periods and known kinds are written in the
    reader's language.
    """
    costs = activity_costs(source, as_of=as_of)
    shown = discreet_activities(costs, discretion).assign(name=activity_names(costs, discretion))
    return _translated(shown, language, words="kind")


def shown_outcomes(
    source: HasActivitiesAsOf, discretion: Discretion, *, language: Language = "de"
) -> pd.DataFrame:
    """Return the figures that the log states, with texts that name nobody."""
    found = outcomes(source)
    texts = {name: discretion.column(found[name]) for name in _FREE_TEXTS_OF_OUTCOMES}
    shown = found.assign(**texts, activity_id=discretion.codes(found["activity_id"]))
    return _translated(shown, language, words="measure")


def _translated(shown: pd.DataFrame, language: Language, *, words: str) -> pd.DataFrame:
    """Return a frame with its periods and one column of words in the reader's language."""
    write = {"period_text": period_in_words, words: field_word}
    told = {
        name: [text if pd.isna(text) else tell(text, language) for text in shown[name]]
        for name, tell in write.items()
    }
    return shown.assign(
        **{name: pd.Series(texts, index=shown.index, dtype=TEXT) for name, texts in told.items()}
    )


def activities_of(postings: pd.DataFrame, activities: pd.DataFrame, discretion: Discretion) -> Distinct:
    """Return for each posting the names of the activities that it belongs to, or ``NO_ACTIVITY``.

    ``activities`` are those of the log itself: a document that may not be shown links as any other.
    """
    links = link_documents(activities, postings).activities
    names = activity_names(activities, discretion).tolist()
    told = [NO_ACTIVITY, *(BETWEEN.join(names[one] for one in of_posting) for of_posting in links.values())]
    codes = np.zeros(len(postings), dtype=np.int32)
    codes[list(links)] = np.arange(1, len(told))
    return Distinct(pa.array(told, pa.large_string()), pa.array(codes))


def activity_names(activities: pd.DataFrame, discretion: Discretion) -> pd.Series[Any]:
    """Return for each activity a short name, of which no two are equal in Excel, which ignores case."""
    used: set[str] = set()
    names = []
    for key, row in zip(activities["activity_id"], activities["source_row"], strict=True):
        stated = f"#{row}" if pd.isna(key) else discretion.code(str(key).strip()).replace("|", "/")[:40]
        name, number = stated, 2
        while name.casefold() in used:
            name, number = f"{stated} ({number})", number + 1
        used.add(name.casefold())
        names.append(name)
    return pd.Series(names, index=activities.index, dtype=TEXT)


def status_in_words(activity: Mapping[Any, Any], language: Language) -> str:
    """Return the status of an activity as people read it: „verschoben auf 2022“, „geplant, überfällig“."""
    status = activity["status"]
    if pd.isna(status):
        return label("timeline.status_unknown", language)
    if activity["is_overdue"] is True:
        return label("timeline.planned_overdue", language)
    if status == "verschoben" and not pd.isna(activity["moved_to"]):
        return label("timeline.moved_to", language, period=_period(str(activity["moved_to"]), language))
    return label(f"timeline.status_{FORMS[status]}", language) if status in FORMS else str(status)


def _period(text: str, language: Language) -> str:
    try:
        return format_period(parse_period(text), language)
    except ValueError:
        return text
