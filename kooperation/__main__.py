"""The door of the command line: help and version at once, everything else by the commands."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

from kooperation.reporting.help_pages import page_asked_for, show_page

OBJECTS_BETWEEN_SEARCHES = (
    300_000  # twice as many as a small folder needs: a search through them finds nothing
)


def main() -> None:
    """Run the command line of this process; whoever asks only for a page waits for no command."""
    version = import_module("kooperation").__version__  # the front door stands above: it may not be imported
    if page := page_asked_for(sys.argv[1:], version=version):
        show_page(page)
        return
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES, *gc.get_threshold()[1:])
    from kooperation.cli import main as run

    try:
        run()
    finally:
        if "duckdb" not in sys.modules:  # what is not freed at the end it calls a leak, on fifty lines
            gc.freeze()  # what the process has loaded is not searched once more when it ends


if __name__ == "__main__":
    main()
