"""``python -m benchmarks.stage_clock MODULE FUNCTION FOLDER WARM_UP`` times one stage inside its process.

A contender prepares (imports, inputs, one small turn) and returns the work; only the work is timed.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Time one contender and print what it cost and what came out as JSON."""
    module, function, folder, warm_up = sys.argv[1:]
    contender = getattr(import_module(f"benchmarks.contenders.{module}"), function)
    work = contender(Path(folder), Path(warm_up))
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "answer": answer()}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
