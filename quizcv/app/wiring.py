"""Puts the parts together for a command: banks, workers, cache, trust and where state lives."""

from __future__ import annotations

import hashlib
import os
import platform
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from quizcv import __version__
from quizcv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quizcv.cards.library import Library
    from quizcv.cards.syllabus import Syllabus
    from quizcv.runner.host.cache import ResultCache
    from quizcv.runner.host.pool import Pool
    from quizcv.runner.host.protocol import Job, Outcome, Result


def home() -> Path | None:
    """Return the folder QUIZCV_HOME names, which then holds all state.

    Raises:
        UsageError: it names a file.
    """
    named = os.environ.get("QUIZCV_HOME")
    if not named:
        return None
    folder = Path(named).expanduser()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"QUIZCV_HOME is {folder}, a file", "let it name a folder")
    return folder


def content_dir() -> Path:
    """Return where the bundled banks are."""
    from quizcv.bank.bundled import content_dir as bundled_content

    return bundled_content()


def state_dir() -> Path:
    """Return where progress and trust are kept."""
    import platformdirs

    return home() or Path(platformdirs.user_data_dir("quizcv", appauthor=False))


def cache_dir() -> Path:
    """Return where results that can be computed again are kept."""
    import platformdirs

    base = home()
    return base / "cache" if base else Path(platformdirs.user_cache_dir("quizcv", appauthor=False))


def open_syllabus() -> Syllabus:
    """Return the bundled syllabus."""
    from quizcv.bank.cache import BankCache
    from quizcv.bank.syllabus_reader import load_syllabus

    return load_syllabus(cache=BankCache(cache_dir()))


def open_library(extra: Sequence[Path] = (), *, bundled: bool = True) -> Library:
    """Return the bundled banks and those at the given paths.

    Raises:
        BankUnreadable: a path does not exist.
    """
    from quizcv.bank.bundled import bundled_paths
    from quizcv.bank.cache import BankCache
    from quizcv.bank.loader import load_library

    paths = [*(bundled_paths() if bundled else ()), *extra]
    cache = BankCache(cache_dir())
    return load_library(paths, open_syllabus(), complete=bundled, cache=cache)


class Workers:
    """The pool of this command, as the core wants to call it."""

    def __init__(self, pool: Pool, cache: ResultCache | None) -> None:
        self.pool = pool
        self._cache = cache

    def admit(self, library: Library) -> None:
        """Make sure that the library's code may run here; nothing has been started yet.

        Raises:
            ExecutionRefused: a bank is not trusted and snippets cannot be isolated here.
        """
        if self.level == "process":
            from quizcv.app.trust import refuse_untrusted
            from quizcv.runner.host.isolation import probe

            refuse_untrusted(library, probe())

    @property
    def level(self) -> str:
        """How snippets are kept apart from the machine: 'bubblewrap' or 'process'."""
        return self.pool.isolation.level

    def runs(self, jobs: Iterable[Job]) -> Iterator[tuple[Result, bool]]:
        """Run jobs; yield each result with whether it came from the cache."""
        from quizcv.runner.host.cache import run_cached

        return run_cached(jobs, self.pool, self._cache)

    def run_one(self, job: Job) -> Outcome:
        """Run a job of one case."""
        return self.pool.run_one(job).outcomes[0]


@contextmanager
def open_workers(
    library: Library, jobs: int | None = None, *, cache: bool = False
) -> Iterator[Workers]:
    """Give workers for the library's banks, and end them.

    Args:
        library: the banks whose code will run; without isolation all must be trusted.
        jobs: snippets run at once, by default one a core.
        cache: whether results are looked up and stored.

    Raises:
        ExecutionRefused: a bank is not trusted and snippets cannot be isolated here.
    """
    from quizcv.runner.host.cache import ResultCache
    from quizcv.runner.host.isolation import probe
    from quizcv.runner.host.pool import Pool

    stored = ResultCache(cache_dir(), _results_hang_on()) if cache else None
    with (
        closing(stored) if stored else nullcontext(),
        Pool(slots=jobs or os.cpu_count() or 1, isolation=probe().isolation) as pool,
    ):
        workers = Workers(pool, stored)
        workers.admit(library)
        yield workers


def _results_hang_on() -> dict[str, str | None]:
    """Return what, besides a job itself, could change its result.

    Snippets may build the bundled networks, so the source of those counts too: in a checkout it
    changes without a new version.
    """
    digest = hashlib.sha256()
    for source in sorted((Path(__file__).parents[1] / "networks").glob("*.py")):
        digest.update(source.read_bytes())
    return {**versions(), "networks": digest.hexdigest()}


def versions() -> dict[str, str | None]:
    """Return the versions that results hang on; torch is None where it is not installed."""
    return {
        "quizcv": __version__,
        "python": platform.python_version(),
        "numpy": _installed("numpy"),
        "torch": _installed("torch"),
    }


def _installed(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None
