"""Pictures of every chart and every page, German and English, from the example data.

``python docs/bilder.py`` writes ``docs/bilder/de`` and ``docs/bilder/en`` anew, and ``docs/bilder/README.md``
that shows them. It needs LibreOffice and poppler (``soffice``, ``pdftoppm``) to turn pages into pictures. The
same package and the same programs make the same bytes. It stands beside the pictures, because they are all
that it is for.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).resolve().parent / "bilder"
AS_OF = "2026-06-30"
DOTS_PER_INCH = "80"
COLOURS = 160  # keeps the fixed colours of the regions apart; half of the bytes
PARTS = {
    "de": {"charts": "Diagramme", "annex": "Anlage", "workbook": "Arbeitsmappe"},
    "en": {"charts": "Charts", "annex": "Annex", "workbook": "Workbook"},
}
FILES = {"de": ("anlage.pdf", "bericht.xlsx"), "en": ("annex.pdf", "report.xlsx")}


def main() -> int:
    """Draw everything in both languages; 1 where a program is missing."""
    missing = [program for program in ("soffice", "pdftoppm") if shutil.which(program) is None]
    if missing:
        sys.stderr.write(f"not installed: {', '.join(missing)}\n")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "raw"
        _kooperation("demo", data)
        shown = {language: _draw(data, Path(scratch) / language, language) for language in FILES}
    (PICTURES / "README.md").write_text("\n".join(_index(shown)), "utf-8", newline="\n")
    return 0


def _kooperation(*arguments: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "kooperation", *map(str, arguments)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _draw(data: Path, out: Path, language: str) -> dict[str, list[Path]]:
    """Write one report, and return its pictures by part."""
    _kooperation("report", "--data", data, "--out", out, "--as-of", AS_OF, "--language", language)
    annex, workbook = (out / name for name in FILES[language])
    target = PICTURES / language
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    parts = {
        "charts": sorted(out.glob("*.png")),
        "annex": _pages(annex),
        "workbook": _pages(_as_pdf(workbook)),
    }
    return {part: [_kept(picture, target) for picture in pictures] for part, pictures in parts.items()}


def _as_pdf(workbook: Path) -> Path:
    """Print a workbook as LibreOffice does, with a profile of its own."""
    profile = (workbook.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(workbook.parent), str(workbook)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return workbook.with_suffix(".pdf")


def _pages(document: Path) -> list[Path]:
    """Turn each page into a picture, ``anlage-1.png``."""
    start = document.parent / "pages" / document.stem
    start.parent.mkdir(exist_ok=True)
    subprocess.run(["pdftoppm", "-r", DOTS_PER_INCH, "-png", str(document), str(start)], check=True)
    return sorted(start.parent.glob(f"{document.stem}-*.png"))


def _kept(picture: Path, folder: Path) -> Path:
    """Keep a picture with few colours and without any note of when and by what it was made."""
    from PIL import Image

    with Image.open(picture) as drawn:
        small = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    target = folder / picture.name
    small.save(target, optimize=True)
    return target


def _index(shown: dict[str, dict[str, list[Path]]]) -> Iterator[str]:
    yield "# Bilder · Pictures"
    yield ""
    yield "Beispieldaten, frei erfunden · example data, invented. Made by `python docs/bilder.py`."
    for language, parts in shown.items():
        for part, pictures in parts.items():
            yield f"\n## {PARTS[language][part]} ({language})\n"
            yield from (f"![{one.stem}]({language}/{one.name})" for one in pictures)
    yield ""


if __name__ == "__main__":
    sys.exit(main())
