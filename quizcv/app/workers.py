"""The workers of a command: a pool, the cache of its results, and who may run in it."""

from __future__ import annotations

import hashlib
import os
import platform
from contextlib import closing, contextmanager, nullcontext
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from quizcv import __version__
from quizcv.app.places import cache_dir
from quizcv.app.trust import refuse_untrusted
from quizcv.runner.host.cache import ResultCache, run_cached
from quizcv.runner.host.isolation import probe
from quizcv.runner.host.launch import refuse_without_fork
from quizcv.runner.host.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from quizcv.cards.library import Library
    from quizcv.runner.host.isolation import IsolationReport
    from quizcv.runner.host.protocol import Job, Outcome, Result

    Refuse = Callable[[Library, IsolationReport], None]


class Workers:
    """The pool of this command, as the core wants to call it."""

    def __init__(self, pool: Pool, cache: ResultCache | None, refuse: Refuse) -> None:
        self.pool = pool
        self._cache = cache
        self._refuse = refuse

    def admit(self, library: Library) -> None:
        """Make sure that the library's code may run here; nothing has been started yet.

        Raises:
            ExecutionRefused: a bank is not trusted and snippets cannot be isolated here.
        """
        if self.level == "process":
            self._refuse(library, probe())

    @property
    def level(self) -> str:
        """How snippets are kept apart from the machine: 'bubblewrap' or 'process'."""
        return self.pool.isolation.level

    def runs(self, jobs: Iterable[Job]) -> Iterator[tuple[Result, bool]]:
        """Run jobs; yield each result with whether it came from the cache."""
        return run_cached(jobs, self.pool, self._cache)

    def run_one(self, job: Job) -> Outcome:
        """Run a job of one case."""
        return self.pool.run_one(job).outcomes[0]


@contextmanager
def open_workers(
    library: Library,
    jobs: int | None = None,
    *,
    cache: bool = False,
    refuse: Refuse = refuse_untrusted,
) -> Iterator[Workers]:
    """Give workers for the library's banks, and end them.

    Args:
        library: the banks whose code will run.
        jobs: snippets run at once, by default one a core.
        cache: whether results are looked up and stored.
        refuse: raises ExecutionRefused for banks that may not run without isolation.

    Raises:
        ExecutionRefused: this system runs no snippets; or a bank is not trusted and they cannot be
            isolated here.
    """
    refuse_without_fork()
    stored = ResultCache(cache_dir(), _results_hang_on()) if cache else None
    with (
        closing(stored) if stored else nullcontext(),
        Pool(slots=jobs or os.cpu_count() or 1, isolation=probe().isolation) as pool,
    ):
        workers = Workers(pool, stored, refuse)
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
    try:
        return version(package)
    except PackageNotFoundError:
        return None
