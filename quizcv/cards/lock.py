"""What travels with a bank: proofs of its cards, with the numbers they were proved on.

A lock may be a stranger's. Nothing in it is run and no path in it is followed; a card that is not
in it exactly as quizcv writes it has no showings, and is then as if it had never been proved.
"""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from quizcv.cards import draws
from quizcv.cards.proof import proof_digest
from quizcv.cards.variant import Variant
from quizcv.kinds import kind_of
from quizcv.kinds.compare import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quizcv.cards.model import Card, Range

Method: TypeAlias = Literal["exhaustive", "draws"]
"""Proved on every set of numbers that there is, or on some that were drawn."""


class Limits(NamedTuple):
    """What a lock may hold; one that holds more is somebody's mistake or malice."""

    file_bytes: int = 64 * 2**20
    line_bytes: int = 2**20
    cards: int = 20_000
    showings: int = 256
    """Of one card."""
    columns: int = 256
    text: int = 2_000
    """Characters of one text."""
    depth: int = 8
    """Lists inside lists."""
    versions: int = 8
    """Sets of versions that proved the same."""


LIMITS = Limits()

FEW_DIGITS = "1e99"
"""A number in the fewest digits: the card states its answer rounded, to three at least."""


class Versions(Struct, frozen=True):
    """What computed a proof; torch is None where it was not installed."""

    quizcv: str
    python: str
    numpy: str | None = None
    torch: str | None = None

    def __str__(self) -> str:
        named = (("Python", self.python), ("NumPy", self.numpy), ("torch", self.torch))
        return ", ".join(f"{name} {version}" for name, version in named if version)


def joined(versions: Sequence[Versions], now: Versions) -> tuple[Versions, ...]:
    """Return the versions with `now` as the latest; it replaces those of an earlier quizcv.

    Only the latest are kept.
    """
    others = (each for each in versions if msgspec.structs.replace(each, quizcv=now.quizcv) != now)
    return (*others, now)[-LIMITS.versions :]


class Proof(Struct, frozen=True):
    """What was proved of a card."""

    digest: str
    method: Method
    sets: int
    """Different sets of numbers that it was proved on."""
    versions: tuple[Versions, ...]
    """Everything that came to the same values, the latest last."""
    showings: tuple[Variant, ...]
    """The default numbers first, then draws, those that show the card's point before others."""


class Miss(NamedTuple):
    """Why a lock says nothing about a card."""

    state: Literal["missing", "stale", "damaged"]
    """Not in it, changed since, or not as it was written."""
    message: str = ""
    line: int = 1
    """Of the lock, where something in it is damaged."""


class Sealed(Struct, frozen=True):
    """A card's part of a lock as it stands in the file."""

    digest: str
    method: Method
    sets: int
    versions: tuple[Versions, ...]
    columns: tuple[str, ...]
    arrays: tuple[str, ...]
    """Further columns, of the first showing alone: what the card's figure plots."""
    seal: str
    """Of the rows, so that an edit by hand is noticed."""
    rows: tuple[bytes, ...]
    line: int
    """Of the first row, in the file."""


class Lock:
    """The proofs of a bank's cards. Rows are decoded when their card is asked for."""

    def __init__(
        self, bank: str, cards: Mapping[str, Sealed], *, file: str = "", limits: Limits = LIMITS
    ) -> None:
        self.bank = bank
        self.file = file
        self._cards = cards
        self._limits = limits
        self._found: dict[tuple[str, str], Proof | Miss] = {}

    @property
    def cards(self) -> tuple[str, ...]:
        """The ids in it, in their order, whatever state they are in."""
        return tuple(self._cards)

    def showings(self, card: Card) -> tuple[Variant, ...]:
        """Return the card's showings, its default numbers first.

        Empty where the lock says nothing about the card as it is now: then a worker has to.
        """
        proof = self.proof(card)
        return proof.showings if proof else ()

    def proof(self, card: Card) -> Proof | None:
        """Return what was proved of the card as it is now, or None."""
        found = self._look_up(card)
        return found if isinstance(found, Proof) else None

    def holds(self, card: Card) -> bool:
        """Return whether the card's part is of the card as it is now, and whole.

        The values are not looked at: that takes fifty times as long.
        """
        sealed = self._cards.get(card.id)
        return (
            sealed is not None
            and sealed.digest == proof_digest(card)
            and sealed.columns == columns(card)
            and sealed.seal == seal(sealed.rows)
        )

    def miss(self, card: Card) -> Miss | None:
        """Return why the lock says nothing about the card; None where it does."""
        found = self._look_up(card)
        return found if isinstance(found, Miss) else None

    def _look_up(self, card: Card) -> Proof | Miss:
        sealed = self._cards.get(card.id)
        if sealed is None:
            return Miss("missing")
        digest = proof_digest(card)
        key = (card.id, digest)
        if key not in self._found:
            stale = sealed.digest != digest
            self._found[key] = Miss("stale") if stale else _opened(card, sealed, self._limits)
        return self._found[key]


def columns(card: Card) -> tuple[str, ...]:
    """Return the names of what a lock keeps of each showing, in their order.

    Numbers that never vary stand in the card itself, and so do mistakes that are constants.
    """
    answer = () if kind_of(card.answer).traits.spoken else ("answer",)
    return ("seed", *card.vary, *card.let, *answer, *card.claims, *_computed_mistakes(card))


def arrays(card: Card) -> tuple[str, ...]:
    """Return the names of what the card's figure plots."""
    figure = card.figure
    return tuple(dict.fromkeys((figure.x, *figure.series.values()))) if figure else ()


def _row(card: Card, showing: Variant) -> str:
    """Return a showing as a line of a lock."""
    values: list[Any] = [showing.seed, *(showing.params[name] for name in card.vary)]
    values += [showing.let[name] for name in card.let]
    values += [] if kind_of(card.answer).traits.spoken else [showing.answer]
    values += [showing.claims[name] for name in card.claims]
    values += [showing.mistakes[index] for index in _computed_mistakes(card).values()]
    if showing.seed is None:
        values += [showing.arrays[name] for name in arrays(card)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sealed(card: Card, proof: Proof) -> Sealed:
    """Return a proof as its card's part of a lock."""
    rows = tuple(_row(card, showing).encode() for showing in proof.showings)
    return Sealed(
        digest=proof.digest,
        method=proof.method,
        sets=proof.sets,
        versions=proof.versions,
        columns=columns(card),
        arrays=arrays(card),
        seal=seal(rows),
        rows=rows,
        line=1,
    )


def seal(rows: Sequence[bytes]) -> str:
    """Return a short name for exactly these rows. It stops no forger, only accidents."""
    return hashlib.sha256(b"\n".join(rows)).hexdigest()[:16]


def _computed_mistakes(card: Card) -> dict[str, int]:
    """Return the mistakes whose value may differ from showing to showing."""
    return {
        f"mistakes.{index}": index
        for index, mistake in enumerate(card.mistakes)
        if mistake.formula or (mistake.when and mistake.says is None)
    }


class _Damaged(Exception):
    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.message, self.at = message, at


def _opened(card: Card, sealed: Sealed, limits: Limits) -> Proof | Miss:
    """Return what stands in a card's part, or what is wrong with it."""
    try:
        showings = tuple(_showings(card, sealed, limits))
    except _Damaged as damaged:
        return Miss("damaged", damaged.message, sealed.line + damaged.at)
    return Proof(sealed.digest, sealed.method, sealed.sets, sealed.versions, showings)


def _showings(card: Card, sealed: Sealed, limits: Limits) -> Iterator[Variant]:
    if seal(sealed.rows) != sealed.seal:
        raise _Damaged("the rows are not as they were written")
    if sealed.columns != columns(card) or sealed.arrays != arrays(card):
        raise _Damaged("the columns are not those of the card", -1)
    seen: set[int | None] = set()
    for at, line in enumerate(sealed.rows):
        try:
            showing = _showing(card, _decoded(line, limits), default=at == 0)
        except _Damaged as damaged:
            raise _Damaged(damaged.message, at) from None
        if showing.seed in seen:
            raise _Damaged("a draw stands here twice", at)
        seen.add(showing.seed)
        yield showing


def _decoded(line: bytes, limits: Limits) -> list[Any]:
    try:
        values = msgspec.json.decode(line, type=list[Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise _Damaged("this is no list of values") from None
    _check(values, limits, limits.depth)
    return values


def _check(value: Any, limits: Limits, depth: int) -> None:
    """Make sure that a value is of the closed set, and that no text in it is harmful.

    Raises:
        _Damaged: it is not.
    """
    if isinstance(value, list):
        if depth == 0:
            raise _Damaged("lists are nested too deeply")
        for item in value:
            _check(item, limits, depth - 1)
    elif isinstance(value, str):
        if len(value) > limits.text:
            raise _Damaged("a text is too long")
        if not harmless(value):
            raise _Damaged("a text has control characters")
    elif isinstance(value, float) and not math.isfinite(value):
        raise _Damaged("a number is not finite")
    elif isinstance(value, dict):
        raise _Damaged("a value is of no known type")


def harmless(text: str) -> bool:
    """Return whether a text can do nothing to a terminal: it prints, or is a space or a break."""
    return text.isprintable() or all(
        char.isprintable() or char in "\n\t" or unicodedata.category(char) == "Zs" for char in text
    )


def _showing(card: Card, values: list[Any], *, default: bool) -> Variant:
    names = columns(card)
    wanted = len(names) + (len(arrays(card)) if default else 0)
    if len(values) != wanted:
        raise _Damaged(f"{len(values)} values where there are {wanted} columns")
    found = dict(zip(names, values, strict=False))
    answer = found.get("answer")
    drawn = {name: found[name] for name in card.vary}
    claims = {name: found[name] for name in card.claims}
    _check_numbers(card, found["seed"], drawn, default=default)
    _check_facts(card, answer, claims, default=default)
    return Variant(
        card=card.id,
        seed=found["seed"],
        params={**card.params, **drawn},
        answer=answer,
        let={name: _present(name, found[name]) for name in card.let},
        claims=claims,
        mistakes=_mistakes(card, found),
        arrays=_plotted(card, values[len(names) :]) if default else {},
    )


def _check_numbers(card: Card, seed: Any, drawn: dict[str, Any], *, default: bool) -> None:
    if default:
        if seed is not None or any(not _same(card.params[n], drawn[n]) for n in drawn):
            raise _Damaged("the first row is not of the card's own numbers")
        return
    if type(seed) is not int or not 0 <= seed < 2**32:
        raise _Damaged("the seed is no whole number")
    for name, value in drawn.items():
        if not _in_domain(card.vary[name], value):
            raise _Damaged(f"{name} is outside its domain")


def _check_facts(card: Card, answer: Any, claims: dict[str, Any], *, default: bool) -> None:
    kind, own = kind_of(card.answer), card.answer
    if not kind.traits.spoken:
        wrong = "a value is missing" if answer is None else kind.type_error(own, answer)
        if wrong:
            raise _Damaged(f"the answer is not of the card's kind, {card.kind}")
        stated = kind.stated(own)
        if default and stated is not None and not kind.confirms(own, answer, FEW_DIGITS):
            raise _Damaged("the answer is not the one that the card states")
    for name, stated in card.stated_claims.items():
        if not _alike(stated, claims[name]):
            raise _Damaged(f"{name} is not of the type that the card states")


def _mistakes(card: Card, found: dict[str, Any]) -> tuple[Any, ...]:
    places = {index: name for name, index in _computed_mistakes(card).items()}
    return tuple(
        found[places[index]] if index in places else mistake.value
        for index, mistake in enumerate(card.mistakes)
    )


def _plotted(card: Card, values: list[Any]) -> dict[str, list[float]]:
    plotted = dict(zip(arrays(card), values, strict=True))
    for name, array in plotted.items():
        if not (isinstance(array, list) and array and all(map(is_number, array))):
            raise _Damaged(f"{name} is not a list of numbers")
    if len({len(array) for array in plotted.values()}) > 1:
        raise _Damaged("the arrays of the figure differ in length")
    return plotted


def _present(name: str, value: Any) -> Any:
    if value is None:
        raise _Damaged(f"{name} has no value")
    return value


def _same(left: Any, right: Any) -> bool:
    """Return whether two values are equal and of the same types: 1 is not 1.0, nor True."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return type(left) is type(right) and bool(left == right)


def _alike(stated: Any, value: Any) -> bool:
    """Return whether two values are of the same sort."""
    if is_number(stated):
        return is_number(value)
    return type(stated) is type(value)


def _in_domain(domain: list[Any] | Range, value: Any) -> bool:
    if isinstance(domain, list):
        return any(_same(each, value) for each in domain)
    if not is_number(value) or not domain.first <= value <= domain.last:
        return False
    nearest = round((value - domain.first) / domain.step)
    return _same(draws.at(domain, nearest), value)
