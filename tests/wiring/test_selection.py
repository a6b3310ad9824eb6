"""Which cards a command is about: `--bank`, `--area`, `--topic`, `--level`, `--kind`, names."""

from __future__ import annotations

import pytest

ALL = {"conv-warmup", "conv-deep", "pool-core", "pool-said"}
GRADED = ALL - {"pool-said"}
"""What a quiz can ask."""
AREAS = ["convolution", "pooling"]


def name_of(value: object) -> str:
    return " ".join(value) if isinstance(value, list) else ""


def asked(reader, command: str, options: list[str]) -> set[str]:
    if command == "list":
        return {each["id"] for each in reader.sit("list", *options, "--json").json["cards"]}
    return set(reader.asked(command, *options))


@pytest.mark.parametrize("command", ["study", "quiz", "list"])
@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--area", "pooling"], {"pool-core", "pool-said"}),
        (["-a", "pooling", "-a", "convolution"], ALL),
        (["--level", "deep"], {"conv-deep"}),
        (["--kind", "integer", "--level", "core"], {"pool-core"}),
        (["--kind", "integer"], {"conv-warmup", "pool-core"}),
        (["convolution"], {"conv-warmup", "conv-deep"}),
        (["max-pooling", "--level", "core"], {"pool-core"}),
    ],
    ids=name_of,
)
def test_narrowed(reader, command: str, options: list[str], found: set[str]) -> None:
    wanted = found & GRADED if command == "quiz" else found
    assert asked(reader, command, options) == wanted


@pytest.mark.parametrize("option", ["--topic", "-t"])
def test_list_by_topic(reader, option: str) -> None:
    assert asked(reader, "list", [option, "stride"]) == {"conv-warmup"}


def test_syllabus_of_an_area_with_the_cards_of_added_banks(reader) -> None:
    data = reader.sit("syllabus", "--area", "pooling", "--json").json
    assert {topic["area"] for topic in data["topics"]} == {"pooling"}
    assert {tuple(topic["cards"]) for topic in data["topics"]} == {
        (),
        ("pool-core", "pool-said"),
    }
    assert data["covered"] == 1


def test_syllabus_without_what_is_covered(reader) -> None:
    whole = reader.sit("syllabus", "--json").json
    missing = reader.sit("syllabus", "--missing", "--json").json
    assert len(missing["topics"]) == len(whole["topics"]) - 3
    assert not any(topic["cards"] for topic in missing["topics"])


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (["list"], lambda data: {card["id"] for card in data["cards"]} == ALL),
        (["search", "conv"], lambda data: len(data["cards"]) == 2),
        (["show", "pool-said"], lambda data: data["card"]["id"] == "pool-said"),
        (["run", "conv-warmup"], lambda data: data["answer"] == 6),
        (["grade", "conv-warmup", "6"], lambda data: data["verdict"] == "correct"),
        (["stats"], lambda data: data["cards"] == 4),
        (["verify", "conv-warmup"], lambda data: data["summary"]["passed"] == 1),
        (["bank", "list"], lambda data: [b["bank"] for b in data["banks"]] == AREAS),
    ],
    ids=name_of,
)
def test_cards_of_an_added_bank(reader, command: list[str], found) -> None:
    data = reader.sit(*command, "--json").json
    assert data["schema"] == 1
    assert found(data)
    assert "{" not in reader.sit(*command).out


def test_a_card_is_found_by_its_former_id(learner, card) -> None:
    text = card("fixed", "three", "stride").replace("topics:", "aliases: [drei]\n    topics:")
    learner.bank("convolution", text)
    for command in ("search", "show", "run"):
        assert "three" in learner.sit(command, "drei").out
    assert [each["id"] for each in learner.sit("search", "DREI", "--json").json["cards"]] == [
        "three"
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--level", "zzz"], "core, deep, warmup"),
        (["--kind", "zzz"], "boolean, choice, formula, integer, multi, number, order, recall, "),
        (["--level", "dep"], "did you mean 'deep'?"),
        (["--area", "zzz"], "`quizcv syllabus` shows them"),
        (["zzz"], "`quizcv syllabus` shows them"),
    ],
    ids=name_of,
)
def test_an_unknown_name_is_answered_with_those_there_are(reader, options, told: str) -> None:
    done = reader("list", *options, "--bank", reader.banks)
    assert (done.code, told in done.err) == (2, True), done.err
