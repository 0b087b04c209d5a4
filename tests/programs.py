"""Programs beside Python that some tests need: without them a skip, or an error where they are promised.

``KOOPERATION_NEEDS=browser,office`` says that this machine was set up to have them, so that no run of a test
server passes because it looked at nothing.
"""

import os

import pytest


def needs(kind: str, missing: list[str]) -> None:
    """Skip when programs of ``kind`` are missing; fail instead where they are promised."""
    if not missing:
        return
    words = " / ".join(
        [f"Auf diesem Rechner fehlt: {', '.join(missing)}", f"this machine lacks: {', '.join(missing)}"]
    )
    if kind in os.environ.get("KOOPERATION_NEEDS", "").split(","):
        pytest.fail(words)
    pytest.skip(words)
