"""What a session shows: facts, and the blocks that tell them. No markup, no layout."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizcv.cards.model import Figure
from quizcv.cards.variant import Variant
from quizcv.kinds.verdict import Verdict
from quizcv.schedule import Kind, Rating
from quizcv.session import words
from quizcv.session.asked import Asked, Input, Replies
from quizcv.session.blocks import (
    BREATH,
    Block,
    Bullets,
    Code,
    Heading,
    Line,
    Lines,
    Miss,
    Options,
    Prose,
    Rule,
)
from quizcv.session.blocks import Verdict as VerdictBlock
from quizcv.session.events import Key
from quizcv.words import clock_time

Blocks: TypeAlias = tuple[Block, ...]


class Spot(Struct, frozen=True):
    """A line of a file to be edited."""

    file: str
    line: int


class View(Struct, frozen=True, kw_only=True):
    """Base of everything a session shows."""

    closing: ClassVar[bool] = False
    """Whether the session is over with this."""
    goes_on: ClassVar[Literal["never", "piped", "always"]] = "never"
    """Whether a front end of lines presses Enter by itself: where answers come from a pipe, say."""
    keys: tuple[Key, ...] = ()
    notice: str = ""
    """A line about what has just happened: unreadable, flagged, taken back."""

    @property
    def input(self) -> Input:
        """What is waited for."""
        return "key" if self.replies is None else "line"

    @property
    def replies(self) -> Replies | None:
        """What may be typed as an answer; None where only commands are expected."""
        return None

    @property
    def opens(self) -> Spot | None:
        """What the front end opens in an editor before it sends `edited`."""
        return None

    @property
    def seen(self) -> Blocks:
        """What stands above the news and was read before: the question that is now answered."""
        return ()

    @property
    def news(self) -> Blocks:
        """What there is to read now."""
        return ()

    @property
    def blocks(self) -> Blocks:
        """Everything there is to read."""
        return (*self.seen, *self.news)

    @property
    def ends_with_news(self) -> bool:
        """Whether the news stands at the end of what is long."""
        return False


# Questions ------------------------------------------------------------------------------------


class Round(Struct, frozen=True, kw_only=True):
    """Where a question stands in an interview."""

    part: str
    chain: int | None = None
    chains: int = 0
    depth: int = 1
    depths: int = 1

    @property
    def title(self) -> str:
        """The part, or the place in a chain."""
        if self.chain is None:
            return self.part
        return f"chain {self.chain} of {self.chains}, step {self.depth} of {self.depths}"


class _OnQuestion(View, frozen=True, kw_only=True):
    """Base of whatever belongs to a question."""

    asked: Asked
    round: Round | None = None
    """In an interview: a screen has a clock then, and few lines."""

    @property
    def _question(self) -> Blocks:
        tight = self.round is not None
        return (*words.place(self.asked, self.round), *words.question(self.asked, tight=tight))


class Question(_OnQuestion, frozen=True, kw_only=True):
    """Asked, not yet answered. Recall cards are revealed, all others typed."""

    @property
    def input(self) -> Input:
        """One key where a letter answers."""
        return self.asked.input

    @property
    def replies(self) -> Replies | None:
        """What answers although it is a command too."""
        return self.asked.replies

    @property
    def news(self) -> Blocks:
        """The question, and what to type."""
        form = self.asked.form
        told = words.SAY_IT if self._is_revealed else f"Answer with {form}."
        # In an interview lettered options say themselves what to type.
        shown = () if self.round and self.asked.options else (Line(form, "aside", on="screen"),)
        return (*self._question, *shown, Line(told, on="lines"))

    @property
    def ends_with_news(self) -> bool:
        """A hint stands last, below the question."""
        return bool(self.asked.hints)

    @property
    def _is_revealed(self) -> bool:
        return any(key.command == "reveal" for key in self.keys)


class Sureness(_OnQuestion, frozen=True, kw_only=True):
    """Answered; how sure is the learner, before the verdict?"""

    given: str

    @property
    def seen(self) -> Blocks:
        """The question."""
        return self._question

    @property
    def news(self) -> Blocks:
        """The answer, as it was read."""
        given = f"Your answer: {self.given}"
        return (
            Lines((Line(given, "strong"), Line(words.HOW_SURE)), on="screen"),
            Line(f"{given}. {words.HOW_SURE}", on="lines"),
        )


# Study and quiz -------------------------------------------------------------------------------


class Points(_OnQuestion, frozen=True, kw_only=True):
    """A recall card revealed, to be graded by the learner."""

    text: str
    points: tuple[str, ...]
    explanation: str
    typed_answer: str = ""
    sources: tuple[str, ...] = ()
    figure: Figure | None = None
    variant: Variant | None = None
    """The numbers, with the arrays that a figure plots."""

    @property
    def seen(self) -> Blocks:
        """The question."""
        return self._question

    @property
    def news(self) -> Blocks:
        """The answer with its points."""
        said = self.typed_answer.strip()
        return (
            *([Line(f"You said: {said}", "dim", on="screen")] if said else []),
            BREATH,
            Prose(self.text),
            Bullets(tuple((point, "") for point in self.points), "A good answer says"),
            Prose(self.explanation),
            *words.evidence(self.figure, self.variant, self.sources),
            Line("How did it go?", "strong"),
        )


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


class Graded(_OnQuestion, frozen=True, kw_only=True):
    """The verdict on a typed answer."""

    goes_on = "piped"
    result: Result
    rating: Rating | None = None
    """What the schedule was told; None where it was not."""
    interval: timedelta | None = None
    """When the card comes back with that."""

    @property
    def seen(self) -> Blocks:
        """The question."""
        return self._question

    @property
    def news(self) -> Blocks:
        """The verdict."""
        told: Block = Line("Practice: the schedule stays as it was.", "dim", on="screen")
        if self.rating is not None:
            told = words.rated(self.rating.word, self.interval)
        return (*words.learnt(self.result), told)


class Ran(_OnQuestion, frozen=True, kw_only=True):
    """The snippet that proves the answer, as it ran with these numbers."""

    code: str
    params: dict[str, Any]
    values: dict[str, str]
    """As they are shown."""
    stdout: str
    seconds: float
    figure: Figure | None = None
    variant: Variant | None = None
    """The numbers, with the arrays that a figure plots."""

    @property
    def seen(self) -> Blocks:
        """Where the question stood."""
        return words.place(self.asked)

    @property
    def news(self) -> Blocks:
        """The snippet and what it computed."""
        printed = self.stdout.rstrip()
        told = [Line(printed, "dim", on="screen"), Line(f"prints: {printed}", on="lines")]
        values = [Line(f"{name} = {value}", "good") for name, value in self.values.items()]
        holds = Line("Every assertion of the snippet holds.", "good", on="screen")
        spent = Line(f"{self.seconds * 1000:.0f} ms of CPU", "dim", on="screen")
        lines = (*(told if printed.strip() else ()), *(values or [holds]), spent)
        chart = words.evidence(self.figure, self.variant, ())
        return (Code(words.with_numbers(self.params, self.code)), Lines(lines), *chart)


class Change(_OnQuestion, frozen=True, kw_only=True):
    """What if? The learner changes a number, as in the example."""

    params: dict[str, Any]
    example: str

    @property
    def replies(self) -> Replies | None:
        """A change."""
        return Replies()

    @property
    def seen(self) -> Blocks:
        """The question."""
        return self._question

    @property
    def news(self) -> Blocks:
        """How to write a change, and the numbers as they are."""
        ask = Line(f"What if? Change a number, as in {self.example}. Now:")
        return (Lines((ask, Line(words.numbers(self.params), "strong"))),)


class _Changed(_OnQuestion, frozen=True, kw_only=True):
    changed: dict[str, Any]

    @property
    def _question(self) -> Blocks:
        return (Line(words.what_if(self.changed), "strong"), *words.question(self.asked))


class Predict(_Changed, frozen=True, kw_only=True):
    """The question with the changed numbers; what will it be?"""

    @property
    def replies(self) -> Replies | None:
        """An answer."""
        return self.asked.replies

    @property
    def news(self) -> Blocks:
        """The question."""
        return (*self._question, Line("What will it be?", "strong"))


class Foretold(_Changed, frozen=True, kw_only=True):
    """The prediction beside what the snippet computed. Nothing of it is logged."""

    result: Result

    @property
    def seen(self) -> Blocks:
        """The question."""
        return self._question

    @property
    def news(self) -> Blocks:
        """The verdict."""
        return tuple(words.learnt(self.result))


class SetAside(View, frozen=True, kw_only=True):
    """A card that cannot be asked now; it was not graded."""

    card: str
    message: str
    remedy: str = ""

    @property
    def news(self) -> Blocks:
        """Why, and what helps."""
        why = Line(f"{self.card} is set aside: {self.message}", "warn")
        remedy = (Line(self.remedy, "dim"),) if self.remedy else ()
        return (Lines((why, *remedy, Line("Nothing was graded."))),)


class Editing(View, frozen=True, kw_only=True):
    """The front end opens an editor here and then sends `edited`."""

    card: str
    file: str
    line: int

    @property
    def input(self) -> Input:
        """Nothing: the front end goes on by itself."""
        return "none"

    @property
    def opens(self) -> Spot | None:
        """The card's place in its bank."""
        return Spot(self.file, self.line)

    @property
    def news(self) -> Blocks:
        """What is edited."""
        return (
            Line(f"Editing {self.file}, line {self.line}", on="screen"),
            Line(f"Edit {self.file}, line {self.line}, in another window.", on="lines"),
        )


class Score(Struct, frozen=True, kw_only=True):
    """How one topic, area or anything else went."""

    name: str
    right: int
    asked: int


class Missed(Struct, frozen=True, kw_only=True):
    """A question that was answered wrong."""

    asked: Asked
    given: str
    expected: str
    feedback: str
    explanation: str


class Finished(View, frozen=True, kw_only=True):
    """The end of a drill, and how it went."""

    closing = True
    kind: Kind
    session: str
    seed: int | None
    right: int
    wrong: int
    skipped: int
    seconds: float
    topics: tuple[Score, ...] = ()
    misses: tuple[Missed, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()
    left: int = 0
    """Cards that were still to come."""
    next_due: datetime | None = None
    at: datetime | None = None
    """When it ended."""
    calibration: tuple[tuple[int, int, int], ...] = ()
    """(stated per cent, right, answers) for each level of confidence that was stated."""

    @property
    def answered(self) -> int:
        """Answers that count."""
        return self.right + self.wrong

    @property
    def input(self) -> Input:
        """Nothing."""
        return "none"

    @property
    def news(self) -> Blocks:
        """The score, for a quiz by topic and with its misses, and what comes next."""
        aside = [words.set_aside(card, why) for card, why in self.set_aside]
        closing = [Line(line, "dim") for line in words.closing_lines(self)]
        return (
            Rule(on="screen"),
            BREATH,
            Lines((*words.score(self), *aside)),
            *(self._by_topic if self.kind == "quiz" else ()),
            *([Lines(tuple(closing))] if closing else []),
        )

    @property
    def _by_topic(self) -> Blocks:
        parts: list[Block] = []
        if self.topics:
            parts += [replace(words.score_table(self.topics, "topic"), on="screen")]
            parts += [Lines(tuple(map(Line, words.scores(self.topics))), on="lines")]
        if self.calibration:
            parts += [replace(words.calibration_table(self.calibration), on="screen")]
            parts += [Lines(tuple(map(Line, words.stated(self.calibration))), on="lines")]
        if self.misses:
            parts.append(Line("What went wrong", "strong", on="screen"))
        return (*parts, *map(_read_again, self.misses))


def _read_again(miss: Missed) -> Miss:
    verdict = VerdictBlock(
        verdict="wrong", expected=miss.expected, given=miss.given, feedback=miss.feedback
    )
    return Miss(miss.asked.card, miss.asked.text, verdict, miss.explanation)


# Interviews -----------------------------------------------------------------------------------


class Briefing(View, frozen=True, kw_only=True):
    """Before the first question, or before going on."""

    goes_on = "piped"
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

    @property
    def news(self) -> Blocks:
        """What an interview consists of, and its rules."""
        return (
            Heading(3, self.title),
            Lines(tuple(map(Line, words.agenda(self)))),
            BREATH,
            Lines(tuple(map(Line, words.rules(self.hint_cap)))),
        )


class TimeUp(View, frozen=True, kw_only=True):
    """The time for a question is over; the next one comes."""

    goes_on = "always"
    number: int
    budget: float
    seconds: float
    said: str = ""
    """An answer that came too late."""

    @property
    def news(self) -> Blocks:
        """That it is over."""
        budget = clock_time(self.budget)
        late = " Your answer came too late." if self.said.strip() else ""
        return (
            Lines(
                (
                    Line(f"Time is up: {budget} for question {self.number}.", "bad"),
                    Line("The next one comes by itself."),
                ),
                on="screen",
            ),
            Line(f"Time is up ({clock_time(self.seconds)} of {budget}).{late}", on="lines"),
        )


class Paused(View, frozen=True, kw_only=True):
    """The clock stands still, and the question is out of sight."""

    seconds_left: float

    @property
    def news(self) -> Blocks:
        """What is left."""
        left = f"{clock_time(self.seconds_left)} left"
        shown = (Line("Paused", "strong"), Line(f"{left}; the question waits out of sight."))
        return (Lines(shown, on="screen"), Line(f"Paused; {left}.", on="lines"))


class Leaving(View, frozen=True, kw_only=True):
    """End it now? The clock goes on."""

    done: int
    questions: int

    @property
    def news(self) -> Blocks:
        """How far it is."""
        done = Line(f"{self.done} of {self.questions} answered. The clock goes on.")
        return (Lines((Line("End the interview?", "strong", on="screen"), done)),)


class Rubric(View, frozen=True, kw_only=True):
    """The debrief of a spoken answer: which points were made?"""

    place: int
    total: int
    question: str
    said: str
    text: str
    points: tuple[str, ...]

    @property
    def replies(self) -> Replies | None:
        """The numbers of points."""
        return Replies()

    @property
    def news(self) -> Blocks:
        """The question, what was said, and what could have been."""
        head = f"Debrief {self.place} of {self.total}. You judge this answer: "
        said = f"You said: {self.said}" if self.said else "You answered aloud."
        numbered = tuple((str(n), point) for n, point in enumerate(self.points, start=1))
        return (
            BREATH,
            Heading(3, f"{head}which of the points did you make?"),
            Prose(self.question, tight=True),
            Line(said, "dim"),
            *([Prose(self.text)] if self.text else []),
            Options(numbered),
            Line(words.HOW_MANY, "dim"),
        )


class Over(View, frozen=True, kw_only=True):
    """The end of an interview; the report follows from its record."""

    closing = True

    @property
    def input(self) -> Input:
        """Nothing."""
        return "none"
