"""What an interview consists of: presets, as data that users can add to."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from quizcv.cards.model import Level, Slug
from quizcv.kinds.base import Authored, Text
from quizcv.session.interview.steps import Ask

Count = Annotated[int, Meta(ge=1, le=100)]


class Step(Authored, frozen=True):
    """One question of a round, and the time for it."""

    ask: Ask
    seconds: Annotated[float, Meta(ge=1, le=7200)]


class Part(Authored, frozen=True):
    """Rounds of the same make. A round of several steps is a chain: it stays with its subject."""

    title: Text
    count: Count
    steps: Annotated[list[Step], Meta(min_length=1)]
    level: Level | None = None
    """Of every round; without it the difficulty follows the answers."""

    @property
    def is_chain(self) -> bool:
        """Whether its rounds are chains."""
        return len(self.steps) > 1


class Preset(Authored, frozen=True):
    """An interview as it is meant to go."""

    preset: Slug
    title: Text
    minutes: Annotated[float, Meta(ge=0.05, le=480)]
    parts: Annotated[list[Part], Meta(min_length=1)]
    start: Level = "warmup"
    """Where the difficulty begins."""
    one_area: bool = False
    """Stay in one area: the one asked for, or the weakest."""
    hint_cap: Annotated[float, Meta(ge=0, le=1)] = 0.5
    """The most that an answer given after a hint is worth."""

    @property
    def questions(self) -> int:
        """How many questions there are if time allows."""
        return sum(part.count * len(part.steps) for part in self.parts)

    def lasting(self, minutes: float) -> Preset:
        """Return the interview shortened or drawn out: more or fewer rounds, the same pace."""
        ratio = minutes / self.minutes
        parts = [replace(part, count=max(1, round(part.count * ratio))) for part in self.parts]
        return replace(self, minutes=minutes, parts=parts)
