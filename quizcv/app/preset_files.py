"""Presets of interviews: the bundled ones and the user's own, from their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.bank.files import read_bytes, shown
from quizcv.bank.reading import read
from quizcv.errors import BankUnreadable, UnknownName
from quizcv.session.interview.preset import Preset
from quizcv.session.interview.steps import STEPS
from quizcv.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizcv.cards.library import Place

BUNDLED = Path(__file__).parent / "presets"


def preset_named(name: str, folder: Path) -> Preset:
    """Return the preset of that name: the user's own in `folder`, or a bundled one.

    Raises:
        UnknownName: there is none; the message has those there are.
        BankUnreadable: its file is unsound.
    """
    files = preset_files(folder)
    if name not in files:
        remedy = did_you_mean(name, files, otherwise=f"known are {', '.join(files)}")
        raise UnknownName(f"no preset is called {name!r}", remedy)
    preset = read_preset(files[name])
    if preset.preset != name:
        raise BankUnreadable(
            f"{shown(files[name])}: it says `preset: {preset.preset}`, not {name!r}",
            "give the file and the preset the same name",
        )
    return preset


def preset_files(folder: Path) -> dict[str, Path]:
    """Return the presets there are, by name; the user's own hide bundled ones."""
    own = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    return {file.stem: file for file in (*sorted(BUNDLED.glob("*.yaml")), *own)}


def read_preset(path: Path) -> Preset:
    """Return the preset in a file.

    Raises:
        BankUnreadable: the first problem, with its line.
    """
    file = shown(path)
    reading = read(read_bytes(path), file, Preset)
    preset = reading.sound()
    _check(preset, file, reading.places)
    return preset


def _check(preset: Preset, file: str, places: Mapping[str, Place]) -> None:
    """Refuse steps that need a card before there is one."""
    for at, part in enumerate(preset.parts):
        ask = part.steps[0].ask
        if not STEPS[ask].begins:
            line = places[f"parts.{at}.steps.0"].line
            first = " or ".join(f"`{each}`" for each, kind in STEPS.items() if kind.begins)
            raise BankUnreadable(f"{file}:{line}: a round begins with {first}, not with {ask!r}")
