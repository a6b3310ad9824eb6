"""What an author writes: a bank of cards, field for field.

These structs are the bank format. The loader decodes YAML into them, the JSON Schema is
generated from them, and nothing in them is executed here: `check`, `formula`, `let`, `require`
and `when` are source text that only a worker runs.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, field

from quizcv.cards.codes import Acknowledged
from quizcv.kinds.base import Answer, Authored, Expression, Name, Text, Tolerance
from quizcv.kinds.verdict import SlipKind

Slug = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        description="lower-case words and digits joined by single hyphens",
    ),
]
Scalar = bool | int | float | str
Level = Literal["warmup", "core", "deep"]


class Range(Authored, frozen=True):
    """Evenly spaced numbers, both ends included: {from: 1, to: 4, step: 1}."""

    first: int | float = field(name="from")
    last: int | float = field(name="to")
    step: int | float = 1


class Mistake(Authored, frozen=True):
    """A wrong answer people give, and what to tell them.

    Exactly one of `formula` (a wrong computation), `value` (a wrong option or constant) and
    `says` (a wrong statement, in words) is given.
    """

    feedback: Text
    name: Annotated[Text, Meta(max_length=60)] | None = None
    kind: SlipKind = "concept"
    formula: Expression | None = None
    value: Scalar | list[Any] | None = None
    says: Text | None = None
    when: Expression | None = None
    """Where the mistake differs from the right answer, if not everywhere. It may name `answer`
    and `mistake`, which stand for the two formulas: `mistake != answer`."""


class Claim(Authored, frozen=True):
    """A further value the check must assign, compared with what is stated here."""

    value: Scalar | list[Any]
    formula: Expression | None = None
    drift: Tolerance = 1e-6


class Figure(Authored, frozen=True):
    """A line chart of arrays that the check assigns."""

    x: Name
    series: dict[str, Name]
    title: str = ""
    x_label: str = ""
    y_label: str = ""


class Card(Authored, frozen=True):
    """One question with its answer and the code that proves it."""

    id: Slug
    topics: Annotated[list[Slug], Meta(min_length=1)]
    level: Level
    question: Text
    answer: Answer
    check: Text
    explanation: Text
    convention: Text | None = None
    params: dict[Name, Scalar | list[Any]] = {}
    vary: dict[Name, list[Any] | Range] = {}
    require: Expression | None = None
    let: dict[Name, Expression] = {}
    claims: dict[Name, Scalar | list[Any] | Claim] = {}
    mistakes: list[Mistake] = []
    hints: list[Text] = []
    sources: list[Slug] = []
    followups: list[Slug] = []
    aliases: list[Slug] = []
    figure: Figure | None = None
    canonical: bool = False
    acknowledge: dict[Acknowledged, Text] = {}
    """Findings of a verification that are meant, each with the reason."""

    @property
    def kind(self) -> str:
        """The answer's kind: integer, number, shape, …"""
        return self.answer.kind

    @property
    def formula(self) -> str | None:
        """The closed form, where the card has one."""
        return self.answer.formula

    @property
    def stated_claims(self) -> dict[str, Any]:
        """What the claims state for the default numbers."""
        return {
            name: claim.value if isinstance(claim, Claim) else claim
            for name, claim in self.claims.items()
        }


class Bank(Authored, frozen=True):
    """One file of cards."""

    bank: Slug
    title: Text
    area: Slug
    cards: Annotated[list[Card], Meta(min_length=1)]
    sources: dict[Slug, Text] = {}
