"""How a session went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.session import views

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from quizcv.schedule import Review
    from quizcv.session.drill.ledger import Answered, Options
    from quizcv.session.ports import Progress


def finished(
    options: Options,
    done: Iterable[Answered],
    progress: Progress,
    at: datetime,
    *,
    set_aside: Iterable[tuple[str, str]] = (),
    left: int = 0,
) -> views.Finished:
    """Return the closing view of a drill. Further tries with new numbers are not counted."""
    counted = [answered for answered in done if not answered.showing.practice]
    reviews = [answered.review for answered in counted]
    dues = [
        state.memory.due
        for card in {review.card for review in reviews}
        if (state := progress.state(card)) is not None
    ]
    return views.Finished(
        kind=options.kind,
        session=options.session,
        seed=options.seed,
        right=sum(review.verdict == "correct" for review in reviews),
        wrong=sum(review.verdict == "wrong" for review in reviews),
        skipped=sum(review.verdict == "skipped" for review in reviews),
        seconds=sum(review.elapsed_ms for review in reviews) / 1000,
        topics=tuple(scores(reviews)),
        misses=tuple(_misses(counted)),
        set_aside=tuple(set_aside),
        left=left,
        next_due=min(dues, default=None),
        at=at,
        calibration=tuple(calibration(reviews)),
    )


def scores(reviews: Iterable[Review]) -> list[views.Score]:
    """Return the score of each topic that was asked, the weakest first.

    A card counts for its first topic, so that the table adds up to the answers.
    """
    tally: dict[str, list[bool]] = {}
    for review in reviews:
        if review.verdict != "skipped":
            topic = review.topics[0] if review.topics else review.card
            tally.setdefault(topic, []).append(review.verdict == "correct")
    table = [
        views.Score(name=name, right=sum(went), asked=len(went)) for name, went in tally.items()
    ]
    return sorted(table, key=lambda score: (score.right / score.asked, score.name))


def calibration(reviews: Iterable[Review]) -> list[tuple[int, int, int]]:
    """Return (stated per cent, right, answers) for each confidence stated, lowest first."""
    tally: dict[int, list[bool]] = {}
    for review in reviews:
        if review.confidence is not None:
            tally.setdefault(review.confidence, []).append(review.verdict == "correct")
    return [(stated, sum(went), len(went)) for stated, went in sorted(tally.items())]


def _misses(counted: Sequence[Answered]) -> list[views.Missed]:
    return [
        views.Missed(
            asked=answered.showing.asked,
            given=answered.result.given,
            expected=answered.result.expected,
            feedback=answered.result.feedback,
            explanation=answered.result.explanation,
        )
        for answered in counted
        if answered.result is not None and answered.result.verdict == "wrong"
    ]
