"""`quizcv mock`: what is asked, how long it is, and what is left of one that was interrupted."""

from __future__ import annotations

import pytest

PRESET = """\
preset: tiny
title: Tiny
minutes: 10
parts:
  - {title: Short, count: 4, steps: [{ask: short, seconds: 60}]}
"""
AREAS = {"convolution": "stride", "pooling": "max-pooling", "losses": "mse", "transfer": "rcnn"}
LEVELS = ("warmup", "core", "deep")


@pytest.fixture
def candidate(learner, card):
    """Somebody with a preset of four short questions and three levels of sums on two areas."""
    for area, topic in (("convolution", "stride"), ("pooling", "max-pooling")):
        cards = (
            card("varied", f"{area[0]}-{level}-{n}", topic, level, n=n)
            for level in LEVELS
            for n in (2, 3, 4)
        )
        learner.bank(area, *cards)
    (learner.banks.parent / "tiny.yaml").write_text(PRESET)
    return learner


def sat(candidate, *options: object, **more) -> list[dict]:
    """Sit the small interview and return its questions in the order in which they were asked."""
    preset = candidate.banks.parent / "tiny.yaml"
    done = candidate.sit("mock", "--preset", preset, *options, **more)
    assert "Tiny" in done.out
    return shown(candidate)["questions"]


def interviews(candidate) -> list[dict]:
    return candidate("mock", "list", "--json").json["mocks"]


def shown(candidate) -> dict:
    return candidate("mock", "show", interviews(candidate)[-1]["id"], "--json").json


def numbers(questions: list[dict]) -> list[tuple]:
    return [(each["card"], each["params"]) for each in questions]


def test_the_preset_of_a_file_or_by_name(candidate) -> None:
    assert len(sat(candidate)) == 4
    assert "45 minutes" in candidate.sit("mock", "theory", input="").out
    folder = candidate.home / "presets"
    folder.mkdir()
    (folder / "mine.yaml").write_text(PRESET.replace("tiny", "mine").replace("10", "11"))
    assert "11 minutes, 4 questions" in candidate.sit("mock", "start", "mine", input="").out


def test_minutes_draw_it_out(candidate) -> None:
    assert len(sat(candidate, "--minutes", 15)) == 6
    assert len(sat(candidate, "--minutes", 5)) == 2


def test_a_seed_asks_the_same(candidate) -> None:
    first, again = (numbers(sat(candidate, "--seed", 3)) for _ in range(2))
    assert first == again != numbers(sat(candidate, "--seed", 4))
    assert interviews(candidate)[0]["seed"] == 3


@pytest.mark.parametrize(
    ("options", "areas"),
    [([], {"p", "c"}), (["--area", "pooling"], {"p"}), (["--topic", "max-pooling"], {"p"})],
)
def test_one_area_or_topic(candidate, options: list[str], areas: set[str]) -> None:
    assert {each["card"][0] for each in sat(candidate, *options, "--seed", 3)} == areas


@pytest.mark.parametrize("ramp", ["ddww", "cwdc"])
def test_a_ramp_fixes_the_levels(candidate, ramp: str) -> None:
    levels = [each["card"].split("-")[1][0] for each in sat(candidate, "--ramp", ramp)]
    assert levels == list(ramp)


def test_cards_to_pass_over(candidate) -> None:
    first = [each["card"] for each in sat(candidate, "--seed", 3)]
    other = [each["card"] for each in sat(candidate, "--seed", 3, "--without", ",".join(first))]
    assert not set(first) & set(other)
    assert len(other) == len(first)


def test_the_replay_command_asks_the_same(candidate) -> None:
    once = numbers(sat(candidate))
    twice = numbers(sat(candidate))
    assert once != twice
    command = candidate("mock", "show", 2, "--replay-command").out.split()
    assert command[:2] == ["quizcv", "mock"]
    assert "--without" in command
    candidate(*command[1:], input="/s\n" * 9)
    assert numbers(shown(candidate)["questions"]) == twice


def test_an_interrupted_one_goes_on_or_is_closed(candidate) -> None:
    preset = candidate.banks.parent / "tiny.yaml"
    begin = ("mock", "--preset", preset, "--bank", candidate.banks, "--seed", 3)
    code, told = candidate.interrupted(*begin, typed="/s\n/s\n")
    assert (code, "mock 1 is interrupted: `quizcv mock --resume`" in told) == (130, True)
    assert interviews(candidate)[0]["state"] == "running"
    told = "Mock 1 (Tiny) was interrupted after 2 questions. `quizcv mock --resume`"
    assert told in candidate.sit(*begin[:3]).err
    assert "Interrupted after 2 questions" in candidate.sit("mock", "--resume").out
    assert [(each["state"], each["asked"]) for each in interviews(candidate)] == [
        ("finished", 4),
        ("finished", 4),
    ]
    assert candidate.interrupted(*begin, typed="/s\n")[0] == 130
    assert candidate("mock", "--close", input="").code == 0
    last = interviews(candidate)[-1]
    assert (last["state"], last["end"], last["asked"]) == ("closed", "closed", 1)


@pytest.mark.parametrize("option", ["--resume", "--close"])
def test_there_is_nothing_to_go_on_with_or_to_close(candidate, option: str) -> None:
    done = candidate("mock", option, "--bank", candidate.banks)
    assert (done.code, "no interview was interrupted" in done.err) == (2, True)


@pytest.mark.parametrize(("ending", "mark"), [("md", "# Tiny"), ("html", "<h1>Tiny")])
def test_reports_are_written(candidate, ending: str, mark: str) -> None:
    file, again = (candidate.banks.parent / f"{name}.{ending}" for name in ("report", "again"))
    sat(candidate, "--report", file)
    assert mark in file.read_text()
    assert "answer = len(" in file.read_text()
    assert candidate("mock", "show", 1, "--report", again).code == 0
    assert again.read_text() == file.read_text()


def test_the_list_and_a_report_in_words_and_in_json(candidate) -> None:
    questions = sat(candidate)
    listed, report = candidate("mock", "list").out, candidate("mock", "show", 1).out
    assert "{" not in listed
    assert "tiny" in listed
    assert all(f"{each['params']['a']} + " in report for each in questions)
    [one] = interviews(candidate)
    assert (one["id"], one["preset"], one["planned"]) == (1, "tiny", 4)
    assert shown(candidate)["schema"] == 1


def test_cards_of_the_banks(candidate) -> None:
    done = candidate("mock", "theory")
    assert (done.code, "there is nothing to ask" in done.err) == (2, True)


@pytest.mark.parametrize("weak", ["convolution", "transfer"])
def test_an_interview_on_one_area_probes_the_weakest(learner, card, weak: str) -> None:
    """Three right answers in one area, three wrong ones in another; the others are untried."""
    strong = next(area for area in AREAS if area != weak)
    for area, topic in AREAS.items():
        cards = (card("fixed", f"{area}-{n}", topic, n=n) for n in (2, 3, 4))
        learner.bank(area, *cards)
    learner.sit("quiz", weak, input="-1\n" * 3)
    for n in (2, 3, 4):
        learner.sit("quiz", strong, "--seed", n, input="3\n" * 3)
    assert f"On {weak}\n" in learner.sit("mock", "deep", input="").out


def test_one_that_was_gone_on_with_is_replayed_as_it_was(candidate) -> None:
    """The cards that it asked before the interruption are none to pass over."""
    preset = candidate.banks.parent / "tiny.yaml"
    begin = ("mock", "--preset", preset, "--bank", candidate.banks)
    assert candidate.interrupted(*begin, typed="/s\n/s\n")[0] == 130
    candidate.sit("mock", "--resume")
    once = shown(candidate)
    assert "--without" not in once["replay"]
    candidate(*once["replay"].split()[1:], input="/s\n" * 9)
    assert numbers(shown(candidate)["questions"]) == numbers(once["questions"])


def test_a_seed_decides_the_one_area_whatever_the_log_says(learner, card) -> None:
    for area, topic in AREAS.items():
        learner.bank(area, *(card("fixed", f"{area}-{n}", topic, n=n) for n in (2, 3, 4)))

    def area_of(*options: object) -> str:
        briefing = learner.sit("mock", "deep", *options, input="").out
        return next(area for area in AREAS if f"On {area}\n" in briefing)

    first = area_of("--seed", 3)
    weak = next(area for area in AREAS if area != first)
    learner.sit("quiz", weak, input="-1\n" * 3)
    assert (area_of(), area_of("--seed", 3)) == (weak, first)
