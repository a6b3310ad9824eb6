"""Yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from quizcv.kinds import base
from quizcv.kinds.base import Answer, AnswerKind, Authored, Expression, Traits
from quizcv.kinds.shown import truth
from quizcv.kinds.verdict import Judgement, Unreadable, compared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from quizcv.kinds.base import Asked, Input, Value
    from quizcv.kinds.options import Option

YES = frozenset({"yes", "y", "true", "t"})
NO = frozenset({"no", "n", "false", "f"})


class Boolean(Authored, Answer, frozen=True, tag_field="kind", tag="boolean"):
    """Yes or no."""

    kind: ClassVar[str] = "boolean"
    value: bool
    formula: Expression | None = None


class BooleanKind(AnswerKind[Boolean, bool]):
    """Truth values. A mistake may be a constant even where the answer changes: there are two."""

    struct = Boolean
    traits = Traits(short=True)
    input: ClassVar[Input] = "key"
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "Yes or no.",
        "value": "true or false, for the default numbers.",
        "formula": base.FORMULA,
    }

    def lint_mistake(
        self, answer: Boolean, value: Value, *, varies: bool
    ) -> Iterator[tuple[str, str]]:
        """A mistake is the other truth value."""
        if self.type_error(answer, value):
            yield "wrong-type", f"{value!r} is not true or false"

    def type_error(self, answer: Boolean, value: Value) -> str | None:
        """Ask for a bool."""
        return None if isinstance(value, bool) else f"answer is {value!r}, not a bool"

    def form(self, answer: Boolean, names: Collection[str]) -> str:
        """Name both."""
        return "yes or no"

    def show(self, answer: Boolean, value: Value, options: Sequence[Option] = ()) -> str:
        """Return yes or no."""
        return truth(value=value)

    def presses(self, options: Sequence[Option]) -> frozenset[str]:
        """Return y and n, in either case."""
        return frozenset("yYnN")

    def may_mean(self, word: str, options: Sequence[Option]) -> bool:
        """The letters of yes and no, true and false are also keys of commands."""
        return len(word) == 1 and word.casefold() in YES | NO

    def read(self, answer: Boolean, typed: str, asked: Asked) -> bool | Unreadable:
        """Return what the word means."""
        word = typed.strip().rstrip(".!").casefold()
        if word not in YES | NO:
            return Unreadable("Type yes or no.")
        return word in YES

    def judge(self, answer: Boolean, reading: bool, asked: Asked) -> Judgement:
        """Compare the two."""
        return compared(truth(value=reading), reading, right=reading == asked.expected)


BOOLEAN = BooleanKind()
