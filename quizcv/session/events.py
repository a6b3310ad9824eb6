"""What a learner does: type a line, or press a key that stands for a command."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Command: TypeAlias = Literal[
    "reveal",
    "hint",
    "skip",
    "flag",
    "undo",
    "why",
    "whatif",
    "retry",
    "edit",
    "edited",
    "next",
    "back",
    "again",
    "hard",
    "good",
    "easy",
    "guess",
    "unsure",
    "fairly",
    "certain",
    "pause",
    "quit",
]


class Say(Struct, frozen=True):
    """A typed line."""

    text: str


class Do(Struct, frozen=True):
    """A command. One that is not among the view's keys changes nothing."""

    command: Command


Event: TypeAlias = Say | Do


class Key(Struct, frozen=True):
    """A command that is valid now, with the key and the words a screen names it by."""

    command: Command
    key: str
    label: str
    more: str = ""
    """What it would mean, in a word or two: `4 d`."""
    chosen: bool = False
    """Whether this is what holds now."""
