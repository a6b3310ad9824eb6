"""`quizcv verify --json`, written card by card so that memory does not grow with the bank."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from quizcv.ui.console import SCHEMA, write
from quizcv.verify.report import card_json

if TYPE_CHECKING:
    from quizcv.app.verification import Verified
    from quizcv.verify.report import CardReport


class JsonReport:
    """Opens the envelope, adds cards as they are verified, closes it with the totals."""

    def __init__(self, head: dict[str, Any]) -> None:
        write(_dump({"schema": SCHEMA, **head}).rstrip("}") + ', "cards": [')
        self._separator = "\n"

    def add(self, card: CardReport) -> None:
        """Write one card."""
        write(self._separator + _dump(card_json(card)))
        self._separator = ",\n"

    def close(self, found: Verified) -> None:
        """Write what is known only at the end."""
        write("\n], " + _dump(found.data).lstrip("{") + "\n")


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)
