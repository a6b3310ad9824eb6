"""Looking around the library without running anything: lists, search, the syllabus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from quizcv.app.libraries import open_library, open_syllabus
from quizcv.app.results import Result
from quizcv.cards.selecting import Covered, coverage, find, select, select_named
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizcv.app.shelf import Wanted
    from quizcv.cards.library import Entry


@dataclass(frozen=True, kw_only=True)
class Listed(Result):
    """Cards, each in a line."""

    entries: Sequence[Entry]
    searched: bool = False

    @property
    def data(self) -> dict[str, Any]:
        """What each card is, and where it stands."""
        return {"cards": [_row(entry) for entry in self.entries]}

    @property
    def exit_code(self) -> int:
        """1 for a search that found nothing."""
        return int(self.searched and not self.entries)


@dataclass(frozen=True, kw_only=True)
class SyllabusShown(Result):
    """Topics, and which of them the banks cover."""

    rows: Sequence[Covered]
    total: int
    covered: int
    detailed: bool
    """Topic by topic, rather than a line for each area."""

    @property
    def data(self) -> dict[str, Any]:
        """The topics with their cards, and how many have one."""
        topics = [{**to_builtins(row.topic), "cards": list(row.cards)} for row in self.rows]
        return {"topics": topics, "total": self.total, "covered": self.covered}


def list_cards(wanted: Wanted, topics: Sequence[str], banks: Sequence[Path] | None) -> Listed:
    """Return the cards of the topics, areas, levels and kinds named.

    Raises:
        UnknownName: one of them does not exist.
    """
    syllabus = open_syllabus()
    entries = select(
        open_library(banks or (), syllabus=syllabus),
        syllabus,
        topics=topics,
        areas=wanted.areas,
        levels=wanted.levels,
        kinds=wanted.kinds,
    )
    return Listed(entries=select_named(entries, syllabus, wanted.names))


def search_cards(words: Sequence[str], banks: Sequence[Path] | None) -> Listed:
    """Return the cards in which every word occurs.

    Raises:
        UsageError: there is no word.
    """
    if not any(word.strip() for word in words):
        raise UsageError("there is nothing to search for", "name a word")
    return Listed(entries=find(open_library(banks or ()), words), searched=True)


def show_syllabus(
    areas: Sequence[str], banks: Sequence[Path] | None, *, missing: bool
) -> SyllabusShown:
    """Return the topics (of those areas) with their cards; `missing`: only those without.

    Raises:
        UnknownName: an area that the syllabus does not have.
    """
    syllabus = open_syllabus()
    rows = coverage(open_library(banks or (), syllabus=syllabus), syllabus, areas=areas)
    return SyllabusShown(
        rows=[row for row in rows if not (missing and row.cards)],
        total=len(rows),
        covered=sum(1 for row in rows if row.cards),
        # One area or only the gaps: name the topics; otherwise a line for each area.
        detailed=bool(areas) or missing,
    )


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.card.id,
        "bank": entry.bank,
        "area": entry.area,
        "topics": list(entry.card.topics),
        "level": entry.card.level,
        "kind": entry.card.kind,
        "varies": bool(entry.card.vary),
        "file": entry.file,
        "line": entry.place("").line,
    }
