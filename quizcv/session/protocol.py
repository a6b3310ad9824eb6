"""A session as every front end drives it: study, quiz and interview alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from quizcv.session.blocks import Times
    from quizcv.session.events import Event
    from quizcv.session.views import View


class Session(Protocol):
    """A state machine. One thread calls it; a call may wait for numbers to be computed."""

    view: View
    """What is shown now, from `start` on."""

    def start(self) -> View:
        """Return the first view."""
        ...

    def send(self, event: Event) -> View:
        """Return the view after an event; one that is not valid now only brings a notice."""
        ...

    def work_ahead(self) -> None:
        """Begin to compute what comes next: the view stands on the screen now."""
        ...

    def tick(self, typed: str = "") -> View | None:
        """Return another view where the passing of time has brought one on.

        A front end that can wait calls this several times a second; `typed` is what stands typed.
        """
        ...

    def times(self) -> Times | None:
        """Return what the clock shows now; None where there is none to show."""
        ...

    def interrupt(self) -> View:
        """Put everything in safety, as after Ctrl-C, and return the last view.

        It is a closing one where the session has ended with this.
        """
        ...
