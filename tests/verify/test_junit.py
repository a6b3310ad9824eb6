"""The JUnit report counts and places what CI servers show."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from quizcv.errors import SourceProblem, UsageError
from quizcv.formats.junit import JUnitReport
from quizcv.verify.report import CardReport, Finding, Status


def card(name: str, status: Status, *findings: Finding) -> CardReport:
    return CardReport(
        id=name,
        bank="alexnet",
        area="architectures",
        file="content/alexnet.yaml",
        line=7,
        topics=["alexnet"],
        kind="integer",
        level="core",
        status=status,
        problems=list(findings),
    )


FAILURE = Finding(
    code="formula-differs", message="differs", line=9, params={"n": 3}, stated=1, computed=2
)


def test_suites_count_failures_and_skips(tmp_path: Path) -> None:
    report = JUnitReport(tmp_path / "junit.xml")
    report.add(card("good", "passed", Finding(code="weak-check", message="1 of 9", line=8)))
    report.add(card("bad", "failed", FAILURE))
    report.add(card("off", "skipped", Finding(code="torch-missing", message="no torch", line=8)))
    report.close([SourceProblem("content/other.yaml", 3, 1, "unknown-key", "levle")])
    suites = Xml.parse(tmp_path / "junit.xml").getroot()
    alexnet, other = suites
    assert alexnet.attrib | {"file": ""} == {
        "name": "alexnet", "file": "", "tests": "3", "failures": "1", "skipped": "1",
    }  # fmt: skip
    failure = alexnet.find("testcase[@name='bad']/failure")
    assert failure is not None
    assert failure.attrib["type"] == "formula-differs"
    assert "stated 1, computed 2" in (failure.text or "")
    assert "content/alexnet.yaml:9" in (failure.text or "")
    assert other.attrib["failures"] == "1"


def test_a_file_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        JUnitReport(tmp_path / "no" / "junit.xml").close([])
