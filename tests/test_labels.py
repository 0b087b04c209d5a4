"""The catalogue of texts: complete in both languages, and no text that nobody shows."""

import ast
import re
import string
from pathlib import Path

import pytest

from kooperation.reporting.labels import all_labels, enumerate_words, label

PACKAGE = Path(__file__).parent.parent / "kooperation"


def nodes_of_the_package() -> list[ast.AST]:
    files = sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "labels")
    return [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]


def texts_in(nodes: list[ast.AST]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def beginnings_in(nodes: list[ast.AST]) -> set[str]:
    """The beginnings of keys whose end is computed: ``state.`` in an f-string, ``frame.precision_`` alone."""
    first = [node.values[0] for node in nodes if isinstance(node, ast.JoinedStr) and len(node.values) > 1]
    texts = {str(node.value) for node in first if isinstance(node, ast.Constant)}
    texts |= {text for text in texts_in(nodes) if text.endswith("_")}
    return {text for text in texts if re.fullmatch(r"[a-z]+\.[a-z_]*", text)}


def test_every_text_stands_in_both_languages():
    assert [key for key, texts in all_labels().items() if not all(text.strip() for text in texts)] == []


def test_both_languages_have_the_same_gaps():
    assert [key for key, (german, english) in all_labels().items() if gaps(german) != gaps(english)] == []


def test_every_text_is_shown_somewhere():
    nodes = nodes_of_the_package()
    written, beginnings = texts_in(nodes), beginnings_in(nodes)

    def is_shown(key: str) -> bool:
        ends = (key.removeprefix(start) for start in beginnings if key.startswith(start))
        return key in written or any(end in written for end in ends)

    assert [key for key in all_labels() if not is_shown(key)] == []


def test_every_text_that_is_asked_for_exists():
    calls = [node for node in nodes_of_the_package() if isinstance(node, ast.Call) and node.args]
    asked = [node.args[0] for node in calls if getattr(node.func, "id", "") == "label"]
    keys = {node.value for node in asked if isinstance(node, ast.Constant)}
    assert keys
    assert keys - set(all_labels()) == set()


def test_a_text_is_filled_in_the_language_of_the_reader():
    assert label("chart.ceiling", amount="25.000 €") == "Ansatz 25.000 €"
    assert label("chart.ceiling", "en", amount="€25,000") == "Ceiling €25,000"


def test_a_text_that_does_not_exist_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError, match="no_such"):
        label("chart.no_such")


@pytest.mark.parametrize(
    ("words", "german", "english"),
    [
        ([], "", ""),
        (["Ansan"], "Ansan", "Ansan"),
        (["Ansan", "Lwiw"], "Ansan und Lwiw", "Ansan and Lwiw"),
        (["Ansan", "Lwiw", "Minnesota"], "Ansan, Lwiw und Minnesota", "Ansan, Lwiw and Minnesota"),
    ],
)
def test_words_are_joined_as_in_a_sentence(words, german, english):
    assert enumerate_words(words) == german
    assert enumerate_words(words, "en") == english
