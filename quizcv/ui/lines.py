"""What a typed line or a pressed key means in the view that is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.kinds import KINDS
from quizcv.session import views
from quizcv.session.events import Do, Say

if TYPE_CHECKING:
    from quizcv.kinds import AnyKind
    from quizcv.session.events import Event, Key
    from quizcv.session.views import View

MARKS = ("/", ":")
"""Either before a command's key or name, where a bare key could be an answer."""


def event_of(view: View, line: str) -> Event | str:
    """Return the event a line stands for, or what is wrong with it.

    A command is written as its key or its name. Where a line is expected, a bare key counts as a
    command only if it cannot be an answer; `/` in front always makes it one. An empty line presses
    Enter.
    """
    text = line.strip()
    marked = text[:1] in MARKS and len(text) > 1
    word = text[1:].strip() if marked else text
    named = _named(view.keys, word or _on_enter(view))
    if marked:
        return Do(named.command) if named else f"There is no command {text!r} here."
    if named and not (view.typed and _may_answer(view, word)):
        return Do(named.command)
    if view.typed:
        return Say(line)
    return "Choose one of the keys."


def single_key(view: View) -> bool:
    """Tell whether one key press is enough: to choose, to say yes or no, to go on."""
    if isinstance(view, views.Question):
        kind = _kind(view.asked)
        return kind is not None and (kind.input == "key" or kind.traits.spoken)
    return not view.typed


def event_of_key(view: View, pressed: str) -> Event | None:
    """Return the event a single key press stands for; None for a key without meaning."""
    if isinstance(view, views.Question) and _answers_by_key(view, pressed):
        return Say(pressed)
    named = _named(view.keys, _on_enter(view) if pressed in ("\r", "\n") else pressed)
    return Do(named.command) if named else None


def _answers_by_key(view: views.Question, pressed: str) -> bool:
    kind = _kind(view.asked)
    return kind is not None and single_key(view) and pressed in kind.presses(view.asked.options)


def _may_answer(view: View, word: str) -> bool:
    """Tell whether a line that is also a command's key or name may be meant as an answer."""
    if not isinstance(view, views.Question | views.Predict):
        return False
    kind = _kind(view.asked)
    return kind is not None and kind.may_mean(word, view.asked.options)


def _kind(asked: views.Asked) -> AnyKind | None:
    """Return the kind of the answer; None where an interview wants it in the candidate's words."""
    return KINDS.get(asked.kind)


def _named(keys: tuple[Key, ...], word: str) -> Key | None:
    """Return the key whose key or command is `word`; single letters also in upper case."""
    folded = word.casefold()
    return next((key for key in keys if folded in (key.key, key.command)), None)


def _on_enter(view: View) -> str:
    """Return the command or key that Enter alone stands for."""
    return "back" if enter_goes_back(view) else "enter"


def enter_goes_back(view: View) -> bool:
    """Tell whether Enter does what the key for going back does."""
    if view.typed or any(key.key == "enter" for key in view.keys):
        return False
    return any(key.command == "back" for key in view.keys)
