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

    def topic(self, name: str) -> Topic:
        """Return the topic of that name.

        Raises:
            UnknownName: there is none; the message offers the nearest.
        """
        found = self._by_name.get(name)
        if found is None:
            remedy = did_you_mean(name, self._by_name).removeprefix("; ")
            raise UnknownName(
                f"no topic is called {name!r}", remedy or "`quizcv syllabus` shows them all"
            )
        return found

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
            remedy = did_you_mean(area, self.areas).removeprefix("; ")
            raise UnknownName(f"no area is called {area!r}", remedy or ", ".join(self.areas))
        return tuple(topic for topic in self.topics if topic.area == area)

    def before(self, name: str) -> tuple[Topic, ...]:
        """Return everything to know before a topic, each after what it needs itself.

        Raises:
            UnknownName: there is no such topic.
        """
        found: dict[str, Topic] = {}

        def visit(topic: Topic) -> None:
            for need in topic.needs:
                if need not in found:
                    visit(self.topic(need))
                    found[need] = self.topic(need)

        visit(self.topic(name))
        return tuple(found.values())
