"""Answers that pick, collect or order options."""

from __future__ import annotations

import re
from abc import abstractmethod
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, TypeVar

from quizcv.errors import FieldProblem
from quizcv.kinds.base import Answer, AnswerKind, Authored, Expression, Name, Text, Traits
from quizcv.kinds.options import Option, read_key, read_keys
from quizcv.kinds.shown import listed
from quizcv.kinds.verdict import Judgement, Unreadable, compared
from quizcv.suggestion import with_suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping, Sequence

    from quizcv.kinds.base import Asked, Input, Value

NOTHING = frozenset({"none", "nothing", "-"})

_POSITIONAL = re.compile(
    r"\b(?:all|none|both|neither|any) of (?:the )?(?:above|these|others|options)\b"
    r"|\b(?:both|either) [A-D] (?:and|or) [A-D]\b",
    re.IGNORECASE,
)
_OPTIONS = "Key to text. Shuffled when asked, so no option speaks of the others. Keys are words."


class Choice(Authored, Answer, frozen=True, tag_field="kind", tag="choice"):
    """Exactly one of several options."""

    kind: ClassVar[str] = "choice"
    options: dict[Name, Text]
    value: Name
    formula: Expression | None = None


class Multi(Authored, Answer, frozen=True, tag_field="kind", tag="multi"):
    """Every option that applies, all or nothing."""

    kind: ClassVar[str] = "multi"
    options: dict[Name, Text]
    value: list[Name]
    formula: Expression | None = None


class Order(Authored, Answer, frozen=True, tag_field="kind", tag="order"):
    """The options in their right order."""

    kind: ClassVar[str] = "order"
    options: dict[Name, Text]
    value: list[Name]
    formula: Expression | None = None


O = TypeVar("O", Choice, Multi, Order)  # noqa: E741 - an answer with options
R = TypeVar("R", str, list[str])


class _WithOptions(AnswerKind[O, R]):
    """What the three have in common. A constant mistake names options, which never change."""

    traits = Traits(short=True)
    written: ClassVar[type]
    """How a mistake's constant value stands in a file."""
    noun: ClassVar[str]

    @abstractmethod
    def keys(self, answer: O) -> Sequence[str]:
        """Return the keys that the stated value names."""

    def options(self, answer: O) -> Mapping[str, str]:
        """Return what there is to choose from."""
        return answer.options

    def lint(self, answer: O, written: Container[str]) -> Iterator[FieldProblem]:
        """Options are at least two, differ, and read the same in any order; the value names some.

        It names each once.
        """
        if len(answer.options) < 2:
            message = "a question with options has at least two"
            yield FieldProblem("too-few-options", message, "answer.options")
        yield from _option_faults(answer.options)
        stated = self.keys(answer)
        for key in stated:
            if key not in answer.options:
                message = with_suggestion(f"{key!r} is not an option", key, answer.options)
                yield FieldProblem("unknown-option", message, "answer.value")
        if not stated:
            message = "no option is right; at least one must be"
            yield FieldProblem("empty-value", message, "answer.value")
        if len(set(stated)) < len(stated):
            yield FieldProblem("repeated-option", "an option is named twice", "answer.value")

    def lint_mistake(self, answer: O, value: Value, *, varies: bool) -> Iterator[tuple[str, str]]:
        """A mistake names options."""
        for key in value if isinstance(value, list) else [value]:
            if not _is_key(key, answer.options):
                message = with_suggestion(f"{key!r} is not an option", str(key), answer.options)
                yield "unknown-option", message
        if not isinstance(value, self.written):
            yield "wrong-type", f"{value!r} is not {self.noun}"

    def presses(self, options: Sequence[Option]) -> frozenset[str]:
        """Return the letters on the screen."""
        return frozenset(option.letter for option in options)

    def may_mean(self, word: str, options: Sequence[Option]) -> bool:
        """Tell whether a word is a key or consists of letters."""
        return word in {option.key for option in options} or set(word) <= self.presses(options)


class ChoiceKind(_WithOptions[Choice, str]):
    """One option."""

    struct = Choice
    input: ClassVar[Input] = "key"
    written = str
    noun = "an option's key"
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "Exactly one of several options.",
        "options": _OPTIONS,
        "value": "Key of the right option.",
        "formula": "Expression whose value is the key of the right option.",
    }

    def keys(self, answer: Choice) -> Sequence[str]:
        """Return the one key."""
        return [answer.value]

    def type_error(self, answer: Choice, value: Value) -> str | None:
        """Ask for a key."""
        if _is_key(value, answer.options):
            return None
        return f"answer is {value!r}, not one of {', '.join(answer.options)}"

    def form(self, answer: Choice, names: Collection[str]) -> str:
        """Ask for a letter."""
        return "a letter"

    def show(self, answer: Choice, value: Value, options: Sequence[Option] = ()) -> str:
        """Show the option as it stands on the screen."""
        return _with_letter(str(value), options)

    def read(self, answer: Choice, typed: str, asked: Asked) -> str | Unreadable:
        """Return the key that a letter, a key or an option's text names."""
        key = read_key(typed, asked.options)
        return Unreadable(f"Type one letter: {_letters(asked.options)}.") if key is None else key

    def judge(self, answer: Choice, reading: str, asked: Asked) -> Judgement:
        """Compare the keys."""
        given = _letter(reading, asked.options)
        return compared(given, reading, right=reading == asked.expected)


class MultiKind(_WithOptions[Multi, list[str]]):
    """A set of options."""

    struct = Multi
    written = list
    noun = "a list of option keys"
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "Every option that applies, all or nothing.",
        "options": _OPTIONS,
        "value": "Keys of the right options.",
        "formula": "Expression whose value is the list of right keys.",
    }

    def keys(self, answer: Multi) -> Sequence[str]:
        """Return the keys of what applies."""
        return answer.value

    def truth(self, answer: Multi, claims: Mapping[str, Value]) -> Value:
        """Return the keys in an order of their own."""
        return sorted(answer.value)

    def type_error(self, answer: Multi, value: Value) -> str | None:
        """Ask for a list of keys."""
        return _keys_error(value, answer.options)

    def same(self, answer: Multi, left: Value, right: Value) -> bool:
        """Compare in any order."""
        return bool(_as_set(left) == _as_set(right))

    def form(self, answer: Multi, names: Collection[str]) -> str:
        """Ask for letters."""
        return "all letters that apply, such as ac"

    def show(self, answer: Multi, value: Value, options: Sequence[Option] = ()) -> str:
        """Show the options in the order in which they are on the screen."""
        places = {option.key: place for place, option in enumerate(options)}
        keys = sorted(value, key=lambda key: places.get(key, len(places)))
        return ", ".join(_with_letter(key, options) for key in keys) or "none"

    def read(self, answer: Multi, typed: str, asked: Asked) -> list[str] | Unreadable:
        """Return the keys named, in the order of the screen."""
        options = asked.options
        keys = [] if typed.strip().casefold() in NOTHING else read_keys(typed, options)
        if keys is None:
            return Unreadable(
                f"Type the letters of all that apply, such as ac, or none: {_letters(options)}."
            )
        order = [option.key for option in options]
        return sorted(set(keys), key=order.index)

    def judge(self, answer: Multi, reading: list[str], asked: Asked) -> Judgement:
        """Ask for all of them and no other."""
        chosen, wanted = set(reading), set(asked.expected)
        feedback = " ".join(
            [
                *_named(wanted - chosen, asked.options, "also applies", "also apply"),
                *_named(chosen - wanted, asked.options, "does not apply", "do not apply"),
            ]
        )
        return Judgement(
            verdict="correct" if chosen == wanted else "wrong",
            feedback=feedback,
            given=", ".join(_letter(key, asked.options) for key in reading) or "none",
            value=reading,
            same_as=lambda other: bool(_as_set(other) == frozenset(chosen)),
        )


class OrderKind(_WithOptions[Order, list[str]]):
    """All options in a row."""

    struct = Order
    written = list
    noun = "a list of option keys"
    descriptions: ClassVar[Mapping[str, str]] = {
        "kind": "All options in their right order.",
        "options": _OPTIONS,
        "value": "All keys in the right order.",
        "formula": "Expression whose value is the list of keys in order.",
    }

    def keys(self, answer: Order) -> Sequence[str]:
        """Return all keys in order."""
        return answer.value

    def lint(self, answer: Order, written: Container[str]) -> Iterator[FieldProblem]:
        """An order names every option."""
        yield from super().lint(answer, written)
        absent = sorted(set(answer.options) - set(answer.value))
        if absent:
            message = f"an order names every option; {', '.join(absent)} is missing"
            yield FieldProblem("order-incomplete", message, "answer.value")

    def type_error(self, answer: Order, value: Value) -> str | None:
        """Ask for a list of keys."""
        return _keys_error(value, answer.options)

    def form(self, answer: Order, names: Collection[str]) -> str:
        """Ask for letters."""
        return "every letter, first to last"

    def show(self, answer: Order, value: Value, options: Sequence[Option] = ()) -> str:
        """Show them first to last."""
        return " → ".join(_with_letter(key, options) for key in value)

    def read(self, answer: Order, typed: str, asked: Asked) -> list[str] | Unreadable:
        """Return the keys, each named once."""
        keys = read_keys(typed, asked.options)
        if keys is None or len(keys) != len(asked.options) or len(set(keys)) != len(keys):
            letters = "".join(sorted(option.letter for option in asked.options))
            return Unreadable(f"Type every letter once, first to last, such as {letters}.")
        return keys

    def judge(self, answer: Order, reading: list[str], asked: Asked) -> Judgement:
        """Ask for the very order; a wrong one names its longest run that is right."""
        run = longest_run(reading, asked.expected)
        stands = " → ".join(_letter(key, asked.options) for key in run)
        feedback = (
            f"{stands} stand in the right order."
            if len(run) > 1
            else "No two neighbors stand right."
        )
        given = " → ".join(_letter(key, asked.options) for key in reading)
        return compared(given, reading, right=reading == list(asked.expected), feedback=feedback)


CHOICE = ChoiceKind()
MULTI = MultiKind()
ORDER = OrderKind()


def longest_run(given: Sequence[str], expected: Sequence[str]) -> list[str]:
    """Return the longest stretch of `given` that stands just so, uninterrupted, in `expected`."""
    follower = dict(pairwise(expected))
    best: list[str] = []
    run: list[str] = []
    for key in given:
        run = [*run, key] if run and follower.get(run[-1]) == key else [key]
        if len(run) > len(best):
            best = run
    return best


def _option_faults(options: Mapping[str, str]) -> Iterator[FieldProblem]:
    seen: dict[str, str] = {}
    for key, text in options.items():
        path = f"answer.options.{key}"
        if _POSITIONAL.search(text):
            message = "options are shuffled when asked, so none may speak of the others"
            yield FieldProblem("positional-option", message, path)
        if text in seen:
            yield FieldProblem("repeated-option", f"this option reads like {seen[text]!r}", path)
        seen.setdefault(text, key)


def _is_key(value: Value, options: Mapping[str, str]) -> bool:
    return isinstance(value, str) and value in options


def _keys_error(value: Value, options: Mapping[str, str]) -> str | None:
    if isinstance(value, list) and all(_is_key(key, options) for key in value):
        return None
    return f"answer is {value!r}, not a list of keys out of {', '.join(options)}"


def _as_set(value: Value) -> Value:
    keys = isinstance(value, list) and all(isinstance(key, str) for key in value)
    return frozenset(value) if keys else value


def _named(keys: set[str], options: Sequence[Option], one: str, more: str) -> list[str]:
    letters = [option.letter for option in options if option.key in keys]
    if not letters:
        return []
    return [f"{listed(letters)} {one if len(letters) == 1 else more}."]


def _with_letter(key: str, options: Sequence[Option]) -> str:
    for option in options:
        if option.key == key:
            return f"{option.letter}) {option.text}"
    return key


def _letter(key: str, options: Sequence[Option]) -> str:
    return next(option.letter for option in options if option.key == key)


def _letters(options: Sequence[Option]) -> str:
    return ", ".join(option.letter for option in options)
