"""What `quizcv verify` prints, on a console of fixed width."""

from __future__ import annotations

from io import StringIO
from typing import Any

from msgspec.structs import replace
from rich.console import Console, RenderableType
from rich.text import Text

from quizcv.app.verification import Verified
from quizcv.errors import SourceProblem
from quizcv.ui.verify_view import WHOLE_SNIPPET, failure_views, report_view
from quizcv.verify.report import CardReport, Finding, Status, Tally


def rendered(views: list[RenderableType], width: int = 80) -> str:
    console = Console(file=StringIO(), width=width, highlight=False, color_system=None)
    for view in views:
        console.print(view, soft_wrap=isinstance(view, Text))
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def card(name: str, status: Status = "passed", *findings: Finding, **rest: Any) -> CardReport:
    facts = {
        "bank": "vgg",
        "area": "architectures",
        "file": "content/vgg.yaml",
        "line": 7,
        "topics": ["vgg16"],
        "kind": "integer",
        "level": "core",
        "runs": 9,
        "seconds": 0.25,
        "mutants": 10,
        "caught": 9,
    }
    return CardReport(id=name, status=status, problems=list(findings), **{**facts, **rest})


def tally(*cards: CardReport) -> Tally:
    found = Tally(banks=1)
    for each in cards:
        found.add(each)
    found.summary.seconds = 1.5
    return found


def report(cards: Tally, *problems: SourceProblem, all_warnings: bool = False) -> str:
    found = Verified(tally=cards, problems=problems, isolation="process", strict=False)
    return rendered(report_view(found, all_warnings=all_warnings))


DIFFERS = Finding(
    code="formula-differs",
    message="the formula does not give what the check computes",
    line=12,
    params={"n": 3, "mode": "same"},
    stated=7,
    computed=6.5,
)


def test_agreement_is_a_table_and_a_line() -> None:
    text = report(tally(card("a"), card("b")))
    assert text == (
        "area           cards  passed  failed  skipped  runs  slips caught  CPU s\n"
        "architectures      2       2       0        0    18         18/20    0.5\n"
        "\n"
        "2 cards, 18 runs in 1.5 s, isolation: process. Everything agrees."
    )


def test_a_failure_shows_place_values_numbers_and_code() -> None:
    failed = card("a", "failed", DIFFERS, snippet="x = n\nanswer = x * 2", snippet_line=11)
    assert rendered(failure_views(failed)) == (
        "\n"
        "content/vgg.yaml:12: a: formula-differs\n"
        "  the formula does not give what the check computes\n"
        "  stated 7, computed 6.5  with n = 3, mode = 'same'\n"
        "      11 │ x = n\n"
        "  >   12 │ answer = x * 2"
    )


def quoted(finding: Finding) -> list[str]:
    """Return the lines quoted for a card whose formula is in line 10 and whose check in line 11."""
    failed = card(
        "a",
        "failed",
        finding,
        snippet="x = n\nanswer = x * 2",
        snippet_line=11,
        sources={"answer.formula": (10, "n * 3")},
    )
    return [line for line in rendered(failure_views(failed)).splitlines() if "│" in line]


def test_a_formula_that_fails_is_quoted_and_the_check_is_not() -> None:
    failed = Finding(
        code="expression-exception", message="ZeroDivisionError", line=10, path="answer.formula"
    )
    assert quoted(failed) == ["  >   10 │ formula: n * 3"]


def test_a_formula_that_differs_is_quoted_before_the_check() -> None:
    assert quoted(replace(DIFFERS, line=10, path="answer.formula")) == [
        "  >   10 │ formula: n * 3",
        "      11 │ x = n",
        "      12 │ answer = x * 2",
    ]


def test_a_long_snippet_is_cut_to_the_line_at_fault() -> None:
    snippet = "\n".join(f"step_{i} = {i}" for i in range(WHOLE_SNIPPET + 10))
    finding = Finding(code="check-exception", message="NameError", line=31)
    text = rendered(failure_views(card("a", "failed", finding, snippet=snippet, snippet_line=11)))
    assert ">   31 │ step_20 = 20" in text
    assert "step_18" in text
    assert "step_22" in text
    assert "step_17" not in text
    assert "step_23" not in text


def test_a_line_for_scripts_is_never_folded() -> None:
    long = card("a-card-with-a-rather-long-name", "failed", DIFFERS, file="content/" + "x" * 80)
    first = rendered(failure_views(long), width=40).splitlines()[1]
    assert first.endswith("a-card-with-a-rather-long-name: formula-differs")


def test_few_warnings_are_listed_and_many_counted() -> None:
    weak = Finding(code="weak-check", message="1 of 10 slips", line=9)
    few = report(tally(card("a", "passed", weak)))
    assert "content/vgg.yaml:9: a: weak-check: 1 of 10 slips" in few
    many = tally(*(card(f"c{i}", "passed", weak) for i in range(20)))
    counted = report(many)
    assert "20 warnings; --warnings lists them" in counted
    assert "weak-check" not in counted
    listed = report(many, all_warnings=True)
    assert listed.count("weak-check") == 20


def test_skips_and_file_problems_are_named() -> None:
    missing = Finding(code="torch-missing", message="torch is not installed", line=9)
    cards = tally(*(card(f"c{i}", "skipped", missing) for i in range(6)))
    problem = SourceProblem("content/vgg.yaml", 5, 3, "unknown-key", "'levle' is not a key here")
    text = report(cards, problem)
    assert "skipped: c0, c1, c2, c3 and 2 more: torch is not installed" in text
    assert "content/vgg.yaml:5:3: unknown-key: 'levle' is not a key here" in text
    assert text.endswith("1 problem in files.")
