"""The shape of an array: sizes in any notation, and which axis is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from quizcv.errors import FieldProblem
from quizcv.kinds import base, compare
from quizcv.kinds.base import Answer, AnswerKind, Authored, Expression, Traits
from quizcv.kinds.shown import listed, plain
from quizcv.kinds.verdict import Judgement, Unreadable, compared

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping, Sequence

    from quizcv.kinds.base import Asked, Value
    from quizcv.kinds.options import Option

_NOISE = re.compile(r"^\s*(?:torch\.Size|np\.shape|shape|size|tuple|list)?\s*[:=]?\s*", re.I)
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_UNFINISHED = re.compile(r"^[x×X*,;]|[x×X*;]$|[x×X*,;]\s*[x×X*,;]")
"""A separator without a size on each side; only a comma may end a shape, as in (64,)."""
_SIZE = re.compile(r"\d{1,18}")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class Shape(Authored, Answer, frozen=True, tag_field="kind", tag="shape"):
    """The size of an array along each axis."""

    kind: ClassVar[str] = "shape"
    value: list[int]
    formula: Expression | None = None
    axes: Annotated[str, Meta(pattern=r"^[A-Z]+$")] | None = None
    """One letter an axis, such as NCHW, to name the one that is wrong."""


class ShapeKind(AnswerKind[Shape, list[int]]):
    """Shapes."""

    struct = Shape
    traits = Traits(short=True, computed=True)
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "The size of an array along each axis.",
        "value": "The sizes for the default numbers.",
        "formula": base.FORMULA,
        "axes": "One letter an axis, such as NCHW.",
    }

    def lint(self, answer: Shape, written: Container[str]) -> Iterator[FieldProblem]:
        """Sizes are no negative numbers, and as many as the letters that name them."""
        if any(size < 0 for size in answer.value):
            yield FieldProblem("out-of-range", "an axis has no negative size", "answer.value")
        if answer.axes is not None and len(answer.axes) != len(answer.value):
            letters, sizes = len(answer.axes), len(answer.value)
            message = f"{answer.axes} names {letters} axes, the value has {sizes}"
            yield FieldProblem("axes-mismatch", message, "answer.axes")

    def lint_mistake(
        self, answer: Shape, value: Value, *, varies: bool
    ) -> Iterator[tuple[str, str]]:
        """A constant is no mistake beside a shape that changes; it is a list of sizes."""
        if varies:
            yield compare.VARIES
        if self.type_error(answer, value):
            yield "wrong-type", f"{value!r} is not a list of sizes"

    def type_error(self, answer: Shape, value: Value) -> str | None:
        """Ask for a list of ints."""
        if isinstance(value, list) and all(type(size) is int for size in value):
            return None
        return f"answer is {value!r}, not a sequence of ints"

    def form(self, answer: Shape, names: Collection[str]) -> str:
        """Show one of the notations."""
        return "a shape, such as (1, 64, 112, 112)"

    def show(self, answer: Shape, value: Value, options: Sequence[Option] = ()) -> str:
        """Write it as Python and PyTorch print it."""
        return plain(value)

    def read(self, answer: Shape, typed: str, asked: Asked) -> list[int] | Unreadable:
        """Return the sizes."""
        sizes = read_shape(typed)
        if sizes is None:
            return Unreadable("Type the sizes, such as (1, 64, 112, 112) or 1x64x112x112.")
        return sizes

    def judge(self, answer: Shape, reading: list[int], asked: Asked) -> Judgement:
        """Compare axis by axis."""
        expected = list(asked.expected)
        right = reading == expected
        feedback = "" if right else shape_feedback(reading, expected, answer.axes)
        return compared(plain(reading), reading, right=right, feedback=feedback)


SHAPE = ShapeKind()


def read_shape(typed: str) -> list[int] | None:
    """Return the sizes in `(1, 64, 112, 112)`, `1x64x112x112`, `[1,64,112,112]`, `1 64 112 112`.

    `()` is the shape of a scalar. None when anything else stands between the sizes.
    """
    text = _unwrapped(_unwrapped(_NOISE.sub("", typed, count=1).strip()))
    if not text:
        return [] if set(typed) & set(_BRACKETS) else None
    if _UNFINISHED.search(text):
        return None
    parts = [part for part in re.split(r"\s*[x×X*,;]\s*|\s+", text.strip()) if part]
    if not parts or len(parts) > 16 or not all(_SIZE.fullmatch(p) and p.isascii() for p in parts):
        return None
    return [int(part) for part in parts]


def _unwrapped(text: str) -> str:
    if text and _BRACKETS.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def shape_feedback(given: Sequence[int], expected: Sequence[int], axes: str | None) -> str:
    """Return what is wrong with a shape, most telling first.

    `axes` has one letter an axis, such as NCHW; a letter count that does not fit is ignored.
    """
    given, expected = list(given), list(expected)
    letters = axes if axes and len(axes) == len(expected) else None
    if len(given) != len(expected):
        return _axis_count(given, expected, letters)
    if sorted(given) == sorted(expected):
        return _reordered(given, expected, letters)
    wrong = [i for i, (a, b) in enumerate(zip(given, expected, strict=True)) if a != b]
    if len(wrong) == len(expected) and len(wrong) > 1:
        return "Every axis is off."
    named = [_axis(i, letters) for i in wrong]
    verb = "is" if len(named) == 1 else "are"
    said = f"{listed(named)} {verb} off; the rest is right."
    return said[0].upper() + said[1:]


def _axis_count(given: list[int], expected: list[int], letters: str | None) -> str:
    batched = letters is None or letters[0] in "NB"
    if expected and given == expected[1:] and batched:
        return f"The batch axis is missing: the first axis is {expected[0]}."
    if given and given[1:] == expected:
        return "One axis too many: there is no batch axis here."
    wanted = f"{len(expected)} axes" if len(expected) != 1 else "1 axis"
    spelled = f" ({letters})" if letters else ""
    return f"The answer has {wanted}{spelled}; you gave {len(given)}."


def _reordered(given: list[int], expected: list[int], letters: str | None) -> str:
    channels_first, channels_last = _layouts(len(expected))
    moved_last = [expected[i] for i in channels_last]
    moved_first = [expected[i] for i in channels_first]
    last_expected = letters is not None and letters.endswith("C")
    if given == moved_last and not last_expected and len(expected) in (3, 4, 5):
        return "Those are the right sizes with the channels last; here the channels come first."
    if given == moved_first and (last_expected or letters is None) and len(expected) in (3, 4, 5):
        return "Those are the right sizes with the channels first; here the channels come last."
    return "The sizes are right, their order is not."


def _layouts(rank: int) -> tuple[list[int], list[int]]:
    """Index orders that move a last channel axis to the front, and a first one to the back.

    With three axes there is no batch axis, with four or five the batch axis stays in front.
    """
    batch = [0] if rank > 3 else []
    rest = list(range(len(batch), rank))
    return [*batch, *rest[-1:], *rest[:-1]], [*batch, *rest[1:], *rest[:1]]


def _axis(index: int, letters: str | None) -> str:
    place = _ORDINALS[index] if index < len(_ORDINALS) else f"{index + 1}th"
    return f"axis {letters[index]} (the {place})" if letters else f"the {place} axis"
