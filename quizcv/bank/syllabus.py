"""The topics an interview asks about, and which of them come before which."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from msgspec import field

from quizcv.bank import yaml_reader
from quizcv.bank.bundled import content_dir
from quizcv.bank.decoder import reader_for
from quizcv.bank.files import SYLLABUS, read_bytes, read_text
from quizcv.bank.findings import FAILED, Fault, Findings, did_you_mean
from quizcv.bank.model import Authored, Slug, Text
from quizcv.bank.yaml_reader import Unreadable
from quizcv.errors import BankUnreadable, UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Topic(Authored, frozen=True):
    """One subject of the syllabus."""

    topic: Slug
    area: Slug
    title: Text
    needs: list[Slug] = field(default_factory=list)
    """Topics to know first."""


class _File(Authored, frozen=True):
    topics: list[Topic]


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


def load_syllabus(path: Path | None = None) -> Syllabus:
    """Return the syllabus at `path`, or the bundled one.

    Raises:
        BankUnreadable: it is missing or unsound; the message has the first problem and its line.
    """
    path = content_dir() / SYLLABUS if path is None else path
    try:
        text, controls = yaml_reader.control_characters(read_text(read_bytes(path)))
        root = yaml_reader.compose(text)
    except Unreadable as error:
        raise BankUnreadable(f"{path}:{error.line}:{error.column}: {error.code}: {error}") from None
    out = Findings()
    node = root or yaml_reader.Mapping([], 1, 1)
    read: Any = reader_for(_File)(node, "", out)
    faults = [*out.faults, *(Fault(c.code, c.message, c.line, c.column) for c in controls)]
    if faults or read is FAILED:
        first = faults[0]
        where = f"{path}:{first.line}:{first.column}"
        raise BankUnreadable(f"{where}: {first.code}: {first.message}")
    return _checked(read.topics, path, out)


def _checked(topics: list[Topic], path: Path, out: Findings) -> Syllabus:
    known: set[str] = set()
    names = {topic.topic for topic in topics}
    for index, topic in enumerate(topics):
        line = out.places[f"topics.{index}"].line
        if topic.topic in known:
            raise BankUnreadable(f"{path}:{line}: the topic {topic.topic!r} is given twice")
        known.add(topic.topic)
        for need in topic.needs:
            if need not in names:
                raise BankUnreadable(
                    f"{path}:{line}: {topic.topic!r} needs {need!r}, which is no topic"
                    f"{did_you_mean(need, names)}"
                )
    cycle = _cycle({topic.topic: topic.needs for topic in topics})
    if cycle:
        raise BankUnreadable(f"{path}: topics need each other in a circle: {' -> '.join(cycle)}")
    return Syllabus(topics)


def _cycle(needs: dict[str, list[str]]) -> list[str]:
    """Return one circle of needs, first name repeated at the end, or an empty list."""
    done: set[str] = set()

    def search(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for need in needs[name]:
            if circle := search(need, [*trail, name]):
                return circle
        done.add(name)
        return []

    for name in needs:
        if circle := search(name, []):
            return circle
    return []
