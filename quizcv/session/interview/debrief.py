"""After the last question: the candidate holds spoken answers against their rubrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizcv.kinds.recall import read_points
from quizcv.session import keys, views
from quizcv.session.events import Do, Say
from quizcv.session.interview.exchange import Judgement

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizcv.session.events import Event
    from quizcv.session.interview.exchange import Exchange
    from quizcv.session.interview.record import Record


class Debrief:
    """Shows one rubric after another. Nothing of it was revealed before."""

    def __init__(self, record: Record, judged: Callable[[Exchange], None]) -> None:
        """Go through the spoken answers of `record`; `judged` is called with each when it was."""
        spoken = [e for e in record.exchanges if e.outcome == "spoken"]
        self._total = len(spoken)
        self._waiting = [e for e in spoken if e.met is None]
        self._judged = judged
        self._view: views.Rubric | None = None

    def next(self) -> views.Rubric | None:
        """Return the next rubric; None when there is none left."""
        if not self._waiting:
            return None
        posed = self._waiting[0].posed
        self._view = views.Rubric(
            place=self._total - len(self._waiting) + 1,
            total=self._total,
            question=posed.asked.text,
            said=self._waiting[0].came.typed,
            text=posed.expected if posed.expected != posed.explanation else "",
            points=posed.points,
            keys=keys.RUBRIC,
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
        count = len(exchange.posed.points)
        met = read_points(event.text, count)
        if met is None:
            notice = f"Type the numbers of the points you made (1 to {count}), all or none."
            return replace(self._view, notice=notice)
        self._waiting.pop(0)
        self._judged(replace(exchange, judgement=Judgement(met=tuple(sorted(met)))))
        return self.next()
