"""`quizcv verify --json`, written card by card so that memory does not grow with the bank."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from quizcv.ui.console import SCHEMA, write
from quizcv.verify.report import card_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizcv.cards.library import Problem
    from quizcv.verify.report import CardReport, Tally


class JsonReport:
    """Opens the envelope, adds cards as they are verified, closes it with the totals."""

    def __init__(self, versions: dict[str, str | None], isolation: str) -> None:
        head = {"schema": SCHEMA, "versions": versions, "isolation": isolation}
        write(_dump(head).rstrip("}") + ', "cards": [')
        self._separator = "\n"

    def add(self, card: CardReport) -> None:
        """Write one card."""
        write(self._separator + _dump(card_json(card)))
        self._separator = ",\n"

    def close(self, tally: Tally, problems: Sequence[Problem]) -> None:
        """Write what is known only at the end."""
        tail = {"problems": to_builtins(list(problems)), "summary": to_builtins(tally.summary)}
        if tally.locks:
            tail["locks"] = to_builtins(tally.locks)
        write("\n], " + _dump(tail).lstrip("{") + "\n")


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)
