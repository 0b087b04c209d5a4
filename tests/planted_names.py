"""Fifty invented people in every free column of a data folder, and all that the program says about it."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path

import pypdf
from folders import CEILINGS, HEADINGS, ORDERS, POTS, REGIONS, RULES, csv, run
from matplotlib.text import Text

import kooperation as ko
from kooperation.books import Books
from kooperation.reporting.charts import close_chart

# First name, surname. None of them is known to anybody; some surnames are also ordinary words.
_LISTED = """
Erika Musterfrau, Jürgen Beispielmeier, Anna-Lena Großkopf, Hans-Peter Lüdenscheidt, Käthe
Öttinghaus, Ulf Koch, Ute Lange, Franz Schneidewind, Gerda Zimmermann, Ingo Kaiser, Ottmar
Winterfeldt, Sabine Weinhold, Rüdiger Sommer, Birte Freitag, Konrad Stein, Minsu Kimberg, Jihoon
Parkinson, Seoyeon Choi, 민수 김, 지훈 박, 서연 최, 영희 이, Hyejin Kang, Dongwook Yoonseok, Eunji Hwang,
Łukasz Żółtowski, Małgorzata Wiśniewska, Grzegorz Brzęczyszczykiewicz, Agnieszka Nowakowska,
Zbigniew Kamiński, Ewa Dąbrowska, Stanisław Wójcik, Jadwiga Kowalczyk, Оксана Шевченко, Тарас
Бондаренко, Олена Коваленко, Андрій Ткаченко, Olha Kovalchuk, Mykola Kravets, Iryna Hrytsenko,
Bohdan Lysenko, Wiebke Vogelsang, Torsten Ackermann, Heike Brinkhoff, Detlef Nußbaumer, Margot
Kettenacker, Rainer Wolkenstein, Volker Immergrün, Egon Pfefferkorn, Friedhelm Hasenclever
"""
PEOPLE = tuple(tuple(one.split()) for one in _LISTED.split(","))
FORMS = (
    "{first} {last}",
    "{last}, {first}",
    "Dr. {first} {last}",
    "Frau {last}",
    "Herrn Prof. Dr. {last}",
    "{LAST}",
)


def people() -> Iterator[str]:
    """Yield one person after the other, for ever, each time in another written form."""
    for number in count():
        first, last = PEOPLE[number % len(PEOPLE)]
        form = FORMS[(number + number // len(PEOPLE)) % len(FORMS)]
        yield form.format(first=first, last=last, LAST=last.upper())


def words_of_people() -> list[str]:
    """Return every first name and surname."""
    return sorted({name for pair in PEOPLE for name in pair})


def planted_folder(root: Path, *, has_counts: bool = True) -> Path:
    """Write a data folder of an invented town with people in every free column, and return it.

    Without ``has_counts`` the log names those who took part, which is refused.
    """
    who = people()
    for name, content in _files(who, has_counts=has_counts).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def _files(who: Iterator[str], *, has_counts: bool) -> dict[str, bytes]:
    return {
        "register/toepfe.csv": csv(POTS, "reisen;Partnerstädte;1105;5291;ja;ja"),
        "register/partnerregionen.csv": csv(
            f"{REGIONS};bemerkung", f"porto;Porto;PT;Porto;{next(who)}", f"tartu;Tartu;EE;Dorpat;{next(who)}"
        ),
        "register/ansaetze.csv": csv(
            f"{CEILINGS};gremium",
            "reisen;2024;;12.000,00;setzt;;;;alle;beschlossen;"
            f"V 7 von {next(who)};14.12.2023;{next(who)};{next(who)}",
        ),
        "register/zuordnung.csv": csv(
            RULES,
            f"r1;{next(who)};;;;;porto;;;;;{next(who)}",
            f"r2;;Gespräch {next(who)};;;;tartu;;;;;{next(who)}",
            f"{next(who).replace(';', '')};;Hotel*;;;;;;Reise;;;x",
        ),
        **_exports(who, has_counts=has_counts),
    }


def _exports(who: Iterator[str], *, has_counts: bool) -> dict[str, bytes]:
    columns = f"{HEADINGS};Sachbearbeitung"
    lines = [_posting(number, who) for number in range(1, 41)]
    later = [line.replace(";1", ";2", 1).replace("B-", "C-") for line in lines[:20]]
    return {
        "buchungen/2024.csv": csv(
            f"Erstellt von {next(who)};;;;;;;;", columns, *lines, f"Summe {next(who)};;;;;;;820,00;"
        ),
        "buchungen/2024_bis_Mai.csv": csv(columns, *later),
        "auftraege/auftraege.csv": csv(
            f"{ORDERS};ansprechpartner",
            *(
                f"A-{n} {next(who) if n > 4 else ''};2024;1105;5291;{n}00,00;02.03.2024;{next(who)};"
                f"Reise {next(who)};;{next(who)}"
                for n in range(1, 6)
            ),
        ),
        "haushalt/2024.csv": csv(
            "Jahr;Teilprodukt;Sachkonto;Ansatz;Ist;Bearbeitung",
            f"2024;1105;5291;12.000,00;820,00;{next(who)}",
        ),
        "aktivitaeten/log.csv": csv(
            "kennung;zeitraum;partnerregion;art;richtung;veranstalter;teilnehmende;mandatstragende;status;"
            "verschoben_auf;ergebnis;kosten_beleg;quelle;ansprechpartner",
            *(_activity(number, who, has_counts=has_counts) for number in range(1, 13)),
        ),
        "planung/basis.csv": csv(
            "kennung;zeitraum;partnerregion;art;menge;einzelpreis;kostenart;bemerkung;topf;betreuung",
            f"P1;November 2024;Porto;Besuch {next(who)};2;10,00;{next(who)};{next(who)};reisen;{next(who)}",
            f"P2;November 2024;{next(who)};Besuch;2;10,00;Reise;{next(who)};reisen;{next(who)}",
        ),
    }


_TEXTS = (
    "Hotel Porto {}",
    "Reisekosten {}",
    "{} Honorar Tartu",
    "{}",
    "Bewirtung mit {} und {}",
    "Porto und Tartu {}",
)


def _posting(number: int, who: Iterator[str]) -> str:
    pattern = _TEXTS[number % len(_TEXTS)]
    text = pattern.format(*islice(who, pattern.count("{}")))
    document = f"B-{number} {next(who)}" if number == 39 else f"B-{number}"
    start = f"2024;1{number % 9}.03.2024;{document};1105;5291"
    return f"{start};{next(who)};{text};{number},00;{next(who)}"


def _activity(number: int, who: Iterator[str], *, has_counts: bool) -> str:
    region = ("Porto", "Tartu", next(who))[number % 3]
    status = ("geplant", "durchgeführt", f"betreut {next(who)}")[number % 3]
    direction = ("ausgehend", f"mit {next(who)}")[number % 2]
    named = (f"{next(who)}, {next(who)}", f"{next(who)} und andere")[number % 2]
    period = (f"0{number % 9 + 1}.04.2024", "Mai 2024")[number % 2]
    cells = [
        f"K{number}" if number % 4 else f"K{number} {next(who)}",
        period,
        region,
        f"Besuch {next(who)}",
        direction,
        next(who),
        "3" if has_counts else named,
        "",
        status,
    ]
    cells += [
        next(who),
        f"Gespräche mit {next(who)} | Unternehmen: 4 ({next(who)})",
        f"B-{number} {next(who)}",
    ]
    return ";".join([*cells, f"Protokoll {next(who)}", next(who)])


# --- what is said -------------------------------------------------------------------------------------------


def everything_said(folder: Path, out: Path, language: str) -> dict[str, str]:
    """Return all that people or programs can read of every output, by where it stands."""
    said: dict[str, str] = {}
    for command in (
        ("report", "--data", folder, "--out", out),
        ("status", "--data", folder),
        ("status", "--data", folder, "--json"),
        ("check", "--data", folder),
        ("compare", folder / "buchungen/2024.csv", folder / "buchungen/2024_bis_Mai.csv"),
        *(("layout", file) for file in sorted(folder.glob("[abhp]*/*.csv"))),
    ):
        result = run(*command, "--language", language)
        said[" ".join(map(str, command))] = f"{result.stdout}\n{result.stderr}"
    books = ko.read_books(folder, strict=False)
    said |= {path.name: _contents(path) for path in sorted(out.rglob("*")) if path.is_file()}
    return said | dict(_shown(books, language)) | _findings(books, language)


def _findings(books: Books, language: str) -> dict[str, str]:
    return {f"finding {n}": found.describe(language) for n, found in enumerate(books.noticed)}  # type: ignore[arg-type]


def _shown(books: Books, language: str) -> Iterator[tuple[str, str]]:
    explorer = ko.explore(books, language=language)  # type: ignore[arg-type]
    frames = {
        "bookings": books.bookings,
        "activities": books.activities,
        "planned": books.planned,
        "overview": books.overview,
        "sources": books.sources,
        "findings": books.findings,
        "trace": ko.trace(books),
        "orders": ko.open_commitments(books),
        "reconciliation": ko.reconcile(books),
        "without spending": ko.activities_without_spending(books),
    }
    for name, frame in frames.items():
        for known in (books, None):
            shown = ko.show(frame, known, language=language)  # type: ignore[arg-type]
            yield f"show {name} {known is None}", f"{shown!r}\n{shown._repr_html_()}"
    at_a_glance = ko.show(books, language=language)  # type: ignore[arg-type]
    yield "show books", f"{at_a_glance!r} {at_a_glance._repr_html_()}"
    yield "repr books", repr(books)
    yield from _drawn(books, language)
    yield "explorer", json.dumps(explorer._repr_mimebundle_(), default=str, ensure_ascii=False)
    yield "explorer widgets", "\n".join(_texts_of_widgets(explorer.panel))


def _drawn(books: Books, language: str) -> Iterator[tuple[str, str]]:
    charts = {
        "activities": ko.plot_activities(books, language=language),  # type: ignore[arg-type]
        "year": ko.plot_year(ko.year_course(books, year=2024), language=language),  # type: ignore[arg-type]
        "usage": ko.plot_usage(ko.budget_usage(books), pot="reisen", language=language),  # type: ignore[arg-type]
        "cost types": ko.plot_cost_types(books, language=language),  # type: ignore[arg-type]
    }
    for name, axes in charts.items():
        words = [artist.get_text() for artist in axes.figure.findobj(Text)]
        yield f"chart {name}", "\n".join([*words, ko.alt_text(axes), repr(ko.chart_figures(axes).to_dict())])
        close_chart(axes)


def _texts_of_widgets(widget: object) -> Iterator[str]:
    yield str(getattr(widget, "value", ""))
    yield str(getattr(widget, "description", ""))
    for child in getattr(widget, "children", ()):
        yield from _texts_of_widgets(child)


def _contents(path: Path) -> str:
    readers = {".xlsx": _zipped, ".docx": _zipped, ".pdf": _pdf, ".png": _png}
    return readers.get(path.suffix, Path.read_text)(path)


def _zipped(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return "\n".join(_part_of(name, parts.read(name)) for name in parts.namelist())


def _part_of(name: str, content: bytes) -> str:
    """Return what a part says; the pixels of a picture say nothing, though they may spell a short name."""
    return _png_texts(content) if name.endswith(".png") else content.decode("utf-8", "replace")


def _pdf(path: Path) -> str:
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])


def _png(path: Path) -> str:
    return _png_texts(path.read_bytes())


def _png_texts(content: bytes) -> str:
    """Return the text chunks of a picture."""
    place, texts = 8, list[bytes]()
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        chunk = content[place + 8 : place + 8 + length]
        if kind in (b"tEXt", b"iTXt"):
            texts.append(chunk)
        elif kind == b"zTXt":
            texts.append(zlib.decompress(chunk.partition(b"\0")[2][1:]))
        place += length + 12
    return b"\n".join(texts).decode("utf-8", "replace")


def names_in(said: Iterable[tuple[str, str]]) -> list[str]:
    """Return where which name is said, as a whole word and in any case."""
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words_of_people()))})(?!\w)", re.IGNORECASE)
    return sorted({f"{match[0]} in {place}" for place, text in said for match in pattern.finditer(text)})
