"""Banks opened: the bundled ones, those a command adds, and the syllabus they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.app.places import cache_dir
from quizcv.bank import bundled as bundled_banks
from quizcv.bank.cache import BankCache
from quizcv.bank.loader import load_library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizcv.cards.library import Library
    from quizcv.cards.syllabus import Syllabus


def open_syllabus() -> Syllabus:
    """Return the bundled syllabus."""
    from quizcv.bank.syllabus_reader import load_syllabus  # noqa: PLC0415 - 10 ms, reads YAML

    return load_syllabus(cache=BankCache(cache_dir()))


def open_library(
    extra: Sequence[Path] = (), *, bundled: bool = True, syllabus: Syllabus | None = None
) -> Library:
    """Return the bundled banks and those at the given paths, by the bundled syllabus if None.

    Raises:
        BankUnreadable: a path does not exist.
    """
    paths = [*(bundled_banks.bundled_paths() if bundled else ()), *extra]
    topics = open_syllabus() if syllabus is None else syllabus
    return load_library(paths, topics, complete=bundled, cache=BankCache(cache_dir()))
