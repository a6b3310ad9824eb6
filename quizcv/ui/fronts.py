"""Playing a session: all that a command has to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.ui import console
from quizcv.ui.line.front import LineFront

if TYPE_CHECKING:
    from quizcv.session.protocol import Session
    from quizcv.session.views import View
    from quizcv.ui.screen.front import ScreenFront


def play(session: Session, *, plain: bool, straight_on: bool = False) -> View:
    """Play a session to its end and return its closing view.

    Args:
        session: a study, a quiz or an interview that has not been started.
        plain: line in, line out.
        straight_on: go on after what needs no answer when answers come from a pipe.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the terminal is gone. The session is in safety, and where it
            has ended with that, its end is shown.
    """
    front = LineFront(straight_on=straight_on) if plain else _screen()
    try:
        return front.play(session)
    except EOFError:
        session.interrupt()
        raise KeyboardInterrupt from None
    except KeyboardInterrupt:
        end = session.interrupt()
        if end.closing:
            front.show_end(end)
        raise


def _screen() -> ScreenFront:
    from quizcv.ui.screen.front import ScreenFront  # noqa: PLC0415 - 44 ms of rich, for terminals

    return ScreenFront(console.out())
