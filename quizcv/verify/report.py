"""What `quizcv verify` found, shaped as its JSON."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from quizcv.cards.codes import WARNINGS
from quizcv.kinds.shown import exact

Status = Literal["passed", "failed", "skipped"]


class Finding(Struct, frozen=True, kw_only=True):
    """One thing wrong with a card, with the numbers that show it."""

    code: str
    message: str
    line: int
    path: str = ""
    """Where in the card: answer.formula, mistakes.0, …"""
    params: dict[str, Any] | None = None
    stated: Any = None
    computed: Any = None

    @property
    def is_warning(self) -> bool:
        """Whether the card passes in spite of it."""
        return self.code in WARNINGS

    @property
    def evidence(self) -> tuple[str, ...]:
        """What was stated and computed, and with which numbers, every digit of them."""
        told = []
        if self.stated is not None or self.computed is not None:
            told.append(f"stated {exact(self.stated)}, computed {exact(self.computed)}")
        if self.params:
            numbers = (f"{name} = {exact(value)}" for name, value in self.params.items())
            told.append(f"with {', '.join(numbers)}")
        return tuple(told)


class CardReport(Struct, frozen=True, kw_only=True):
    """How one card did."""

    id: str
    bank: str
    area: str
    file: str
    line: int
    topics: list[str]
    kind: str
    level: str
    status: Status
    variants: int = 0
    """Fresh sets of numbers checked, besides the defaults."""
    routes: int = 0
    """Independent sources that agreed: stated, formula, executed."""
    mutants: int = 0
    caught: int = 0
    seconds: float = 0.0
    runs: int = 0
    cached: bool = False
    proofs: int = 0
    """Sets of versions that came to the values of its lock, this one included; 0 without a lock."""
    values: dict[str, Any] = {}
    problems: list[Finding] = []
    snippet: str = ""
    snippet_line: int = 0
    sources: dict[str, tuple[int, str]] = {}
    """What stands at each problem's path, with its line; the snippet has its own place above."""


class Summary(Struct, kw_only=True):
    """Running totals; `add` keeps them without keeping the cards."""

    banks: int = 0
    cards: int = 0
    runs: int = 0
    cached: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    mutants: int = 0
    caught: int = 0
    seconds: float = 0.0
    proved: dict[int, int] = {}
    """Cards with a lock, by how many sets of versions came to its values."""

    def add(self, card: CardReport) -> None:
        """Count one more card."""
        if card.proofs:
            self.proved[card.proofs] = self.proved.get(card.proofs, 0) + 1
        self.cards += 1
        self.runs += card.runs
        self.cached += card.runs if card.cached else 0
        self.mutants += card.mutants
        self.caught += card.caught
        setattr(self, card.status, getattr(self, card.status) + 1)


class Written(Struct, frozen=True):
    """A lock that was written."""

    bank: str
    file: str
    cards: int
    showings: int
    bytes: int
    left_out: tuple[str, ...]
    """Cards that were to be proved and were not."""


_INTERNAL = ("area", "runs", "cached", "proofs", "snippet", "snippet_line", "sources")


def card_json(card: CardReport) -> dict[str, Any]:
    """Return one element of `cards` in `quizcv verify --json`."""
    data: dict[str, Any] = to_builtins(card)
    for key in _INTERNAL:
        del data[key]
    for problem in data["problems"]:
        del problem["path"]
    return data


class Tally:
    """Adds reports up as they arrive, and keeps only those that say something."""

    def __init__(self, banks: int) -> None:
        self.summary = Summary(banks=banks)
        self.areas: dict[str, Summary] = {}
        self.failed: list[CardReport] = []
        self.skipped: list[CardReport] = []
        self.warned: list[CardReport] = []
        self.locks: list[Written] = []

    @property
    def whole(self) -> Summary:
        """The areas added up; its seconds are of CPU, as theirs are."""
        cpu = sum(area.seconds for area in self.areas.values())
        return replace(self.summary, seconds=cpu)

    def add(self, card: CardReport) -> None:
        """Count a card, and keep it if it failed, was skipped or carries a warning."""
        self.summary.add(card)
        self.areas.setdefault(card.area, Summary()).add(card)
        self.areas[card.area].seconds += card.seconds
        if card.status == "failed":
            self.failed.append(card)
        elif card.status == "skipped":
            self.skipped.append(card)
        elif card.problems:
            self.warned.append(card)
