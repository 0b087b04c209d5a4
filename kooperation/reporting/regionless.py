"""What spending of no partner region is called: still to be assigned, or complete as it is."""

from __future__ import annotations

import pandas as pd

from kooperation.model.messages import Language
from kooperation.reporting.labels import label


def regionless_name(frame: pd.DataFrame, language: Language) -> str:
    """Return what the amounts or postings of ``frame`` without a region are called.

    ``attrs["needs_region"]`` says whether they must still be assigned; without it they must.
    """
    is_open = frame.attrs.get("needs_region", True)
    return label("workbook.unassigned" if is_open else "workbook.no_region_needed", language)
