"""A card read again from its file, as after the editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quizcv.app.libraries import open_library
from quizcv.errors import ExecutionRefused, QuizcvError
from quizcv.session.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizcv.cards.library import Entry, Library


def reread(entry: Entry, admit: Callable[[Library, Entry], None]) -> Entry | Trouble:
    """Return the card as its file has it now.

    Args:
        entry: the card as it was.
        admit: raises ExecutionRefused where the card as it is now may not be asked.
    """
    try:
        library = open_library([Path(entry.file)], bundled=False)
        mine = [p for p in library.problems if p.card in (entry.card.id, None)]
        if mine:
            return Trouble(str(mine[0]))
        found = library.entry(entry.card.id)
        admit(library, found)
    except ExecutionRefused as refused:
        return Trouble(refused.message, refused.remedy, "refused")
    except QuizcvError as error:
        return Trouble(error.message, error.remedy)
    return found
