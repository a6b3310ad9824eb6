"""The JUnit XML that continuous-integration servers read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from quizcv.errors import SourceProblem
    from quizcv.verify.report import CardReport, Finding


class JUnitReport:
    """One test suite a bank, one test case a card."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._suites: dict[str, Xml.Element] = {}

    def add(self, card: CardReport) -> None:
        """Add a card as a test case of its bank's suite."""
        case = Xml.SubElement(
            self._suite(card.bank, card.file),
            "testcase",
            name=card.id,
            classname=f"{card.area}.{card.bank}",
            file=card.file,
            line=str(card.line),
            time=f"{card.seconds:.4f}",
        )
        if card.status == "skipped":
            Xml.SubElement(case, "skipped", message=card.problems[0].message)
        for finding in card.problems:
            if not finding.is_warning and card.status == "failed":
                failure = Xml.SubElement(
                    case, "failure", type=finding.code, message=finding.message
                )
                failure.text = _detail(card, finding)

    def close(self, problems: Iterable[SourceProblem]) -> None:
        """Add the problems that no card carries, and write the file.

        Raises:
            UsageError: the file cannot be written.
        """
        for problem in problems:
            self._add_problem(problem)
        root = Xml.Element("testsuites", name="quizcv verify")
        for suite in sorted(self._suites.values(), key=lambda suite: suite.attrib["name"]):
            suite[:] = sorted(suite, key=lambda case: int(case.attrib["line"]))
            suite.set("tests", str(len(suite)))
            suite.set("failures", str(_count(suite, "failure")))
            suite.set("skipped", str(_count(suite, "skipped")))
            root.append(suite)
        tree = Xml.ElementTree(root)
        Xml.indent(tree)
        try:
            tree.write(self._path, encoding="utf-8", xml_declaration=True)
        except OSError as error:
            raise UsageError(f"cannot write {self._path}: {error.strerror}") from error

    def _add_problem(self, problem: SourceProblem) -> None:
        suite = self._suite(problem.file, problem.file)
        case = Xml.SubElement(suite, "testcase", name=problem.code, classname=problem.file)
        case.set("file", problem.file)
        case.set("line", str(problem.line))
        Xml.SubElement(case, "failure", type=problem.code, message=str(problem))

    def _suite(self, name: str, file: str) -> Xml.Element:
        if name not in self._suites:
            self._suites[name] = Xml.Element("testsuite", name=name, file=file)
        return self._suites[name]


def _count(suite: Xml.Element, tag: str) -> int:
    return sum(1 for case in suite if case.find(tag) is not None)


def _detail(card: CardReport, finding: Finding) -> str:
    head = f"{card.file}:{finding.line}: {card.id}: {finding.code}"
    return "\n".join([head, finding.message, *finding.evidence])
