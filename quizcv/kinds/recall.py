"""A spoken answer, which learners hold against its points themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from quizcv.kinds.base import Answer, AnswerKind, Authored, Rubric, Text, Texts, Traits
from quizcv.kinds.verdict import Judgement, Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from quizcv.kinds.base import Asked, Input, Value
    from quizcv.kinds.options import Option

ALL = frozenset({"all", "every", "everything", "yes", "y"})
NONE = frozenset({"none", "nothing", "no", "n", "0", "-"})
PASS_SHARE = 0.5
"""A recall answer counts as correct from half of its points on; the share itself is kept."""


class Recall(Authored, Answer, frozen=True, tag_field="kind", tag="recall"):
    """A spoken answer, graded by the learner against the points."""

    kind: ClassVar[str] = "recall"
    text: Text
    points: Annotated[list[Text], Meta(min_length=1)]


class RecallKind(AnswerKind[Recall, frozenset[int]]):
    """Spoken answers. What a learner types is which of the points were made."""

    struct = Recall
    traits = Traits(spoken=True)
    input: ClassVar[Input] = "text"
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "A spoken answer, which learners grade themselves.",
        "text": "A model answer.",
        "points": "What a good answer contains.",
    }
    wording = frozenset({"text", "points"})

    def rubric(self, answer: Recall) -> Rubric:
        """Return the model answer and its points."""
        return Rubric(answer.text, tuple(answer.points))

    def texts(self, answer: Recall) -> Texts:
        """Return the rubric's texts."""
        points = ((f"answer.points.{i}", point) for i, point in enumerate(answer.points))
        return Texts(told=(("answer.text", answer.text), *points))

    def truth(self, answer: Recall, claims: Mapping[str, Value]) -> Value:
        """Return what the card's claims state: wording comes and goes."""
        return dict(claims)

    def type_error(self, answer: Recall, value: Value) -> str | None:
        """Nothing is computed."""
        return None

    def form(self, answer: Recall, names: Collection[str]) -> str:
        """Say what to do."""
        return "say it aloud, then reveal"

    def show(self, answer: Recall, value: Value, options: Sequence[Option] = ()) -> str:
        """Show the model answer."""
        return answer.text

    def read(self, answer: Recall, typed: str, asked: Asked) -> frozenset[int] | Unreadable:
        """Return the points made."""
        count = len(answer.points)
        met = read_points(typed, count)
        if met is None:
            return Unreadable(f"Type the numbers of the points made (1 to {count}), all or none.")
        return frozenset(met)

    def judge(self, answer: Recall, reading: frozenset[int], asked: Asked) -> Judgement:
        """Count them."""
        share = len(reading) / len(answer.points)
        numbered = enumerate(answer.points, start=1)
        missing = [point for number, point in numbered if number not in reading]
        return Judgement(
            verdict="correct" if share >= PASS_SHARE else "wrong",
            feedback=f"Not said: {'; '.join(missing)}" if missing else "",
            given=f"{len(reading)} of {len(answer.points)} points",
            value=sorted(reading),
            share=share,
        )


RECALL = RecallKind()


def read_points(typed: str, count: int) -> set[int] | None:
    """Return the points (from 1) in `1 3`, `1,3`, `1-3`, `all` or `none`; None if unreadable."""
    word = typed.strip().casefold()
    if word in ALL:
        return set(range(1, count + 1))
    if word in NONE:
        return set()
    met: set[int] = set()
    for part in re.split(r"[\s,;]+", word):
        match = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", part, re.ASCII)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            return None
        met.update(range(first, last + 1))
    return met
