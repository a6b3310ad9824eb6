"""How near two cards are, as an interviewer moves from one question to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizcv.cards.library import Entry
    from quizcv.cards.syllabus import Topic

FOLLOWS, SAME_TOPIC, NEXT_TOPIC, SAME_AREA, FAR = range(5)
"""The card's own follow-up (or it is one of that card); a shared topic; topics of which one needs
the other; nothing but the area; not even that."""
RELATED = NEXT_TOPIC
"""As far as a chain goes for a question that belongs to its subject."""


class Kinship:
    """Distances between cards, from their follow-ups and from the syllabus."""

    def __init__(self, syllabus: Iterable[Topic] = ()) -> None:
        self._needs = {topic.topic: frozenset(topic.needs) for topic in syllabus}

    def distance(self, one: Entry, other: Entry) -> int:
        """Return how far `other` is from `one`: FOLLOWS, SAME_TOPIC, … FAR."""
        if other.card.id in one.card.followups or one.card.id in other.card.followups:
            return FOLLOWS
        if not set(one.card.topics).isdisjoint(other.card.topics):
            return SAME_TOPIC
        if self._neighbours(one, other) or self._neighbours(other, one):
            return NEXT_TOPIC
        return SAME_AREA if one.area == other.area else FAR

    def _neighbours(self, one: Entry, other: Entry) -> bool:
        topics = other.card.topics
        return any(need in topics for t in one.card.topics for need in self._needs.get(t, ()))
