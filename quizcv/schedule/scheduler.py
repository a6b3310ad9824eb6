"""FSRS with fuzz off: the same reviews always give the same schedule.

The only module that imports the fsrs package, and only when a schedule is first computed.
FSRS: Ye, Su and Cao, A stochastic shortest path algorithm for optimizing spaced repetition
scheduling, KDD 2022.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from quizcv.errors import QuizcvError
from quizcv.schedule.memory import Memory, Phase, Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import fsrs

    from quizcv.schedule.review import Review

DEFAULT_RETENTION = 0.9
RETENTION_RANGE = (0.7, 0.97)
"""Below, most reviews fail; above, the intervals shrink to nothing."""
LOG_NEEDED = 512
"""Reviews on a later day than the one before that the package's optimizer wants."""

_PHASES: dict[int, Phase] = {1: "learning", 2: "review", 3: "relearning"}


class Scheduler:
    """Says what a rating does to a card's memory."""

    def __init__(
        self,
        retention: float = DEFAULT_RETENTION,
        parameters: Sequence[float] | None = None,
    ) -> None:
        """Schedule for this probability of recall.

        `parameters` are the 21 weights of FSRS-6, the published defaults when None.

        Raises:
            ValueError: the retention is outside RETENTION_RANGE.
        """
        low, high = RETENTION_RANGE
        if not low <= retention <= high:
            raise ValueError(f"desired retention {retention} is not between {low} and {high}")
        self.retention = retention
        self.parameters = tuple(parameters) if parameters is not None else None

    @cached_property
    def _fsrs(self) -> fsrs.Scheduler:
        import fsrs  # noqa: PLC0415 - 13 ms, when a schedule is computed

        return fsrs.Scheduler(
            parameters=self.parameters or fsrs.scheduler.DEFAULT_PARAMETERS,
            desired_retention=self.retention,
            enable_fuzzing=False,
        )

    def after(self, memory: Memory | None, rating: Rating, when: datetime) -> Memory:
        """Return the memory of a card that got `rating` at `when`; None is a new card."""
        import fsrs  # noqa: PLC0415 - 13 ms, when a schedule is computed

        card, _ = self._fsrs.review_card(
            _card(memory, when), fsrs.Rating(int(rating)), review_datetime=_utc(when)
        )
        return _memory(card)

    def previews(self, memory: Memory | None, when: datetime) -> dict[Rating, timedelta]:
        """Return how long until the card would come back, for each rating."""
        return {rating: self.after(memory, rating, when).due - _utc(when) for rating in Rating}


def fitted(reviews: Iterable[Review]) -> tuple[float, ...]:
    """Return FSRS parameters fitted to a learner's own log.

    Raises:
        QuizcvError: the log is too short, or what the package's optimizer needs is missing.
    """
    logs = _logs(reviews)
    usable = _spaced(logs)
    if usable < LOG_NEEDED:
        raise QuizcvError(
            f"{usable} of the {LOG_NEEDED} reviews needed to fit the schedule are in the log",
            "only reviews on a later day than the one before count; study on",
        )
    try:
        from fsrs import Optimizer  # noqa: PLC0415 - 1,100 ms, torch

        optimizer = Optimizer([log for history in logs.values() for log in history])
    except ImportError as missing:
        raise QuizcvError(
            "fitting the schedule needs torch, pandas and tqdm",
            "pip install 'quizcv[optimize]'",
        ) from missing
    return tuple(optimizer.compute_optimal_parameters())


def _logs(reviews: Iterable[Review]) -> dict[str, list[fsrs.ReviewLog]]:
    """Return the rated reviews of each card in the package's own form."""
    import fsrs  # noqa: PLC0415 - 13 ms, when a schedule is computed

    logs: dict[str, list[fsrs.ReviewLog]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for review in reviews:
        if review.rating is not None:
            number = numbers.setdefault(review.card, len(numbers) + 1)
            log = fsrs.ReviewLog(number, fsrs.Rating(int(review.rating)), _utc(review.at), None)
            logs[review.card].append(log)
    return {card: sorted(log, key=lambda one: one.review_datetime) for card, log in logs.items()}


def _spaced(logs: dict[str, list[fsrs.ReviewLog]]) -> int:
    day = timedelta(days=1)
    return sum(
        later.review_datetime - earlier.review_datetime >= day
        for history in logs.values()
        for earlier, later in pairwise(history[:64])
    )


def _card(memory: Memory | None, when: datetime) -> fsrs.Card:
    """Return the package's card. It is given an id: without one it sleeps to make one up."""
    import fsrs  # noqa: PLC0415 - 13 ms, when a schedule is computed

    if memory is None:
        return fsrs.Card(card_id=1, due=_utc(when))
    return fsrs.Card(
        card_id=1,
        state=fsrs.State[memory.phase.capitalize()],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.last_review,
    )


def _memory(card: fsrs.Card) -> Memory:
    if card.stability is None or card.difficulty is None or card.last_review is None:
        raise AssertionError("a reviewed card has a state")
    return Memory(
        phase=_PHASES[int(card.state)],
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.last_review,
    )


def _utc(when: datetime) -> datetime:
    """Return `when` in UTC, which the package insists on."""
    return when.astimezone(UTC)
