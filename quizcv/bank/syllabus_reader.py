"""The file of a syllabus to its topics, whose needs are checked."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from quizcv.bank import yaml_reader
from quizcv.bank.bundled import content_dir
from quizcv.bank.decoder import reader_for
from quizcv.bank.files import SYLLABUS, Unreadable, read_bytes, read_text
from quizcv.bank.findings import FAILED, Fault, Findings
from quizcv.cards.syllabus import Syllabus, Topic
from quizcv.errors import BankUnreadable
from quizcv.kinds.base import Authored
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from quizcv.bank.cache import BankCache


class _File(Authored, frozen=True):
    topics: list[Topic]


def load_syllabus(path: Path | None = None, cache: BankCache | None = None) -> Syllabus:
    """Return the syllabus at `path`, or the bundled one; from the cache if it has not changed.

    Raises:
        BankUnreadable: it is missing or unsound; the message has the first problem and its line.
    """
    path = content_dir() / SYLLABUS if path is None else path
    try:
        data = read_bytes(path)
    except Unreadable as error:
        raise BankUnreadable(f"{path}: {error}") from None
    made_of = ("syllabus", hashlib.sha256(data).hexdigest())
    topics = cache.read(made_of, list[Topic]) if cache else None
    if topics is None:
        topics = read_topics(data, path)
        if cache:
            cache.write(made_of, topics)
    return Syllabus(topics)


def read_topics(data: bytes, path: Path) -> list[Topic]:
    """Return the topics of a syllabus, in order.

    Raises:
        BankUnreadable: the first problem, with its line.
    """
    try:
        text, controls = yaml_reader.control_characters(read_text(data))
        root = yaml_reader.compose(text)
    except Unreadable as error:
        raise BankUnreadable(f"{path}:{error.line}:{error.column}: {error.code}: {error}") from None
    out = Findings()
    read: Any = reader_for(_File)(root or yaml_reader.Mapping([], 1, 1), "", out)
    faults = [*out.faults, *(Fault(c.code, c.message, c.line, c.column) for c in controls)]
    if faults or read is FAILED:
        first = faults[0]
        where = f"{path}:{first.line}:{first.column}"
        raise BankUnreadable(f"{where}: {first.code}: {first.message}")
    topics: list[Topic] = read.topics
    _check(topics, path, out)
    return topics


def _check(topics: list[Topic], path: Path, out: Findings) -> None:
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
