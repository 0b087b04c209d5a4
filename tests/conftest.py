"""What all tests share: the project's folder, a backend without windows, patience on slow machines."""

from pathlib import Path

import hypothesis
import matplotlib
import pytest

# A slow machine is no failure; the example that failed is printed so that it can be run again.
hypothesis.settings.register_profile("kooperation", deadline=None, print_blob=True)
hypothesis.settings.load_profile("kooperation")


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def charts_open_no_window() -> None:
    """Draw into memory. Not by the environment: the notebooks' kernels would inherit it and show nothing."""
    matplotlib.use("Agg")
