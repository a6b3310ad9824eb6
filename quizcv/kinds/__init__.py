"""What can be answered: one module an answer kind, and what several of them share.

`KINDS` is the registry. A new kind is a module with a struct and a subclass of `AnswerKind`, and
one entry here: reading banks, their schema, linting, verifying, asking and grading follow from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from quizcv.kinds import shown
from quizcv.kinds.base import Answer, AnswerKind
from quizcv.kinds.boolean import BOOLEAN
from quizcv.kinds.choices import CHOICE, MULTI, ORDER
from quizcv.kinds.formula import FORMULA
from quizcv.kinds.numbers import INTEGER, NUMBER
from quizcv.kinds.recall import RECALL
from quizcv.kinds.shape import SHAPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.kinds.base import Value
    from quizcv.kinds.options import Option

AnyKind: TypeAlias = AnswerKind[Any, Any]

KINDS: dict[str, AnyKind] = {
    kind.name: kind
    for kind in (INTEGER, NUMBER, SHAPE, BOOLEAN, CHOICE, MULTI, ORDER, FORMULA, RECALL)
}
"""Every kind by its name, in the order in which they are listed to authors and learners."""


def kind_of(answer: Answer) -> AnyKind:
    """Return the kind of an answer."""
    return KINDS[answer.kind]


def shown_value(answer: Answer, value: Value, options: Sequence[Option] = ()) -> str:
    """Return a value of this answer as a learner reads it, with its unit and its letters.

    A value of another type, which only a card at fault has, is shown as it is.
    """
    kind = kind_of(answer)
    if kind.type_error(answer, value) is not None:
        return shown.with_unit(shown.plain(value), answer.unit)
    return kind.show(answer, value, options)


def decoded(kind: type[Any], value: Any) -> Any:
    """Return an answer out of msgspec's builtins; for `dec_hook`, where a card is decoded.

    Raises:
        msgspec.ValidationError: the value is no answer of a registered kind.
    """
    if kind is not Answer or not isinstance(value, dict) or value.get("kind") not in KINDS:
        raise msgspec.ValidationError(f"{value!r} is not an answer")
    return msgspec.convert(value, KINDS[value["kind"]].struct)
