"""What every pytest run of the project knows: the cells of a notebook are one story, told in order."""

import os
from pathlib import Path
from typing import Any

import pytest
from nbval.plugin import IPyNbCell

PROJECT = str(Path(__file__).resolve().parent)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the notebook cells behind the tests, each notebook whole and in its own order.

    pytest-randomly shuffles everything it is given. For tests that is the point; a cell needs those above it.
    """
    cells: list[Any] = [item for item in items if isinstance(item, IPyNbCell)]
    tests = [item for item in items if not isinstance(item, IPyNbCell)]
    cells.sort(key=lambda cell: (cell.path, cell.cell_num))
    items[:] = [*tests, *cells]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let notebooks import the project where it is not installed: their kernels start in another folder."""
    if isinstance(item, IPyNbCell):
        known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        os.environ["PYTHONPATH"] = os.pathsep.join(
            [PROJECT, *(path for path in known if path not in ("", PROJECT))]
        )
