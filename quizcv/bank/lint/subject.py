"""A card with its code parsed, ready for the rules."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from quizcv.cards import prose, template
from quizcv.cards.expressions import Snippet, free_names, parse_expression, read_snippet
from quizcv.cards.library import Entry
from quizcv.cards.model import Card, Claim
from quizcv.cards.repetition import normal_form
from quizcv.errors import SourceProblem, TextProblem

if TYPE_CHECKING:
    from collections.abc import Iterator


class Subject(Struct):
    """What the rules look at: the card, and its code and texts taken apart once."""

    entry: Entry
    expressions: dict[str, ast.expr]
    """Sound expressions by path."""
    free: dict[str, frozenset[str]]
    """The names each of them takes from outside."""
    snippet: Snippet | None
    """None when its syntax is broken."""
    interpolated: dict[str, set[str]]
    """The names in each text, by path."""
    syntax: list[SourceProblem]
    forms: dict[str, Any] = field(default_factory=dict)

    @property
    def card(self) -> Card:
        """The card itself."""
        return self.entry.card

    def form(self, path: str) -> Any:
        """Return the normal form of the expression at `path`, let replaced; None without one."""
        if path not in self.forms:
            tree = self.expressions.get(path)
            lets = {
                name: self.expressions[f"let.{name}"]
                for name in self.card.let
                if f"let.{name}" in self.expressions
            }
            self.forms[path] = None if tree is None else normal_form(tree, lets)
        return self.forms[path]

    @classmethod
    def of(cls, entry: Entry) -> Subject:
        """Return an entry parsed, with what does not parse as `syntax` problems."""
        syntax: list[SourceProblem] = []
        expressions = {}
        for path, source in expression_sources(entry.card):
            tree = parse_expression(source)
            if isinstance(tree, TextProblem):
                message = f"not a Python expression: {tree.message}"
                syntax.append(entry.problem("expression-syntax", message, path))
            else:
                expressions[path] = tree
        snippet = read_snippet(entry.card.check)
        if isinstance(snippet, TextProblem):
            message = f"line {snippet.line} of the snippet: {snippet.message}"
            syntax.append(entry.problem("snippet-syntax", message, "check", snippet.line))
        texts = [(path, text) for path, text in prose.texts(entry.card) if "{{" in text]
        for path, text in texts:
            for bad in template.malformed(text):
                syntax.append(entry.problem("bad-template", bad.message, path))
        return cls(
            entry=entry,
            expressions=expressions,
            free={path: free_names(tree) for path, tree in expressions.items()},
            snippet=None if isinstance(snippet, TextProblem) else snippet,
            interpolated={path: template.names_in(text) for path, text in texts},
            syntax=syntax,
        )


def expression_sources(card: Card) -> Iterator[tuple[str, str]]:
    """Yield every expression of a card with its path."""
    if card.require is not None:
        yield "require", card.require
    for name, source in card.let.items():
        yield f"let.{name}", source
    if card.formula is not None:
        yield "answer.formula", card.formula
    for name, claim in card.claims.items():
        if isinstance(claim, Claim) and claim.formula is not None:
            yield f"claims.{name}.formula", claim.formula
    for index, mistake in enumerate(card.mistakes):
        if mistake.formula is not None:
            yield f"mistakes.{index}.formula", mistake.formula
        if mistake.when is not None:
            yield f"mistakes.{index}.when", mistake.when
