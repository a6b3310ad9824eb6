"""Which card opens a session: one that is computed at once, where there is one."""

from __future__ import annotations

import pytest

from quizcv.app.drills import quiz_session, study_session
from quizcv.cards.library import Entry, Place
from quizcv.cards.model import Card
from quizcv.kinds.numbers import Integer
from quizcv.session.drill.sources import Pick
from quizcv.session.drill.study import Queue
from quizcv.testing import desk


def entry_of(name: str, check: str) -> Entry:
    card = Card(
        id=name,
        topics=["stride"],
        level="core",
        question="How many?",
        answer=Integer(value=3),
        check=check,
        explanation="Three.",
    )
    return Entry(card, "sums", "convolution", "sums.yaml", {"": Place(7, 5)})


ENTRIES = (
    entry_of("heavy", "import torch\nanswer = torch.zeros(3).numel()"),
    entry_of("heavier", "import quizcv.networks\nanswer = 3"),
    entry_of("quick", "answer = len([0] * 3)"),
)


def studied(entries: tuple[Entry, ...]):
    return study_session(desk(), Queue(due=(), new=entries), seed=1)


def reviewed(entries: tuple[Entry, ...]):
    return study_session(desk(), Queue(due=entries, new=()), seed=1)


def quizzed(entries: tuple[Entry, ...]):
    return quiz_session(desk(), [Pick(entry, 1) for entry in entries], 1)


@pytest.mark.parametrize("session", [studied, reviewed, quizzed])
@pytest.mark.parametrize(("entries", "first"), [(ENTRIES, "quick"), (ENTRIES[:2], "heavy")])
def test_nobody_waits_for_torch_before_the_first_question(session, entries, first) -> None:
    assert session(entries).start().asked.card == first
