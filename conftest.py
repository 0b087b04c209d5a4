"""What every pytest run of the project knows: the cells of a notebook are one story, told in order."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the notebook cells behind the tests, each notebook whole and in its own order.

    pytest-randomly shuffles everything it is given. For tests that is the point; a cell needs those above it.
    """
    cells = [item for item in items if hasattr(item, "cell_num")]
    tests = [item for item in items if not hasattr(item, "cell_num")]
    items[:] = tests + sorted(cells, key=lambda cell: (cell.path, cell.cell_num))
