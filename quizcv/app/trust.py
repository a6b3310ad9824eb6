"""Which banks may run where snippets cannot be isolated: the bundled ones and trusted ones."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.app.places import content_dir, state_dir
from quizcv.errors import ExecutionRefused
from quizcv.store.trust import TrustStore

if TYPE_CHECKING:
    from quizcv.cards.library import Library, LoadedBank
    from quizcv.runner.host.isolation import IsolationReport


def refuse_untrusted(library: Library, report: IsolationReport) -> None:
    """Make sure that every bank of the library may run without isolation.

    Raises:
        ExecutionRefused: one may not; the message names it and both ways out.
    """
    store = TrustStore(state_dir())
    for bank in library.banks:
        if not may_run_anywhere(bank, store):
            raise refusal(bank, report)


def refusal(bank: LoadedBank, report: IsolationReport) -> ExecutionRefused:
    """Return why a bank may not run without isolation, and both ways out."""
    return ExecutionRefused(
        f"{bank.file} is not trusted, and its snippets cannot be isolated here: {report.reason}",
        f"{report.remedy}, or read the bank and `quizcv bank trust {bank.file}`",
    )


def may_run_anywhere(bank: LoadedBank, store: TrustStore | None = None) -> bool:
    """Return whether a bank may run without isolation: it is ours or trusted, as it is now."""
    store = store or TrustStore(state_dir())
    return is_bundled(bank) or store.is_trusted(Path(bank.file), bank.digest)


def is_bundled(bank: LoadedBank) -> bool:
    """Return whether a bank is one of ours, unchanged since it was packaged.

    An installed file is compared with the hash in the package's RECORD. In a checkout there is
    no such record, and the banks are as trusted as the program that stands beside them.
    """
    path = Path(bank.file).resolve()
    if not path.is_relative_to(content_dir().resolve()):
        return False
    packaged = _packaged_digests().get(path)
    return packaged is None or packaged == bank.digest


def trust_of(bank: LoadedBank, store: TrustStore) -> str:
    """Return 'bundled', 'trusted', 'changed' (since it was trusted) or 'none'."""
    path = Path(bank.file)
    if is_bundled(bank):
        return "bundled"
    if store.is_trusted(path, bank.digest):
        return "trusted"
    return "changed" if path.resolve() in {each.path for each in store.listed()} else "none"


@cache
def _packaged_digests() -> dict[Path, str]:
    """Return the recorded digest of every packaged bank, written as a loaded bank's is."""
    from importlib.metadata import PackageNotFoundError, files  # noqa: PLC0415 - 25 ms

    try:
        recorded = files("quizcv") or []
    except PackageNotFoundError:
        return {}
    return {
        Path(str(file.locate())).resolve(): _as_digest(file.hash.value)
        for file in recorded
        if file.hash is not None and file.hash.mode == "sha256" and file.suffix == ".yaml"
    }


def _as_digest(urlsafe: str) -> str:
    raw = base64.urlsafe_b64decode(urlsafe + "=" * (-len(urlsafe) % 4))
    return f"sha256:{raw.hex()}"
