"""Card states from the review log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.schedule.memory import CardState, Rating

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizcv.schedule.review import Review
    from quizcv.schedule.scheduler import Scheduler


def state_after(state: CardState | None, review: Review, scheduler: Scheduler) -> CardState | None:
    """Return a card's state after one more review.

    An unrated review changes nothing. Another fingerprint means that the right answer is another
    one, so the card begins anew.
    """
    if review.rating is None:
        return state
    if state is not None and state.fingerprint != review.fingerprint:
        state = None
    before = state.memory if state else None
    lapsed = review.rating is Rating.AGAIN and before is not None and before.phase == "review"
    return CardState(
        card=review.card,
        fingerprint=review.fingerprint,
        memory=scheduler.after(before, review.rating, review.at),
        reviews=(state.reviews if state else 0) + 1,
        lapses=(state.lapses if state else 0) + lapsed,
    )


def replayed(reviews: Iterable[Review], scheduler: Scheduler) -> CardState | None:
    """Return the state that one card's reviews, in the order of the log, lead to."""
    state: CardState | None = None
    for review in reviews:
        state = state_after(state, review, scheduler)
    return state
