"""What a card refers to: topics, sources, other cards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quizcv.errors import SourceProblem
from quizcv.suggestion import with_suggestion

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from quizcv.cards.library import Entry, LoadedBank, Place


def card_problems(
    entry: Entry, topics: Container[str] | None, sources: Container[str]
) -> Iterator[SourceProblem]:
    """Yield the problems of a card's topics, sources and followups."""
    card = entry.card
    yield from _repeated(entry)
    for index, topic in enumerate(card.topics):
        if topics is not None and topic not in topics:
            message = _hinted(f"the syllabus has no topic {topic!r}", topic, topics)
            yield entry.problem("unknown-topic", message, f"topics.{index}")
    for index, source in enumerate(card.sources):
        if source not in sources:
            message = _hinted(f"the bank lists no source {source!r}", source, sources)
            yield entry.problem("unknown-source", message, f"sources.{index}")
    for index, name in enumerate(card.followups):
        if name in (card.id, *card.aliases):
            message = "a card cannot follow itself"
            yield entry.problem("self-followup", message, f"followups.{index}")


def _hinted(message: str, word: str, known: Container[str]) -> str:
    if not isinstance(known, Iterable):
        return message
    return with_suggestion(message, word, [name for name in known if isinstance(name, str)])


def _repeated(entry: Entry) -> Iterator[SourceProblem]:
    for field in ("topics", "sources", "followups"):
        names: list[str] = getattr(entry.card, field)
        for index, name in enumerate(names):
            if name in names[:index]:
                yield entry.problem(
                    "repeated-entry", f"{name!r} is listed twice", f"{field}.{index}"
                )


def bank_problems(
    bank: LoadedBank, entries: list[Entry], places: dict[str, Place]
) -> Iterator[SourceProblem]:
    """Yield the sources that no card cites."""
    cited = {source for entry in entries for source in entry.card.sources}
    for source in bank.sources:
        if source not in cited:
            at = places[f"sources.{source}"]
            message = f"no card cites {source!r}; cite it or remove it"
            yield SourceProblem(bank.file, at.line, at.column, "unused-source", message)
