"""What an author writes: a bank of cards, field for field.

These structs are the bank format. The loader decodes YAML into them, the JSON Schema is
generated from them, and nothing in them is executed here: `check`, `formula`, `let`, `require`
and `when` are source text that only a worker runs.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct, field

Text = Annotated[str, Meta(min_length=1)]
Slug = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        description="lower-case words and digits joined by single hyphens",
    ),
]
Name = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_]*$",
        max_length=40,
        description="a name of letters, digits and underscores that begins with a letter",
    ),
]
Expression = Annotated[str, Meta(min_length=1, description="a Python expression")]
Tolerance = Annotated[float, Meta(ge=0, le=1)]
Scalar = bool | int | float | str
Level = Literal["warmup", "core", "deep"]
SlipKind = Literal["arithmetic", "convention", "concept"]


class Authored(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every struct that stands in a bank file."""


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


class Integer(Authored, frozen=True, tag_field="kind", tag="integer"):
    """A whole number, exact unless typed as a rounded magnitude such as 34.8k."""

    kind: ClassVar[str] = "integer"
    value: int
    formula: Expression | None = None
    unit: Text | None = None
    significant: Annotated[int, Meta(ge=1, le=15)] = 3
    """Digits a rounded magnitude must have to be accepted."""


class Number(Authored, frozen=True, tag_field="kind", tag="number"):
    """A real number; right when |x - ref| <= atol + rtol * |ref|."""

    kind: ClassVar[str] = "number"
    value: float
    formula: Expression | None = None
    unit: Text | None = None
    rtol: Tolerance = 5e-3
    atol: Annotated[float, Meta(ge=0)] = 0.0
    drift: Tolerance = 1e-6
    """How far formula and check may differ, relative to the answer."""


class Shape(Authored, frozen=True, tag_field="kind", tag="shape"):
    """The size of an array along each axis."""

    kind: ClassVar[str] = "shape"
    value: list[int]
    formula: Expression | None = None
    axes: Annotated[str, Meta(pattern=r"^[A-Z]+$")] | None = None
    """One letter an axis, such as NCHW, to name the one that is wrong."""


class Boolean(Authored, frozen=True, tag_field="kind", tag="boolean"):
    """Yes or no."""

    kind: ClassVar[str] = "boolean"
    value: bool
    formula: Expression | None = None


class Choice(Authored, frozen=True, tag_field="kind", tag="choice"):
    """Exactly one of several options."""

    kind: ClassVar[str] = "choice"
    options: dict[Name, Text]
    value: Name
    formula: Expression | None = None


class Multi(Authored, frozen=True, tag_field="kind", tag="multi"):
    """Every option that applies, all or nothing."""

    kind: ClassVar[str] = "multi"
    options: dict[Name, Text]
    value: list[Name]
    formula: Expression | None = None


class Order(Authored, frozen=True, tag_field="kind", tag="order"):
    """The options in their right order."""

    kind: ClassVar[str] = "order"
    options: dict[Name, Text]
    value: list[Name]
    formula: Expression | None = None


class Formula(Authored, frozen=True, tag_field="kind", tag="formula"):
    """An expression over the card's params, graded by sampling it in a worker."""

    kind: ClassVar[str] = "formula"
    formula: Expression
    rtol: Tolerance = 1e-6
    drift: Tolerance = 1e-9


class Recall(Authored, frozen=True, tag_field="kind", tag="recall"):
    """A spoken answer, graded by the learner against the points."""

    kind: ClassVar[str] = "recall"
    text: Text
    points: Annotated[list[Text], Meta(min_length=1)]


Answer = Integer | Number | Shape | Boolean | Choice | Multi | Order | Formula | Recall
WithOptions = Choice | Multi | Order


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

    @property
    def kind(self) -> str:
        """The answer's kind: integer, number, shape, …"""
        return self.answer.kind

    @property
    def formula(self) -> str | None:
        """The closed form, where the card has one."""
        return None if isinstance(self.answer, Recall) else self.answer.formula


class Bank(Authored, frozen=True):
    """One file of cards."""

    bank: Slug
    title: Text
    area: Slug
    cards: Annotated[list[Card], Meta(min_length=1)]
    sources: dict[Slug, Text] = {}
