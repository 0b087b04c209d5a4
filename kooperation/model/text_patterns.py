"""Which texts of a column a pattern is found in: one answer, however many texts there are."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_FEW = 100  # texts that Python has searched before Arrow has prepared the pattern, as it does for each call


def found_in(texts: pa.Array, pattern: str) -> pa.Array:
    """Return per text whether the pattern is found in it; null is null or false.

    Parameters
    ----------
    texts : Array of large_string, trimmed
    pattern : str
        One that means the same to RE2 and to ``re``: of trimmed texts ``$`` is the end to both, and what
        neither case nor kind of letters beyond ASCII decide.
    """
    if len(texts) > _FEW:
        return pc.match_substring_regex(texts, pattern)
    search = re.compile(pattern).search
    return pa.array([text is not None and search(text) is not None for text in texts.to_pylist()], pa.bool_())
