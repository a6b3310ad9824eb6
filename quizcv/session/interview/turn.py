"""The question that stands: how it is shown, how much of its time is gone, what came to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizcv.session import keys, views
from quizcv.session.interview.exchange import Exchange, Given

if TYPE_CHECKING:
    from quizcv.session.asked import Asked
    from quizcv.session.interview.exchange import Came, Judgement
    from quizcv.session.interview.posing import Item
    from quizcv.session.interview.record import Record
    from quizcv.session.interview.stopwatch import Stopwatch


class Turn:
    """One question of an interview, from being put to being done with."""

    def __init__(self, record: Record, item: Item, watch: Stopwatch) -> None:
        """Put a question. One that was interrupted keeps the time it had taken."""
        exchanges, spent = record.exchanges, 0.0
        if exchanges and exchanges[-1].outcome == "open":
            spent = exchanges.pop().came.seconds
        exchanges.append(Exchange(posed=item.posed, given=Given(seconds=spent)))
        self.item = item
        self.began = watch.elapsed - spent
        """Where the interview's clock stood."""
        self._record = record
        self._watch = watch

    @property
    def exchange(self) -> Exchange:
        """The question with what came to it, as the record has it."""
        return self._record.exchanges[-1]

    @property
    def spent(self) -> float:
        """Seconds since the question was put."""
        return self._watch.elapsed - self.began

    @property
    def left(self) -> float:
        """Seconds of its own time that are left."""
        return self.item.posed.budget - self.spent

    def question(self, notice: str = "") -> views.Question:
        """Return the question as it stands."""
        asked = self._asked
        shown = keys.interview_question(
            spoken=self.item.posed.is_spoken,
            hints=asked.hints_left,
            may_pause=not self._record.pauses,
        )
        return views.Question(asked=asked, round=self._round, notice=notice, keys=shown)

    def sureness(self, read: str) -> views.Sureness:
        """Return what is asked once an answer was read."""
        shown = keys.INTERVIEW_SURENESS
        return views.Sureness(asked=self._asked, round=self._round, given=read, keys=shown)

    def time_up(self) -> views.TimeUp:
        """Return that its time is over."""
        came, posed = self.exchange.came, self.item.posed
        return views.TimeUp(
            number=posed.asked.number,
            budget=posed.budget,
            seconds=came.seconds,
            said=came.typed,
            keys=keys.TIME_UP,
        )

    def note(self, given: Given, judgement: Judgement | None = None) -> None:
        """Write down what came."""
        before = self.exchange
        self._record.put(replace(before, given=given, judgement=judgement or before.judgement))

    def note_time(self) -> None:
        """Write down how long it has taken so far, as long as it stands."""
        if self.exchange.outcome == "open":
            self.note(replace(self.exchange.came, seconds=self.spent))

    def hint(self) -> None:
        """Give one more hint."""
        came = self.exchange.came
        self.note(replace(came, hints=came.hints + 1))

    def close(
        self,
        how: Came,
        typed: str = "",
        judgement: Judgement | None = None,
        *,
        read: str = "",
        late: bool = False,
    ) -> None:
        """Take the time: an answer, a skip or the end of its time has come."""
        came = self.exchange.came
        given = replace(came, how=how, typed=typed, read=read, seconds=self.spent, late=late)
        self.note(given, judgement)

    @property
    def _asked(self) -> Asked:
        hints, given = self.item.hints, self.exchange.came.hints
        return replace(
            self.item.posed.asked,
            total=self._record.preset.questions,
            hints=hints[:given],
            hints_left=len(hints) - given,
        )

    @property
    def _round(self) -> views.Round:
        posed, parts = self.item.posed, self._record.preset.parts
        return views.Round(
            part=posed.part,
            chain=posed.chain,
            chains=sum(part.count for part in parts if part.is_chain),
            depth=posed.depth,
            depths=len(self.item.planned.part.steps),
        )
