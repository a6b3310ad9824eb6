"""One question of an interview: what was asked, what came, and what it was worth."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct

from quizcv.cards.model import Figure
from quizcv.kinds.recall import PASS_SHARE
from quizcv.kinds.verdict import SlipKind
from quizcv.session.asked import Asked

SPOKEN = "spoken"
"""What `Asked.kind` says of a question that the candidate judges."""
Came: TypeAlias = Literal["open", "answered", "spoken", "skipped", "time-up"]
Outcome: TypeAlias = Literal["open", "right", "wrong", "skipped", "time-up", "spoken"]
"""open: asked and not answered yet; spoken: to be rated by the candidate in the debrief."""


class Posed(Struct, frozen=True, kw_only=True):
    """What was asked, and everything a report says about it, whatever becomes of the banks."""

    asked: Asked
    part: str
    chain: int | None = None
    """Number of the chain, from 1; None for a question on its own."""
    depth: int = 1
    """Place in its chain, from 1."""
    ask: str
    """Name of its step, see `steps.STEPS`."""
    bank: str
    fingerprint: str
    practice: bool = False
    """A success says nothing about the card itself; a miss still does."""
    params: dict[str, Any]
    draw: int | None
    """The seed of the numbers."""
    budget: float
    """Seconds allowed."""
    expected_seconds: float
    expected: str = ""
    points: tuple[str, ...] = ()
    """The rubric of a spoken answer."""
    explanation: str = ""
    remark: str = ""
    """What else is to be said about it when it is over."""
    sources: tuple[str, ...] = ()
    code: str = ""
    figure: Figure | None = None
    plotted: dict[str, Any] = {}
    """Every name the figure's texts and lines use: numbers and arrays."""

    @property
    def is_spoken(self) -> bool:
        """Whether the candidate judges this answer."""
        return self.asked.kind == SPOKEN


class Given(Struct, frozen=True, kw_only=True):
    """What came so far: hints asked for and time taken, then an answer, a skip, or nothing."""

    how: Came = "open"
    typed: str = ""
    read: str = ""
    """The answer as it was read."""
    seconds: float = 0.0
    hints: int = 0
    confidence: int | None = None
    late: bool = False
    """An answer came, but after its time."""


class Judgement(Struct, frozen=True, kw_only=True):
    """What an answer was worth: graded at once, or by the candidate in the debrief."""

    right: bool | None = None
    """None for a spoken answer."""
    feedback: str = ""
    mistake: str | None = None
    mistake_kind: SlipKind | None = None
    met: tuple[int, ...] = ()
    """Points made of a spoken answer, from 1, by the candidate's own judgement."""


class Exchange(Struct, frozen=True, kw_only=True):
    """A question and what became of it. The interview puts a new one in its place at each step."""

    posed: Posed
    given: Given | None = None
    judgement: Judgement | None = None
    logged: bool = False
    """Whether it stands in the review log."""

    @property
    def asked(self) -> Asked:
        """The question."""
        return self.posed.asked

    @property
    def came(self) -> Given:
        """What came, if it is nothing yet."""
        return self.given or Given()

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        how = self.came.how
        if how != "answered":
            return how
        return "right" if self.judgement and self.judgement.right else "wrong"

    @property
    def mistake(self) -> str | None:
        """The name of the mistake that was made, where it has one."""
        return self.judgement.mistake if self.judgement else None

    @property
    def mistake_kind(self) -> SlipKind | None:
        """What sort of mistake was made."""
        return self.judgement.mistake_kind if self.judgement else None

    @property
    def feedback(self) -> str:
        """What to tell the candidate about it."""
        graded = self.came.how == "answered" and self.judgement
        return graded.feedback if graded else self.posed.remark

    @property
    def met(self) -> tuple[int, ...] | None:
        """Points made of a spoken answer; None if nobody judged."""
        judged = self.came.how == "spoken" and self.judgement
        return judged.met if judged else None

    @property
    def share(self) -> float | None:
        """Part of the rubric that was said, 0 to 1."""
        return None if self.met is None else len(self.met) / len(self.posed.points)

    @property
    def success(self) -> bool | None:
        """Whether it went well; None as long as nobody can tell."""
        if self.outcome == "spoken":
            return None if self.share is None else self.share >= PASS_SHARE
        return None if self.outcome == "open" else self.outcome == "right"
