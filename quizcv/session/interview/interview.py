"""An interview as a state machine: one clock, one question at a time, no verdict before the end.

`start` returns the first view, `send` takes an event and `tick` the passing of time. Every answer
is saved before the view after it is returned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizcv.cards.template import fill
from quizcv.kinds.options import Option
from quizcv.session.drill.drill import CONFIDENCE
from quizcv.session.events import Do, Say
from quizcv.session.interview import views
from quizcv.session.interview.debrief import Debrief
from quizcv.session.interview.keeping import Keeper
from quizcv.session.interview.posing import graded, numbers_key, pose
from quizcv.session.interview.stopwatch import Stopwatch
from quizcv.session.ports import Trouble
from quizcv.session.views import Asked

if TYPE_CHECKING:
    from collections.abc import Collection

    from quizcv.cards.variant import Variant
    from quizcv.session.events import Command, Event
    from quizcv.session.interview.interviewer import Interviewer, Planned
    from quizcv.session.interview.keeping import Archive
    from quizcv.session.interview.posing import Posed
    from quizcv.session.interview.record import End, Exchange, Record
    from quizcv.session.interview.views import AnyMockView
    from quizcv.session.ports import Desk

HEARTBEAT = 10.0
"""Seconds after which the clock is saved while somebody thinks, so that a kill costs no more."""
GRACE = 6.0
"""Seconds that "time is up" stays before the next question comes by itself."""
LEAST = 10.0
"""With less than this left, and less than a quarter of its time, no question is begun."""


class Interview:
    """One sitting of an interview."""

    def __init__(
        self,
        interviewer: Interviewer,
        desk: Desk,
        archive: Archive,
        record: Record,
        session: str,
        *,
        seen: Collection[str] = (),
    ) -> None:
        """Prepare a new interview, or one whose record says that it was interrupted.

        Args:
            interviewer: decides what is asked; new, also for an interview that goes on.
            desk: the ports.
            archive: where it is kept.
            record: what has happened so far.
            session: the session's id.
            seen: numbers of the last interviews, not to be asked again.
        """
        self.record = record
        self.view: AnyMockView
        self._interviewer = interviewer
        self._desk = desk
        self._session = session
        asked_before = (numbers_key(e.card, e.params) for e in record.answered)
        self._seen = {*seen, *asked_before}
        self._watch = Stopwatch(desk.clock, record.elapsed)
        self._keeper = Keeper(record, archive, session, desk.clock, self._watch, interviewer)
        self._coming: Planned | None = None
        self._posed: Posed
        self._variants: dict[str, Variant] = {}
        self._began = 0.0
        self._paused_at = 0.0
        self._up_at = 0.0
        self._debrief: Debrief | None = None

    @property
    def _is_new(self) -> bool:
        return not self.record.exchanges and self.record.end is None

    @property
    def limit(self) -> float:
        """Seconds for the whole interview."""
        return self.record.preset.minutes * 60

    @property
    def times(self) -> views.Times:
        """How much time is left now."""
        left = self.limit - self._watch.elapsed
        stands = isinstance(self.view, views.Timed | views.Leaving)
        return views.Times(question=self._left() if stands else None, interview=max(0.0, left))

    def start(self) -> AnyMockView:
        """Return the briefing; the clock waits for its end.

        Raises:
            UsageError: the cards are no longer those of the interrupted interview.
        """
        if not self._is_new:
            self._keeper.catch_up()
        return self._show(self._briefing())

    def send(self, event: Event) -> AnyMockView:
        """Return the view after an event; one that is not valid now gets a notice."""
        if self._debrief is not None:
            return self.view if isinstance(self.view, views.Over) else self._send_debrief(event)
        if isinstance(self.view, views.Timed | views.Leaving) and self._left() <= 0:
            return self._time_up(event.text if isinstance(event, Say) else "")
        match self.view, event:
            case views.Timed(), Say(text):
                return self._said(text)
            case views.Timed() as view, Do(command):
                return self._command(view, command)
            case views.Briefing(), Do("next"):
                return self._begin()
            case views.Briefing(), Do("quit"):
                return self._show(views.Over(record=self.record))  # as if it had not been opened
            case views.TimeUp(), Do("next"):
                return self._next()
            case views.Sureness(), Do(command) if command in CONFIDENCE:
                return self._conclude(CONFIDENCE[command])
            case views.Sureness(), Do("quit"):
                self._keeper.log(self._exchange)
                return self._end("ended")
            case views.Paused(), Do("next" | "quit"):
                return self._go_on()
            case views.Leaving() | views.TimeUp(), Do("quit"):
                return self._end("ended")
            case views.Leaving(), Do("back"):
                return self._question()
        return self._show(replace(self.view, notice="Choose one of the keys."))

    def tick(self, partial: str = "") -> AnyMockView | None:
        """Return another view if time has brought one on; `partial` is what stands typed."""
        if self._debrief is not None or not self._watch.running:
            return None
        over = self._watch.elapsed >= self.limit
        match self.view:
            case views.Timed() | views.Leaving() if self._left() <= 0:
                return self._time_up(partial, live=True)
            case views.Sureness() if over:
                return self._conclude(None)
            case views.TimeUp() if over or self._watch.elapsed >= self._up_at + GRACE:
                return self._next()
        if self._keeper.unsaved >= HEARTBEAT:
            if isinstance(self.view, views.Timed):
                self._exchange.seconds = self._watch.elapsed - self._began
            self._keeper.save()
        return None

    def interrupt(self) -> None:
        """Stop the clock and save, so that the interview can go on another time."""
        if self._is_new:
            return
        self._watch.stop()
        if isinstance(self.view, views.Timed | views.Leaving):
            self._exchange.seconds = self._watch.elapsed - self._began
        self._keeper.save()

    # Asking -----------------------------------------------------------------------------------

    def _show(self, view: AnyMockView) -> AnyMockView:
        self.view = view
        return view

    def _briefing(self) -> views.Briefing:
        preset = self.record.preset
        rounds = [(p.title, p.count, sum(step.seconds for step in p.steps)) for p in preset.parts]
        return views.Briefing(
            title=preset.title,
            minutes=preset.minutes,
            parts=tuple(rounds),
            questions=preset.questions,
            areas=self.record.areas,
            hint_cap=preset.hint_cap,
            done=len(self.record.answered),
            seconds_left=max(0.0, self.limit - self.record.elapsed),
            keys=views.BRIEFING,
        )

    def _begin(self) -> AnyMockView:
        if self._is_new:
            settings = {"preset": self.record.preset.preset}
            self._desk.progress.begin(
                self._session, "mock", self._desk.clock.now(), self.record.seed, settings
            )
        else:
            self.record.resumed += 1
        self._keeper.save()
        return self._next()

    def _next(self) -> AnyMockView:
        """Ask the next question, or end. Time stands still while its numbers are computed."""
        self._watch.stop()
        if self.record.end is not None:
            return self._begin_debrief()
        planned = self._coming or self._interviewer.next()
        self._coming = None
        while planned is not None:
            if self._too_late(planned.step.seconds):
                return self._end("time")
            posed = self._pose(planned)
            if not isinstance(posed, Trouble):
                return self._ask(posed)
            planned = self._interviewer.instead()
        return self._end("complete")

    def _too_late(self, budget: float) -> bool:
        left = self.limit - self._watch.elapsed
        return left <= 0 or left < min(LEAST, budget / 4)

    def _pose(self, planned: Planned) -> Posed | Trouble:
        entry = planned.entry
        return pose(
            planned,
            len(self.record.answered) + 1,
            self._desk.dealer,
            before=self._before(planned),
            seen=self._seen,
            references=self._desk.references.get(entry.bank),
        )

    def _before(self, planned: Planned) -> Variant | None:
        """Return the numbers with which a card was asked before in this interview."""
        card = planned.entry.card.id
        earlier = [e for e in self.record.answered if e.card == card]
        if card not in self._variants and earlier:
            last, dealer = earlier[-1], self._desk.dealer
            if last.draw is None:
                dealt = dealer.recompute(planned.entry, last.params)
            else:
                dealt = dealer.deal(planned.entry, last.draw)
            if not isinstance(dealt, Trouble):
                self._variants[card] = dealt
        return self._variants.get(card)

    def _ask(self, posed: Posed) -> AnyMockView:
        exchange = posed.exchange
        if self.record.exchanges and self.record.exchanges[-1].outcome == "open":
            exchange.seconds = self.record.exchanges.pop().seconds  # it was interrupted
        self.record.exchanges.append(exchange)
        self._posed = posed
        self._variants[exchange.card] = posed.variant
        self._seen.add(numbers_key(exchange.card, exchange.params))
        self._keeper.save()
        self._began = self._watch.elapsed - exchange.seconds
        self._watch.start()
        return self._question()

    def _question(self, notice: str = "") -> AnyMockView:
        exchange, step = self._exchange, self._posed.planned
        preset = self.record.preset
        hints_left = len(self._posed.hints) - exchange.hints
        shown = views.question_keys(
            spoken=exchange.is_spoken, hints=hints_left, may_pause=not self.record.pauses
        )
        return self._show(
            views.Timed(
                asked=asked(exchange, preset.questions, self._posed.hints),
                part=exchange.part,
                chain=exchange.chain,
                chains=sum(part.count for part in preset.parts if part.is_chain),
                depth=exchange.depth,
                depths=len(step.part.steps),
                budget=exchange.budget,
                times=views.Times(
                    question=self._left(),
                    interview=max(0.0, self.limit - self._watch.elapsed),
                ),
                notice=notice,
                keys=shown,
            )
        )

    @property
    def _exchange(self) -> Exchange:
        return self.record.exchanges[-1]

    def _left(self) -> float:
        """Seconds left for the question: its own, or those of the whole interview."""
        elapsed = self._watch.elapsed
        return min(self._exchange.budget - (elapsed - self._began), self.limit - elapsed)

    # Answering --------------------------------------------------------------------------------

    def _said(self, text: str) -> AnyMockView:
        exchange = self._exchange
        if exchange.is_spoken:
            return self._spoken(text)
        grade = graded(self._posed, text, self._desk.dealer)
        if grade.verdict == "invalid":
            return self._question(grade.feedback)
        exchange.typed, exchange.given = text, self._filled(grade.given)
        exchange.outcome = "right" if grade.right else "wrong"
        exchange.feedback = self._filled(grade.feedback)
        exchange.mistake, exchange.mistake_kind = grade.slip, grade.slip_kind
        self._stop_question(success=grade.right)
        return self._show(
            views.Sureness(
                asked=asked(exchange, self.record.preset.questions, self._posed.hints),
                given=exchange.given,
                keys=views.SURENESS,
            )
        )

    def _spoken(self, text: str) -> AnyMockView:
        exchange = self._exchange
        exchange.typed, exchange.outcome = text.strip(), "spoken"
        self._stop_question(success=None)
        return self._next()

    def _stop_question(self, *, success: bool | None) -> None:
        """Take the time, save the answer, and begin to compute what comes next."""
        exchange = self._exchange
        exchange.seconds = self._watch.elapsed - self._began
        self._interviewer.heard(success, helped=bool(exchange.hints))
        self._keeper.save()
        self._coming = self._interviewer.next()
        coming = self._coming
        if coming is not None and coming.step.ask != "change":
            self._desk.dealer.prepare(coming.entry, coming.seed)

    def _conclude(self, confidence: int | None) -> AnyMockView:
        self._exchange.confidence = confidence
        self._keeper.log(self._exchange)
        return self._next()

    def _time_up(self, typed: str, *, live: bool = False) -> AnyMockView:
        """Record that the time for the question, or for everything, is over.

        `live` tells that the clock itself brought it on: what was said by then can be rated.
        """
        exchange, elapsed = self._exchange, self._watch.elapsed
        own = elapsed - self._began >= exchange.budget
        exchange.typed, exchange.late = typed, bool(typed.strip())
        if not own:  # cut off by the end of the interview, which is no miss
            exchange.seconds = self.limit - self._began
            return self._end("time")
        spoken = live and exchange.is_spoken
        exchange.outcome = "spoken" if spoken else "time-up"
        exchange.late = exchange.late or spoken
        exchange.mistake_kind = None
        self._stop_question(success=None if spoken else False)
        if not spoken:
            self._keeper.log(exchange)
        if elapsed >= self.limit:
            return self._end("time")
        self._up_at = elapsed
        return self._show(
            views.TimeUp(
                number=exchange.number,
                budget=exchange.budget,
                seconds=exchange.seconds,
                said=typed,
                keys=views.TIME_UP,
            )
        )

    # Keys that do not answer ------------------------------------------------------------------

    def _command(self, view: views.Timed, command: Command) -> AnyMockView:
        if command == "pause" and self.record.pauses:
            return self._question("One pause was all there is.")
        if command == "quit":
            done = len(self.record.answered)
            return self._show(
                views.Leaving(done=done, questions=self.record.preset.questions, keys=views.LEAVING)
            )
        if command not in {key.command for key in view.keys}:
            refusal = "There are no more hints." if command == "hint" else "Not possible here."
            return self._question(refusal)
        if command == "hint":
            self._exchange.hints += 1
            return self._question()
        if command == "skip":
            return self._skip()
        return self._pause() if command == "pause" else self._spoken("")

    def _skip(self) -> AnyMockView:
        self._exchange.outcome = "skipped"
        self._exchange.mistake_kind = None
        self._stop_question(success=False)
        self._keeper.log(self._exchange)
        return self._next()

    def _pause(self) -> AnyMockView:
        self._watch.stop()
        self._paused_at = self._desk.clock.monotonic()
        self.record.pauses = (*self.record.pauses, 0.0)
        self._keeper.save()
        left = self.limit - self._watch.elapsed
        return self._show(views.Paused(seconds_left=left, keys=views.PAUSED))

    def _go_on(self) -> AnyMockView:
        lasted = self._desk.clock.monotonic() - self._paused_at
        self.record.pauses = (*self.record.pauses[:-1], lasted)
        self._keeper.save()
        self._watch.start()
        return self._question()

    # The end ----------------------------------------------------------------------------------

    def _end(self, end: End) -> AnyMockView:
        self._watch.stop()
        self.record.end = end
        self._keeper.save()
        return self._begin_debrief()

    def _begin_debrief(self) -> AnyMockView:
        self._debrief = Debrief(self.record, self._keeper.log)
        return self._after_debrief(self._debrief.next())

    def _send_debrief(self, event: Event) -> AnyMockView:
        if self._debrief is None:
            raise AssertionError("the debrief has not begun")
        return self._after_debrief(self._debrief.send(event))

    def _after_debrief(self, view: views.Rubric | None) -> AnyMockView:
        if view is not None:
            return self._show(view)
        self.record.rated = True
        self._keeper.save("finished")
        right = sum(e.success is True for e in self.record.exchanges)
        summary = {"right": right, "asked": len(self.record.answered)}
        self._desk.progress.end(self._session, self._desk.clock.now(), summary)
        return self._show(views.Over(record=self.record))

    def _filled(self, text: str) -> str:
        return fill(text, self._posed.variant.names)


def asked(exchange: Exchange, total: int, hints: tuple[str, ...]) -> Asked:
    """Return an exchange as a question to show."""
    return Asked(
        card=exchange.card,
        kind=exchange.kind,
        area=exchange.area,
        level=exchange.level,
        topics=exchange.topics,
        text=exchange.question,
        form=exchange.form,
        convention=exchange.convention,
        options=tuple(Option(*option) for option in exchange.options),
        unit=exchange.unit,
        hints=hints[: exchange.hints],
        hints_left=len(hints) - exchange.hints,
        number=exchange.number,
        total=total,
    )
