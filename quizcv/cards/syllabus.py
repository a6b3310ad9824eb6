"""The topics an interview asks about, and which of them come before which."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from msgspec import field

from quizcv.cards.model import Slug
from quizcv.errors import UnknownName
from quizcv.kinds.base import Authored, Text
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Topic(Authored, frozen=True):
    """One subject of the syllabus."""

    topic: Slug
    area: Slug
    title: Text
    needs: list[Slug] = field(default_factory=list)
    """Topics to know first."""


class Syllabus:
    """The topics in their order, by name and by area."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.topics = tuple(topics)
        self._by_name = {topic.topic: topic for topic in self.topics}

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics)

    def __len__(self) -> int:
        return len(self.topics)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @functools.cached_property
    def areas(self) -> tuple[str, ...]:
        """The areas, in the order in which they first appear."""
        return tuple(dict.fromkeys(topic.area for topic in self.topics))

    def in_area(self, area: str) -> tuple[Topic, ...]:
        """Return the topics of an area, in order.

        Raises:
            UnknownName: there is no such area.
        """
        if area not in self.areas:
            remedy = did_you_mean(area, self.areas, otherwise=", ".join(self.areas))
            raise UnknownName(f"no area is called {area!r}", remedy)
        return tuple(topic for topic in self.topics if topic.area == area)
