"""Writing, checking, trusting and listing banks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from quizcv.app.libraries import open_library
from quizcv.app.places import state_dir
from quizcv.app.results import Result
from quizcv.app.scaffold import bank_text
from quizcv.app.trust import trust_of
from quizcv.bank.files import bank_files
from quizcv.errors import UsageError
from quizcv.store.trust import Trusted, TrustStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizcv.cards.library import Library, LoadedBank


@dataclass(frozen=True, kw_only=True)
class Checked(Result):
    """Banks as they were read, with every problem."""

    library: Library

    @property
    def data(self) -> dict[str, Any]:
        """The files, how many sound cards they have, and what is wrong."""
        return {
            "files": [bank.file for bank in self.library.banks],
            "cards": len(self.library),
            "problems": to_builtins(list(self.library.problems)),
        }

    @property
    def exit_code(self) -> int:
        """2 if there is a problem."""
        return 2 if self.library.problems else 0


@dataclass(frozen=True, kw_only=True)
class BanksListed(Result):
    """Banks with their cards, problems and trust."""

    rows: Sequence[dict[str, Any]]

    @property
    def data(self) -> dict[str, Any]:
        """A row for each bank."""
        return {"banks": list(self.rows)}


@dataclass(frozen=True, kw_only=True)
class Written(Result):
    """A new bank."""

    path: Path

    @property
    def data(self) -> dict[str, Any]:
        """The file."""
        return {"file": str(self.path)}


@dataclass(frozen=True, kw_only=True)
class TrustGiven(Result):
    """Banks that may now run where snippets cannot be isolated."""

    entries: Sequence[Trusted]

    @property
    def data(self) -> dict[str, Any]:
        """Each bank with the digest it is trusted as."""
        return {"trusted": [{"file": str(e.path), "digest": e.digest} for e in self.entries]}


@dataclass(frozen=True, kw_only=True)
class TrustTaken(Result):
    """Banks that are no longer trusted, or were not."""

    files: dict[Path, bool]
    """Whether each was trusted."""

    @property
    def data(self) -> dict[str, Any]:
        """Each bank, and whether it was trusted."""
        return {"untrusted": {str(path): was for path, was in self.files.items()}}

    @property
    def exit_code(self) -> int:
        """1 where none was trusted."""
        return int(not any(self.files.values()))


def check_banks(paths: Sequence[Path]) -> Checked:
    """Read banks and return every problem; nothing in them is executed.

    Raises:
        BankUnreadable: a path does not exist.
    """
    return Checked(library=open_library(paths, bundled=False))


def new_bank(path: Path, area: str) -> Written:
    """Write a new bank with one working card.

    Raises:
        UnknownName: the syllabus has no such area.
        UsageError: the file exists, cannot be written, or is not named like a bank.
    """
    if path.suffix not in {".yaml", ".yml"}:
        raise UsageError(f"{path} is not named like a bank", "end the name in .yaml")
    text = bank_text(path.stem, area)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} exists already", "choose another name") from error
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    return Written(path=path)


def trust_banks(paths: Sequence[Path]) -> TrustGiven:
    """Trust banks as they are now.

    Raises:
        BankUnreadable: a path does not exist.
    """
    store = TrustStore(state_dir())
    return TrustGiven(entries=[store.trust(path) for path in bank_files(paths)])


def untrust_banks(paths: Sequence[Path]) -> TrustTaken:
    """Take trust back; a file may be gone."""
    store = TrustStore(state_dir())
    files = [file for path in paths for file in (bank_files([path]) if path.is_dir() else [path])]
    return TrustTaken(files={path: store.untrust(path) for path in files})


def list_banks(banks: Sequence[Path] | None) -> BanksListed:
    """Return the bundled banks, the trusted ones that are still there, and those named.

    Raises:
        BankUnreadable: a path does not exist.
    """
    store = TrustStore(state_dir())
    trusted = [entry.path for entry in store.listed() if entry.path.exists()]
    library = open_library([*(banks or ()), *trusted])
    return BanksListed(rows=[_row(bank, store) for bank in library.banks])


def _row(bank: LoadedBank, store: TrustStore) -> dict[str, Any]:
    return {
        "bank": bank.id,
        "title": bank.title,
        "area": bank.area,
        "file": bank.file,
        "cards": len(bank.entries),
        "problems": len(bank.problems),
        "digest": bank.digest,
        "trust": trust_of(bank, store),
    }
