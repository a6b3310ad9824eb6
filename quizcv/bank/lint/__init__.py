"""Problems inside a sound card and its bank, found by reading alone.

Every rule is a generator over a `Subject`; nothing is executed. The codes are explained in
`quizcv.cards.codes`.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from msgspec import Struct

from quizcv.bank.lint import answers, checks, draws, mistakes, names, references
from quizcv.bank.lint.subject import Subject
from quizcv.bank.yaml_reader import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.bank.yaml_reader import Node
    from quizcv.cards.library import Entry, LoadedBank, Place
    from quizcv.errors import SourceProblem

_RULES = (*names.RULES, *draws.RULES, *answers.RULES, *mistakes.RULES, *checks.RULES)


class Context(Struct):
    """What a card is checked against."""

    topics: Container[str] | None
    """Known topics; None means that every topic is good."""
    sources: Container[str]


def card_problems(entry: Entry, context: Context) -> Iterator[SourceProblem]:
    """Yield the problems of a card."""
    subject = Subject.of(entry)
    yield from subject.syntax
    for rule in _RULES:
        yield from rule(subject)
    yield from references.card_problems(entry, context.topics, context.sources)


def layout_problems(entry: Entry, node: Node) -> Iterator[SourceProblem]:
    """Yield problems in how a card is written down: a snippet is a literal block."""
    for key, item in node.items if isinstance(node, Mapping) else ():
        if isinstance(key, Scalar) and key.text == "check" and isinstance(item, Scalar):
            folded = item.style == ">" or (item.style != "|" and "\n" in item.text)
            if folded:
                message = "only a `check: |` block keeps the snippet's lines as they are"
                yield entry.problem("check-not-literal", message, "check")


def bank_problems(
    bank: LoadedBank, entries: list[Entry], places: dict[str, Place]
) -> Iterator[SourceProblem]:
    """Yield the problems of a bank as a whole, all of whose cards are sound."""
    yield from references.bank_problems(bank, entries, places)
