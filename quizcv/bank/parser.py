"""A bank's text to its sound cards and all of its problems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from quizcv.bank import files, lint, yaml_reader
from quizcv.bank.decoder import fields_reader
from quizcv.bank.notes import Notes
from quizcv.bank.reading import read_node
from quizcv.bank.salvage import without_broken_cards
from quizcv.bank.yaml_reader import Mapping, Scalar, Sequence
from quizcv.cards.library import Entry, LoadedBank, Place
from quizcv.cards.model import Bank, Card
from quizcv.errors import SourceError, SourceProblem

if TYPE_CHECKING:
    from collections.abc import Collection

    from quizcv.bank.salvage import BrokenCard
    from quizcv.bank.yaml_reader import Node


def parse_bank(
    data: bytes, file: str, digest: str, topics: Collection[str] | None = None
) -> LoadedBank:
    """Return the bank that `data` is, under the name `file`.

    Raises:
        SourceError: the data is not UTF-8 or not YAML.
    """
    text, controls = yaml_reader.control_characters(files.read_text(data))
    broken: list[BrokenCard] = []
    try:
        root = yaml_reader.compose(text)
    except SourceError:
        salvaged = without_broken_cards(text)
        if salvaged is None:
            raise
        text, broken = salvaged
        root = yaml_reader.compose(text)
    if not isinstance(root, Mapping):
        line, column = (root.line, root.column) if root else (1, 1)
        message = "a bank is a mapping with `bank`, `title` and `cards`"
        raise SourceError(SourceProblem("", line, column, "not-a-bank", message))
    assembly = _Assembly(file, digest, topics)
    assembly.problems += [problem.within(file) for problem in controls]
    for card in broken:
        assembly.unsound.append(card.id or f"the card at line {card.problem.line}")
        assembly.problems.append(card.problem.within(file, card.id))
    return assembly.bank(root)


class _Assembly:
    """One bank while it is put together."""

    def __init__(self, file: str, digest: str, topics: Collection[str] | None) -> None:
        self.file = file
        self.digest = digest
        self.topics = topics
        self.problems: list[SourceProblem] = []
        self.entries: list[Entry] = []
        self.unsound: list[str] = []
        self.names: dict[str, int] = {}

    def bank(self, root: Mapping) -> LoadedBank:
        notes = Notes(self.file)
        header: dict[str, Any] = fields_reader(Bank, "cards")(root, "", notes)
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
        for node in self.cards(root, notes):
            self.card(node, loaded)
        self.problems += notes.problems
        context = lint.Context(self.topics, loaded.sources)
        for entry in self.entries:
            self.problems += lint.card_problems(entry, context)
        if not self.unsound:
            self.problems += lint.bank_problems(loaded, self.entries, notes.places)
        self.problems.sort(key=lambda problem: (problem.line, problem.column))
        return structs.replace(
            loaded,
            entries=tuple(self.entries),
            problems=tuple(self.problems),
            unsound=tuple(self.unsound),
        )

    def cards(self, root: Mapping, notes: Notes) -> list[Node]:
        for key, node in root.items:
            if isinstance(key, Scalar) and key.text == "cards":
                if isinstance(node, Sequence) and node.items:
                    return node.items
                notes.fail(node, "wrong-type", "`cards` is a list of at least one card")
                return []
        notes.fail(Place(root.line, 1), "missing-key", "'cards' is missing")
        return []

    def card(self, node: Node, bank: LoadedBank) -> None:
        name = _written_id(node)
        notes = Notes(self.file, name)
        notes.places[""] = Place(node.line, node.column)
        card, problems, places = read_node(node, notes, Card)
        if card is None:
            self.unsound.append(name or f"the card at line {node.line}")
            self.problems += problems
            return
        entry = Entry(card, bank.id, bank.area, self.file, places)
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
