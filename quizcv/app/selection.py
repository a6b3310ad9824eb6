"""Which cards a command is about."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.app.libraries import open_library
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cards.library import Entry, Library
    from quizcv.errors import SourceProblem


@dataclass(frozen=True)
class Selection:
    """Cards to work on, the library they are from, and the problems that concern them."""

    library: Library
    entries: tuple[Entry, ...]
    problems: tuple[SourceProblem, ...]

    @property
    def loose_problems(self) -> tuple[SourceProblem, ...]:
        """Problems that none of the chosen cards carries."""
        carried = {(entry.file, entry.card.id) for entry in self.entries}
        return tuple(p for p in self.problems if (p.file, p.card) not in carried)

    def shard(self, which: str) -> Selection:
        """Return part K of N, written K/N; which part a card is in hangs on its id alone.

        Problems of whole files are in the first part only.

        Raises:
            UsageError: not of the form K/N with 1 <= K <= N.
        """
        match = re.fullmatch(r"(\d+)/(\d+)", which)
        part, parts = (int(match[1]), int(match[2])) if match else (0, 0)
        if not 1 <= part <= parts:
            raise UsageError(f"--shard {which} is not a part of a whole", "write it as 3/8")
        if parts == 1:
            return self
        entries = tuple(e for e in self.entries if _bucket(e.card.id, parts) == part - 1)
        inside = {(entry.file, entry.card.id) for entry in entries}
        loose = set(self.loose_problems) if part == 1 else set()
        problems = tuple(p for p in self.problems if (p.file, p.card) in inside or p in loose)
        return replace(self, entries=entries, problems=problems)


def choose(targets: Sequence[str], banks: Sequence[Path]) -> Selection:
    """Return the cards that bank paths and card ids name; without any, those of every bank.

    Raises:
        BankUnreadable: a path does not exist.
        UnknownName: a card does not exist.
        UsageError: there is nothing in what was named.
    """
    paths = [Path(target) for target in targets if _is_path(target)]
    ids = [target for target in targets if not _is_path(target)]
    if not targets:
        library = open_library(banks)
        selection = Selection(library, tuple(library), library.problems)
    else:
        library = open_library([*paths, *banks], bundled=bool(ids))
        selection = _named(library, open_library(paths, bundled=False) if ids else library, ids)
    if not selection.entries and not selection.problems:
        raise UsageError("no cards there", "name a bank file, a folder or a card id")
    return selection


def _named(library: Library, whole: Library, ids: Sequence[str]) -> Selection:
    single = tuple(library.entry(card_id) for card_id in dict.fromkeys(ids))
    inside = {(entry.file, entry.card.id) for entry in single}
    problems = tuple(p for p in library.problems if (p.file, p.card) in inside)
    known = {(entry.file, entry.card.id) for entry in whole}
    extra = tuple(entry for entry in single if (entry.file, entry.card.id) not in known)
    return Selection(library, (*whole, *extra), tuple(dict.fromkeys((*whole.problems, *problems))))


def _is_path(target: str) -> bool:
    return target.endswith((".yaml", ".yml")) or "/" in target or Path(target).exists()


def _bucket(card_id: str, parts: int) -> int:
    return int.from_bytes(hashlib.sha256(card_id.encode()).digest()[:8], "big") % parts
