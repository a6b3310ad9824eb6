"""A pytest plugin: every card of a bank file is a test item.

`pytest content/` collects the bank files below content/, one item a card with its file and line,
so that a bank's CI has pytest's own selection, reports and, with pytest-xdist, its processes.
YAML files that are no banks are left alone.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quizcv.errors import QuizcvError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.app.locks import BankLocks
    from quizcv.app.wiring import Workers
    from quizcv.cards.library import Entry, LoadedBank, Problem
    from quizcv.verify.report import CardReport

_IS_BANK = re.compile(rb"^bank:\s", re.MULTILINE)
_HEAD_BYTES = 4096
_WORKERS = pytest.StashKey["Workers"]()
_STACK = pytest.StashKey[ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("quizcv", "question banks")
    group.addoption(
        "--quizcv-variants",
        type=int,
        default=8,
        metavar="N",
        help="fresh sets of numbers that each card of a bank is checked on (8)",
    )
    group.addoption(
        "--quizcv-locked",
        action="store_true",
        help="fail cards whose lock is missing, stale or different",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make room for the workers; none is started before a card runs."""
    config.stash[_STACK] = ExitStack()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the workers."""
    config.stash[_STACK].close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> BankFile | None:
    """Collect YAML files that are question banks."""
    if file_path.suffix not in {".yaml", ".yml"}:
        return None
    with file_path.open("rb") as file:
        if not _IS_BANK.search(file.read(_HEAD_BYTES)):
            return None
    bank_file: BankFile = BankFile.from_parent(parent, path=file_path)
    return bank_file


class BankFile(pytest.File):
    """One bank."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each card, and one for each problem that no card carries."""
        from quizcv.app.locks import BankLocks
        from quizcv.app.wiring import open_library

        library = open_library([self.path], bundled=False)
        (bank,) = library.banks
        locks = BankLocks([bank])
        for entry in bank.entries:
            problems = [p for p in library.problems if p.card == entry.card.id]
            yield CardItem.from_parent(
                self, name=entry.card.id, bank=bank, entry=entry, problems=problems, locks=locks
            )
        carried = {entry.card.id for entry in bank.entries}
        for problem in (*library.problems, *locks.problems([bank.file])):
            if problem.card not in carried:
                name = f"{problem.code}:{problem.line}"
                yield ProblemItem.from_parent(self, name=name, problem=problem)


class BankError(Exception):
    """A card or a file that is not as it should be; the message is the whole report."""


class _Item(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what is wrong with the bank, without a traceback of ours."""
        if isinstance(excinfo.value, BankError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class ProblemItem(_Item):
    """A problem of the file itself; it always fails."""

    def __init__(self, *, problem: Problem, **rest: Any) -> None:
        super().__init__(**rest)
        self._problem = problem

    def runtest(self) -> None:
        """Fail with the problem."""
        raise BankError(str(self._problem))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the file, the line counted from 0, and the code."""
        return self.path, self._problem.line - 1, self._problem.code


class CardItem(_Item):
    """A card: its check, on its default numbers and on fresh ones."""

    def __init__(
        self,
        *,
        bank: LoadedBank,
        entry: Entry,
        problems: list[Problem],
        locks: BankLocks,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self._bank, self._entry, self._problems, self._locks = bank, entry, problems, locks
        for mark in (entry.card.level, entry.card.kind):
            self.extra_keyword_matches.add(mark)

    def runtest(self) -> None:
        """Verify the card."""
        from quizcv.app.proving import versions_here
        from quizcv.verify.run import Against, verify

        try:
            workers = _workers(self.config, self._bank)
        except QuizcvError as error:
            raise BankError(str(error)) from error
        whole = self.config.getoption("--quizcv-locked")
        reports = verify(
            [self._entry],
            workers.runs,
            variants=self.config.getoption("--quizcv-variants"),
            problems=self._problems,
            locks=Against(self._locks.of, versions_here(), whole=whole),
        )
        report = next(reports)
        if report.status == "skipped":
            pytest.skip(report.problems[0].message)
        if report.status == "failed":
            raise BankError(_evidence(report))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the file, the line counted from 0, and the card's id."""
        return self.path, self._entry.place("").line - 1, self._entry.card.id


def _workers(config: pytest.Config, bank: LoadedBank) -> Workers:
    """Return this process's workers, which may run the bank.

    Raises:
        ExecutionRefused: the bank is not trusted and cannot be isolated here.
    """
    from quizcv.app.wiring import open_workers
    from quizcv.cards.library import Library

    library = Library([bank])
    workers = config.stash.get(_WORKERS, None)
    if workers is None:
        workers = config.stash[_STACK].enter_context(open_workers(library, 1))
        config.stash[_WORKERS] = workers
    workers.admit(library)
    return workers


def _evidence(report: CardReport) -> str:
    from rich.console import Console

    from quizcv.ui.verify_view import failure_views

    console = Console(width=100, highlight=False, emoji=False, markup=False, color_system=None)
    with console.capture() as capture:
        for view in failure_views(report):
            console.print(view, soft_wrap=True)
    return capture.get().strip("\n")
