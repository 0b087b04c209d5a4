"""What the frames of a chart call their pot, in the reader's language."""

from __future__ import annotations

import pandas as pd

from kooperation.model.messages import Language


def pot_name_of(frame: pd.DataFrame, language: Language) -> str:
    """Return the name of the pot whose spending a frame holds; empty: it is of no single pot."""
    attributes = frame.attrs
    english = attributes.get("pot_name_en") if language == "en" else None
    return str(english or attributes.get("pot_name") or attributes.get("pot") or "")
