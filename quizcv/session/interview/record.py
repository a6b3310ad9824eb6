"""An interview as it was sat: everything a report needs, whatever becomes of the banks."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from quizcv.session.interview.exchange import Exchange
from quizcv.session.interview.preset import Preset

End: TypeAlias = Literal["complete", "time", "ended", "closed"]
"""complete: every question was asked; time: it ran out; ended: the candidate ended it early;
closed: it was interrupted and not taken up again."""


class Record(Struct, kw_only=True):
    """One interview, from its plan to its end. Only `Interview` and `Keeper` change it."""

    version: int = 1
    preset: Preset
    seed: int
    bank: str
    """Digest of the banks it was drawn from."""
    topics: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()
    """Cards that were passed over because an earlier interview had them."""
    ramp: str = ""
    """The level of each choice that followed the answers, by its first letter."""
    shared: bool = False
    """Asked for by its seed: the learner's history has no say in what is asked."""
    without: tuple[str, ...] = ()
    """--without: cards to pass over in a shared interview."""
    fixed_ramp: str = ""
    """--ramp: levels to take whatever is answered."""
    minutes_asked: float | None = None
    """--minutes, where given."""
    preset_file: str | None = None
    """--preset, where given."""
    added_banks: tuple[str, ...] = ()
    """--bank, where given."""
    elapsed: float = 0.0
    pauses: tuple[float, ...] = ()
    """Seconds of each pause."""
    resumed: int = 0
    end: End | None = None
    rated: bool = False
    """Whether the debrief is over."""
    exchanges: list[Exchange] = []

    @property
    def answered(self) -> list[Exchange]:
        """The questions that are done with."""
        return [exchange for exchange in self.exchanges if exchange.outcome != "open"]

    def put(self, exchange: Exchange) -> None:
        """Let an exchange take the place of the one with its number."""
        self.exchanges[exchange.asked.number - 1] = exchange
