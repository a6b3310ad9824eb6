"""A pytest plugin: every card of a bank file is a test item. It is used where it is asked for.

`pytest -p quizcv.pytest_plugin content/` collects the bank files below content/, one item a card
with its file and line, so that a bank's CI has pytest's own selection, reports and, with
pytest-xdist, its processes. Which files are banks is said by the ini option `quizcv_banks`
(folders and patterns), or on the command line. All other YAML is left alone.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from quizcv.app.libraries import open_library
from quizcv.app.locks import BankLocks
from quizcv.app.proving import versions_here
from quizcv.app.workers import open_workers
from quizcv.bank.files import SUFFIXES, SYLLABUS
from quizcv.cards.library import Library
from quizcv.errors import QuizcvError
from quizcv.ui.verify_view import failure_views
from quizcv.verify.run import DEFAULT_VARIANTS, Against, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.app.workers import Workers
    from quizcv.cards.library import Entry, LoadedBank
    from quizcv.errors import SourceProblem
    from quizcv.verify.report import CardReport

_KEYS = (re.compile(rb"^bank:\s", re.MULTILINE), re.compile(rb"^cards:\s*$", re.MULTILINE))
_HEAD_BYTES = 2**16
_WORKERS = pytest.StashKey["Workers"]()
_STACK = pytest.StashKey[ExitStack]()
_DECLARED = pytest.StashKey[frozenset[Path]]()
"""Files and folders that the ini option means."""
_NAMED = pytest.StashKey[frozenset[Path]]()
"""Files and folders that the command line names."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("quizcv", "question banks")
    group.addoption(
        "--quizcv-variants",
        type=int,
        default=DEFAULT_VARIANTS,
        metavar="N",
        help=f"fresh sets of numbers that each card of a bank is checked on ({DEFAULT_VARIANTS})",
    )
    group.addoption(
        "--quizcv-locked",
        action="store_true",
        help="fail cards whose lock is missing, stale or different",
    )
    parser.addini(
        "quizcv_banks",
        "folders of question banks, and patterns such as banks/*.yaml, from the root folder on",
        type="linelist",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Note what was named, and make room for the workers; none is started before a card runs."""
    config.stash[_STACK] = ExitStack()
    config.stash[_DECLARED] = frozenset(_declared_to(config))
    config.stash[_NAMED] = frozenset(map(Path, _named_to(config)))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the workers."""
    config.stash[_STACK].close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist what was named to the one that began it."""
    node.workerinput["quizcv_named"] = [str(path) for path in node.config.stash[_NAMED]]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> BankFile | None:
    """Collect question banks: those the ini option or the command line names."""
    if file_path.suffix not in SUFFIXES or not _is_bank(file_path, parent.config):
        return None
    bank_file: BankFile = BankFile.from_parent(parent, path=file_path)
    return bank_file


def _is_bank(path: Path, config: pytest.Config) -> bool:
    named = config.stash[_NAMED]
    if path in named:
        return True
    declared = config.stash[_DECLARED]
    if path.name != SYLLABUS and not declared.isdisjoint((path, *path.parents)):
        return True
    # A folder may hold YAML of any sort, and others too say `bank`.
    return not named.isdisjoint(path.parents) and _looks_like_a_bank(path)


def _looks_like_a_bank(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    return all(key.search(head) for key in _KEYS)


def _declared_to(config: pytest.Config) -> list[Path]:
    """Return the folders and files that the ini option means."""
    root = config.rootpath
    return [
        path
        for entry in config.getini("quizcv_banks")
        for path in (root.glob(entry) if set("*?[") & set(entry) else [root / entry])
    ]


def _named_to(config: pytest.Config) -> list[str]:
    """Return the files and folders that somebody typed; what pytest goes by itself is none."""
    if hasattr(config, "workerinput"):
        found: list[str] = config.workerinput.get("quizcv_named", [])
        return found
    if config.args_source is not config.ArgsSource.ARGS:
        return []
    folder = config.invocation_params.dir
    return [str((folder / arg.partition("::")[0]).resolve()) for arg in config.args]


class BankFile(pytest.File):
    """One bank."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each card, and one for each problem that no card carries."""
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


class _Item(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return what is wrong with the bank, without a traceback of ours."""
        if isinstance(excinfo.value, QuizcvError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class ProblemItem(_Item):
    """A problem of the file itself; it always fails."""

    def __init__(self, *, problem: SourceProblem, **rest: Any) -> None:
        super().__init__(**rest)
        self._problem = problem

    def runtest(self) -> None:
        """Fail with the problem."""
        raise QuizcvError(str(self._problem))

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
        problems: list[SourceProblem],
        locks: BankLocks,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self._bank, self._entry, self._problems, self._locks = bank, entry, problems, locks
        for mark in (entry.card.level, entry.card.kind):
            self.extra_keyword_matches.add(mark)

    def runtest(self) -> None:
        """Verify the card."""
        workers = _workers(self.config, self._bank)
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
            raise QuizcvError(_evidence(report))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the file, the line counted from 0, and the card's id."""
        return self.path, self._entry.place("").line - 1, self._entry.card.id


def _workers(config: pytest.Config, bank: LoadedBank) -> Workers:
    """Return this process's workers, which may run the bank.

    Raises:
        ExecutionRefused: the bank is not trusted and cannot be isolated here.
    """
    library = Library([bank])
    workers = config.stash.get(_WORKERS, None)
    if workers is None:
        workers = config.stash[_STACK].enter_context(open_workers(library, 1))
        config.stash[_WORKERS] = workers
    workers.admit(library)
    return workers


def _evidence(report: CardReport) -> str:
    console = Console(width=100, highlight=False, emoji=False, markup=False, color_system=None)
    with console.capture() as capture:
        for view in failure_views(report):
            console.print(view, soft_wrap=True)
    return capture.get().strip("\n")
