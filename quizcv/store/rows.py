"""Reviews and card states as rows of their tables."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from quizcv.schedule import CardState, Memory, Rating, Review

if TYPE_CHECKING:
    import sqlite3

_REVIEW_FIELDS = (
    "at",
    "session",
    "kind",
    "card",
    "fingerprint",
    "params",
    "seed",
    "typed",
    "verdict",
    "rating",
    "elapsed_ms",
    "hints",
    "confidence",
    "mistake",
    "mistake_kind",
    "share",
    "topics",
    "area",
)
_STATE_FIELDS = ("phase", "step", "stability", "difficulty", "due", "last_review")

INSERT_REVIEW = (
    f"INSERT INTO reviews ({', '.join(_REVIEW_FIELDS)}) "  # noqa: S608 - names from above only
    f"VALUES ({', '.join(f':{name}' for name in _REVIEW_FIELDS)})"
)
INSERT_STATE = (
    "INSERT OR REPLACE INTO states VALUES (:card, :fingerprint, :phase, :step, :stability, "
    ":difficulty, :due, :last_review, :reviews, :lapses)"
)


def review_row(review: Review) -> dict[str, Any]:
    """Return a review as the values of its row."""
    row = {name: getattr(review, name) for name in _REVIEW_FIELDS}
    row["at"] = stamp(review.at)
    row["params"] = json.dumps(review.params, sort_keys=True)
    row["topics"] = json.dumps(review.topics)
    row["rating"] = None if review.rating is None else int(review.rating)
    return row


def review_from(row: sqlite3.Row) -> Review:
    """Return the review of a row."""
    fields: dict[str, Any] = {name: row[name] for name in _REVIEW_FIELDS}
    fields["at"] = moment(row["at"])
    fields["params"] = json.loads(row["params"])
    fields["topics"] = tuple(json.loads(row["topics"]))
    fields["rating"] = None if row["rating"] is None else Rating(row["rating"])
    return Review(id=row["id"], **fields)


def state_row(state: CardState) -> dict[str, Any]:
    """Return a card's state as the values of its row."""
    memory: dict[str, Any] = {name: getattr(state.memory, name) for name in _STATE_FIELDS}
    return {
        **memory,
        "due": stamp(state.memory.due),
        "last_review": stamp(state.memory.last_review),
        "card": state.card,
        "fingerprint": state.fingerprint,
        "reviews": state.reviews,
        "lapses": state.lapses,
    }


def state_from(row: sqlite3.Row) -> CardState:
    """Return the card state of a row."""
    fields: dict[str, Any] = {name: row[name] for name in _STATE_FIELDS}
    fields |= {"due": moment(row["due"]), "last_review": moment(row["last_review"])}
    return CardState(
        card=row["card"],
        fingerprint=row["fingerprint"],
        memory=Memory(**fields),
        reviews=row["reviews"],
        lapses=row["lapses"],
    )


def stamp(when: datetime) -> str:
    """Return a UTC time that sorts as text: 2026-11-20T18:47:31.000000Z."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """Return the UTC time of a stamp."""
    return datetime.fromisoformat(text)
