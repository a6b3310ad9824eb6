"""`quizcv bank`: where the banks are, what is wrong in them, how far they are trusted."""

from __future__ import annotations

import pytest


@pytest.fixture
def author(learner, card):
    """Somebody with a bank of one card."""
    learner.bank("pooling", card("fixed", "three", "max-pooling"))
    return learner


def test_check_in_words_and_in_json(author) -> None:
    said = author("bank", "check", author.banks)
    assert (said.code, said.out) == (0, "1 card, 1 bank, 0 problems\n")
    path = author.banks / "pooling.yaml"
    path.write_text(path.read_text().replace("level", "levle"))
    done = author("bank", "check", author.banks, "--json")
    assert (done.code, done.json["files"]) == (2, [str(path)])
    codes = {problem["code"] for problem in done.json["problems"]}
    assert "unknown-key" in codes


@pytest.mark.parametrize(
    ("options", "area"), [([], "convolution"), (["--area", "losses"], "losses")]
)
def test_a_new_bank_is_of_the_area(author, options: list[str], area: str) -> None:
    assert author("bank", "new", author.banks / "new.yaml", *options).code == 0
    listed = author.sit("bank", "list", "--json").json["banks"]
    assert {row["bank"]: row["area"] for row in listed} == {"new": area, "pooling": "pooling"}


def test_trust_as_it_is_listed(author) -> None:
    def trust() -> list[str]:
        return [row["trust"] for row in author.sit("bank", "list", "--json").json["banks"]]

    path = author.banks / "pooling.yaml"
    assert trust() == ["none"]
    author("bank", "trust", path)
    assert trust() == ["trusted"]
    path.write_text(path.read_text().replace("How many", "How few"))
    assert trust() == ["changed"]
    author("bank", "untrust", path)
    assert trust() == ["none"]
    assert author("bank", "list", "--json").json["banks"] == []
