"""After the last question: the candidate holds spoken answers against their rubrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizcv.kinds.recall import read_points
from quizcv.session.events import Do, Say
from quizcv.session.interview import views

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizcv.session.events import Event
    from quizcv.session.interview.record import Exchange, Record


class Debrief:
    """Shows one rubric after another. Nothing of it was revealed before."""

    def __init__(self, record: Record, rated: Callable[[Exchange], None]) -> None:
        """Go through the spoken answers of `record`; `rated` is called for each that was judged."""
        spoken = [e for e in record.exchanges if e.outcome == "spoken"]
        self._total = len(spoken)
        self._waiting = [e for e in spoken if e.met is None]
        self._rated = rated
        self._view: views.Rubric | None = None

    def next(self) -> views.Rubric | None:
        """Return the next rubric; None when there is none left."""
        if not self._waiting:
            return None
        exchange = self._waiting[0]
        self._view = views.Rubric(
            place=self._total - len(self._waiting) + 1,
            total=self._total,
            question=exchange.question,
            said=exchange.typed,
            text=exchange.expected if exchange.expected != exchange.explanation else "",
            points=exchange.points,
            keys=views.RUBRIC,
        )
        return self._view

    def send(self, event: Event) -> views.Rubric | None:
        """Return the view after an event; None at the end."""
        if event == Do("quit") or self._view is None:
            return None
        if event == Do("skip"):
            self._waiting.pop(0)
            return self.next()
        if not isinstance(event, Say):
            return replace(self._view, notice="Type the numbers of the points you made.")
        exchange = self._waiting[0]
        met = read_points(event.text, len(exchange.points))
        if met is None:
            count = len(exchange.points)
            notice = f"Type the numbers of the points you made (1 to {count}), all or none."
            return replace(self._view, notice=notice)
        exchange.met = tuple(sorted(met))
        self._rated(self._waiting.pop(0))
        return self.next()
