from __future__ import annotations

import os

import pytest

from quizcv.bank.loader import load_bank, load_library
from quizcv.cards.syllabus import Syllabus, Topic
from quizcv.errors import BankUnreadable, UnknownName


def codes(bank):
    return [problem.code for problem in bank.problems]


def pointed_at(problem, text):
    return text.splitlines()[problem.line - 1][problem.column - 1 :]


def test_a_sound_bank_has_no_problem(load, sound):
    bank = load(sound)
    assert codes(bank) == []
    assert [entry.card.id for entry in bank.entries] == ["conv-output", "which-wins", "say-why"]
    assert (bank.id, bank.title, bank.area) == (
        "arithmetic",
        "Convolution arithmetic",
        "convolution",
    )
    assert bank.sources == {"guide": "A guide to convolution arithmetic"}
    assert bank.digest.startswith("sha256:")
    assert bank.file == "bank.yaml"


@pytest.mark.parametrize(
    ("path", "start", "text"),
    [
        ("", "id: conv-output", ""),
        ("id", "conv-output", ""),
        ("topics.0", "conv-output-size]", ""),
        ("question", "A {{n}}-wide", ""),
        ("params", "params: {", ""),
        ("params.n", "227, k", "227"),
        ("vary.n.1", "227]", "227"),
        ("vary.k.to", "11, step", "11"),
        ("let.span", "n - k}", ""),
        ("answer", "answer:", ""),
        ("answer.kind", "integer", ""),
        ("answer.value", "55", "55"),
        ("answer.formula", "span // s + 1", ""),
        ("check", "# every place", ""),
        ("claims.last", "216}", "216"),
        ("mistakes.0", "name: counts", ""),
        ("mistakes.0.formula", "span // s", ""),
        ("hints.0", "How many places are", ""),
    ],
)
def test_places_point_at_what_was_written(load, sound, path, start, text):
    place = load(sound).entries[0].places[path]
    assert pointed_at(place, sound).startswith(start)
    assert place.text == text


def test_a_snippet_line_is_a_line_of_the_file(load, sound):
    entry = load(sound).entries[0]
    line = entry.card.check.splitlines().index("answer = len(places)") + 1
    assert (
        sound.splitlines()[entry.place("check").line + line - 2].strip() == "answer = len(places)"
    )


def test_blank_lines_and_comments_before_a_snippet_count(load, sound):
    text = sound.replace("    check: |\n      # every", "    check: |  # a note\n\n\n      # every")
    entry = load(text).entries[0]
    assert (
        entry.place("check").line + 2
        == text.splitlines().index("      # every place the left edge can take") + 1
    )
    assert entry.card.check.startswith("\n\n# every")


def test_one_broken_card_leaves_the_others(load, sound):
    bank = load(sound.replace("level: core", "level: easy"))
    assert [entry.card.id for entry in bank.entries] == ["conv-output", "say-why"]
    assert bank.unsound == ("which-wins",)
    assert [(p.code, p.card) for p in bank.problems] == [("unknown-word", "which-wins")]


def test_all_problems_of_a_file_come_at_once(bank):
    """
    bank: Two Words
    title: x
    cards:
      - id: a
        topics: []
        levl: core
        question: ""
        params: {n: 017, m: 1:30}
        answer: {kind: integr, value: 5}
        check: answer = 5
        explanation: x
      - just text
    """
    assert [(p.code, p.line) for p in bank.problems] == [
        ("missing-key", 1),
        ("bad-name", 1),
        ("missing-key", 4),
        ("empty-value", 5),
        ("unknown-key", 6),
        ("empty-value", 7),
        ("ambiguous-value", 8),
        ("ambiguous-value", 8),
        ("unknown-word", 9),
        ("wrong-type", 12),
    ]
    assert str(bank.problems[4]) == (
        "bank.yaml:6:5: unknown-key: 'levl' is not a key here; did you mean 'level'?"
    )


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "not-a-bank", 1),
        (b"- a\n- b\n", "not-a-bank", 1),
        (b"bank: x\n\tcards: []\n", "yaml-syntax", 2),
        (b"bank: x\ncards: [\n", "yaml-syntax", 3),
        (b"bank: x\n---\nbank: y\n", "yaml-syntax", 2),
        (b"bank: x\ntitle: caf\xe9\n", "unreadable", 2),
        (b"bank: " + b"[" * 100_000, "too-deep", 1),
    ],
    ids=["empty", "list", "tab", "unclosed", "two-documents", "latin-1", "deep"],
)
def test_a_file_without_a_reading_is_one_problem(load, data, code, line):
    bank = load(data)
    assert bank.entries == ()
    assert [(p.code, p.line) for p in bank.problems] == [(code, line)]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("question: Which is", "question: Which: is", 42),
        ("question: Which is", 'question: "Which is', 50),
        ("question: Which is", "question: Which is\n  wider", 44),
        ("      value: many", "\t  value: many", 48),
        ("question: Which is larger?", "question: [Which", 43),
        ("level: core", "level: {core", 42),
        ("- id: which-wins", "- id: which-wins\n   topics: []", 40),
        ("explanation: Three", "explanation: *", 55),
        ("    mistakes:\n      - value: few", "    mistakes: x\n      - value: few", 53),
    ],
    ids=["colon", "quote", "indent", "tab", "bracket", "brace", "dedent", "alias", "list"],
)
def test_a_slip_in_the_yaml_of_one_card_leaves_the_others(load, sound, old, new, line):
    bank = load(sound.replace(old, new))
    assert [entry.card.id for entry in bank.entries] == ["conv-output", "say-why"]
    assert [(p.code, p.line, p.card) for p in bank.problems] == [
        ("yaml-syntax", line, "which-wins")
    ]
    assert bank.unsound == ("which-wins",)


def test_slips_in_two_cards_are_two_problems(load, sound):
    bank = load(sound.replace("question: W", "question: [W"))
    assert [p.card for p in bank.problems] == ["which-wins", "say-why"]
    assert [entry.card.id for entry in bank.entries] == ["conv-output"]


def test_keys_after_the_cards_survive_a_slip(load, sound):
    head, cards = sound.split("cards:\n")
    text = "cards:\n" + cards.replace("question: W", "question: [W") + head
    bank = load(text)
    assert (bank.id, len(bank.entries), len(bank.problems)) == ("arithmetic", 1, 2)


def test_a_comma_in_braces_is_explained_once(load, sound):
    bank = load(sound.replace("{span: n - k}", "{span: max(0, min(n - k, n))}"))
    assert codes(bank) == ["bad-key", "bad-key"]
    assert "in quotes" in bank.problems[0].message


def test_a_missing_file_and_a_folder_are_problems(tmp_path):
    assert codes(load_bank(tmp_path / "none.yaml")) == ["unreadable"]
    assert codes(load_bank(tmp_path)) == ["unreadable"]


def test_a_fifo_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    assert codes(load_bank(tmp_path / "pipe.yaml")) == ["unreadable"]


def test_an_enormous_file_is_refused_unread(tmp_path):
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(2**40)
    assert codes(load_bank(tmp_path / "huge.yaml")) == ["too-large"]


def test_aliases_cost_only_the_card_they_stand_in(load, sound):
    text = sound.replace("title: Conv", "title: &t Conv").replace("[skips places]", "[*t]")
    bank = load(text)
    assert [(p.code, p.card) for p in bank.problems] == [("yaml-alias", "say-why")]
    assert len(bank.entries) == 2


def test_a_billion_laughs_are_refused(bank):
    """
    bank: x
    a: &a [x, x, x, x, x, x, x, x, x]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
    c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
    cards: [*c]
    """
    assert bank.entries == ()
    assert "yaml-alias" in codes(bank)


@pytest.mark.parametrize(
    "written", [r'"\e[31mred"', r'"\x07"', r'"\u202Eabc"', '"a\u009bb"', "a\x7fb"]
)
def test_control_characters_are_reported_and_shown_by_number(load, sound, written):
    bank = load(sound.replace("Three is more than two.", written))
    assert codes(bank) == ["control-character"]
    assert "U+" in bank.problems[0].message
    assert "\x1b" not in str(bank.problems[0])
    for entry in bank.entries:
        assert not set("\x1b\x07\x7f\u009b\u202e") & set(entry.card.explanation)


def test_windows_line_ends_and_byte_order_mark_are_fine(load, sound):
    bank = load(b"\xef\xbb\xbf" + sound.replace("\n", "\r\n").encode())
    assert codes(bank) == []
    assert "\r" not in bank.entries[0].card.check


def test_an_id_is_one_card(load, sound):
    text = sound.replace("id: say-why", "id: conv-output")
    bank = load(text)
    assert codes(bank) == ["duplicate-id"]
    assert pointed_at(bank.problems[0], text).startswith("conv-output")
    assert "line 7" in bank.problems[0].message
    assert len(bank.entries) == 2


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def renamed(text, bank):
    for word in ("conv-output\n", "which-wins", "say-why"):
        text = text.replace(word, f"{bank}-{word}")
    return text.replace("bank: arithmetic", f"bank: {bank}")


def test_a_library_searches_folders_in_order_and_once(tmp_path, sound, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "content/b/two.yml", renamed(sound, "two"))
    write(tmp_path, "content/a/one.yaml", renamed(sound, "one"))
    write(tmp_path, "content/syllabus.yaml", "topics: []")
    write(tmp_path, "content/.hidden/three.yaml", "nonsense")
    write(tmp_path, "content/notes.txt", "nonsense")
    library = load_library([tmp_path / "content", tmp_path / "content/a/one.yaml"])
    assert [bank.file for bank in library.banks] == ["content/a/one.yaml", "content/b/two.yml"]
    assert library.problems == ()
    assert len(library) == 6


def test_a_bank_elsewhere_is_named_in_full(tmp_path, sound, monkeypatch):
    monkeypatch.chdir(tmp_path.parent.parent)
    path = write(tmp_path, "one.yaml", sound)
    monkeypatch.chdir(write(tmp_path, "below/x.txt", "").parent)
    assert load_bank(path).file == str(path)


def test_what_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(BankUnreadable, match=r"no bank at .*nowhere"):
        load_library([tmp_path / "nowhere"])
    with pytest.raises(BankUnreadable, match="no bank"):
        load_library([tmp_path])


def test_ids_and_bank_names_are_unique_across_banks(tmp_path, sound):
    first = write(tmp_path, "a.yaml", sound)
    second = write(
        tmp_path, "b.yaml", sound.replace("id: say-why", "id: new\n    aliases: [which-wins]")
    )
    library = load_library([first, second])
    assert [p.code for p in library.problems] == [
        "duplicate-id",
        "duplicate-bank",
        *["duplicate-id"] * 2,
    ]
    assert f"{first}:39" in str(library.problems[3])
    assert [len(bank.entries) for bank in library.banks] == [3, 0]
    assert library.banks[1].unsound == ("new", "conv-output", "which-wins")


def test_followups_are_only_checked_when_everything_is_loaded(tmp_path, sound):
    path = write(tmp_path, "a.yaml", sound.replace("[which-wins]", "[which-wins, gone, say-why]"))
    assert load_library([path]).problems == ()
    library = load_library([path], complete=True)
    assert [(p.code, p.line) for p in library.problems] == [("unknown-followup", 38)]
    assert "gone" in library.problems[0].message


def test_a_followup_may_be_a_broken_card_or_a_former_name(tmp_path, sound):
    text = sound.replace("level: core", "level: easy").replace(
        "id: say-why", "id: say-why\n    aliases: [old-name]"
    )
    path = write(tmp_path, "a.yaml", text.replace("[which-wins]", "[which-wins, old-name]"))
    assert [p.code for p in load_library([path], complete=True).problems] == ["unknown-word"]


def test_topics_and_areas_come_from_the_syllabus(tmp_path, sound):
    syllabus = Syllabus([Topic(topic="stride", area="pooling", title="Stride")])
    library = load_library([write(tmp_path, "a.yaml", sound)], syllabus)
    assert [p.code for p in library.problems] == ["unknown-topic", "unknown-area"]


def test_an_unknown_topic_gets_a_suggestion(load, sound):
    bank = load(sound.replace("[stride]", "[strid]", 1), topics={"stride", "conv-output-size"})
    assert [p.code for p in bank.problems] == ["unknown-topic"]
    assert "did you mean 'stride'" in bank.problems[0].message


def test_the_library_finds_cards_by_present_and_former_id(tmp_path, sound):
    text = sound.replace("id: say-why", "id: say-why\n    aliases: [old-name]")
    library = load_library([write(tmp_path, "a.yaml", text)])
    assert library.entry("old-name").card.id == "say-why"
    with pytest.raises(UnknownName, match="did you mean 'say-why'"):
        library.entry("say-wy")


def test_an_unprintable_file_name_is_shown_escaped(tmp_path, sound):
    bank = load_bank(write(tmp_path, "a\x1b[31m.yaml", sound))
    assert bank.file.endswith("a\\x1b[31m.yaml")
