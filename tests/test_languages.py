"""German and English are never mixed: each text stands in both, and each output speaks one of them."""

import ast
import errno
import html
import re
from decimal import Decimal
from pathlib import Path

import pytest
from planted_names import everything_said

import kooperation as ko
from kooperation.model.causes import cause_of, foreign_file
from kooperation.model.findings import Place, finding
from kooperation.model.messages import MESSAGES
from kooperation.model.money import euros_spoken
from kooperation.reporting.labels import all_labels

PACKAGE = Path(__file__).parent.parent / "kooperation"
GERMAN = re.compile(
    r"[äöüßÄÖÜ]|(?<!\w)(?:und|oder|nicht|der|die|das|ein|eine|mit|von|für|ist|sind|kein|keine|Datei|Zeile|Spalte)(?!\w)"
)

# Where German stands in the code although it is no text for people, or stands beside its English.
ARGUED = {
    "analysis/candidates.py": "„und … weitere“ beside its English",
    "analysis/documents.py": "a letter that is spelled out",
    "analysis/reconciliation.py": "the sentence about causes beside its English",
    "demo": "the invented files, the guide and the registers are German",
    "model/activity.py": "the words that logs use",
    "model/causes.py": "pairs of both languages",
    "model/decision.py": "effects beside their English",
    "model/discreet_texts.py": "letters and words that are looked for",
    "model/errors.py": "„… und … weitere“ beside its English",
    "model/findings.py": "places beside their English",
    "model/harmless_words.py": "letters that are spelled out",
    "model/messages.py": "the catalogue of findings",
    "model/period.py": "the words that logs use for dates",
    "model/region.py": "letters that are spelled out",
    "model/schema.py": "keys that stand for an absent region, pot or scope",
    "reading": "the words of files; what is said stands beside its English",
    "reporting/charts/activities/content.py": "a status of the register",
    "reporting/help_pages.py": "letters that consoles lack",
    "reporting/workbook/template/figures.py": "letters that are spelled out",
    "reporting/style.py": "keys of colours, which are cost types of the registers",
}


def german_texts(path):
    tree = ast.parse(path.read_text("utf-8"))
    owners = (ast.Module, ast.FunctionDef, ast.ClassDef)
    documented = [node for node in ast.walk(tree) if isinstance(node, owners) and ast.get_docstring(node)]
    docstrings = {id(node.body[0].value) for node in documented}
    texts = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [node.value for node in texts if id(node) not in docstrings and GERMAN.search(node.value)]


def is_argued(name):
    return any(name == place or name.startswith(f"{place}/") for place in ARGUED)


def test_no_german_text_stands_outside_the_catalogues_without_a_reason():
    files = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
    found = {name: german_texts(path) for name, path in files.items() if "/labels/" not in name}
    assert {name: texts for name, texts in found.items() if texts and not is_argued(name)} == {}


def test_no_reason_outlives_its_text():
    files = [path for path in PACKAGE.rglob("*.py") if german_texts(path)]
    names = [path.relative_to(PACKAGE).as_posix() for path in files]
    assert [place for place in ARGUED if not any(f"{name}/".startswith(f"{place}/") for name in names)] == []


# --- the catalogues -----------------------------------------------------------------------------------------

# Words of institutions and of files that English texts keep, as the glossary says.
KEPT = {
    "Haushaltsjahr", "Sachkonto", "Teilprodukt", "Geschäftsjahr", "Buchungstext", "Städteregion", "Soll",
    "Haben", "Ermächtigungsübertragung", "Ansatz", "Obligo", "zuordnung", "VERTRAULICH",
    "durchgeführt",
}  # fmt: skip


def unquoted(text):
    """What is said, without what is quoted of files: headings, keys, commands, paths."""
    text = re.sub(r"“[^”]*”|„[^“]*“|`[^`]*`|\"[^\"]*\"", " ", text)
    return re.sub(r"\{\w*\}|[\w./*-]*(?:/|\.csv|\.toml|_)[\w./*-]*", " ", text)


def english_texts():
    labels = {key: english for key, (_, english) in all_labels().items()}
    messages = {key: f"{one.en} {one.en_advice}" for key, one in MESSAGES.items()}
    return {**labels, **messages}


def test_no_english_text_holds_german_words():
    german = re.compile(
        r"[äöüßÄÖÜ]|(?<!\w)(?:und|oder|nicht|der|das|ein|eine|mit|von|für|ist|sind|kein|keine|Datei|Zeile)(?!\w)"
    )
    words = {key: re.findall(r"[^\W\d_]+", unquoted(text)) for key, text in english_texts().items()}
    found = {key: [word for word in listed if german.search(word)] for key, listed in words.items()}
    assert {key: listed for key, listed in found.items() if set(listed) - KEPT} == {}


def test_no_german_text_holds_english_words():
    english = re.compile(
        r"(?<!\w)(?:the|and|not|with|which|from|this|there|does|into|its)(?!\w)", re.IGNORECASE
    )
    german = {key: german for key, (german, _) in all_labels().items()}
    german |= {key: f"{one.de} {one.de_advice}" for key, one in MESSAGES.items()}
    assert {key: text for key, text in german.items() if english.search(unquoted(text))} == {}


def test_german_quotes_stand_in_german_texts_alone():
    texts = english_texts()
    assert [key for key, text in texts.items() if "„" in text] == []


# --- what fills the gaps ------------------------------------------------------------------------------------


def test_a_reason_of_the_system_and_of_a_library_is_told_in_both_languages():
    assert cause_of(PermissionError(errno.EACCES, "Permission denied")) == (
        "keine Zugriffsrechte",
        "permission denied",
    )
    assert cause_of(ValueError("bad offset")) == (
        "technische Meldung: bad offset",
        "technical message: bad offset",
    )
    assert foreign_file("eine Visio-Zeichnung (.vsd)").en == "a Visio drawing (.vsd)"


def test_amounts_and_quotes_in_a_message_follow_its_language():
    assert euros_spoken(Decimal("1234.5")) == ("1.234,50 €", "€1,234.50")
    found = finding("columns_unused", Place(file="a.csv"), columns="„Art“, „Stelle“")
    assert "„Art“" in found.describe()
    assert "“Art”, “Stelle”" in found.describe("en")


# --- everything that is said --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sprachen") / "raw"
    ko.write_demo(folder)
    return folder


# What the formats of files call their own parts, and the names of functions in formulas.
OF_FORMATS = {"title", "named", "ranges", "worksheets", "chart", "sum", "subtotal"}


def words_of(texts):
    return {
        word.casefold()
        for text in texts
        for word in re.findall(r"[^\W\d_]{3,}", re.sub(r"\{\w*\}", " ", text))
    }


def words_of_one_language(language):
    """The words of the catalogues that only the other language uses."""
    place = 1 if language == "en" else 0
    own = words_of(
        [
            *(pair[place] for pair in all_labels().values()),
            *(said(one, language) for one in MESSAGES.values()),
        ]
    )
    other = "de" if language == "en" else "en"
    foreign = words_of(
        [
            *(pair[1 - place] for pair in all_labels().values()),
            *(said(one, other) for one in MESSAGES.values()),
        ]
    )
    return foreign - own


def said(message, language):
    return f"{message.finding(language)} {message.remedy(language)}"


def readable(name, text):
    """What people read of an output: no markup, no paths, no pictures, no names of columns for machines."""
    text = re.sub(
        r"<style.*?</style>|<(c:f|f|formula1?|calculatedColumnFormula)\b[^>]*>[^<]*</", " ", text, flags=re.S
    )
    if name.endswith((".xlsx", ".docx", ".svg")):
        text = " ".join([*re.findall(r">([^<>]+)<", text), *re.findall(r'(?:descr|title)="([^"]+)"', text)])
    else:
        text = re.sub(r"<[^<>]*>", " ", text)
    text = re.sub(r"(?:data:|;base64,|\"image/png\": \")[\w+/=,;:-]{40,}", " ", text)
    return re.sub(r"(?<=\W)\S*(?:/|_)\S*", " ", html.unescape(text))


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_output_of_the_example_speaks_one_language(demo, tmp_path, language):
    data = words_of(path.read_text("utf-8-sig", errors="replace") for path in demo.rglob("*.csv"))
    data |= words_of(f"{path.stem} {path.parent.name}" for path in demo.rglob("*"))
    books = ko.read_books(demo)
    data |= words_of([*books.bookings["text"].dropna(), *books.sources["control_totals"].dropna()])
    foreign = words_of_one_language(language) - data - OF_FORMATS - {"partner"}  # the same in both
    skipped = ("layout", "explorer", "repr")  # layouts and programmers speak the names of columns
    spoken = {
        name: readable(name, text)
        for name, text in everything_said(demo, tmp_path / "out", language).items()
        if not name.startswith(skipped) and "--json" not in name and not name.endswith(".docx")
    }
    found = {name: sorted(words_of([text]) & foreign) for name, text in spoken.items()}
    assert {name: words for name, words in found.items() if words} == {}
