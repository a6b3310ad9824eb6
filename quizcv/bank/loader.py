"""Bank files to a library of cards, with every problem of every file.

Nothing here raises for what stands in a bank: a broken card becomes problems and leaves the
others alone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import structs

from quizcv.bank import files
from quizcv.bank.collection import collection_paused
from quizcv.cards.library import Entry, Library, LoadedBank
from quizcv.errors import SourceError, SourceProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from quizcv.bank.cache import BankCache
    from quizcv.cards.syllabus import Syllabus


def load_library(
    paths: Sequence[Path],
    syllabus: Syllabus | None = None,
    *,
    complete: bool = False,
    cache: BankCache | None = None,
) -> Library:
    """Return every bank of `paths`, which are files, or directories searched to any depth.

    With a syllabus, topics it does not have are problems. `complete` says that every bank there
    is was loaded, so that a followup which no card answers to is a problem too. With a cache,
    files that have not changed are not parsed again.

    Raises:
        BankUnreadable: a path does not exist, or a directory holds no bank.
    """
    topics = None if syllabus is None else frozenset(topic.topic for topic in syllabus)
    with collection_paused():
        banks = [load_bank(path, topics, cache) for path in files.bank_files(paths)]
        banks, problems = _across(banks)
        if syllabus is not None:
            problems += _unknown_areas(banks, syllabus.areas)
        library = Library(banks, problems)
        if complete:
            library.note(followup_problems(library))
        return library


def load_bank(
    path: Path, topics: Collection[str] | None = None, cache: BankCache | None = None
) -> LoadedBank:
    """Return the bank at `path`: its sound cards, and all of its problems.

    A file that cannot be read at all has no cards and one problem; where only some cards are not
    YAML, the others are read. `topics` are the known ones.
    """
    file = files.shown(path)
    digest = ""
    try:
        data = files.read_bytes(path)
        digest = files.digest_of(data)
        bank = cache.find(digest, topics, file) if cache else None
        if bank is None:
            from quizcv.bank.parser import parse_bank  # noqa: PLC0415 - 12 ms, to read YAML

            with collection_paused():
                bank = parse_bank(data, file, digest, topics)
            if cache:
                cache.keep(bank, topics)
        return bank
    except SourceError as error:
        problem = error.problem.within(file)
        return LoadedBank(path.stem, path.stem, "", file, digest, {}, (), (problem,))


def _across(banks: list[LoadedBank]) -> tuple[list[LoadedBank], tuple[SourceProblem, ...]]:
    """Return the banks without cards whose id an earlier bank has, and what is wrong between."""
    problems: list[SourceProblem] = []
    first: dict[str, Entry] = {}
    known: dict[str, str] = {}
    kept = []
    for bank in banks:
        if bank.id in known:
            message = f"{bank.id!r} is also the bank in {known[bank.id]}; rename one"
            problems.append(SourceProblem(bank.file, 1, 1, "duplicate-bank", message))
        known.setdefault(bank.id, bank.file)
        own = {entry.head.id: entry for entry in bank.entries}
        own |= {name: entry for entry in bank.entries for name in entry.head.aliases}
        if own.keys().isdisjoint(first):
            repeated: set[str] = set()
        else:
            repeated = {e.head.id for e in bank.entries if _repeats(e, first, problems)}
        first.update((name, entry) for name, entry in own.items() if name not in first)
        kept.append(_without(bank, repeated) if repeated else bank)
    return kept, tuple(problems)


def _unknown_areas(banks: list[LoadedBank], areas: Sequence[str]) -> tuple[SourceProblem, ...]:
    return tuple(
        SourceProblem(bank.file, 1, 1, "unknown-area", f"the syllabus has no area {bank.area!r}")
        for bank in banks
        if bank.area and bank.area not in areas
    )


def _repeats(entry: Entry, first: dict[str, Entry], problems: list[SourceProblem]) -> bool:
    taken = [name for name in (entry.head.id, *entry.head.aliases) if name in first]
    for name in taken:
        at = f"{first[name].file}:{first[name].place('').line}"
        message = f"{name!r} is already the name of the card at {at}"
        problems.append(entry.problem("duplicate-id", message))
    return bool(taken)


def _without(bank: LoadedBank, repeated: set[str]) -> LoadedBank:
    entries = tuple(entry for entry in bank.entries if entry.head.id not in repeated)
    unsound = (*bank.unsound, *sorted(repeated))
    return structs.replace(bank, entries=entries, unsound=unsound)


def followup_problems(library: Library) -> tuple[SourceProblem, ...]:
    """Return the followups that no card of the library answers to, broken cards included."""
    known = Counter(name for bank in library.banks for name in bank.unsound)
    return tuple(
        entry.problem("unknown-followup", f"no card is called {name!r}", f"followups.{index}")
        for entry in library
        for index, name in enumerate(entry.head.followups)
        if name not in library and name not in known
    )
