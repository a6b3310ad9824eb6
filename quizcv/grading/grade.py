"""Grades one typed answer against one variant of a card."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from quizcv.cards.model import (
    Boolean,
    Card,
    Choice,
    Formula,
    Integer,
    Multi,
    Number,
    Order,
    Recall,
    Shape,
    SlipKind,
)
from quizcv.kinds.choices import grade_choice, grade_multi, grade_order
from quizcv.kinds.formulas import FormulaError, read_formula
from quizcv.kinds.numbers import grade_number
from quizcv.kinds.options import Option, shuffled
from quizcv.kinds.points import PASS_SHARE, read_points
from quizcv.kinds.shapes import read_shape, shape_feedback
from quizcv.kinds.shown import shown_number, shown_shape, shown_value
from quizcv.kinds.verdict import Finding, Verdict, compared, invalid

if TYPE_CHECKING:
    from quizcv.cards.model import Mistake
    from quizcv.cards.variant import Variant

YES = frozenset({"yes", "y", "true", "t"})
NO = frozenset({"no", "n", "false", "f"})


class Sample(Struct, frozen=True):
    """A typed formula and the card's own, computed on one set of numbers."""

    params: dict[str, Any]
    given: float | None
    """None where the typed formula has no value; `reason` says why."""
    expected: float
    reason: str = ""


Sampler: TypeAlias = Callable[[str], Sequence[Sample] | None]
"""Computes a checked expression in a worker, first on the variant's own numbers.

None or nothing means that it could not be computed, and nothing is graded.
"""


class Grade(Struct, frozen=True, kw_only=True):
    """What became of one typed answer."""

    verdict: Verdict
    feedback: str
    """What to tell the learner; a mistake's own words still have their {{names}}."""
    expected: str
    """The right answer as it is shown."""
    given: str
    """The typed answer as it was read; empty when it could not be."""
    value: Any = None
    """The typed answer as a value of the card's kind, where it has one."""
    mistake: int | None = None
    """Index of the card's mistake that was made."""
    slip: str | None = None
    """The error's name for the statistics: a mistake's name, or a telling ratio's."""
    slip_kind: SlipKind | None = None
    share: float | None = None
    """Recall cards: the part of the points that were made, 0 to 1."""

    @property
    def right(self) -> bool:
        """Whether the answer is correct."""
        return self.verdict == "correct"


def grade(card: Card, variant: Variant, typed: str, *, sample: Sampler | None = None) -> Grade:
    """Return the grade of `typed`: correct, wrong, or invalid when it cannot be read.

    Letters of options mean the order in which `variant.seed` shuffles them. A formula card needs
    `sample`; every other kind is decided here from the variant's values alone. Recall answers are
    graded by the learner: `typed` then names the points made (`1 3`, `all`, `none`).
    """
    options = shuffled(card, variant.seed)
    finding = (
        _finding(card, variant, typed, options, sample)
        if typed.strip()
        else invalid("Nothing was typed.")
    )
    index = _mistake(card, variant, finding)
    mistake = None if index is None else card.mistakes[index]
    return Grade(
        verdict=finding.verdict,
        feedback=mistake.feedback if mistake else finding.feedback,
        expected=shown_value(card.answer, variant.answer, options),
        given=finding.given,
        value=finding.value,
        mistake=index,
        slip=mistake_name(mistake) if mistake else finding.slip,
        slip_kind=mistake.kind if mistake else finding.slip_kind,
        share=finding.share,
    )


def grade_points(card: Card, variant: Variant, met: Collection[int]) -> Grade:
    """Return the grade of a recall card whose points `met` (counted from 1) were made."""
    return grade(card, variant, " ".join(str(number) for number in sorted(met)) or "none")


def mistake_name(mistake: Mistake) -> str:
    """Return the mistake's own name, or the start of its feedback."""
    if mistake.name:
        return mistake.name
    words = mistake.feedback.split(". ")[0].rstrip(".")
    return words if len(words) <= 60 else f"{words[:59].rsplit(' ', 1)[0]}…"


def _finding(
    card: Card, variant: Variant, typed: str, options: Sequence[Option], sample: Sampler | None
) -> Finding:
    expected: Any = variant.answer
    match card.answer:
        case Integer() | Number():
            return grade_number(card.answer, expected, typed)
        case Shape(axes=axes):
            return _shape(expected, typed, axes)
        case Boolean():
            return _boolean(expected, typed)
        case Choice():
            return grade_choice(expected, typed, options)
        case Multi():
            return grade_multi(expected, typed, options)
        case Order():
            return grade_order(expected, typed, options)
        case Formula():
            return _formula(card, card.answer, typed, sample)
        case Recall(points=points):
            return _recall(points, typed)


def _shape(expected: list[int], typed: str, axes: str | None) -> Finding:
    given = read_shape(typed)
    if given is None:
        return invalid("Type the sizes, such as (1, 64, 112, 112) or 1x64x112x112.")
    right = given == list(expected)
    feedback = "" if right else shape_feedback(given, expected, axes)
    return compared(shown_shape(given), given, right=right, feedback=feedback)


def _boolean(expected: bool, typed: str) -> Finding:
    word = typed.strip().rstrip(".!").casefold()
    if word not in YES | NO:
        return invalid("Type yes or no.")
    given = word in YES
    return compared("yes" if given else "no", given, right=given == expected)


def _recall(points: Sequence[str], typed: str) -> Finding:
    met = read_points(typed, len(points))
    if met is None:
        return invalid(f"Type the numbers of the points made (1 to {len(points)}), all or none.")
    share = len(met) / len(points)
    missing = [point for number, point in enumerate(points, start=1) if number not in met]
    return Finding(
        verdict="correct" if share >= PASS_SHARE else "wrong",
        feedback=f"Not said: {'; '.join(missing)}" if missing else "",
        given=f"{len(met)} of {len(points)} points",
        value=sorted(met),
        share=share,
    )


def _formula(card: Card, answer: Formula, typed: str, sample: Sampler | None) -> Finding:
    try:
        expression = read_formula(typed, card.params)
    except FormulaError as refused:
        return invalid(str(refused))
    samples = sample(expression) if sample else None
    if not samples:
        return invalid("The formula could not be computed here, so it was not graded.")
    if samples[0].given is None:
        return invalid(f"That formula has no value for the numbers asked: {samples[0].reason}")
    first = samples[0].given
    differing = next((s for s in samples if not _agrees(s, answer.rtol)), None)
    return Finding(
        verdict="wrong" if differing else "correct",
        feedback=_counterexample(differing) if differing else "",
        given=expression,
        value=first,
        same_as=lambda other: _agrees(Sample({}, first, other), answer.rtol),
    )


def _agrees(sample: Sample, rtol: float) -> bool:
    if sample.given is None:
        return False
    return abs(sample.given - sample.expected) <= rtol * max(abs(sample.expected), 1e-300)


def _counterexample(sample: Sample) -> str:
    numbers = ", ".join(f"{name} = {value}" for name, value in sample.params.items())
    given = sample.reason if sample.given is None else shown_number(sample.given)
    return f"With {numbers} it gives {given}; the answer there is {shown_number(sample.expected)}."


def _mistake(card: Card, variant: Variant, finding: Finding) -> int | None:
    """Return the index of the mistake that gives what was typed, if it was wrong."""
    if finding.verdict != "wrong" or finding.same_as is None:
        return None
    for index, mistake in enumerate(card.mistakes):
        value = variant.mistakes[index] if index < len(variant.mistakes) else None
        if value is None and mistake.when is None:
            value = mistake.value
        if value is not None and finding.same_as(value):
            return index
    return None
