"""Banks of any size for measuring, and the same snippets as plain pytest cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizcv.bank.loader import load_bank
from quizcv.bank.locks import lock_beside, write_lock
from quizcv.cards.draws import draw
from quizcv.cards.lock import Proof, Versions
from quizcv.cards.proof import proof_digest
from quizcv.cards.variant import Variant, draw_key

if TYPE_CHECKING:
    from pathlib import Path

    from quizcv.cards.model import Card

NUMPY_CHECK = """\
import numpy as np
image = np.ones((n + 2 * p, n + 2 * p))
rows = [i for i in range(0, image.shape[0] - k + 1, s) if image[i:i + k].shape[0] == k]
answer = len(rows)
"""

TORCH_CHECK = """\
import torch
conv = torch.nn.Conv2d(1, 1, k, stride=s, padding=p)
answer = conv(torch.zeros(1, 1, n, n)).shape[-1]
"""

CARDS_A_FILE = 10_000
"""A bank file may have 32 MiB; this many cards have about a third of that."""

FORMULA = "(n + 2*p - k) // s + 1"
VARY = {"n": {"from": 16, "to": 64}, "k": [1, 3, 5, 7], "s": {"from": 1, "to": 4}, "p": [0, 1, 2]}


def card_id(index: int) -> str:
    """Return the id of a generated card."""
    return f"generated-{index}"


def write_banks(folder: Path, cards: int, check: str) -> None:
    """Write that many cards into a new folder, in banks of at most CARDS_A_FILE."""
    folder.mkdir()
    for first in range(0, cards, CARDS_A_FILE):
        count = min(CARDS_A_FILE, cards - first)
        write_bank(folder / f"part{first}.yaml", count, check, first)


def write_bank(path: Path, cards: int, check: str, first: int = 0) -> None:
    """Write a bank of cards that differ in their ids and default numbers."""
    lines = [f"bank: generated-from-{first}", "title: Generated", "area: convolution", "cards:"]
    body = "\n".join("      " + line for line in check.rstrip().splitlines())
    for index in range(first, first + cards):
        n = 16 + index % 48
        lines.append(
            f"""\
  - id: {card_id(index)}
    topics: [conv-output-size]
    level: core
    question: How wide is a {{{{n}}}}×{{{{n}}}} image after a {{{{k}}}}×{{{{k}}}} filter?
    params: {{n: {n}, k: 3, s: 1, p: 0}}
    vary:
      n: {{from: 16, to: 64}}
      k: [1, 3, 5, 7]
      s: {{from: 1, to: 4}}
      p: [0, 1, 2]
    answer:
      kind: integer
      value: {n - 2}
      formula: {FORMULA}
    check: |
{body}
    explanation: With stride {{{{s}}}} and padding {{{{p}}}} there are {{{{answer}}}} places."""
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_proofs(path: Path, showings: int = 32) -> None:
    """Write the lock of a generated bank, as `quizcv verify --lock` would."""
    bank = load_bank(path)
    proofs = [(entry.card, _proof(entry.card, showings)) for entry in bank.entries]
    write_lock(lock_beside(path), bank.id, proofs)


def _proof(card: Card, showings: int) -> Proof:
    drawn = [_showing(card, None, card.params)]
    for seed in range(1, showings):
        params = draw(card.vary, str(draw_key(card.id, seed)), lambda _params: True)
        drawn.append(_showing(card, seed, params))
    versions = (Versions("0.0.0", "3.0.0"),)
    return Proof(proof_digest(card), "draws", showings, versions, tuple(drawn))


def _showing(card: Card, seed: int | None, p: dict[str, Any]) -> Variant:
    answer = (p["n"] + 2 * p["p"] - p["k"]) // p["s"] + 1
    return Variant(card=card.id, seed=seed, params=p, answer=answer)


def write_pytest(path: Path, cards: int, check: str, variants: int) -> None:
    """Write the same snippets on the same numbers as pytest cases of one module."""
    cases = []
    for index in range(cards):
        cases.append((16 + index % 48, 3, 1, 0))
        for seed in range(1, variants + 1):
            drawn = draw(VARY, f"{card_id(index)}:{seed}", lambda _params: True)
            cases.append((drawn["n"], drawn["k"], drawn["s"], drawn["p"]))
    body = "\n".join("    " + line for line in check.rstrip().splitlines())
    path.write_text(
        f"import pytest\n\n@pytest.mark.parametrize('n, k, s, p', {cases!r})\n"
        f"def test_snippet(n, k, s, p):\n{body}\n    assert answer == {FORMULA}\n",
        encoding="utf-8",
    )
