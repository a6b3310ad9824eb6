"""Learners with small banks, who know the program by its command line alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Row, connect
from typing import Any

import pytest

from quizcv.cli.main import app

SKIP = "/s\n" * 30
"""Skips whatever is asked, in any session; the answers are logged, the schedule stays."""


class CtrlC(io.BytesIO):
    """What is typed before Ctrl-C."""

    def read1(self, size: int | None = -1, /) -> bytes:
        typed = super().read1(size)
        if not typed:
            raise KeyboardInterrupt
        return typed

    read = read1


@dataclass(frozen=True)
class Learner:
    """A home of their own and a folder of banks; the bundled ones are not there."""

    run: Callable[..., Any]
    home: Path
    banks: Path

    def __call__(self, *arguments: object, **more: Any) -> Any:
        """Run a command line in this learner's home, by default with nothing typed."""
        more.setdefault("input", "")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("QUIZCV_HOME", str(self.home))
            patch.setenv("COLUMNS", "100")
            return self.run(*arguments, **more)

    def interrupted(self, *arguments: object, typed: str) -> tuple[int, str]:
        """Run a command line, type something, press Ctrl-C; return exit code and complaints."""
        keyboard, complaints = io.TextIOWrapper(CtrlC(typed.encode())), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
            patch.setenv("QUIZCV_HOME", str(self.home))
            patch.setattr("sys.stdin", keyboard)
            with pytest.raises(SystemExit) as end, redirect_stderr(complaints):
                app([str(each) for each in arguments])
        return int(end.value.code or 0), complaints.getvalue()

    def bank(self, area: str, *cards: str) -> Path:
        """Write a bank of an area, named after it."""
        self.banks.mkdir(exist_ok=True)
        path = self.banks / f"{area}.yaml"
        path.write_text(f"bank: {area}\ntitle: A\narea: {area}\ncards:\n" + "".join(cards))
        return path

    def sit(self, *arguments: object, **more: Any) -> Any:
        """Run a command on the banks that has to succeed, by default skipping what is asked."""
        more.setdefault("input", SKIP)
        done = self(*arguments, "--bank", self.banks, **more)
        assert done.code == 0, done
        return done

    def log(self) -> dict[str, Any]:
        """Return everything that is kept."""
        return self("progress", "export").json

    def reviews(self, *arguments: object, **more: Any) -> list[dict[str, Any]]:
        """Run a session and return what it wrote into the review log."""
        before = len(self.log()["reviews"])
        self.sit(*arguments, **more)
        return self.log()["reviews"][before:]

    def asked(self, *arguments: object, **more: Any) -> list[str]:
        """Run a session that skips everything and return the cards it asked."""
        return [review["card"] for review in self.reviews(*arguments, **more)]

    def again(self, *later: timedelta, **changed: Any) -> None:
        """Repeat the last line of the review log so much later, each time with changes."""
        with closing(connect(self.home / "progress.sqlite")) as database:
            database.row_factory = Row
            [last] = database.execute("SELECT * FROM reviews ORDER BY id DESC LIMIT 1")
            at = datetime.fromisoformat(last["at"])
            names = [name for name in last.keys() if name != "id"]  # noqa: SIM118 - a row
            places = ", ".join(f":{name}" for name in names)
            rows = [{**dict(last), **changed, "at": (at + each).isoformat()} for each in later]
            into = f"INSERT INTO reviews ({', '.join(names)}) VALUES ({places})"
            database.executemany(into, rows)
            database.commit()


def varied(name: str, topic: str, level: str = "warmup", n: int = 3) -> str:
    """Return a card with fresh numbers each time; its answer is a + n."""
    return f"""\
  - id: {name}
    topics: [{topic}]
    level: {level}
    question: What is {{{{a}}}} + {n}?
    params: {{a: 2}}
    vary: {{a: {{from: 1, to: 9999}}}}
    answer: {{kind: integer, value: {2 + n}, formula: a + {n}}}
    check: |
      answer = len([0] * a + [0] * {n})
    mistakes:
      - {{name: subtracts, kind: arithmetic, formula: a - {n}, feedback: That takes {n} away.}}
    explanation: Together {{{{answer}}}}.
"""


def fixed(name: str, topic: str, level: str = "warmup", n: int = 3) -> str:
    """Return a card that is the same each time; its answer is n."""
    return f"""\
  - id: {name}
    topics: [{topic}]
    level: {level}
    question: How many are {n}?
    answer: {{kind: integer, value: {n}}}
    check: |
      answer = len([0] * {n})
    explanation: As many as there are.
"""


def boolean(name: str, topic: str, level: str = "warmup") -> str:
    """Return a card that is answered with yes."""
    return f"""\
  - id: {name}
    topics: [{topic}]
    level: {level}
    question: Is it more than one?
    answer: {{kind: boolean, value: true}}
    check: |
      answer = len([0] * 3) > 1
    explanation: It is.
"""


def spoken(name: str, topic: str, level: str = "warmup") -> str:
    """Return a recall card."""
    return f"""\
  - id: {name}
    topics: [{topic}]
    level: {level}
    question: Why do sums not depend on the order?
    answer: {{kind: recall, text: Addition commutes., points: [it commutes]}}
    check: |
      assert 1 + 2 == 2 + 1
    explanation: Swapping two terms changes nothing.
"""


CARDS = {"varied": varied, "fixed": fixed, "boolean": boolean, "spoken": spoken}


@pytest.fixture(scope="session")
def card() -> Callable[..., str]:
    """Write a card: `card("varied", "one-sum", "stride", "deep", n=4)`."""
    return lambda sort, *rest, **more: CARDS[sort](*rest, **more)


@pytest.fixture(scope="module", autouse=True)
def _no_bundled_banks() -> Iterator[None]:
    """Leave the bundled banks out: the one thing here that knows the inside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quizcv.bank.bundled.bundled_paths", list)
        yield


@pytest.fixture(scope="module")
def learners(tmp_path_factory: pytest.TempPathFactory, run_command) -> Callable[[], Learner]:
    """Make a learner who has done nothing yet and whose banks are still to be written."""

    def make() -> Learner:
        folder = tmp_path_factory.mktemp("learner")
        return Learner(run_command, folder / "home", folder / "banks")

    return make


@pytest.fixture
def learner(learners) -> Learner:
    """A learner of this test's own, without banks."""
    return learners()


@pytest.fixture(scope="module")
def reader(learners, card) -> Learner:
    """A learner with four cards who never answers: two areas, all levels, three kinds."""
    new = learners()
    new.bank(
        "convolution",
        card("varied", "conv-warmup", "stride", n=4),
        card("boolean", "conv-deep", "zero-padding", "deep"),
    )
    new.bank(
        "pooling",
        card("varied", "pool-core", "max-pooling", "core", n=5),
        card("spoken", "pool-said", "max-pooling"),
    )
    return new
