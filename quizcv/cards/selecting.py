"""Choosing cards by what they are about, by words, and by what the syllabus lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from msgspec import Struct

from quizcv.cards.model import Level
from quizcv.cards.syllabus import Topic
from quizcv.errors import UnknownName
from quizcv.kinds import KINDS, kind_of
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from quizcv.cards.library import Entry
    from quizcv.cards.syllabus import Syllabus

LEVELS: tuple[Level, ...] = get_args(Level)


class Covered(Struct, frozen=True):
    """A topic of the syllabus and the ids of its cards."""

    topic: Topic
    cards: tuple[str, ...]


def select(
    entries: Iterable[Entry],
    syllabus: Syllabus,
    *,
    topics: Collection[str] = (),
    areas: Collection[str] = (),
    levels: Collection[str] = (),
    kinds: Collection[str] = (),
) -> list[Entry]:
    """Return the cards that match one of each sort of name given; no names match every card.

    Raises:
        UnknownName: a topic, area, level or kind that does not exist.
    """
    found = list(entries)
    own_topics = {topic for entry in found for topic in entry.head.topics}
    check_names("topic", topics, {topic.topic for topic in syllabus} | own_topics)
    check_names("area", areas, {topic.area for topic in syllabus} | {e.area for e in found})
    check_names("level", levels, LEVELS)
    check_names("kind", kinds, KINDS)
    return [
        entry
        for entry in found
        if (not topics or not set(topics).isdisjoint(entry.head.topics))
        and (not areas or entry.area in areas)
        and (not levels or entry.head.level in levels)
        and (not kinds or entry.head.kind in kinds)
    ]


def select_named(
    entries: Iterable[Entry], syllabus: Syllabus, names: Collection[str]
) -> list[Entry]:
    """Return the cards of the topics and areas named, whichever each is; all without a name.

    Raises:
        UnknownName: neither a topic nor an area is called that.
    """
    found = list(entries)
    known_areas = {entry.area for entry in found} | set(syllabus.areas)
    topics_known = {t.topic for t in syllabus} | {t for e in found for t in e.head.topics}
    check_names("topic or area", names, known_areas | topics_known)
    areas = {name for name in names if name in known_areas}
    topics = [name for name in names if name not in known_areas]
    by_topic = select(found, syllabus, topics=topics) if topics or not names else []
    ids = {entry.head.id for entry in by_topic}
    return [entry for entry in found if entry.head.id in ids or entry.area in areas]


def check_names(sort: str, given: Iterable[str], known: Collection[str]) -> None:
    """Make sure that every name given exists.

    Raises:
        UnknownName: with the nearest names there are.
    """
    for name in given:
        if name not in known:
            few = ", ".join(sorted(known)) if 0 < len(known) <= 12 else ""
            others = few or "`quizcv syllabus` shows them"
            remedy = did_you_mean(name, known, otherwise=others, most=3)
            raise UnknownName(f"no {sort} is called {name!r}", remedy)


def find(entries: Iterable[Entry], words: Sequence[str]) -> list[Entry]:
    """Return the cards in which every word occurs, those with it in id or topics first."""
    wanted = [word.casefold() for phrase in words for word in phrase.split()]
    ranked = []
    for entry in entries:
        head, body = _texts(entry)
        if all(word in head or word in body for word in wanted):
            ranked.append((-sum(word in head for word in wanted), entry))
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _texts(entry: Entry) -> tuple[str, str]:
    card = entry.card
    texts = kind_of(card.answer).texts(card.answer)
    own = (text for _, text in (*texts.told, *texts.asked))
    feedback = (mistake.feedback for mistake in card.mistakes)
    body = (card.question, card.explanation, card.convention or "", *own, *feedback)
    head = (card.id, *card.aliases, *card.topics, entry.bank, entry.area)
    return " ".join(head).casefold(), " ".join(body).casefold()


def coverage(
    entries: Iterable[Entry], syllabus: Syllabus, *, areas: Collection[str] = ()
) -> list[Covered]:
    """Return every topic (of those areas) with the cards that name it, in syllabus order.

    Raises:
        UnknownName: an area that the syllabus does not have.
    """
    check_names("area", areas, {topic.area for topic in syllabus})
    cards: dict[str, list[str]] = {}
    for entry in entries:
        for topic in entry.head.topics:
            cards.setdefault(topic, []).append(entry.head.id)
    return [
        Covered(topic, tuple(cards.get(topic.topic, ())))
        for topic in syllabus
        if not areas or topic.area in areas
    ]
