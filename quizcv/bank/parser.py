"""A bank's text to its sound cards and all of its problems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from quizcv.bank import files, lint, yaml_reader
from quizcv.bank.decoder import fields_reader, reader_for
from quizcv.bank.files import Unreadable
from quizcv.bank.findings import FAILED, Findings
from quizcv.bank.salvage import without_broken_cards
from quizcv.bank.yaml_reader import Mapping, Scalar, Sequence
from quizcv.cards.library import Entry, LoadedBank, Place, Problem
from quizcv.cards.model import Bank, Card

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from quizcv.bank.findings import Fault
    from quizcv.bank.salvage import BrokenCard
    from quizcv.bank.yaml_reader import Node


def parse_bank(
    data: bytes, file: str, digest: str, topics: Collection[str] | None = None
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

    def __init__(self, file: str, digest: str, topics: Collection[str] | None) -> None:
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
