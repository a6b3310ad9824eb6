"""An interview as a state machine: one clock, one question at a time, no verdict before the end.

`start` returns the first view, `send` takes an event and `tick` the passing of time. Every answer
is saved before the view after it is returned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizcv.session import keys, views
from quizcv.session.blocks import Times
from quizcv.session.events import Do, Say
from quizcv.session.interview.debrief import Debrief
from quizcv.session.interview.exchange import Judgement
from quizcv.session.interview.keeping import Keeper
from quizcv.session.interview.posing import Draw, numbers_key
from quizcv.session.interview.steps import STEPS, pose
from quizcv.session.interview.stopwatch import Stopwatch
from quizcv.session.interview.turn import Turn
from quizcv.session.ports import Trouble
from quizcv.session.reading import MENU

if TYPE_CHECKING:
    from collections.abc import Collection

    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant
    from quizcv.session.events import Command, Event
    from quizcv.session.interview.exchange import Posed
    from quizcv.session.interview.interviewer import Interviewer
    from quizcv.session.interview.keeping import Archive
    from quizcv.session.interview.posing import Item, Planned
    from quizcv.session.interview.record import End, Record
    from quizcv.session.ports import Desk
    from quizcv.session.views import View

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
        self.view: View = views.View()
        self._interviewer = interviewer
        self._desk = desk
        self._session = session
        asked_before = (numbers_key(e.asked.card, e.posed.params) for e in record.answered)
        self._seen = {*seen, *asked_before}
        self._watch = Stopwatch(desk.clock, record.elapsed)
        self._keeper = Keeper(record, archive, session, desk.clock, self._watch, interviewer)
        self._coming: Planned | None = None
        self._turn: Turn
        self._variants: dict[str, Variant] = {}
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

    def times(self) -> Times | None:
        """Return how much time is left now; None while the clock stands still."""
        if not self._watch.running:
            return None
        return Times(
            question=self._left() if self._stands else None,
            interview=max(0.0, self.limit - self._watch.elapsed),
        )

    @property
    def _stands(self) -> bool:
        """Whether a question is to be answered now."""
        return isinstance(self.view, views.Question | views.Leaving)

    def start(self) -> View:
        """Return the briefing; the clock waits for its end.

        Raises:
            UsageError: the cards are no longer those of the interrupted interview.
        """
        if not self._is_new:
            self._keeper.catch_up()
        return self._show(self._briefing())

    def send(self, event: Event) -> View:
        """Return the view after an event; one that is not valid now gets a notice."""
        if self._debrief is not None:
            return self.view if isinstance(self.view, views.Over) else self._send_debrief(event)
        if self._stands and self._left() <= 0:
            return self._time_up(event.text if isinstance(event, Say) else "")
        match self.view, event:
            case views.Question(), Say(text):
                return self._said(text)
            case views.Question() as view, Do(command):
                return self._command(view, command)
            case views.Briefing(), Do("next"):
                return self._begin()
            case views.Briefing(), Do("quit"):
                return self._show(views.Over())  # as if it had not been opened
            case views.TimeUp(), Do("next"):
                return self._next()
            case views.Sureness(), Do(command) if command in keys.CONFIDENCE:
                return self._conclude(keys.CONFIDENCE[command])
            case views.Sureness(), Do("quit"):
                self._keeper.log(self._turn.exchange)
                return self._end("ended")
            case views.Paused(), Do("next" | "quit"):
                return self._go_on()
            case views.Leaving() | views.TimeUp(), Do("quit"):
                return self._end("ended")
            case views.Leaving(), Do("back"):
                return self._question()
        return self._show(replace(self.view, notice=MENU))

    def work_ahead(self) -> None:
        """Begin to compute the next question, where it is known."""
        coming = self._coming
        if coming is not None and not STEPS[coming.step.ask].varies:
            self._desk.dealer.prepare(coming.entry, coming.seed)

    def tick(self, typed: str = "") -> View | None:
        """Return another view if time has brought one on; `typed` is what stands typed."""
        if self._debrief is not None or not self._watch.running:
            return None
        over = self._watch.elapsed >= self.limit
        match self.view:
            case views.Question() | views.Leaving() if self._left() <= 0:
                return self._time_up(typed, live=True)
            case views.Sureness() if over:
                return self._conclude(None)
            case views.TimeUp() if over or self._watch.elapsed >= self._up_at + GRACE:
                return self._next()
        if self._keeper.unsaved >= HEARTBEAT:
            if isinstance(self.view, views.Question):
                self._turn.note_time()
            self._keeper.save()
        return None

    def interrupt(self) -> View:
        """Stop the clock and save, so that the interview can go on another time."""
        self._watch.stop()
        if self._stands:
            self._turn.note_time()
        if not self._is_new and not self.view.closing:
            self._keeper.save()
        return self.view

    # Asking -----------------------------------------------------------------------------------

    def _show(self, view: View) -> View:
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
            keys=keys.BRIEFING,
        )

    def _begin(self) -> View:
        if self._is_new:
            settings = {"preset": self.record.preset.preset}
            self._desk.progress.begin(
                self._session, "mock", self._desk.clock.now(), self.record.seed, settings
            )
        else:
            self.record.resumed += 1
        self._keeper.save()
        return self._next()

    def _next(self) -> View:
        """Ask the next question, or end. Time stands still while its numbers are computed."""
        self._watch.stop()
        if self.record.end is not None:
            return self._begin_debrief()
        planned = self._coming or self._interviewer.next()
        self._coming = None
        while planned is not None:
            if self._too_late(planned.step.seconds):
                return self._end("time")
            item = self._pose(planned)
            if not isinstance(item, Trouble):
                return self._ask(item)
            planned = self._interviewer.instead()
        return self._end("complete")

    def _too_late(self, budget: float) -> bool:
        left = self.limit - self._watch.elapsed
        return left <= 0 or left < min(LEAST, budget / 4)

    def _pose(self, planned: Planned) -> Item | Trouble:
        draw = Draw(
            planned=planned,
            dealer=self._desk.dealer,
            before=self._before(planned) if STEPS[planned.step.ask].varies else None,
            seen=self._seen,
        )
        references = self._desk.references.get(planned.entry.bank)
        return pose(draw, len(self.record.answered) + 1, references)

    def _before(self, planned: Planned) -> Variant | None:
        """Return the numbers with which a card was asked before in this interview."""
        card = planned.entry.card.id
        earlier = [e.posed for e in self.record.answered if e.asked.card == card]
        if card not in self._variants and earlier:
            dealt = self._again(planned.entry, earlier[-1])
            if not isinstance(dealt, Trouble):
                self._variants[card] = dealt
        return self._variants.get(card)

    def _again(self, entry: Entry, posed: Posed) -> Variant | Trouble:
        """Return the numbers with which a card was asked, before an interruption."""
        dealer = self._desk.dealer
        if posed.draw is not None:
            dealt = dealer.deal(entry, posed.draw)
            if isinstance(dealt, Trouble) or dealt.params == posed.params:
                return dealt
        return dealer.recompute(entry, posed.params)

    def _ask(self, item: Item) -> View:
        asked = item.posed.asked
        self._turn = Turn(self.record, item, self._watch)
        self._variants[asked.card] = item.variant
        self._seen.add(numbers_key(asked.card, item.posed.params))
        self._keeper.save()
        self._watch.start()
        return self._question()

    def _question(self, notice: str = "") -> View:
        return self._show(self._turn.question(notice))

    def _left(self) -> float:
        """Seconds left for the question: its own, or those of the whole interview."""
        return min(self._turn.left, self.limit - self._watch.elapsed)

    # Answering --------------------------------------------------------------------------------

    def _said(self, text: str) -> View:
        item = self._turn.item
        if item.posed.is_spoken:
            return self._spoken(text)
        grade = STEPS[item.posed.ask].grade(item, text, self._desk.dealer)
        if grade.verdict == "invalid":
            return self._question(grade.feedback)
        read = item.filled(grade.given)
        judgement = Judgement(
            right=grade.right,
            feedback=item.filled(grade.feedback),
            mistake=grade.slip,
            mistake_kind=grade.slip_kind,
        )
        self._turn.close("answered", text, judgement, read=read)
        self._prepare_next()
        return self._show(self._turn.sureness(read))

    def _spoken(self, text: str) -> View:
        self._turn.close("spoken", text.strip())
        self._prepare_next()
        return self._next()

    def _prepare_next(self) -> None:
        """Save what came, and choose what comes next."""
        exchange = self._turn.exchange
        success = None if exchange.outcome == "spoken" else exchange.success
        self._interviewer.heard(success, helped=bool(exchange.came.hints))
        self._keeper.save()
        self._coming = self._interviewer.next()

    def _conclude(self, confidence: int | None) -> View:
        self._turn.note(replace(self._turn.exchange.came, confidence=confidence))
        self._keeper.log(self._turn.exchange)
        return self._next()

    def _time_up(self, typed: str, *, live: bool = False) -> View:
        """Record that the time for the question, or for everything, is over.

        `live` tells that the clock itself brought it on: what was said by then can be rated.
        """
        turn, elapsed, late = self._turn, self._watch.elapsed, bool(typed.strip())
        if turn.left > 0:  # cut off by the end of the interview, which is no miss
            seconds = self.limit - turn.began
            turn.note(replace(turn.exchange.came, typed=typed, late=late, seconds=seconds))
            return self._end("time")
        spoken = live and turn.item.posed.is_spoken
        turn.close("spoken" if spoken else "time-up", typed, late=late or spoken)
        self._prepare_next()
        if not spoken:
            self._keeper.log(turn.exchange)
        if elapsed >= self.limit:
            return self._end("time")
        self._up_at = elapsed
        return self._show(turn.time_up())

    # Keys that do not answer ------------------------------------------------------------------

    def _command(self, view: views.Question, command: Command) -> View:
        if command == "pause" and self.record.pauses:
            return self._question("One pause was all there is.")
        if command == "quit":
            done = len(self.record.answered)
            return self._show(
                views.Leaving(done=done, questions=self.record.preset.questions, keys=keys.LEAVING)
            )
        if command not in {key.command for key in view.keys}:
            refusal = "There are no more hints." if command == "hint" else "Not possible here."
            return self._question(refusal)
        if command == "hint":
            self._turn.hint()
            return self._question()
        if command == "skip":
            return self._skip()
        return self._pause() if command == "pause" else self._spoken("")

    def _skip(self) -> View:
        self._turn.close("skipped")
        self._prepare_next()
        self._keeper.log(self._turn.exchange)
        return self._next()

    def _pause(self) -> View:
        self._watch.stop()
        self._paused_at = self._desk.clock.monotonic()
        self.record.pauses = (*self.record.pauses, 0.0)
        self._keeper.save()
        left = self.limit - self._watch.elapsed
        return self._show(views.Paused(seconds_left=left, keys=keys.PAUSED))

    def _go_on(self) -> View:
        lasted = self._desk.clock.monotonic() - self._paused_at
        self.record.pauses = (*self.record.pauses[:-1], lasted)
        self._keeper.save()
        self._watch.start()
        return self._question()

    # The end ----------------------------------------------------------------------------------

    def _end(self, end: End) -> View:
        self._watch.stop()
        self.record.end = end
        self._keeper.save()
        return self._begin_debrief()

    def _begin_debrief(self) -> View:
        self._debrief = Debrief(self.record, self._keeper.log)
        return self._after_debrief(self._debrief.next())

    def _send_debrief(self, event: Event) -> View:
        if self._debrief is None:
            raise AssertionError("the debrief has not begun")
        return self._after_debrief(self._debrief.send(event))

    def _after_debrief(self, view: views.Rubric | None) -> View:
        if view is not None:
            return self._show(view)
        self.record.rated = True
        self._keeper.save("finished")
        right = sum(e.success is True for e in self.record.exchanges)
        summary = {"right": right, "asked": len(self.record.answered)}
        self._desk.progress.end(self._session, self._desk.clock.now(), summary)
        return self._show(views.Over())
