"""What every answer kind is: its struct in a bank file, and what the rest of quizcv asks of it.

A kind is one module: the struct an author writes, and a subclass of `AnswerKind` that knows
everything about it. It stands in `quizcv.kinds.KINDS` under its name, and nobody outside this
package asks which kind an answer is: they ask the kind, or its traits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Generic,
    Literal,
    NamedTuple,
    TypeAlias,
    TypeVar,
)

import msgspec
from msgspec import Meta, Struct

if TYPE_CHECKING:
    from quizcv.errors import FieldProblem
    from quizcv.kinds.options import Option
    from quizcv.kinds.verdict import Judgement, Unreadable

Text = Annotated[str, Meta(min_length=1)]
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

Value: TypeAlias = Any
"""bool, int, float, str or a (nested) list of these: what a worker hands back."""

FORMULA = "Closed form of the answer, a Python expression over params, let and the math module."
STATED = "The answer for the default numbers."
UNIT = "Shown after the answer field and accepted when typed."
RTOL = "How far off a typed answer may be, relative to the right one."
DRIFT = "How far formula and check may differ, relative to the answer."


class Authored(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every struct that stands in a bank file."""


class Answer:
    """Base of what stands under `answer`. Outside this package only these names may be read."""

    __slots__ = ()

    kind: ClassVar[str]
    formula: str | None = None
    """The closed form, where the answer has one."""
    unit: str | None = None
    """What a number is asked in, where it is asked in something."""


class Sample(Struct, frozen=True):
    """A typed formula and the card's own, computed on one set of numbers."""

    params: dict[str, Any]
    given: float | None
    """None where the typed formula has no value; `reason` says why."""
    expected: float
    reason: str = ""


Sampler: TypeAlias = Callable[[str], Sequence[Sample] | None]
"""Computes a checked expression in a worker, first on the question's own numbers.

None or nothing means that it could not be computed, and nothing is graded.
"""


class Traits(NamedTuple):
    """What an answer of a kind means for whoever asks for it."""

    short: bool = False
    """Answered in a line and graded at once."""
    computed: bool = False
    """Worked out from numbers, so that there is a computation to talk about."""
    spoken: bool = False
    """Said in one's own words: nothing is computed, and the learner judges it."""
    sampled: bool = False
    """Graded by running what was typed."""


Input: TypeAlias = Literal["key", "line", "text"]
"""How it is given: one key press, a typed line, or words at any length."""


class Texts(NamedTuple):
    """The texts of an answer that may hold {{names}}, each with its path in the card."""

    asked: tuple[tuple[str, str], ...] = ()
    """Shown before the answer."""
    told: tuple[tuple[str, str], ...] = ()
    """Shown with it."""


class Rubric(NamedTuple):
    """What a spoken answer is held against."""

    text: str
    """A model answer."""
    points: tuple[str, ...]


class Asked(NamedTuple):
    """A question as it was put, which a typed answer is read and judged against."""

    expected: Value
    """The right answer; None where nothing is computed."""
    options: Sequence[Option] = ()
    """As they stand on the screen."""
    names: Collection[str] = ()
    """The params, which a typed formula may use."""
    sample: Sampler | None = None


A = TypeVar("A", bound=Answer)
R = TypeVar("R")


class AnswerKind(ABC, Generic[A, R]):
    """Everything there is to know about one kind of answer.

    `A` is its struct; `R` is what a typed answer is read as, for `judge` alone. A kind holds no
    state and touches neither disk nor worker.
    """

    struct: ClassVar[type[Authored]]
    traits: ClassVar[Traits]
    input: ClassVar[Input] = "line"
    descriptions: ClassVar[Mapping[str, str]]
    """What an editor says about each key of the struct, `kind` among them."""
    wording: ClassVar[frozenset[str]] = frozenset()
    """Fields that only say the answer in words."""

    @property
    def name(self) -> str:
        """What it is called in a bank file."""
        return str(self.struct.__struct_config__.tag)

    # What the author wrote ----------------------------------------------------------------------

    def stated(self, answer: A) -> Value | None:
        """Return the answer stated for the default numbers; None where none is."""
        value: Value | None = getattr(answer, "value", None)
        return value

    def options(self, answer: A) -> Mapping[str, str]:
        """Return the texts to choose from, by key; empty where there is nothing to choose."""
        return {}

    def rubric(self, answer: A) -> Rubric | None:
        """Return what a spoken answer is held against; None for any other."""
        return None

    def texts(self, answer: A) -> Texts:
        """Return every text that may hold {{names}}."""
        options = self.options(answer).items()
        return Texts(asked=tuple((f"answer.options.{key}", text) for key, text in options))

    def truth(self, answer: A, claims: Mapping[str, Value]) -> Value:
        """Return what makes this answer the same answer, release after release."""
        return self.stated(answer)

    def proved(self, answer: A) -> dict[str, Value]:
        """Return the fields that a proof or a grade hangs on: all but wording."""
        fields = msgspec.structs.asdict(answer)  # type: ignore[arg-type]
        if "options" in fields:
            fields["options"] = sorted(fields["options"])
        return {name: value for name, value in fields.items() if name not in self.wording}

    def lint(self, answer: A, written: Container[str]) -> Iterator[FieldProblem]:
        """Yield what is wrong with an answer by itself; `written` are the paths in the file."""
        yield from ()

    def lint_mistake(self, answer: A, value: Value, *, varies: bool) -> Iterator[tuple[str, str]]:
        """Yield code and message of what is wrong with a mistake's constant value.

        `varies` says that the right answer changes with the numbers.
        """
        yield from ()

    # What a check computed ----------------------------------------------------------------------

    @abstractmethod
    def type_error(self, answer: A, value: Value) -> str | None:
        """Return what is wrong with the type of an executed answer, or None."""

    def same(self, answer: A, left: Value, right: Value) -> bool:
        """Return whether two routes to an answer agree, to the card's drift."""
        return bool(left == right)

    def indistinct(self, answer: A, left: Value, right: Value) -> bool:
        """Return whether a learner who types one of two values could have meant the other."""
        return self.same(answer, left, right)

    def confirms(self, answer: A, computed: Value, written: str) -> bool:
        """Return whether the stated value is the computed one.

        `written` is how it stands in the file: a decimal is compared to the digits it has.
        """
        return self.same(answer, self.stated(answer), computed)

    # What a learner sees and types --------------------------------------------------------------

    @abstractmethod
    def form(self, answer: A, names: Collection[str]) -> str:
        """Return what to type, in a few words; `names` are the card's params."""

    @abstractmethod
    def show(self, answer: A, value: Value, options: Sequence[Option] = ()) -> str:
        """Return a value as this kind of answer is written; typed back, it is that value."""

    def right(self, answer: A, value: Value, options: Sequence[Option] = ()) -> str:
        """Return the right answer as it is told, where that is more than its value."""
        return self.show(answer, value, options)

    def presses(self, options: Sequence[Option]) -> frozenset[str]:
        """Return the single key presses that are whole answers."""
        return frozenset()

    def may_mean(self, word: str, options: Sequence[Option]) -> bool:
        """Return whether a line that is also a command's key or name may be an answer."""
        return False

    @abstractmethod
    def read(self, answer: A, typed: str, asked: Asked) -> R | Unreadable:
        """Return what was typed, or why it cannot be read; it then never counts as wrong."""

    @abstractmethod
    def judge(self, answer: A, reading: R, asked: Asked) -> Judgement:
        """Return what is right or wrong with what was read."""
