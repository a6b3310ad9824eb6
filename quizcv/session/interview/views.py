"""What there is to show of an interview, for any front end."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeAlias

from msgspec import Struct

from quizcv.session import views
from quizcv.session.events import Key

if TYPE_CHECKING:
    from quizcv.session.interview.record import Record

_QUIT = Key("quit", "q", "end")
BRIEFING = (Key("next", "enter", "begin"), Key("quit", "q", "not now"))
SURENESS = (
    Key("guess", "1", "a guess"),
    Key("unsure", "2", "unsure"),
    Key("fairly", "3", "fairly sure"),
    Key("certain", "4", "certain"),
)
TIME_UP = (Key("next", "enter", "next"),)
PAUSED = (Key("next", "enter", "go on"),)
LEAVING = (Key("quit", "q", "end the interview"), Key("back", "b", "go on"))
RUBRIC = (Key("skip", "s", "leave unrated"), Key("quit", "q", "to the report"))


def question_keys(*, spoken: bool, hints: int, may_pause: bool) -> tuple[Key, ...]:
    """Return the keys while a question stands."""
    return (
        *((Key("next", "enter", "said it"),) if spoken else ()),
        *((Key("hint", "?", f"hint ({hints})"),) if hints else ()),
        Key("skip", "s", "skip"),
        *((Key("pause", "p", "pause"),) if may_pause else ()),
        _QUIT,
    )


class Times(Struct, frozen=True, kw_only=True):
    """Seconds left now."""

    question: float | None
    """None where no question stands."""
    interview: float


class Briefing(views.View, frozen=True, kw_only=True):
    """Before the first question, or before going on."""

    title: str
    minutes: float
    parts: tuple[tuple[str, int, float], ...]
    """Title, rounds and seconds of a round."""
    questions: int
    areas: tuple[str, ...]
    hint_cap: float
    done: int = 0
    """Questions answered before it was interrupted."""
    seconds_left: float = 0.0


class Timed(views.Question, frozen=True, kw_only=True):
    """A question against the clock."""

    part: str
    chain: int | None
    chains: int
    depth: int
    depths: int
    budget: float
    times: Times


class Sureness(views.Sureness, frozen=True, kw_only=True):
    """Answered; how sure is the candidate? The verdict waits for the debrief."""


class TimeUp(views.View, frozen=True, kw_only=True):
    """The time for a question is over; the next one comes."""

    number: int
    budget: float
    seconds: float
    said: str = ""
    """An answer that came too late."""


class Paused(views.View, frozen=True, kw_only=True):
    """The clock stands still, and the question is out of sight."""

    seconds_left: float


class Leaving(views.View, frozen=True, kw_only=True):
    """End it now? The clock goes on."""

    done: int
    questions: int


class Rubric(views.View, frozen=True, kw_only=True):
    """The debrief of a spoken answer: which points were made?"""

    typed: ClassVar[bool] = True
    place: int
    total: int
    question: str
    said: str
    text: str
    points: tuple[str, ...]


class Over(views.View, frozen=True, kw_only=True):
    """The end; the report follows from the record."""

    record: Record


AnyMockView: TypeAlias = Briefing | Timed | Sureness | TimeUp | Paused | Leaving | Rubric | Over
