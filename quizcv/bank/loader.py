"""Bank files to a library of cards, with every problem of every file.

Nothing here raises for what stands in a bank: a broken card becomes problems and leaves the
others alone.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from quizcv.bank import lint, yaml_reader
from quizcv.bank.decoder import FAILED, Findings, fields_reader, reader_for
from quizcv.bank.library import Entry, Library, LoadedBank, Place, Problem
from quizcv.bank.model import Bank, Card
from quizcv.bank.yaml_reader import Mapping, Scalar, Sequence, Unreadable
from quizcv.errors import BankUnreadable

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from collections.abc import Sequence as Several

    from quizcv.bank.decoder import Fault
    from quizcv.bank.syllabus import Syllabus
    from quizcv.bank.yaml_reader import Node

SUFFIXES = (".yaml", ".yml")
SYLLABUS = "syllabus.yaml"


def load_library(
    paths: Several[Path], syllabus: Syllabus | None = None, *, complete: bool = False
) -> Library:
    """Return every bank of `paths`, which are files, or directories searched to any depth.

    With a syllabus, topics it does not have are problems. `complete` says that every bank there
    is was loaded, so that a followup which no card answers to is a problem too.

    Raises:
        BankUnreadable: a path does not exist, or a directory holds no bank.
    """
    topics = None if syllabus is None else frozenset(topic.topic for topic in syllabus)
    banks = [load_bank(path, topics) for path in bank_files(paths)]
    banks, problems = _across(banks)
    if syllabus is not None:
        problems += _unknown_areas(banks, syllabus.areas)
    library = Library(banks, problems)
    return Library(banks, (*problems, *followup_problems(library))) if complete else library


def bank_files(paths: Iterable[Path]) -> list[Path]:
    """Return the bank files among and below `paths`, sorted within a directory, each once.

    Raises:
        BankUnreadable: a path does not exist, or a directory holds no bank.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise BankUnreadable(f"there is no bank at {path}", "check the path")
        files = sorted(_below(path)) if path.is_dir() else [path]
        if not files:
            raise BankUnreadable(f"no bank (*.yaml) in or below {path}", "check the path")
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _below(directory: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(directory):
        folders[:] = [folder for folder in folders if not folder.startswith(".")]
        for name in names:
            if name.endswith(SUFFIXES) and name != SYLLABUS and not name.startswith("."):
                yield Path(root, name)


def load_bank(path: Path, topics: Container[str] | None = None) -> LoadedBank:
    """Return the bank at `path`: its sound cards, and all of its problems.

    A file that cannot be read at all has no cards and one problem. `topics` are the known ones.
    """
    shown = _shown(path)
    digest = ""
    try:
        data = read_bytes(path)
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        return parse_bank(data, shown, digest, topics)
    except Unreadable as error:
        problem = Problem(error.code, str(error), shown, error.line, error.column)
        return LoadedBank(path.stem, path.stem, "", shown, digest, {}, (), (problem,))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a bank file.

    Raises:
        Unreadable: it is missing, no regular file, too large, or may not be read.
    """
    try:
        if not path.is_file():
            raise Unreadable("unreadable", "this is not a file" if path.exists() else "not found")
        if path.stat().st_size > yaml_reader.MAX_BYTES:
            limit = yaml_reader.MAX_BYTES // 2**20
            raise Unreadable("too-large", f"larger than {limit} MiB; split the bank")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable("unreadable", f"cannot be read: {error.strerror or error}") from None


def read_text(data: bytes) -> str:
    """Return UTF-8 bytes as text, without a byte order mark.

    Raises:
        Unreadable: the bytes are not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise Unreadable("unreadable", message, line) from None


def parse_bank(
    data: bytes, file: str, digest: str, topics: Container[str] | None = None
) -> LoadedBank:
    """Return the bank that `data` is, under the name `file`.

    Raises:
        Unreadable: the data is not UTF-8 or not YAML.
    """
    text, controls = yaml_reader.control_characters(read_text(data))
    root = yaml_reader.compose(text)
    if not isinstance(root, Mapping):
        at = (root.line, root.column) if root else (1, 1)
        raise Unreadable("not-a-bank", "a bank is a mapping with `bank`, `title` and `cards`", *at)
    return _Assembly(file, digest, topics).bank(root, controls)


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

    def note(self, faults: Iterable[Fault | yaml_reader.Refused], card: str | None = None) -> None:
        self.problems += [
            Problem(fault.code, fault.message, self.file, fault.line, fault.column, card)
            for fault in faults
        ]

    def bank(self, root: Mapping, controls: list[yaml_reader.Refused]) -> LoadedBank:
        self.note(controls)
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
            self.unsound.append(name or f"card {len(self.unsound) + len(self.entries) + 1}")
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
    bank_files: dict[str, str] = {}
    kept = []
    for bank in banks:
        if bank.id in bank_files:
            message = f"{bank.id!r} is also the bank in {bank_files[bank.id]}; rename one"
            problems.append(Problem("duplicate-bank", message, bank.file, 1))
        bank_files.setdefault(bank.id, bank.file)
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


def _shown(path: Path) -> str:
    """Return the path relative to the current directory when it is below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
