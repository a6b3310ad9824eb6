"""What an interview consists of: presets, as data that users can add to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import replace

from quizcv.bank import yaml_reader
from quizcv.bank.decoder import reader_for
from quizcv.bank.files import Unreadable, read_bytes, read_text
from quizcv.bank.findings import FAILED, Fault, Findings
from quizcv.cards.model import Level, Slug
from quizcv.errors import BankUnreadable, UnknownName
from quizcv.kinds.base import Authored, Text
from quizcv.session.interview.steps import STEPS, Ask
from quizcv.suggestion import did_you_mean

BUNDLED = Path(__file__).parent / "presets"
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


def preset_named(name: str, folder: Path) -> Preset:
    """Return the preset of that name: the user's own in `folder`, or a bundled one.

    Raises:
        UnknownName: there is none; the message has those there are.
        BankUnreadable: its file is unsound.
    """
    files = preset_files(folder)
    if name not in files:
        near = did_you_mean(name, files).removeprefix("; ")
        raise UnknownName(f"no preset is called {name!r}", near or f"known are {', '.join(files)}")
    preset = read_preset(files[name])
    if preset.preset != name:
        raise BankUnreadable(
            f"{files[name]}: it says `preset: {preset.preset}`, not {name!r}",
            "give the file and the preset the same name",
        )
    return preset


def preset_files(folder: Path) -> dict[str, Path]:
    """Return the presets there are, by name; the user's own hide bundled ones."""
    own = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    return {file.stem: file for file in (*sorted(BUNDLED.glob("*.yaml")), *own)}


def read_preset(file: Path) -> Preset:
    """Return the preset in a file.

    Raises:
        BankUnreadable: the first problem, with its line.
    """
    try:
        text, controls = yaml_reader.control_characters(read_text(read_bytes(file)))
        root = yaml_reader.compose(text)
    except Unreadable as error:
        raise BankUnreadable(f"{file}:{error.line}:{error.column}: {error.code}: {error}") from None
    out = Findings()
    read: Any = reader_for(Preset)(root or yaml_reader.Mapping([], 1, 1), "", out)
    faults = [*(Fault(c.code, c.message, c.line, c.column) for c in controls), *out.faults]
    if faults or read is FAILED:
        first = faults[0]
        raise BankUnreadable(f"{file}:{first.line}:{first.column}: {first.code}: {first.message}")
    preset: Preset = read
    _check(preset, file, out)
    return preset


def _check(preset: Preset, file: Path, out: Findings) -> None:
    """Refuse steps that need a card before there is one."""
    for at, part in enumerate(preset.parts):
        if not STEPS[part.steps[0].ask].begins:
            line = out.places[f"parts.{at}.steps.0"].line
            first = " or ".join(f"`{ask}`" for ask, kind in STEPS.items() if kind.begins)
            raise BankUnreadable(
                f"{file}:{line}: a round begins with {first}, not with {part.steps[0].ask!r}"
            )
