"""Asking cards one after another: the engine under study and quiz.

A drill is a state machine. `start` returns the first view, `send` takes an event and returns the
next; nothing else happens. Every answer is recorded before the view after it is returned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from quizcv.schedule import Rating
from quizcv.session import keys, views
from quizcv.session.drill.aside import Aside
from quizcv.session.drill.ledger import Ledger, Options, earned
from quizcv.session.drill.summary import finished
from quizcv.session.events import Do, Say
from quizcv.session.ports import Trouble
from quizcv.session.showing import Showing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import timedelta

    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant
    from quizcv.grading import Grade
    from quizcv.session.drill.sources import Pick, Source
    from quizcv.session.events import Command, Event
    from quizcv.session.ports import Desk
    from quizcv.session.views import AnyView

CONFIDENCE: dict[Command, int] = {"guess": 25, "unsure": 50, "fairly": 75, "certain": 95}
"""Per cent behind each word a learner may choose before the verdict."""
REDRAWS = 5
"""Draws after which a retry asks the same numbers again; some cards have only two sets of them."""
RATINGS: dict[Command, Rating] = {
    "again": Rating.AGAIN,
    "hard": Rating.HARD,
    "good": Rating.GOOD,
    "easy": Rating.EASY,
}
_REFUSALS: dict[Command, str] = {
    "hint": "There are no more hints.",
    "undo": "There is nothing to take back.",
}


class Drill:
    """One session of study or quiz."""

    def __init__(self, source: Source, desk: Desk, options: Options) -> None:
        self.source = source
        self.desk = desk
        self.options = options
        self.ledger = Ledger(desk, options)
        self.troubles: list[tuple[str, str]] = []
        self.view: AnyView
        self._pick: Pick
        self._showing: Showing
        self._asked = 0
        self._typed = ""
        self._grade: Grade | None = None
        self._aside: Aside | None = None
        self._retries = 0
        self._returns_to: AnyView

    def start(self) -> AnyView:
        """Note the session and return its first view."""
        options = self.options
        self.desk.progress.begin(
            options.session, options.kind, self.desk.clock.now(), options.seed, options.settings
        )
        return self._next()

    def send(self, event: Event) -> AnyView:
        """Return the view after an event; one that is not valid now gets a notice."""
        if isinstance(event, Do) and event.command == "quit":
            return self._quit()
        if self._aside is not None and not isinstance(self.view, views.Finished):
            return self._send_aside(event)
        if isinstance(event, Say):
            return self._said(event.text)
        if event.command not in {key.command for key in self.view.keys}:
            notice = _REFUSALS.get(event.command, f"{event.command} is not possible here")
            return self._show(replace(self.view, notice=notice))
        return self._handlers()[event.command](event.command)

    # Going on ---------------------------------------------------------------------------------

    def _show(self, view: AnyView) -> AnyView:
        self.view = view
        return view

    def _next(self, _: Command = "next") -> AnyView:
        """Ask the next card, or end."""
        pick = self.source.take(self.desk.clock.now())
        return self._finish() if pick is None else self._ask(pick)

    def _ask(
        self,
        pick: Pick,
        dealt: Variant | Trouble | None = None,
        *,
        practice: bool = False,
        notice: str = "",
    ) -> AnyView:
        dealt = dealt or self.desk.dealer.deal(pick.entry, pick.seed)
        self._pick = pick
        if isinstance(dealt, Trouble):
            return self._set_aside(dealt)
        self._asked += not practice
        self._showing = Showing(
            pick.entry,
            dealt,
            self.desk.clock,
            number=max(1, self._asked),
            total=self.source.total,
            left=self.source.left() if self.source.total is None else None,
            practice=practice,
            fresh=pick.fresh,
            references=self.desk.references.get(pick.entry.bank),
        )
        if (coming := self.source.peek(self.desk.clock.now())) is not None:
            self.desk.dealer.prepare(coming.entry, coming.seed)
        return self._question(notice)

    def _question(self, notice: str = "") -> AnyView:
        self._typed, self._grade, self._aside = "", None, None
        asked, undo = self._showing.asked, bool(self.ledger.done)
        shown = keys.question(asked, recall=self._showing.is_recall, undo=undo)
        return self._show(views.Question(asked=asked, notice=notice, keys=shown))

    def _set_aside(self, trouble: Trouble) -> AnyView:
        self.source.set_aside(self._pick, trouble)
        card = self._pick.entry.card.id
        self.troubles.append((card, trouble.message))
        return self._show(
            views.SetAside(
                card=card, message=trouble.message, remedy=trouble.remedy, keys=keys.SET_ASIDE
            )
        )

    def _finish(self) -> AnyView:
        end = finished(self)
        self.desk.progress.end(
            self.options.session,
            self.desk.clock.now(),
            {"right": end.right, "wrong": end.wrong, "skipped": end.skipped},
        )
        return self._show(end)

    def _quit(self) -> AnyView:
        """End now. An answer that only waits for its confidence still counts."""
        if isinstance(self.view, views.Finished):
            return self.view
        if isinstance(self.view, views.Sureness) and self._grade is not None:
            self._conclude(None)
        elif self._is_unanswered():
            self.source.put_back(self._pick)
        return self._finish()

    def _is_unanswered(self) -> bool:
        """Tell whether the card on the screen is still to be answered."""
        if not self._asked or isinstance(self.view, views.SetAside) or self._showing.practice:
            return False
        return not self.ledger.done or self.ledger.done[-1].showing is not self._showing

    # Answering --------------------------------------------------------------------------------

    def _said(self, text: str) -> AnyView:
        view = self.view
        if not isinstance(view, views.Question):
            return self._show(replace(view, notice="Choose one of the keys."))
        self._typed = text
        if self._showing.is_recall:
            return self._reveal()
        graded = self._showing.grade(text, self.desk.dealer)
        if graded.verdict == "invalid":
            return self._show(replace(view, notice=graded.feedback))
        self._grade = graded
        if self.options.confidence and not self._showing.practice:
            return self._show(
                views.Sureness(asked=view.asked, given=graded.given, keys=keys.SURENESS)
            )
        return self._conclude(None)

    def _sure(self, command: Command) -> AnyView:
        return self._conclude(CONFIDENCE[command])

    def _conclude(self, confidence: int | None) -> AnyView:
        """Record a typed answer and show its verdict."""
        graded, self._grade = self._grade, None
        if graded is None:
            raise AssertionError("nothing was typed")
        showing = self._showing
        rating = None if showing.practice else earned(showing, right=graded.right)
        intervals = {} if rating is None else self.ledger.intervals(showing)
        result = showing.result(graded)
        self._record(
            result,
            verdict="correct" if graded.right else "wrong",
            rating=rating,
            confidence=confidence,
            mistake=graded.slip,
            mistake_kind=graded.slip_kind,
        )
        return self._graded(result, rating, intervals)

    def _record(self, result: views.Result | None = None, **fields: Any) -> None:
        """Write an answer down and tell the source how the card went."""
        self.ledger.record(self._pick, self._showing, self._typed, result, **fields)
        self._tell_source()

    def _tell_source(self) -> None:
        if not self._showing.practice:
            review = self.ledger.done[-1].review
            state = self.desk.progress.state(review.card)
            self.source.answered(self._pick, review, state)

    def _graded(
        self, result: views.Result, rating: Rating | None, intervals: dict[Rating, timedelta]
    ) -> AnyView:
        shown = keys.graded(self._showing.card, rated=rating is not None)
        return self._show(
            views.Graded(
                asked=self._showing.asked,
                result=result,
                rating=rating,
                intervals=intervals,
                keys=shown,
            )
        )

    # Recall -----------------------------------------------------------------------------------

    def _reveal(self, _: Command = "reveal") -> AnyView:
        showing = self._showing
        showing.stop()
        answer: Any = showing.card.answer
        return self._show(
            views.Points(
                asked=showing.asked,
                text=showing.filled(answer.text),
                points=tuple(showing.filled(point) for point in answer.points),
                explanation=showing.filled(showing.card.explanation),
                typed_answer=self._typed,
                sources=showing.sources,
                figure=showing.card.figure,
                variant=showing.variant,
                intervals={} if showing.practice else self.ledger.intervals(showing),
                keys=keys.points(showing.card),
            )
        )

    def _rate(self, command: Command) -> AnyView:
        """Take the learner's own rating: of a recall card, or instead of the computed one."""
        rating = RATINGS[command]
        if isinstance(self.view, views.Points):
            right = rating is not Rating.AGAIN
            self._record(
                verdict="correct" if right else "wrong",
                rating=None if self._showing.practice else rating,
            )
        elif isinstance(self.view, views.Graded) and rating is not self.view.rating:
            self.ledger.rerate(rating)
            self._tell_source()
        return self._next()

    # Keys that do not answer ------------------------------------------------------------------

    def _hint(self, _: Command) -> AnyView:
        self._showing.hint()
        return self._question()

    def _skip(self, _: Command) -> AnyView:
        self._record(verdict="skipped", rating=None)
        return self._next()

    def _flag(self, _: Command) -> AnyView:
        progress, card = self.desk.progress, self._showing.card.id
        flagged = card in progress.flags()
        if flagged:
            progress.unflag(card)
        else:
            progress.flag(card, self.desk.clock.now())
        notice = (
            "The flag is off." if flagged else "Flagged: `quizcv study --flagged` asks it again."
        )
        return self._show(replace(self.view, notice=notice))

    def _undo(self, _: Command) -> AnyView:
        """Take back the last answer and ask that card again, with the same numbers."""
        last = self.ledger.take_back()
        if isinstance(self.view, views.Question):
            self.source.put_back(self._pick)
            self._asked -= not self._showing.practice
        self.source.retract(last.pick)
        self._pick, self._showing = last.pick, last.showing
        self._showing.restart()
        return self._question("Taken back. Once more:")

    def _retry(self, _: Command) -> AnyView:
        """Ask the same card with new numbers, beside the schedule."""
        before, first = self._showing.variant.params, self._pick
        for _attempt in range(REDRAWS):
            self._retries += 1
            pick = replace(first, seed=(first.seed + 7919 * self._retries) % 2**31)
            dealt = self.desk.dealer.deal(pick.entry, pick.seed)
            if isinstance(dealt, Trouble) or dealt.params != before:
                return self._ask(pick, dealt, practice=True, notice="New numbers:")
        return self._ask(pick, dealt, practice=True, notice="The same numbers again:")

    def _edit(self, _: Command) -> AnyView:
        place = self._showing.entry.place("")
        file = self._showing.entry.file
        self._returns_to = self.view
        return self._show(
            views.Editing(card=self._showing.card.id, file=file, line=place.line, keys=keys.EDITING)
        )

    def _edited(self, _: Command) -> AnyView:
        """Go on after the editor: a question is asked anew, a verdict stands."""
        before = self._returns_to
        again: Entry | Trouble = self.desk.dealer.reread(self._showing.entry)
        if isinstance(again, Trouble):
            return self._show(replace(before, notice=again.message))
        if isinstance(before, views.Question):
            self._asked -= not self._showing.practice
            pick = replace(self._pick, entry=again)
            return self._ask(pick, practice=self._showing.practice, notice="As it is now:")
        return self._show(replace(before, notice="Saved; it shows when the card comes again."))

    def _why(self, _: Command) -> AnyView:
        return self._begin_aside("why")

    def _whatif(self, _: Command) -> AnyView:
        return self._begin_aside("whatif")

    def _begin_aside(self, what: Command) -> AnyView:
        self._aside = Aside(self._showing, self.desk, self.view)
        return self._send_aside(Do(what))

    def _send_aside(self, event: Event) -> AnyView:
        if self._aside is None:
            raise AssertionError("there is no side trip")
        view, ended = self._aside.send(event)
        if ended:
            self._aside = None
        return self._show(view)

    def _handlers(self) -> Mapping[Command, Callable[[Command], AnyView]]:
        return {
            "next": self._next,
            "reveal": self._reveal,
            "hint": self._hint,
            "skip": self._skip,
            "flag": self._flag,
            "undo": self._undo,
            "retry": self._retry,
            "edit": self._edit,
            "edited": self._edited,
            "why": self._why,
            "whatif": self._whatif,
            **dict.fromkeys(RATINGS, self._rate),
            **dict.fromkeys(CONFIDENCE, self._sure),
        }
