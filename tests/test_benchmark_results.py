"""How benchmarks count and judge: real costs, wrong sums and absent programs named, goals at their bound."""

from __future__ import annotations

import json
import sys
from collections import Counter

import pytest

from benchmarks import answers, measuring, tables
from benchmarks.measuring import Places, measure, size_name, size_of
from benchmarks.shares import STEPS, table
from benchmarks.stages import EXAMPLE, STAGES, Contender, Goal, Stage
from benchmarks.timing import ROOT, Cost, run

TRUTH = {
    "amount": "12.50",
    "regions": "abc",
    "usage": [{"year": 2024, "ceiling": "25000.00", "actual": "12.50", "committed": "0.00"}],
    "cells": [{"year": 2024, "pot": "kooperation", "region": "ansan", "amount": "12.50"}],
}


def _python(code, **more):
    return Contender("python", (sys.executable, "-c", code), **more)


def test_the_cost_of_a_process_counts_what_it_starts():
    child = "sum(range(20_000_000))"
    alone = run((sys.executable, "-c", "pass"), folder=ROOT).cost
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    assert run((sys.executable, "-c", parent), folder=ROOT).cost.cpu > alone.cpu


def test_the_peak_is_that_of_the_largest_process():
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'b = bytearray(300_000_000)'])"
    assert run((sys.executable, "-c", parent), folder=ROOT).cost.megabytes > 250


def test_measuring_imports_nothing_heavy_since_each_process_begins_with_its_memory():
    code = "import sys, benchmarks.__main__, benchmarks.measuring, benchmarks.stages, benchmarks.tables; "
    done = run((sys.executable, "-c", code + "print(*sys.modules)"), folder=ROOT)
    assert {"numpy", "pandas", "pyarrow", "kooperation"}.isdisjoint(done.printed.split())


@pytest.mark.parametrize(
    "check, right, wrong",
    [
        (answers.whole_sum, '{"answer": "12.50"}', '{"answer": "12.51"}'),
        (answers.stage_cells, '{"answer": [[2024, "kooperation", "ansan", "12.5"]]}', '{"answer": []}'),
        (
            answers.cells,
            '[[2024, "kooperation", "ansan", "12.50"]]',
            '[[2024, "kooperation", "lwiw", "12.50"]]',
        ),
        (answers.digest, '{"answer": "abc"}', '{"answer": "abd"}'),
        (answers.report, "Gelesen:  12,50 € (Dateien: 1)", "Gelesen:  12,51 € (Dateien: 1)"),
        (
            answers.hledger_budget,
            '"Account","2024","budget"\n"Expenses","12.50 EUR","25000.00 EUR"\n',
            '"Account","2024","budget"\n"Expenses","12.50 EUR","40000.00 EUR"\n',
        ),
        (
            answers.bean_query,
            "year,account,sum\n2024,Expenses:Kooperation:Ansan, 12.50\n",
            "year,account,sum\n2024,Expenses:Kooperation:Ansan, 12.49\n",
        ),
        (
            answers.usage,
            json.dumps({"years": [{"pot": "kooperation", **TRUTH["usage"][0]}]}),
            json.dumps({"years": [{"pot": "kooperation", **TRUTH["usage"][0], "committed": "1.00"}]}),
        ),
    ],
)
def test_a_wrong_cent_is_a_wrong_answer(check, right, wrong):
    assert (check(right, TRUTH), check(wrong, TRUTH)) == (True, False)


def test_a_contender_without_sums_is_neither_right_nor_wrong():
    assert answers.whole_sum('{"answer": null}', TRUTH) is None


@pytest.fixture
def places(tmp_path):
    (tmp_path / "ledgers/0").mkdir(parents=True)
    (tmp_path / "ledgers/0/truth.json").write_text(json.dumps(TRUTH), "utf-8")
    return Places(tmp_path / "ledgers", tmp_path / "results")


def _measured(places, *contenders, monkeypatch, goals=(), only=None):
    stage = Stage("probe", "Probe", contenders, goals, sizes=(EXAMPLE,))
    monkeypatch.setattr(tables, "STAGES", (stage,))
    return measure(stage, EXAMPLE, places, rounds=1, only=only, say=lambda line: None)


def test_an_absent_program_is_skipped_by_name_with_what_installs_it(places, monkeypatch):
    absent = Contender("Neunauge", ("neunauge",), needs={"neunauge": "apt install neunauge"})
    part = _measured(places, _python("pass"), absent, monkeypatch=monkeypatch)
    assert "Neunauge wurde übersprungen: fehlt; apt install neunauge" in tables.in_markdown(part)


def test_a_wrong_result_is_shown_as_wrong(places, monkeypatch):
    part = _measured(places, _python("print('[]')", check=answers.cells), monkeypatch=monkeypatch)
    assert "**falsch**" in tables.in_markdown(part)


def test_what_cannot_be_understood_is_wrong_too(places, monkeypatch):
    part = _measured(places, _python("print('?')", check=answers.cells), monkeypatch=monkeypatch)
    assert "**falsch**" in tables.in_markdown(part)


def test_a_program_that_fails_has_no_time(places, monkeypatch):
    part = _measured(places, _python("import sys; sys.exit(3)"), monkeypatch=monkeypatch)
    assert "gescheitert" in tables.in_markdown(part)


def test_measuring_one_contender_keeps_the_results_of_the_others(places, monkeypatch):
    first, second = (Contender(name, (sys.executable, "-c", "pass")) for name in ("erster", "anderer"))
    _measured(places, first, second, monkeypatch=monkeypatch)
    part = _measured(places, first, second, monkeypatch=monkeypatch, only="anderer")
    assert all(len(kept["rounds"]) == 1 for kept in part["contenders"].values())


@pytest.mark.parametrize(
    "goal, figure, verdict",
    [
        (Goal("schneller", lambda *_: 0, 4), 4, "erreicht"),
        (Goal("schneller", lambda *_: 0, 4), 3.9, "**nicht erreicht**"),
        (Goal("sparsam", lambda *_: 0, 4, at_most=True), 4, "erreicht"),
        (Goal("sparsam", lambda *_: 0, 4, at_most=True), 4.1, "**nicht erreicht**"),
    ],
)
def test_a_goal_is_reached_at_its_bound(goal, figure, verdict, places, monkeypatch):
    judged = Goal(goal.says, lambda *_: figure, goal.bound, at_most=goal.at_most)
    part = _measured(places, _python("pass"), monkeypatch=monkeypatch, goals=(judged,))
    assert tables.in_markdown(part).rstrip().split("\n* Runden: 1")[0].endswith(f": {verdict}")


def test_the_page_gets_its_tables_between_the_marks_and_keeps_the_rest(places, monkeypatch, tmp_path):
    _measured(places, _python("pass"), monkeypatch=monkeypatch)
    page = tmp_path / "seite.md"
    page.write_text("vorher\n<!-- messung: probe -->\nalt\n<!-- ende -->\nnachher\n", "utf-8")
    left = tables.write_page(page, tables.parts(places.results))
    text = page.read_text("utf-8")
    assert text.startswith("vorher\n<!-- messung: probe -->\n| Beispieldaten |")
    assert text.endswith("<!-- ende -->\nnachher\n")
    assert "alt\n" not in text
    assert left == ["maschine"]


def test_every_stage_has_a_place_in_the_page():
    page = (ROOT / "docs/leistung.md").read_text("utf-8")
    assert [stage.key for stage in STAGES if f"<!-- messung: {stage.key} -->" not in page] == []


@pytest.mark.parametrize("load, said", [(1.5, False), (9.0, True)])
def test_a_busy_machine_is_named(load, said, places, monkeypatch):
    monkeypatch.setattr(measuring, "machine", lambda: {"cores": "2"})
    monkeypatch.setattr(measuring.os, "getloadavg", lambda: (load, 0, 0))
    part = _measured(places, _python("pass"), monkeypatch=monkeypatch)
    assert ("Der Rechner war belastet" in tables.in_markdown(part)) is said


def test_growth_is_shown_per_posting():
    parts = [_growth_part(10_000, 1.0), _growth_part(100_000, 5.0)]
    assert "| CPU je Buchung [µs] | 10k | 100k |" in tables.growth(parts)
    assert "| Lesen | 100 | 50,0 |" in tables.growth(parts)


def _growth_part(size, cpu):
    cost = {"cpu": cpu, "wall": cpu, "megabytes": 100}
    return {"stage": "growth", "size": size, "contenders": {"Lesen": {"rounds": [cost], "right": True}}}


def test_the_median_of_the_rounds_counts():
    rounds = [{"cpu": cpu, "wall": 1, "megabytes": 1} for cpu in (1.0, 9.0, 2.0)]
    part = {"contenders": {"einer": {"rounds": rounds}}}
    assert measuring.medians(part) == {"einer": Cost(2.0, 1, 1)}


@pytest.mark.parametrize("name, size", [("10k", 10_000), ("1M", 1_000_000), ("2500", 2_500), ("0", EXAMPLE)])
def test_sizes_have_short_names(name, size):
    assert (size_of(name), size_name(size)) == (size, name)


def test_every_step_whose_share_is_told_is_a_function_of_the_package():
    missing = [
        (file, function)
        for file, function in STEPS
        if f"def {function}(" not in (ROOT / "kooperation" / file).read_text("utf-8") and function
    ]
    assert missing == []


@pytest.mark.skipif(sys.platform == "win32", reason="the timer that looks is one of POSIX")
def test_shares_say_where_the_time_of_a_command_goes(tmp_path):
    demo = str(tmp_path / "raw")
    run((sys.executable, "-m", "kooperation", "demo", demo), folder=ROOT)
    done = run((sys.executable, "-m", "benchmarks.shares", "status", "--data", demo), folder=ROOT)
    assert done.printed.startswith("| Schritt | CPU [s] | Anteil |")
    assert "| Bibliotheken und Module laden |" in done.printed


def test_the_largest_share_stands_first():
    assert table(Counter({"lesen": 1.0, "zuordnen": 3.0}))[2:] == [
        "| zuordnen | 3,00 | 75 % |",
        "| lesen | 1,00 | 25 % |",
    ]
