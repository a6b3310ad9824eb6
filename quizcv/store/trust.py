"""Which banks the learner has agreed to execute without isolation.

An entry pins a path to the hash of its content and carries an HMAC under a secret of this user's,
so that a bank cannot ship its own trust and an edit revokes it. Nothing here reads the clock,
the terminal or any folder but the one it is given.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from quizcv.atomic import write_whole
from quizcv.bank.files import digest_of, read_bytes
from quizcv.errors import ExecutionRefused

_SCHEME = "quizcv-trust-1"
_KEY_BYTES = 32


@dataclass(frozen=True)
class Trusted:
    """A bank that was trusted as it was."""

    path: Path
    digest: str
    """'sha256:' and the hex digest of the content that was trusted."""


class TrustStore:
    """The list of trusted banks in a folder of the user's own."""

    def __init__(self, state_dir: Path) -> None:
        self._dir = state_dir
        self._list = state_dir / "trusted.json"
        self._key = state_dir / "trust.key"

    def trust(self, path: Path) -> Trusted:
        """Trust a bank file as it is now, in place of any earlier version of it.

        Raises:
            BankUnreadable: the file cannot be read.
            ExecutionRefused: the list or its secret cannot be used.
        """
        entry = Trusted(path.resolve(), digest_of(read_bytes(path)))
        self._write([each for each in self.listed() if each.path != entry.path] + [entry])
        return entry

    def untrust(self, path: Path) -> bool:
        """Take trust back; return whether the bank had it. The file may be gone.

        Raises:
            ExecutionRefused: the list or its secret cannot be used.
        """
        before = self.listed()
        after = [each for each in before if each.path != path.resolve()]
        if len(after) < len(before):
            self._write(after)
        return len(after) < len(before)

    def is_trusted(self, path: Path, digest: str) -> bool:
        """Return whether exactly this content at this path was trusted.

        Args:
            path: the bank file.
            digest: of the bytes that were read and will be executed; the file is not read again.

        Raises:
            ExecutionRefused: the list or its secret cannot be used.
        """
        return Trusted(path.resolve(), digest) in self.listed()

    def listed(self) -> list[Trusted]:
        """Return the entries that this user made, in the order of making.

        Entries whose HMAC is not from this user's secret are left out.

        Raises:
            ExecutionRefused: the list or its secret cannot be used.
        """
        try:
            entries = json.loads(self._list.read_text(encoding="utf-8"))["banks"]
            found = [(Trusted(Path(e["path"]), e["digest"]), e["hmac"]) for e in entries]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"the list of trusted banks {self._list} cannot be read: {error}"
            raise ExecutionRefused(message, "delete it and trust your banks again") from None
        key = self._secret()
        return [entry for entry, mac in found if hmac.compare_digest(_mac(key, entry), str(mac))]

    def _write(self, entries: list[Trusted]) -> None:
        key = self._secret()
        banks = [
            {"path": str(entry.path), "digest": entry.digest, "hmac": _mac(key, entry)}
            for entry in entries
        ]
        text = json.dumps({"scheme": _SCHEME, "banks": banks}, indent=1)
        write_whole(self._list, text.encode(), durable=True)

    def _secret(self) -> bytes:
        """Return this user's secret, made at the first use."""
        self._dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            fd = os.open(self._key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self._existing_secret()
        with os.fdopen(fd, "wb") as file:
            key = secrets.token_bytes(_KEY_BYTES)
            file.write(key)
        return key

    def _existing_secret(self) -> bytes:
        remedy = f"delete {self._key} and trust your banks again"
        if self._key.stat().st_mode & 0o077:
            raise ExecutionRefused(f"{self._key} is open to other users", remedy)
        key = self._key.read_bytes()
        if len(key) != _KEY_BYTES:
            raise ExecutionRefused(f"{self._key} is damaged", remedy)
        return key


def _mac(key: bytes, entry: Trusted) -> str:
    text = "\0".join((_SCHEME, str(entry.path), entry.digest))
    return hmac.new(key, text.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()
