"""Side trips from a verdict: why (the snippet, run) and what if (other numbers, predicted first).

Nothing here is graded for the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from quizcv.cards.assignments import BadAssignment, read_assignments
from quizcv.cards.prose import shown_values
from quizcv.kinds.shown import plain
from quizcv.session import keys, views
from quizcv.session.events import Do, Say
from quizcv.session.ports import Trouble
from quizcv.session.reading import MENU
from quizcv.session.showing import Showing, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizcv.cards.model import Card
    from quizcv.cards.variant import Variant
    from quizcv.session.events import Event
    from quizcv.session.ports import Desk
    from quizcv.session.views import View


class Aside:
    """One side trip; it ends where it began."""

    def __init__(self, showing: Showing, desk: Desk, origin: View) -> None:
        self._showing = showing
        self._desk = desk
        self._origin = replace(origin, notice="")
        self._view = origin
        self._changed: dict[str, Any] = {}
        self._what_if = showing

    def send(self, event: Event) -> tuple[View, bool]:
        """Return the next view, and whether it is the one the trip began from."""
        if event == Do("back"):
            return self._origin, True
        match event, self._view:
            case Do("why"), _:
                self._view = self._code()
            case Do("whatif"), _:
                self._view = self._change()
            case Say(text), views.Change():
                self._view = self._take_change(text)
            case Say(text), views.Predict():
                self._view = self._compare(text)
            case Do("reveal"), views.Predict():
                self._view = self._compare("")
            case _:
                notice = (
                    MENU if isinstance(event, Say) else (f"{event.command} is not possible here")
                )
                self._view = replace(self._view, notice=notice)
        # A snippet that cannot be run leaves the learner where the trip began.
        return self._view, self._view.keys == self._origin.keys

    def _code(self) -> View:
        showing = self._what_if
        ran = self._desk.dealer.execute(showing.entry, showing.variant)
        if isinstance(ran, Trouble):
            return replace(self._origin, notice=ran.message)
        return views.Ran(
            asked=showing.asked,
            code=ran.code,
            params=ran.params,
            values=shown_values(showing.card, ran.values),
            stdout=ran.stdout,
            seconds=ran.seconds,
            figure=showing.card.figure if ran.arrays else None,
            variant=replace(showing.variant, arrays=ran.arrays),
            keys=keys.CODE,
        )

    def _change(self, notice: str = "") -> View:
        params = self._what_if.variant.params
        asked = self._what_if.asked
        return views.Change(
            asked=asked,
            params=params,
            example=example_change(params),
            notice=notice,
            keys=keys.CHANGE,
        )

    def _take_change(self, text: str) -> View:
        params = self._what_if.variant.params
        changed = read_changes(text, params, self._showing.card)
        if isinstance(changed, str):
            return self._change(changed)
        variant = self._desk.dealer.recompute(self._showing.entry, {**params, **changed})
        if isinstance(variant, Trouble):
            return self._change(variant.message)
        self._changed = changed
        self._what_if = self._shown(variant)
        return views.Predict(asked=self._what_if.asked, changed=changed, keys=keys.PREDICT)

    def _shown(self, variant: Variant) -> Showing:
        seed = self._showing.variant.seed
        again = replace(variant, seed=seed)
        return Showing(self._showing.entry, again, self._desk.clock, Standing(practice=True))

    def _compare(self, text: str) -> View:
        graded = self._what_if.grade(text, self._desk.dealer)
        if graded.verdict == "invalid" and text:
            return replace(self._view, notice=graded.feedback)
        result = self._what_if.result(graded)
        if not text:
            result = replace(result, feedback="")
        return views.Foretold(
            asked=self._what_if.asked, changed=self._changed, result=result, keys=keys.FORETOLD
        )


def read_changes(text: str, params: dict[str, Any], card: Card) -> dict[str, Any] | str:
    """Return the changes in `k=5, s=2`, or what is wrong with them."""
    example = f"Write a change, such as {example_change(params)}."
    changes = read_assignments(text, card)
    if not isinstance(changes, BadAssignment):
        return changes or example
    match changes.why:
        case "unknown":
            return f"There is no {changes.name} here. {example}"
        case "no-value":
            return example
        case "type":
            return f"{changes.name} is written like {params[changes.name]!r}."


def example_change(params: Mapping[str, Any]) -> str:
    """Return how a change of one of the numbers is written, as in `k=4`."""
    numbers = {name: value for name, value in params.items() if type(value) in (int, float)}
    name, value = next(iter((numbers or params).items()))
    return f"{name}={plain(value + 1)}" if name in numbers else f"{name}={value!r}"
