"""What there is to show, for any front end: frozen facts, no markup, no layout."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeAlias

from msgspec import Struct

from quizcv.cards.model import Figure
from quizcv.cards.variant import Variant
from quizcv.kinds.options import Option
from quizcv.kinds.verdict import Verdict
from quizcv.schedule import Kind, Rating
from quizcv.session.events import Key


class Asked(Struct, frozen=True, kw_only=True):
    """A question with its numbers filled in."""

    card: str
    kind: str
    area: str
    level: str
    topics: tuple[str, ...]
    text: str
    form: str
    """What to type, in a few words."""
    convention: str | None = None
    options: tuple[Option, ...] = ()
    unit: str | None = None
    hints: tuple[str, ...] = ()
    """Those already given."""
    hints_left: int = 0
    number: int = 1
    """Its place in the session, from 1."""
    total: int | None = None
    left: int | None = None
    """Cards to come after it, where a total cannot be known because cards come again."""
    practice: bool = False
    """A further try: it does not count for the schedule."""
    fresh: bool = False
    """Never asked before."""


class View(Struct, frozen=True, kw_only=True):
    """Base of everything a session shows."""

    typed: ClassVar[bool] = False
    """Whether a typed line is expected; commands are always welcome."""
    keys: tuple[Key, ...] = ()
    notice: str = ""
    """A line about what has just happened: unreadable, flagged, taken back."""


class Question(View, frozen=True, kw_only=True):
    """Asked, not yet answered. Recall cards are revealed, all others typed."""

    typed: ClassVar[bool] = True
    asked: Asked


class Sureness(View, frozen=True, kw_only=True):
    """Answered; how sure is the learner, before the verdict?"""

    asked: Asked
    given: str


class Points(View, frozen=True, kw_only=True):
    """A recall card revealed, to be graded by the learner."""

    asked: Asked
    text: str
    points: tuple[str, ...]
    explanation: str
    typed_answer: str = ""
    sources: tuple[str, ...] = ()
    figure: Figure | None = None
    variant: Variant | None = None
    """The numbers, with the arrays that a figure plots."""
    intervals: dict[Rating, timedelta] = {}


class Result(Struct, frozen=True, kw_only=True):
    """A graded answer with what there is to learn from it."""

    verdict: Verdict
    feedback: str
    given: str
    expected: str
    explanation: str
    sources: tuple[str, ...] = ()
    figure: Figure | None = None
    variant: Variant | None = None
    """The numbers, with the arrays that a figure plots."""


class Graded(View, frozen=True, kw_only=True):
    """The verdict on a typed answer."""

    asked: Asked
    result: Result
    rating: Rating | None = None
    """What the schedule was told; None where it was not."""
    intervals: dict[Rating, timedelta] = {}


class Code(View, frozen=True, kw_only=True):
    """The snippet that proves the answer, as it ran with these numbers."""

    asked: Asked
    code: str
    params: dict[str, Any]
    values: dict[str, str]
    """As they are shown."""
    stdout: str
    seconds: float


class Change(View, frozen=True, kw_only=True):
    """What if? The learner changes a number, as in the example."""

    typed: ClassVar[bool] = True
    asked: Asked
    params: dict[str, Any]
    example: str


class Predict(View, frozen=True, kw_only=True):
    """The question with the changed numbers; what will it be?"""

    typed: ClassVar[bool] = True
    asked: Asked
    changed: dict[str, Any]


class Foretold(View, frozen=True, kw_only=True):
    """The prediction beside what the snippet computed. Nothing of it is logged."""

    asked: Asked
    changed: dict[str, Any]
    result: Result


class SetAside(View, frozen=True, kw_only=True):
    """A card that cannot be asked now; it was not graded."""

    card: str
    message: str
    remedy: str = ""


class Editing(View, frozen=True, kw_only=True):
    """The front end opens an editor here and then sends `edited`."""

    card: str
    file: str
    line: int


class Score(Struct, frozen=True, kw_only=True):
    """How one topic, area or anything else went."""

    name: str
    right: int
    asked: int


class Miss(Struct, frozen=True, kw_only=True):
    """A question that was answered wrong, to be read again."""

    asked: Asked
    given: str
    expected: str
    feedback: str
    explanation: str


class Finished(View, frozen=True, kw_only=True):
    """The end, and how it went."""

    kind: Kind
    session: str
    seed: int | None
    right: int
    wrong: int
    skipped: int
    seconds: float
    topics: tuple[Score, ...] = ()
    misses: tuple[Miss, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()
    left: int = 0
    """Cards that were still to come."""
    next_due: datetime | None = None
    calibration: tuple[tuple[int, int, int], ...] = ()
    """(stated per cent, right, answers) for each level of confidence that was stated."""

    @property
    def answered(self) -> int:
        """Answers that count."""
        return self.right + self.wrong


AnyView: TypeAlias = (
    Question
    | Sureness
    | Points
    | Graded
    | Code
    | Change
    | Predict
    | Foretold
    | SetAside
    | Editing
    | Finished
)
