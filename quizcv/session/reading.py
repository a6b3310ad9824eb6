"""What a typed line or a pressed key means in the view that is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcv.session.blocks import Cap
from quizcv.session.events import Do, Say

if TYPE_CHECKING:
    from quizcv.session.events import Event, Key
    from quizcv.session.views import View

MARKS = ("/", ":")
"""Either before a command's key or name, where a bare key could be an answer."""
MENU = "Choose one of the keys."


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
    if named and not (view.replies and view.replies.may_be(word)):
        return Do(named.command)
    return MENU if view.replies is None else Say(line)


def event_of_key(view: View, pressed: str) -> Event | None:
    """Return the event a single key press stands for; None for a key without meaning."""
    if view.replies is not None and view.replies.pressed(pressed):
        return Say(pressed)
    named = _named(view.keys, _on_enter(view) if pressed in ("\r", "\n") else pressed)
    return Do(named.command) if named else None


def caps(view: View) -> tuple[Cap, ...]:
    """Return the valid keys as they are to be pressed, and as they are to be typed in a line.

    A letter that could be an answer stands behind a slash, or is pressed as a capital.
    """
    return tuple(
        Cap(
            pressed=_pressed(view, key),
            typed=_typed(view, key),
            label=key.label,
            more=key.more,
            chosen=key.chosen,
        )
        for key in view.keys
    )


def _pressed(view: View, key: Key) -> str:
    if key.key == "enter":
        return "Enter"
    if key.command == "back" and enter_goes_back(view):
        return f"Enter or {key.key}"
    if view.replies is not None and view.input != "key" and key.key != "?":
        return f"/{key.key}"
    taken = view.replies is not None and view.replies.pressed(key.key)
    return key.key.upper() if taken else key.key


def _typed(view: View, key: Key) -> str:
    if key.key == "enter":
        return "Enter"
    if key.command == "back" and enter_goes_back(view):
        return f"Enter or {key.key}"
    return f"/{key.key}" if view.replies is not None and key.key != "?" else key.key


def _named(keys: tuple[Key, ...], word: str) -> Key | None:
    """Return the key whose key or command is `word`; single letters also in upper case."""
    folded = word.casefold()
    return next((key for key in keys if folded in (key.key, key.command)), None)


def _on_enter(view: View) -> str:
    """Return the command or key that Enter alone stands for."""
    return "back" if enter_goes_back(view) else "enter"


def enter_goes_back(view: View) -> bool:
    """Tell whether Enter does what the key for going back does."""
    if view.replies is not None or any(key.key == "enter" for key in view.keys):
        return False
    return any(key.command == "back" for key in view.keys)
