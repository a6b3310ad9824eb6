"""Sentences of sessions and interviews, and the blocks that several views share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from quizcv.kinds.shown import plain
from quizcv.session.blocks import (
    BREATH,
    Chart,
    Hint,
    Line,
    Lines,
    Options,
    Place,
    Prose,
    Table,
    Verdict,
)
from quizcv.words import clock_time, plural, short_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quizcv.cards.model import Figure
    from quizcv.cards.variant import Variant
    from quizcv.session.asked import Asked
    from quizcv.session.blocks import Block
    from quizcv.session.views import Briefing, Finished, Result, Round, Score

SAY_IT = "Say it aloud, then press Enter."
HOW_SURE = "How sure are you?"
HOW_MANY = "Type their numbers, such as 1 3, or all, or none."


# Questions ------------------------------------------------------------------------------------


def place(asked: Asked, part: Round | None = None) -> tuple[Block, ...]:
    """Return where a question stands: among the cards of a drill, or in an interview."""
    number = str(asked.number) if asked.total is None else f"{asked.number} of {asked.total}"
    if part is not None:
        where = f"Question {number} · {part.title} · {asked.area} · {asked.level}"
        return (BREATH, Place(where))
    more = f"{asked.left} to come" if asked.left and not asked.practice else ""
    note = "practice" if asked.practice else "new" if asked.fresh else ""
    parts = (number, more, asked.area, asked.level, note, asked.card)
    about = f"{asked.area}, {asked.level}, {asked.card}"
    aloud = f"Question {number}{more and f', {more}'}{note and f' ({note})'}: {about}"
    return (
        Place(" · ".join(part for part in parts if part), on="screen"),
        BREATH,
        Place(aloud, on="lines"),
    )


def question(asked: Asked, *, tight: bool = False) -> Iterator[Block]:
    """Yield the text, the convention, the options and the hints of a question."""
    yield Prose(asked.text, tight)
    if asked.convention:
        yield Line(f"Convention: {asked.convention}", "aside")
    if asked.options:
        yield Options(tuple((option.letter, option.text) for option in asked.options))
    for number, hint in enumerate(asked.hints, start=1):
        yield Hint(number, hint)


def numbers(params: Mapping[str, Any]) -> str:
    """Return a card's numbers as assignments that can be pasted into Python."""
    return "\n".join(f"{name} = {value!r}" for name, value in params.items())


def with_numbers(params: Mapping[str, Any], code: str) -> str:
    """Return a snippet below its numbers."""
    return f"{numbers(params)}\n\n{code}".strip()


def what_if(changed: Mapping[str, Any]) -> str:
    """Return a change of numbers as a question."""
    return f"What if {', '.join(f'{name} = {plain(value)}' for name, value in changed.items())}?"


# Verdicts -------------------------------------------------------------------------------------


DRAWN_BY_WHY = "There is a figure: `w` runs the snippet and draws it for these numbers."


def learnt(result: Result) -> Iterator[Block]:
    """Yield a verdict with what there is to learn from it."""
    yield Verdict(
        verdict=result.verdict,
        expected=result.expected,
        given=result.given,
        feedback=result.feedback,
    )
    yield Prose(result.explanation)
    yield from evidence(result.figure, result.variant, result.sources)


def evidence(
    figure: Figure | None, variant: Variant | None, sources: Sequence[str]
) -> Iterator[Block]:
    """Yield the card's figure and where its answer comes from."""
    if figure is not None and variant is not None and variant.arrays:
        yield Chart(variant.card, figure, {**variant.names, **variant.arrays})
    elif figure is not None:
        yield Line(DRAWN_BY_WHY, "dim")
    if sources:
        yield Lines(tuple(Line(f"Source: {source}", "dim") for source in sources), on="screen")


def rated(word: str, span: timedelta | None) -> Lines:
    """Return what the schedule was told."""
    back = "" if span is None else f", back in {short_span(span)}"
    return Lines(
        (
            Line(f"Rated {word}{back}.", "dim", on="screen"),
            Line(f"Rated {word}.", on="lines"),
        )
    )


def set_aside(card: str, why: str) -> Line:
    """Return that a card could not be asked."""
    return Line(f"{card} was set aside: {why}", "warn")


# The end of a drill ---------------------------------------------------------------------------


def score(view: Finished) -> Iterator[Line]:
    """Yield how many answers were right, and how long they took."""
    parts = [f"{view.right} of {view.answered} right" if view.answered else "No answers"]
    parts += [f"{view.skipped} skipped"] if view.skipped else []
    parts += [clock_time(view.seconds)] if view.answered else []
    yield Line(" · ".join(parts), "strong", on="screen")
    yield Line(f"{', '.join(parts)}.", on="lines")


def score_table(scores: Sequence[Score], title: str) -> Table:
    """Return right answers by topic or area, with a bar each."""
    return Table(
        (title, "right"),
        tuple((score.name, f"{score.right}/{score.asked}") for score in scores),
        tuple(score.right / score.asked for score in scores),
        numeric=(1,),
    )


def scores(topics: Iterable[Score]) -> Iterator[str]:
    """Yield the same, line by line."""
    yield from (f"{score.name}: {score.right} of {score.asked}" for score in topics)


def calibration_table(rows: Iterable[tuple[int, int, int]]) -> Table:
    """Return what was stated beside what came true: per cent, right, answers."""
    told = tuple((f"{stated}%", f"{right / n:.0%}", str(n)) for stated, right, n in rows)
    return Table(("you said", "were right", "answers"), told, numeric=(0, 1, 2))


def stated(rows: Iterable[tuple[int, int, int]]) -> Iterator[str]:
    """Yield the same, line by line."""
    yield from (f"Stated {stated}%: {right} of {n} right" for stated, right, n in rows)


def closing_lines(view: Finished) -> Iterator[str]:
    """Yield what comes next, in plain sentences."""
    if view.left:
        yield f"{plural(view.left, 'card')} still to come."
    elif view.kind == "study" and not view.answered and not view.set_aside:
        yield "Nothing is due. `quizcv quiz` asks anyway; `quizcv study --new 10` adds cards."
    if view.next_due is not None and view.at is not None:
        yield f"The first of these {_comes_back(view.next_due - view.at)}."
    if view.kind == "quiz" and view.misses:
        yield "`quizcv quiz --redo` asks the misses again with new numbers."
    if view.kind == "quiz" and view.seed is not None:
        yield f"`--seed {view.seed}` repeats this quiz exactly."


def _comes_back(span: timedelta) -> str:
    return "is due again now" if span <= timedelta(0) else f"comes back in {short_span(span)}"


# Interviews -----------------------------------------------------------------------------------


def agenda(view: Briefing) -> Iterator[str]:
    """Yield what an interview consists of."""
    yield f"{view.minutes:g} minutes, {plural(view.questions, 'question')}"
    yield from (f"{title}: {count} × {clock_time(secs)}" for title, count, secs in view.parts)
    if view.areas:
        yield f"On {', '.join(view.areas)}"
    if view.done:
        left = clock_time(view.seconds_left)
        yield f"Interrupted after {plural(view.done, 'question')}; {left} left. It goes on."


def rules(hint_cap: float) -> tuple[str, ...]:
    """Return what a candidate has to know before the first question."""
    return (
        "Every question has its own time, and the interview has one for all.",
        "After each answer you say how sure you are. What was right comes in the debrief.",
        f"After a hint an answer is worth {hint_cap:.0%} at most.",
        "You can skip a question, and pause once.",
    )
