"""`quizcv list`: cards, each in a line."""

from __future__ import annotations

from quizcv.app import browsing
from quizcv.app.shelf import Wanted
from quizcv.cli import options
from quizcv.cli.group import finish
from quizcv.ui import browse_view


def list_cards(
    names: options.Names = None,
    topic: options.Topics = None,
    area: options.Areas = None,
    level: options.Levels = None,
    kind: options.Kinds = None,
    bank: options.Banks = None,
    as_json: options.Json = False,
) -> None:
    """List cards, all or those of a topic, area, level or kind."""
    wanted = Wanted(names=names or (), areas=area or (), levels=level or (), kinds=kind or ())
    listed = browsing.list_cards(wanted, topic or (), bank)
    finish(listed, browse_view.card_table, as_json=as_json)
