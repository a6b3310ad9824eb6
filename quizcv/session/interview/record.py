"""An interview as it was sat: everything a report needs, whatever becomes of the banks."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct

from quizcv.cards.model import Figure, Level
from quizcv.kinds.verdict import SlipKind
from quizcv.session.interview.preset import Ask, Preset

Outcome: TypeAlias = Literal["open", "right", "wrong", "skipped", "time-up", "spoken"]
"""open: asked and not answered yet; spoken: to be rated by the candidate in the debrief."""
End: TypeAlias = Literal["complete", "time", "ended", "closed"]
"""complete: every question was asked; time: it ran out; ended: the candidate ended it early;
closed: it was interrupted and not taken up again."""
SPOKEN_PASS = 0.5
"""A spoken answer counts as right from half of its points on."""


class Exchange(Struct, kw_only=True):
    """One question, and what came of it."""

    number: int
    """From 1."""
    part: str
    chain: int | None = None
    """Number of the chain, from 1; None for a question on its own."""
    depth: int = 1
    """Place in its chain, from 1."""
    ask: Ask
    card: str
    bank: str
    area: str
    topics: tuple[str, ...]
    level: Level
    kind: str
    """How it is answered: a card's kind, or `spoken`."""
    fingerprint: str
    practice: bool = False
    """A success says nothing about the card itself; a miss still does."""
    question: str
    form: str
    convention: str | None = None
    options: tuple[tuple[str, str, str], ...] = ()
    """Letter, key and text of each."""
    unit: str | None = None
    params: dict[str, Any]
    draw: int | None
    """The seed of the numbers."""
    budget: float
    """Seconds allowed."""
    expected_seconds: float

    outcome: Outcome = "open"
    typed: str = ""
    given: str = ""
    """The answer as it was read."""
    seconds: float = 0.0
    hints: int = 0
    confidence: int | None = None
    mistake: str | None = None
    mistake_kind: SlipKind | None = None
    feedback: str = ""
    met: tuple[int, ...] | None = None
    """Points made, from 1, by the candidate's own judgement; None if nobody judged."""
    late: bool = False
    """An answer came, but after its time."""
    logged: bool = False
    """Whether it stands in the review log."""

    expected: str = ""
    points: tuple[str, ...] = ()
    """The rubric of a spoken answer."""
    explanation: str = ""
    sources: tuple[str, ...] = ()
    code: str = ""
    figure: Figure | None = None
    plotted: dict[str, Any] = {}
    """Every name the figure's texts and lines use: numbers and arrays."""

    @property
    def is_spoken(self) -> bool:
        """Whether the candidate judges this answer."""
        return self.kind == "spoken"

    @property
    def share(self) -> float | None:
        """Part of the rubric that was said, 0 to 1."""
        return None if self.met is None else len(self.met) / len(self.points)

    @property
    def success(self) -> bool | None:
        """Whether it went well; None as long as nobody can tell."""
        if self.outcome == "spoken":
            return None if self.share is None else self.share >= SPOKEN_PASS
        return None if self.outcome == "open" else self.outcome == "right"


class Record(Struct, kw_only=True):
    """One interview, from its plan to its end."""

    version: int = 1
    preset: Preset
    seed: int
    bank: str
    """Digest of the banks it was drawn from."""
    topics: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()
    """Cards that were passed over because an earlier interview had them."""
    ramp: str = ""
    """The level of each choice that followed the answers, by its first letter."""
    shared: bool = False
    """Asked for by its seed: the learner's history has no say in what is asked."""
    without: tuple[str, ...] = ()
    """--without: cards to pass over in a shared interview."""
    fixed_ramp: str = ""
    """--ramp: levels to take whatever is answered."""
    minutes_asked: float | None = None
    """--minutes, where given."""
    preset_file: str | None = None
    """--preset, where given."""
    added_banks: tuple[str, ...] = ()
    """--bank, where given."""
    elapsed: float = 0.0
    pauses: tuple[float, ...] = ()
    """Seconds of each pause."""
    resumed: int = 0
    end: End | None = None
    rated: bool = False
    """Whether the debrief is over."""
    exchanges: list[Exchange] = []

    @property
    def answered(self) -> list[Exchange]:
        """The questions that are done with."""
        return [exchange for exchange in self.exchanges if exchange.outcome != "open"]
