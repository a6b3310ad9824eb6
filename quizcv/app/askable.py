"""Which cards can be asked on this machine: those that are proved, and those that can be run.

Found out before the first question, so that nobody is offered one card after another that cannot be
asked. Where everything can be run, not a single lock is opened for it.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.app.places import content_dir
from quizcv.app.proofs import is_proved_here
from quizcv.errors import ExecutionRefused
from quizcv.runner.host.preload import packages_needed
from quizcv.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quizcv.app.proofs import Proofs
    from quizcv.cards.library import Entry, Library, LoadedBank

PACKAGES = {"torch": "torch", "numpy": "NumPy"}
"""What checks may need, and how it is called."""
NO_FORK = "this system cannot run checks (use Linux, macOS or WSL)"


@dataclass(frozen=True)
class Askable:
    """The cards that can be asked, and what the learner is told about them once."""

    entries: Sequence[Entry]
    messages: tuple[str, ...] = ()


def askable(entries: Sequence[Entry], library: Library, proofs: Proofs) -> Askable:
    """Return the cards that can be asked here, with how many cannot and why.

    Raises:
        ExecutionRefused: none can; or no card of a bank is proved, and it may not run here.
    """
    added = [bank for bank in library.banks if is_added(bank)]
    missing = missing_packages()
    runs_all = can_fork() and not missing and shutil.which("bwrap") is not None
    # Ours may run anywhere: only where something is missing do their locks matter before a card
    # is dealt.
    concerned = added if runs_all else library.banks
    if not concerned:
        return Askable(entries)
    unproved = proofs.unproved(concerned)
    barred = _barred(concerned, unproved) if can_fork() else set()
    kept: list[Entry] = []
    reasons: Counter[str] = Counter()
    for entry in entries:
        proved = entry.head.id not in unproved
        why = obstacle(entry, proved=proved, missing=missing, barred=barred)
        reasons.update([why] if why else [])
        kept += [] if why else [entry]
    told = tuple(f"{plural(count, 'card')} left out: {why}" for why, count in reasons.items())
    if entries and not kept:
        raise ExecutionRefused(f"nothing can be asked here; {'; '.join(told)}")
    used = {entry.file for entry in kept if entry.head.id not in unproved}
    proved_by = tuple(provenance(bank) for bank in added if bank.file in used)
    return Askable(kept, (*proved_by, *told))


def obstacle(
    entry: Entry, *, proved: bool, missing: Iterable[str], barred: Iterable[str] = ()
) -> str:
    """Return why a card cannot be asked here, or nothing.

    Args:
        entry: the card.
        proved: whether a lock has its showings; what was proved need not run.
        missing: packages that are not installed.
        barred: files of banks that may not run.
    """
    if proved and not entry.head.traits.sampled:
        return ""
    if not can_fork():
        return NO_FORK
    if entry.file in barred:
        return f"{entry.file} is not trusted (`quizcv bank trust {entry.file}`)"
    needed = () if proved else packages_needed(entry.card.check)
    lacking = next((name for name in missing if name in needed), None)
    return f"their checks need {PACKAGES[lacking]} ({install()})" if lacking else ""


def can_fork() -> bool:
    """Return whether checks can be run on this system at all."""
    return hasattr(os, "fork")


def missing_packages() -> tuple[str, ...]:
    """Return the packages that checks may need and that are not installed. None is imported."""
    return tuple(name for name in PACKAGES if not _is_installed(name))


def install() -> str:
    """Return the command that installs what checks need."""
    return "pip install 'quizcv[torch]'"


def is_added(bank: LoadedBank) -> bool:
    """Return whether a bank is none of those that come with quizcv."""
    return content_dir() not in Path(bank.file).absolute().parents


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _barred(banks: Sequence[LoadedBank], unproved: frozenset[str]) -> set[str]:
    """Return the files of banks that may not run here although some of their cards must.

    Raises:
        ExecutionRefused: no card of such a bank is proved.
    """
    files: set[str] = set()
    for bank in banks:
        must_run = [entry for entry in bank.entries if _must_run(entry, unproved)]
        refusal = _refusal(bank) if must_run or not bank.entries else None
        if refusal and len(must_run) == len(bank.entries):
            raise refusal
        if refusal:
            files.add(bank.file)
    return files


def _must_run(entry: Entry, unproved: frozenset[str]) -> bool:
    return entry.head.id in unproved or entry.head.traits.sampled


def _refusal(bank: LoadedBank) -> ExecutionRefused | None:
    """Return why code of this bank may not run here, if it may not."""
    from quizcv.app.trust import may_run_anywhere, refusal  # noqa: PLC0415 - 8 ms of hmac

    if may_run_anywhere(bank):
        return None
    from quizcv.runner.host.isolation import probe  # noqa: PLC0415 - 20 ms, for banks to be run

    report = probe()
    return refusal(bank, report) if report.level == "process" else None


def provenance(bank: LoadedBank) -> str:
    """Return who proved the cards of a bank, as far as this machine can tell."""
    if is_proved_here(bank):
        return f"{bank.file}: proved here"
    return (
        f"{bank.file}: proved by its author, not on this machine "
        f"(`quizcv verify {bank.file}` proves it here)"
    )
