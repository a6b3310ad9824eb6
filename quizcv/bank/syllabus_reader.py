"""The file of a syllabus to its topics, whose needs are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.bank.bundled import content_dir
from quizcv.bank.files import SYLLABUS, digest_of, read_bytes, shown
from quizcv.cards.syllabus import Syllabus, Topic
from quizcv.errors import BankUnreadable
from quizcv.kinds.base import Authored
from quizcv.suggestion import with_suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quizcv.bank.cache import BankCache
    from quizcv.cards.library import Place


class _File(Authored, frozen=True):
    topics: list[Topic]


def load_syllabus(path: Path | None = None, cache: BankCache | None = None) -> Syllabus:
    """Return the syllabus at `path`, or the bundled one; from the cache if it has not changed.

    Raises:
        BankUnreadable: it is missing or unsound; the message has the first problem and its line.
    """
    path = content_dir() / SYLLABUS if path is None else path
    data = read_bytes(path)
    made_of = ("syllabus", digest_of(data))
    topics = cache.read(made_of, list[Topic]) if cache else None
    if topics is None:
        topics = read_topics(data, shown(path))
        if cache:
            cache.write(made_of, topics)
    return Syllabus(topics)


def read_topics(data: bytes, file: str) -> list[Topic]:
    """Return the topics of a syllabus, in order.

    Raises:
        BankUnreadable: the first problem, with its line.
    """
    from quizcv.bank.reading import read  # noqa: PLC0415 - 16 ms, to read YAML

    reading = read(data, file, _File)
    topics = reading.sound().topics
    _check(topics, file, reading.places)
    return topics


def _check(topics: list[Topic], file: str, places: Mapping[str, Place]) -> None:
    known: set[str] = set()
    names = {topic.topic for topic in topics}
    for index, topic in enumerate(topics):
        line = places[f"topics.{index}"].line
        if topic.topic in known:
            raise BankUnreadable(f"{file}:{line}: the topic {topic.topic!r} is given twice")
        known.add(topic.topic)
        for need in topic.needs:
            if need not in names:
                message = f"{topic.topic!r} needs {need!r}, which is no topic"
                raise BankUnreadable(f"{file}:{line}: {with_suggestion(message, need, names)}")
    cycle = _cycle({topic.topic: topic.needs for topic in topics})
    if cycle:
        raise BankUnreadable(f"{file}: topics need each other in a circle: {' -> '.join(cycle)}")


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
