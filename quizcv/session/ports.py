"""What a session needs from the world, as protocols: a clock, the progress, somebody who deals.

The command line supplies SQLite and workers; tests supply a list and a fake clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant
    from quizcv.kinds.base import Sample
    from quizcv.schedule import CardState, Kind, Review, Scheduler


class Trouble(Struct, frozen=True):
    """Why a card cannot be asked now. Nothing is graded then."""

    message: str
    remedy: str = ""
    code: Literal["failed", "refused"] = "failed"
    """failed: no answer was computed; refused: running it would not be safe, as for every card of
    that bank."""


class Execution(Struct, frozen=True):
    """A card's snippet as it was run for a learner who asks why."""

    code: str
    params: dict[str, Any]
    values: dict[str, Any]
    """What the snippet assigned that the card talks about: the answer, its claims."""
    stdout: str = ""
    seconds: float = 0.0
    arrays: dict[str, list[float]] = {}
    """What the card's figure plots."""


class Clock(Protocol):
    """Time, injected."""

    def now(self) -> datetime:
        """Return the time in UTC, for the log and for what is due."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only ever go forward, for how long an answer took."""
        ...


class Dealer(Protocol):
    """Gives cards their numbers: from what was proved before, or else from a worker.

    Nothing here raises for a card that fails: it is Trouble. A seed gives the same numbers each
    time, and so does the seed of the variant that it gave.
    """

    def showings(self, entry: Entry) -> Sequence[Variant]:
        """Return what is known of the card without running anything, its default numbers first."""
        ...

    def deal(self, entry: Entry, seed: int | None) -> Variant | Trouble:
        """Return the card with the numbers of that draw."""
        ...

    def prepare(self, entry: Entry, seed: int | None) -> None:
        """Begin to deal in the background; a later `deal` of the same then need not wait."""
        ...

    def recompute(self, entry: Entry, params: Mapping[str, Any]) -> Variant | Trouble:
        """Return the card with exactly these numbers."""
        ...

    def execute(self, entry: Entry, variant: Variant) -> Execution | Trouble:
        """Run the card's snippet with these numbers, to be shown."""
        ...

    def sample(self, entry: Entry, variant: Variant, expression: str) -> Sequence[Sample] | None:
        """Compute a typed formula beside the card's own, first on the variant's numbers.

        None where it cannot be computed.
        """
        ...

    def reread(self, entry: Entry) -> Entry | Trouble:
        """Return the card as its file has it now."""
        ...


class Progress(Protocol):
    """The learner's progress. What is written is safe when the call returns."""

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler with this learner's settings."""
        ...

    def begin(
        self, session: str, kind: Kind, at: datetime, seed: int | None, settings: Mapping[str, Any]
    ) -> None:
        """Note that a session begins."""
        ...

    def end(self, session: str, at: datetime, summary: Mapping[str, Any]) -> None:
        """Note that a session has ended."""
        ...

    def record(self, review: Review) -> Review:
        """Append an answer and return it with its place in the log."""
        ...

    def amend(self, old: Review, new: Review) -> Review:
        """Put `new` in the place of `old`, which is marked as undone."""
        ...

    def undo(self, review: Review, at: datetime) -> None:
        """Mark an answer as undone."""
        ...

    def state(self, card: str) -> CardState | None:
        """Return what the log says about a card."""
        ...

    def flag(self, card: str, at: datetime, note: str = "") -> None:
        """Mark a card for a closer look."""
        ...

    def unflag(self, card: str) -> None:
        """Take the mark off."""
        ...

    def flags(self) -> Mapping[str, Any]:
        """Return the flagged cards."""
        ...


class Desk(Struct, frozen=True):
    """The ports of a session, together."""

    clock: Clock
    progress: Progress
    dealer: Dealer
    references: Mapping[str, Mapping[str, str]] = {}
    """What each bank's short names of sources stand for."""
