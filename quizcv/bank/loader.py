"""Bank files to a library of cards, with every problem of every file.

Nothing here raises for what stands in a bank: a broken card becomes problems and leaves the
others alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from quizcv.bank import files, lint, yaml_reader
from quizcv.bank.collection import collection_paused
from quizcv.bank.decoder import fields_reader, reader_for
from quizcv.bank.findings import FAILED, Findings
from quizcv.bank.library import Entry, Library, LoadedBank, Place, Problem
from quizcv.bank.model import Bank, Card
from quizcv.bank.salvage import without_broken_cards
from quizcv.bank.yaml_reader import Mapping, Scalar, Sequence, Unreadable

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from collections.abc import Sequence as Several

    from quizcv.bank.cache import BankCache
    from quizcv.bank.findings import Fault
    from quizcv.bank.salvage import BrokenCard
    from quizcv.bank.syllabus import Syllabus
    from quizcv.bank.yaml_reader import Node


def load_library(
    paths: Several[Path],
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
    banks = [load_bank(path, topics, cache) for path in files.bank_files(paths)]
    banks, problems = _across(banks)
    if syllabus is not None:
        problems += _unknown_areas(banks, syllabus.areas)
    library = Library(banks, problems)
    return Library(banks, (*problems, *followup_problems(library))) if complete else library


def load_bank(
    path: Path, topics: Container[str] | None = None, cache: BankCache | None = None
) -> LoadedBank:
    """Return the bank at `path`: its sound cards, and all of its problems.

    A file that cannot be read at all has no cards and one problem; where only some cards are not
    YAML, the others are read. `topics` are the known ones.
    """
    file = files.shown(path)
    digest = ""
    try:
        data = files.read_bytes(path)
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        bank = cache.find(digest, topics, file) if cache else None
        if bank is None:
            with collection_paused():
                bank = parse_bank(data, file, digest, topics)
            if cache:
                cache.keep(bank, topics)
        return bank
    except Unreadable as error:
        problem = Problem(error.code, str(error), file, error.line, error.column)
        return LoadedBank(path.stem, path.stem, "", file, digest, {}, (), (problem,))


def parse_bank(
    data: bytes, file: str, digest: str, topics: Container[str] | None = None
) -> LoadedBank:
    """Return the bank that `data` is, under the name `file`.

    Raises:
        Unreadable: the data is not UTF-8 or not YAML.
    """
    text, controls = yaml_reader.control_characters(files.read_text(data))
    broken: list[BrokenCard] = []
    try:
        root = yaml_reader.compose(text)
    except Unreadable:
        salvaged = without_broken_cards(text)
        if salvaged is None:
            raise
        text, broken = salvaged
        root = yaml_reader.compose(text)
    if not isinstance(root, Mapping):
        at = (root.line, root.column) if root else (1, 1)
        raise Unreadable("not-a-bank", "a bank is a mapping with `bank`, `title` and `cards`", *at)
    assembly = _Assembly(file, digest, topics)
    assembly.note(controls)
    for card in broken:
        assembly.unsound.append(card.id or f"the card at line {card.error.line}")
        assembly.note([card.error], card.id)
    return assembly.bank(root)


class _Assembly:
    """One bank while it is put together."""

    def __init__(self, file: str, digest: str, topics: Container[str] | None) -> None:
        self.file = file
        self.digest = digest
        self.topics = topics
        self.problems: list[Problem] = []
        self.entries: list[Entry] = []
        self.unsound: list[str] = []
        self.names: dict[str, int] = {}

    def note(
        self, faults: Iterable[Fault | yaml_reader.Refused | Unreadable], card: str | None = None
    ) -> None:
        self.problems += [
            Problem(fault.code, fault.message, self.file, fault.line, fault.column, card)
            for fault in faults
        ]

    def bank(self, root: Mapping) -> LoadedBank:
        out = Findings()
        header: dict[str, Any] = fields_reader(Bank, "cards")(root, "", out)
        self.note(out.faults)
        stem = Path(self.file).stem
        loaded = LoadedBank(
            id=header.get("bank", stem),
            title=header.get("title", header.get("bank", stem)),
            area=header.get("area", ""),
            file=self.file,
            digest=self.digest,
            sources=header.get("sources", {}),
            entries=(),
        )
        for node in self.cards(root):
            self.card(node, loaded)
        context = lint.Context(self.topics, loaded.sources)
        for entry in self.entries:
            self.problems += lint.card_problems(entry, context)
        if not self.unsound:
            self.problems += lint.bank_problems(loaded, self.entries, out.places)
        self.problems.sort(key=lambda problem: (problem.line, problem.column))
        return structs.replace(
            loaded,
            entries=tuple(self.entries),
            problems=tuple(self.problems),
            unsound=tuple(self.unsound),
        )

    def cards(self, root: Mapping) -> list[Node]:
        for key, node in root.items:
            if isinstance(key, Scalar) and key.text == "cards":
                if isinstance(node, Sequence) and node.items:
                    return node.items
                message = "`cards` is a list of at least one card"
                self.problems.append(
                    Problem("wrong-type", message, self.file, node.line, node.column)
                )
                return []
        self.problems.append(Problem("missing-key", "'cards' is missing", self.file, root.line))
        return []

    def card(self, node: Node, bank: LoadedBank) -> None:
        out = Findings()
        out.places[""] = Place(node.line, node.column)
        card = reader_for(Card)(node, "", out)
        name = _written_id(node)
        if card is FAILED:
            self.unsound.append(name or f"the card at line {node.line}")
            self.note(out.faults, name)
            return
        entry = Entry(card, bank.id, bank.area, self.file, out.places)
        self.problems += lint.layout_problems(entry, node)
        if self.repeated(entry):
            self.unsound.append(card.id)
        else:
            self.entries.append(entry)

    def repeated(self, entry: Entry) -> bool:
        """Note ids and aliases that an earlier card of this bank has."""
        own = [("id", entry.card.id)]
        own += [(f"aliases.{i}", alias) for i, alias in enumerate(entry.card.aliases)]
        taken = False
        for path, name in own:
            if name in self.names:
                message = f"{name!r} is already the name of the card at line {self.names[name]}"
                self.problems.append(entry.problem("duplicate-id", message, path))
                taken = True
            self.names.setdefault(name, entry.place("").line)
        return taken


def _written_id(node: Node) -> str | None:
    """Return the id of a card that may be broken elsewhere."""
    if isinstance(node, Mapping):
        for key, item in node.items:
            if isinstance(key, Scalar) and key.text == "id" and isinstance(item, Scalar):
                return item.text[:80] or None
    return None


def _across(banks: list[LoadedBank]) -> tuple[list[LoadedBank], tuple[Problem, ...]]:
    """Return the banks without cards whose id an earlier bank has, and what is wrong between."""
    problems: list[Problem] = []
    first: dict[str, str] = {}
    known: dict[str, str] = {}
    kept = []
    for bank in banks:
        if bank.id in known:
            message = f"{bank.id!r} is also the bank in {known[bank.id]}; rename one"
            problems.append(Problem("duplicate-bank", message, bank.file, 1))
        known.setdefault(bank.id, bank.file)
        repeated = {e.card.id for e in bank.entries if _repeats(e, first, problems)}
        for entry in bank.entries:
            for name in (entry.card.id, *entry.card.aliases):
                first.setdefault(name, f"{entry.file}:{entry.place('').line}")
        kept.append(_without(bank, repeated) if repeated else bank)
    return kept, tuple(problems)


def _unknown_areas(banks: list[LoadedBank], areas: Several[str]) -> tuple[Problem, ...]:
    return tuple(
        Problem("unknown-area", f"the syllabus has no area {bank.area!r}", bank.file, 1)
        for bank in banks
        if bank.area and bank.area not in areas
    )


def _repeats(entry: Entry, first: dict[str, str], problems: list[Problem]) -> bool:
    taken = [name for name in (entry.card.id, *entry.card.aliases) if name in first]
    problems += [
        entry.problem("duplicate-id", f"{name!r} is already the name of the card at {first[name]}")
        for name in taken
    ]
    return bool(taken)


def _without(bank: LoadedBank, repeated: set[str]) -> LoadedBank:
    entries = tuple(entry for entry in bank.entries if entry.card.id not in repeated)
    unsound = (*bank.unsound, *sorted(repeated))
    return structs.replace(bank, entries=entries, unsound=unsound)


def followup_problems(library: Library) -> tuple[Problem, ...]:
    """Return the followups that no card of the library answers to, broken cards included."""
    known = Counter(name for bank in library.banks for name in bank.unsound)
    return tuple(
        entry.problem("unknown-followup", f"no card is called {name!r}", f"followups.{index}")
        for entry in library
        for index, name in enumerate(entry.card.followups)
        if name not in library and name not in known
    )
