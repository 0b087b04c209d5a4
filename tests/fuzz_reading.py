"""Reads what nobody would write down: sloppy exports must come back exactly, damaged bytes must not hurt.

``python tests/fuzz_reading.py tables --minutes 5`` writes postings down in random habits and reads them back.
``python tests/fuzz_reading.py bytes --minutes 5`` damages files of every container.
``python tests/fuzz_reading.py guided --minutes 5`` lets hypothesis choose the damage and shrink what hurts.

All print what they found; ``--start`` repeats a run, ``--keep`` names a folder for the files that hurt.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

import containers  # noqa: E402 - found through the path above, also when this file is run by itself
from folders import TOWN  # noqa: E402
from hypothesis import HealthCheck, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from sloppy_exports import SloppyExport, sloppy_export  # noqa: E402

import kooperation as ko  # noqa: E402

MOST_SECONDS, MOST_MEGABYTES = 5.0, 1_000
PATIENCE = 30.0  # after which a reader hangs


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# --- tables: exactly the truth, or refused -------------------------------------------------------------


@dataclass(slots=True)
class Outcome:
    """What became of many sloppy exports."""

    exact: int = 0
    wrong: list[str] = field(default_factory=list)
    refused: Counter[tuple[str, ...]] = field(default_factory=Counter)
    examples: dict[tuple[str, ...], int] = field(default_factory=dict)


def difference(export: SloppyExport, folder: Path) -> str | None:
    """Read one export; say what is not as it was written down, ``None`` when all is.

    Raises
    ------
    KooperationError
        When the export is refused.
    """
    path = folder / export.name
    path.write_bytes(export.content)
    bookings = ko.read_bookings(path)
    days = [None if day != day else day.date() for day in bookings["booked_on"]]
    read = list(zip(days, bookings["document"], bookings["text"], bookings["amount"], strict=True))
    meant = [(one.booked_on, one.document, one.text.strip(), one.amount) for one in export.postings]
    if read == meant:
        return None
    pairs = [f"{a} != {b}" for a, b in zip(read, meant, strict=False) if a != b]
    return f"{len(read)} rows for {len(meant)}; {'; '.join(pairs[:2])}"


def fuzz_tables(start: int, minutes: float) -> Outcome:
    """Write and read sloppy exports until the time is over."""
    found, until = Outcome(), time.monotonic() + minutes * 60
    seed = start
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            export = sloppy_export(Random(seed))
            try:
                wrong = difference(export, Path(folder))
            except ko.KooperationError as error:
                reason = (*sorted({one.kind for one in error.findings}),)
                found.refused[reason] += 1
                found.examples.setdefault(reason, seed)
            else:
                found.exact += wrong is None
                if wrong:
                    found.wrong.append(f"seed {seed}: {wrong} [{export.style}, {export.habits}]")
                    say(f"WRONG {found.wrong[-1]}")
            seed += 1
    return found


def report_tables(found: Outcome, start: int) -> None:
    """Print what the run found."""
    refused = found.refused.total()
    count = found.exact + refused + len(found.wrong)
    say(
        f"{count} exports from seed {start}: {found.exact} exact, {refused} refused, {len(found.wrong)} wrong"
    )
    for reason, number in found.refused.most_common():
        say(f"  refused {number:5}  {', '.join(reason)}  (seed {found.examples[reason]})")


# --- bytes: a result or one error, in seconds, in bounded memory ---------------------------------------

MARKS = '\0 " ; \n \r | \t = < > - -- * Summe Betrag Haben sep= ]]> 31.02.2024 1.234 NaN ١٢٣ \u202e'
ODD = b"\xff \xef\xbb\xbf \xff\xfe \xed\xa0\x80 \xf0\x9f\x98\x80 1E400 99999999999999 XFD1048576 ZZZZ1"
MARKUP = b"""
    r="0" r="-1" t="s" s="99999" <v>-1</v> <v>99999999</v> colspan=99999 rowspan=99999 ss:Index="-1" &#0;
    number-columns-repeated="99999999" number-rows-repeated="99999999" <!DOCTYPE & &#x110000; <table> </tr>
"""
NASTY = [*(mark.encode() for mark in MARKS.split(" ")), *ODD.split(), *MARKUP.split(), b"9" * 400]
NUMBERS = [
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x00\x00\x00\x80",
    b"\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x01",
]


def damaged(content: bytes, random: Random) -> bytes:
    """A container with one to eight faults; archives are opened, damaged inside and closed properly."""
    if content.startswith(b"PK") and random.random() < 0.85:
        return _damaged_archive(content, random)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        content = _one_fault(content, random)
    return content


def _one_fault(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    span = random.choice((1, 2, 4, 16, 64, 500))
    kind = random.randrange(8)
    if kind == 0:
        return content[:at] + bytes([random.randrange(256)]) + content[at + 1 :]
    if kind == 1:
        return content[:at] + random.choice(NASTY) + content[at:]
    if kind == 2:
        return content[:at] + random.choice(NASTY) + content[at + span :]
    if kind == 3:
        return content[:at] + content[at + span :]
    if kind == 4:
        return content[:at] + content[at : at + span] * random.choice((2, 3, 200)) + content[at + span :]
    if kind == 5:
        other = random.randrange(len(content) + 1)
        return content[:at] + content[other : other + span] + content[at:]
    if kind == 6:
        number = random.choice(NUMBERS)
        return content[:at] + number + content[at + len(number) :]
    return (
        content[:at]
        if random.random() < 0.3
        else content[:at] + random.randbytes(span) + content[at + span :]
    )


def _damaged_archive(content: bytes, random: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    likely = [name for name in members if "sheet" in name or "content" in name or "shared" in name]
    for _ in range(random.choice((1, 1, 2, 5))):
        name = random.choice(likely if likely and random.random() < 0.7 else list(members))
        members[name] = _one_fault(members[name], random)
    if random.random() < 0.05:
        members.pop(random.choice(list(members)))
    return containers.archive(members)


_WORKER = """
import json, resource, sys, time, warnings
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, 4_000_000_000))
sys.path.insert(0, sys.argv[1])
import kooperation as ko
warnings.simplefilter("ignore")
town = Path(sys.argv[2])
readers = {"table": ko.read_table, "bookings": ko.read_bookings, "activities": ko.read_activities,
    "going on": lambda path: ko.read_bookings(path, strict=False), "books": lambda path: ko.read_books(town)}
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
for line in sys.stdin:
    order = json.loads(line)
    before, start, told = peak(), time.perf_counter(), []
    for name in order["readers"]:
        try:
            readers[name](Path(order["path"]))
            told.append("read")
        except ko.KooperationError as error:
            said = all(one.message(tongue) for one in error.findings for tongue in ("de", "en"))
            told.append("refused" if said and error.findings else "ESCAPED empty error")
        except BaseException as error:
            told.append(f"ESCAPED {name}: {type(error).__name__}: {str(error)[:120]}")
    print(json.dumps([told, time.perf_counter() - start, peak() - before]), flush=True)
"""


class Worker:
    """A process that reads; when it dies or hangs, another one takes its place."""

    def __init__(self, town: Path) -> None:
        self._town = town
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(PROJECT), str(self._town)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def read(self, path: Path, readers: list[str]) -> tuple[list[str], float, float]:
        """What each reader made of a file, in how many seconds and megabytes more than before."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"path": str(path), "readers": readers}) + "\n")
        stdin.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            is_there = bool(selector.select(PATIENCE))
        line = stdout.readline() if is_there else ""
        if line:
            told, seconds, megabytes = json.loads(line)
            return told, seconds, megabytes
        self.close()
        fate = f"ENDED with {self._process.returncode}" if is_there else f"HANGS for {PATIENCE} s"
        self._start()
        return [fate], 0.0, 0.0


def samples(random: Random) -> list[bytes]:
    """Whole files of every container, the seeds of all damage."""
    made = [sloppy_export(Random(random.randrange(10**9))) for _ in range(120)]
    return [export.content for export in made]


def fuzz_bytes(start: int, minutes: float, keep: Path) -> tuple[Counter[str], list[str]]:
    """Damage and read files until the time is over."""
    keep.mkdir(parents=True, exist_ok=True)
    random, fates, hurts = Random(start), Counter[str](), list[str]()
    seeds, until = samples(random), time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(_town(Path(folder)))
        path = Path(folder) / "buchungen" / "export.xls"
        while time.monotonic() < until:
            content = damaged(random.choice(seeds), random)
            path.write_bytes(content)
            readers = ["table", "bookings", random.choice(("activities", "going on", "books"))]
            told, *costs = worker.read(path, readers)
            fates.update(told)
            if hurt := _hurt(told, *costs):
                kept = keep / f"hurt_{start}_{fates.total()}"
                kept.write_bytes(content)
                hurts.append(f"{'; '.join(hurt)} ({kept})")
                say(hurts[-1])
        worker.close()
    return fates, hurts


def _hurt(told: list[str], seconds: float, megabytes: float) -> list[str]:
    """Return what should not have been: another error, an end, a hang, or too much time or memory."""
    hurt = [one for one in told if one.split()[0] in ("ESCAPED", "ENDED", "HANGS")]
    hurt += [f"SLOW {seconds:.1f} s"] if seconds > MOST_SECONDS else []
    return hurt + ([f"LARGE {megabytes:.0f} MB"] if megabytes > MOST_MEGABYTES else [])


def fuzz_guided(start: int, minutes: float, keep: Path) -> tuple[Counter[str], list[str]]:
    """Let hypothesis choose file and damage, in batches, until the time is over or something hurts."""
    keep.mkdir(parents=True, exist_ok=True)
    fates, hurts = Counter[str](), list[str]()
    seeds, until = samples(Random(start)), time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(_town(Path(folder)))
        path = Path(folder) / "buchungen" / "export.xls"

        @settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.sampled_from(range(len(seeds))), st.randoms(use_true_random=False))
        def nothing_hurts(which: int, random: Random) -> None:
            path.write_bytes(damaged(seeds[which], random))
            told, *costs = worker.read(path, ["table", "bookings", "books"])
            fates.update(told)
            assert not _hurt(told, *costs), _hurt(told, *costs)

        batch = start
        while time.monotonic() < until and not hurts:
            try:
                seed(batch)(nothing_hurts)()
            except AssertionError as error:
                kept = keep / f"hurt_guided_{batch}"
                kept.write_bytes(path.read_bytes())  # the last call of a failing batch is the smallest
                hurts.append(f"{error} ({kept})")
                say(hurts[-1])
            batch += 1
        worker.close()
    return fates, hurts


def _town(folder: Path) -> Path:
    for name, content in TOWN.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "buchungen").mkdir()
    return folder


def report_bytes(fates: Counter[str], hurts: list[str], start: int) -> None:
    """Print what the run found."""
    ended = ", ".join(f"{count} {fate}" for fate, count in fates.most_common() if fate in ("read", "refused"))
    say(f"{fates.total()} calls from seed {start}: {ended}, {len(hurts)} that hurt")


def main() -> int:
    """Run one of the three; end with 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["tables", "bytes", "guided"])
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--start", type=int, default=int.from_bytes(os.urandom(3)))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "hurt")
    told = parser.parse_args()
    warnings.simplefilter("ignore")
    if told.what == "tables":
        outcome = fuzz_tables(told.start, told.minutes)
        report_tables(outcome, told.start)
        return int(bool(outcome.wrong))
    fuzz = fuzz_bytes if told.what == "bytes" else fuzz_guided
    fates, hurts = fuzz(told.start, told.minutes, told.keep)
    report_bytes(fates, hurts, told.start)
    return int(bool(hurts))


if __name__ == "__main__":
    sys.exit(main())
