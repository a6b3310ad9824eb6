"""What there is to read, in the order of reading: frozen facts and words, no markup, no layout.

Views build blocks (`quizcv.session.views`), an interview's report is made of them
(`quizcv.formats.interview_report`), and every renderer has one function for each: rich for the
screen, plain lines, Markdown, HTML.
"""

from __future__ import annotations

from math import ceil
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from quizcv.cards.model import Figure
from quizcv.cards.variant import Variant
from quizcv.kinds.verdict import Verdict as VerdictName
from quizcv.words import clock_time

Medium: TypeAlias = Literal["both", "screen", "lines"]
"""Where a block stands: some things are said otherwise line by line, as a screen reader has it."""
Tone: TypeAlias = Literal["", "good", "bad", "dim", "strong", "warn", "aside"]


class _Base(Struct, frozen=True, kw_only=True):
    on: Medium = "both"


class Heading(_Base, frozen=True):
    """A title: level 1 is the document's own."""

    level: int
    text: str


class Place(_Base, frozen=True):
    """Where one is: which question of how many, on what."""

    text: str


class Prose(_Base, frozen=True):
    """Text with the little Markdown that cards use."""

    text: str
    tight: bool = False
    """Without empty lines around code: it shares the screen with a clock."""


class Line(_Base, frozen=True):
    """Plain text, which is shown as it stands, after a label where it has one."""

    text: str
    tone: Tone = ""
    label: str = ""


class Lines(_Base, frozen=True):
    """Lines that stand together."""

    lines: tuple[Line, ...]


class Options(_Base, frozen=True):
    """What can be chosen: letter or number, and text with the Markdown of cards."""

    items: tuple[tuple[str, str], ...]


class Hint(_Base, frozen=True):
    """A hint that was asked for, counted from 1."""

    number: int
    text: str


class Verdict(_Base, frozen=True):
    """Right or wrong, what was read and what is right; `invalid` where nothing was judged."""

    verdict: VerdictName
    expected: str
    given: str = ""
    feedback: str = ""


class Miss(_Base, frozen=True):
    """A question that was answered wrong, to be read again."""

    card: str
    question: str
    verdict: Verdict
    explanation: str


class Bullets(_Base, frozen=True):
    """Short texts with the Markdown of cards, each with a tone, under a few words."""

    items: tuple[tuple[str, Tone], ...]
    heading: str = ""


class Code(_Base, frozen=True):
    """Something to be copied: Python, or a command."""

    text: str
    language: Literal["python", "sh"] = "python"


class Table(_Base, frozen=True):
    """Rows of plain text; `shares` (0 to 1) are drawn as a bar at the end of each row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...] = ()
    numeric: tuple[int, ...] = ()
    """Columns of numbers, from 0: they stand on the right."""


class Chart(_Base, frozen=True):
    """A card's figure with everything its texts and lines use."""

    name: str
    """Unlike that of every other chart of a document."""
    figure: Figure
    plotted: dict[str, Any]

    @property
    def variant(self) -> Variant:
        """The numbers and arrays in the form that figures are drawn from."""
        names = {self.figure.x, *self.figure.series.values()}
        arrays = {name: self.plotted[name] for name in names}
        rest = {name: value for name, value in self.plotted.items() if name not in names}
        return Variant(card=self.name, seed=None, params=rest, answer=None, arrays=arrays)


class Rule(_Base, frozen=True):
    """The end of what came before."""


class Times(_Base, frozen=True, kw_only=True):
    """A clock: seconds left now."""

    question: float | None
    """None where no question stands."""
    interview: float

    @property
    def left(self) -> float:
        """What runs out first."""
        return self.interview if self.question is None else self.question

    @property
    def told(self) -> str:
        """The same in words, short enough for a status line."""
        total = f"{countdown(self.interview)} of the interview left"
        if self.question is None:
            return total
        return f"{countdown(self.question)} for this question · {total}"


Block: TypeAlias = (
    Heading
    | Place
    | Prose
    | Line
    | Lines
    | Options
    | Hint
    | Verdict
    | Miss
    | Bullets
    | Code
    | Table
    | Chart
    | Rule
    | Times
)

BREATH = Line("", on="lines")
"""An empty line where a screen has other means."""


def countdown(seconds: float) -> str:
    """Return the seconds left as a clock that shows 0:00 only when they are over."""
    return clock_time(ceil(max(0.0, seconds)))


class Cap(Struct, frozen=True, kw_only=True):
    """A key that is valid now, as a line of keys names it."""

    pressed: str
    """What to press."""
    typed: str
    """What to type where a whole line is read."""
    label: str
    more: str = ""
    """What it would mean: the time until the card comes back."""
    chosen: bool = False
