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
from quizcv.session.logbook import Went
from quizcv.session.ports import Trouble
from quizcv.session.reading import MENU
from quizcv.session.redraw import REDRAWS, redrawn
from quizcv.session.showing import Showing, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import timedelta

    from quizcv.cards.library import Entry
    from quizcv.cards.variant import Variant
    from quizcv.grading import Grade
    from quizcv.schedule import ReviewVerdict
    from quizcv.session.blocks import Times
    from quizcv.session.drill.sources import Pick, Source
    from quizcv.session.events import Command, Event
    from quizcv.session.ports import Desk
    from quizcv.session.views import View

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
        self.view: View = views.View()
        self._pick: Pick
        self._showing: Showing
        self._asked = 0
        self._typed = ""
        self._grade: Grade | None = None
        self._aside: Aside | None = None
        self._retries = 0
        self._met: dict[str, list[dict[str, Any]]] = {}
        """The numbers that each card was asked with."""
        self._returns_to: View

    def start(self) -> View:
        """Note the session and return its first view."""
        options = self.options
        self.desk.progress.begin(
            options.session, options.kind, self.desk.clock.now(), options.seed, options.settings
        )
        return self._next()

    def send(self, event: Event) -> View:
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

    def work_ahead(self) -> None:
        """Begin to compute the next card while the learner thinks about this one."""
        coming = self.source.peek(self.desk.clock.now())
        if coming is not None and isinstance(self.view, views.Question):
            self.desk.dealer.prepare(coming.entry, coming.seed)

    def tick(self, typed: str = "") -> View | None:
        """Return nothing: here time brings nothing on."""

    def times(self) -> Times | None:
        """Return nothing: nobody is hurried."""

    def interrupt(self) -> View:
        """End now, as `quit` does."""
        return self._quit()

    # Going on ---------------------------------------------------------------------------------

    def _show(self, view: View) -> View:
        self.view = view
        return view

    def _next(self, _: Command = "next") -> View:
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
    ) -> View:
        dealt = dealt or self.desk.dealer.deal(pick.entry, pick.seed)
        self._pick = pick
        if isinstance(dealt, Trouble):
            return self._set_aside(dealt)
        self._asked += not practice
        standing = Standing(
            number=max(1, self._asked),
            total=self.source.total,
            left=self.source.left() if self.source.total is None else None,
            practice=practice,
            fresh=pick.fresh,
        )
        references = self.desk.references.get(pick.entry.bank)
        self._showing = Showing(pick.entry, dealt, self.desk.clock, standing, references)
        self._met.setdefault(pick.entry.card.id, []).append(dealt.params)
        return self._question(notice)

    def _question(self, notice: str = "") -> View:
        self._typed, self._grade, self._aside = "", None, None
        asked, undo = self._showing.asked, bool(self.ledger.done)
        shown = keys.question(asked, recall=self._showing.rubric is not None, undo=undo)
        return self._show(views.Question(asked=asked, notice=notice, keys=shown))

    def _set_aside(self, trouble: Trouble) -> View:
        self.source.set_aside(self._pick, trouble)
        card = self._pick.entry.card.id
        self.troubles.append((card, trouble.message))
        return self._show(
            views.SetAside(
                card=card, message=trouble.message, remedy=trouble.remedy, keys=keys.SET_ASIDE
            )
        )

    def _finish(self) -> View:
        end = finished(
            self.options,
            self.ledger.done,
            self.desk.progress,
            self.desk.clock.now(),
            set_aside=self.troubles,
            left=self.source.left(),
        )
        self.desk.progress.end(
            self.options.session,
            self.desk.clock.now(),
            {"right": end.right, "wrong": end.wrong, "skipped": end.skipped},
        )
        return self._show(end)

    def _quit(self) -> View:
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

    def _said(self, text: str) -> View:
        view = self.view
        if not isinstance(view, views.Question):
            return self._show(replace(view, notice=MENU))
        self._typed = text
        if self._showing.rubric is not None:
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

    def _sure(self, command: Command) -> View:
        return self._conclude(keys.CONFIDENCE[command])

    def _conclude(self, confidence: int | None) -> View:
        """Record a typed answer and show its verdict."""
        graded, self._grade = self._grade, None
        if graded is None:
            raise AssertionError("nothing was typed")
        showing = self._showing
        rating = None if showing.practice else earned(showing, right=graded.right)
        intervals = {} if rating is None else self.ledger.intervals(showing)
        result = showing.result(graded)
        verdict: ReviewVerdict = "correct" if graded.right else "wrong"
        self._record(verdict, rating, confidence, graded, result)
        return self._graded(result, rating, intervals)

    def _record(
        self,
        verdict: ReviewVerdict,
        rating: Rating | None,
        confidence: int | None = None,
        graded: Grade | None = None,
        result: views.Result | None = None,
    ) -> None:
        """Write an answer down and tell the source how the card went."""
        went = Went(
            verdict=verdict,
            rating=rating,
            seconds=self._showing.seconds,
            typed=self._typed,
            hints=self._showing.hints,
            confidence=confidence,
            mistake=None if graded is None else graded.slip,
            mistake_kind=None if graded is None else graded.slip_kind,
        )
        self.ledger.record(self._pick, self._showing, went, result)
        self._tell_source()

    def _tell_source(self) -> None:
        if not self._showing.practice:
            review = self.ledger.done[-1].review
            state = self.desk.progress.state(review.card)
            self.source.answered(self._pick, review, state)

    def _graded(
        self, result: views.Result, rating: Rating | None, intervals: dict[Rating, timedelta]
    ) -> View:
        shown = keys.graded(self._showing.card, rating, intervals)
        return self._show(
            views.Graded(
                asked=self._showing.asked,
                result=result,
                rating=rating,
                interval=None if rating is None else intervals.get(rating),
                keys=shown,
            )
        )

    # Recall -----------------------------------------------------------------------------------

    def _reveal(self, _: Command = "reveal") -> View:
        showing, rubric = self._showing, self._showing.rubric
        if rubric is None:
            raise AssertionError("only what the learner grades is revealed")
        showing.stop()
        intervals = {} if showing.practice else self.ledger.intervals(showing)
        return self._show(
            views.Points(
                asked=showing.asked,
                text=showing.filled(rubric.text),
                points=tuple(showing.filled(point) for point in rubric.points),
                explanation=showing.filled(showing.card.explanation),
                typed_answer=self._typed,
                sources=showing.sources,
                figure=showing.card.figure,
                variant=showing.variant,
                keys=keys.points(showing.card, intervals),
            )
        )

    def _rate(self, command: Command) -> View:
        """Take the learner's own rating: of a recall card, or instead of the computed one."""
        rating = keys.RATINGS[command]
        if isinstance(self.view, views.Points):
            right = rating is not Rating.AGAIN
            self._record(
                "correct" if right else "wrong", None if self._showing.practice else rating
            )
        elif isinstance(self.view, views.Graded) and rating is not self.view.rating:
            self.ledger.rerate(rating)
            self._tell_source()
        return self._next()

    # Keys that do not answer ------------------------------------------------------------------

    def _hint(self, _: Command) -> View:
        self._showing.hint()
        return self._question()

    def _skip(self, _: Command) -> View:
        self._record("skipped", None)
        return self._next()

    def _flag(self, _: Command) -> View:
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

    def _undo(self, _: Command) -> View:
        """Take back the last answer and ask that card again, with the same numbers."""
        last = self.ledger.take_back()
        if isinstance(self.view, views.Question):
            self.source.put_back(self._pick)
            self._asked -= not self._showing.practice
        self.source.retract(last.pick)
        self._pick, self._showing = last.pick, last.showing
        self._showing.restart()
        return self._question("Taken back. Once more:")

    def _retry(self, _: Command) -> View:
        """Ask the same card with new numbers, beside the schedule."""
        before, first = self._showing.variant.params, self._pick
        met = self._met[first.entry.card.id]
        dealt = redrawn(
            self.desk.dealer,
            first.entry,
            self._further_seeds(first.seed or 0),
            lambda variant: variant.params not in met,
            lambda variant: variant.params != before,
        )
        if isinstance(dealt, Trouble):
            return self._ask(first, dealt, practice=True)
        told = "The same numbers again:" if dealt.params == before else "New numbers:"
        pick = replace(first, seed=dealt.seed)
        return self._ask(pick, dealt, practice=True, notice=told)

    def _further_seeds(self, first: int) -> Iterator[int]:
        for _attempt in range(REDRAWS):
            self._retries += 1
            yield (first + 7919 * self._retries) % 2**31

    def _edit(self, _: Command) -> View:
        place = self._showing.entry.place("")
        file = self._showing.entry.file
        self._returns_to = self.view
        return self._show(
            views.Editing(card=self._showing.card.id, file=file, line=place.line, keys=keys.EDITING)
        )

    def _edited(self, _: Command) -> View:
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

    def _why(self, _: Command) -> View:
        return self._begin_aside("why")

    def _whatif(self, _: Command) -> View:
        return self._begin_aside("whatif")

    def _begin_aside(self, what: Command) -> View:
        self._aside = Aside(self._showing, self.desk, self.view)
        return self._send_aside(Do(what))

    def _send_aside(self, event: Event) -> View:
        if self._aside is None:
            raise AssertionError("there is no side trip")
        view, ended = self._aside.send(event)
        if ended:
            self._aside = None
        return self._show(view)

    def _handlers(self) -> Mapping[Command, Callable[[Command], View]]:
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
            **dict.fromkeys(keys.RATINGS, self._rate),
            **dict.fromkeys(keys.CONFIDENCE, self._sure),
        }
