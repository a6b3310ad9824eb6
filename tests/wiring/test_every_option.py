"""Every option of every command has a test that fails when the option is accepted and ignored.

A new option goes into the table with the test that holds it. Try the test: cut what the option
does, see the test fail, put it back.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from quizcv.cli.main import app

HERE = Path(__file__).parent
SELECTED = "test_selection.py::test_narrowed"
BANKS = "test_selection.py::test_cards_of_an_added_bank"
LINES = "test_terminal.py::test_lines_or_screens"
NUMBERS = "test_card.py::test_a_number_and_a_seed"

BY_COMMAND: dict[str, dict[str, str]] = {
    "": {
        "--version": "test_root.py::test_the_version",
        "--install-completion": "test_root.py::test_completion_is_installed",
        "--show-completion": "test_root.py::test_completion_is_shown",
    },
    "study": {
        "--area": SELECTED,
        "--level": SELECTED,
        "--kind": SELECTED,
        "--new": "test_study.py::test_so_many_new_cards",
        "--reviews": "test_study.py::test_so_many_reviews_at_most",
        "--due": "test_study.py::test_only_what_is_due",
        "--flagged": "test_study.py::test_only_what_is_flagged",
        "--retention": "test_study.py::test_retention_holds_from_now_on",
        "--optimize": "test_study.py::test_the_schedule_follows_the_log",
        "--seed": "test_study.py::test_a_seed_repeats_the_numbers",
        "--bank": SELECTED,
        "--plain": LINES,
    },
    "quiz": {
        "--count": "test_quiz.py::test_so_many_questions",
        "--area": SELECTED,
        "--level": SELECTED,
        "--kind": SELECTED,
        "--seed": "test_quiz.py::test_a_seed_repeats_the_quiz",
        "--redo": "test_quiz.py::test_redo_asks_the_misses_alone_with_new_numbers",
        "--confidence": "test_quiz.py::test_confidence_is_asked_for_and_kept",
        "--bank": SELECTED,
        "--plain": LINES,
    },
    "mock start": {
        "--minutes": "test_mock.py::test_minutes_draw_it_out",
        "--area": "test_mock.py::test_one_area_or_topic",
        "--topic": "test_mock.py::test_one_area_or_topic",
        "--seed": "test_mock.py::test_a_seed_asks_the_same",
        "--ramp": "test_mock.py::test_a_ramp_fixes_the_levels",
        "--without": "test_mock.py::test_cards_to_pass_over",
        "--preset": "test_mock.py::test_the_preset_of_a_file_or_by_name",
        "--resume": "test_mock.py::test_an_interrupted_one_goes_on_or_is_closed",
        "--close": "test_mock.py::test_an_interrupted_one_goes_on_or_is_closed",
        "--report": "test_mock.py::test_reports_are_written",
        "--bank": "test_mock.py::test_a_seed_asks_the_same",
        "--plain": LINES,
    },
    "mock list": {"--json": "test_mock.py::test_the_list_and_a_report_in_words_and_in_json"},
    "mock show": {
        "--replay-command": "test_mock.py::test_the_replay_command_asks_the_same",
        "--report": "test_mock.py::test_reports_are_written",
        "--json": "test_mock.py::test_the_list_and_a_report_in_words_and_in_json",
        "--plain": LINES,
    },
    "verify": {
        "--bank": BANKS,
        "--variants": "test_verify.py::"
        "test_fewer_variants_than_asked_for_only_where_there_are_no_more",
        "--timeout": "test_verify.py::test_a_run_takes_no_longer_than_allowed",
        "--jobs": "test_verify.py::test_so_many_checks_at_once",
        "--cache": "test_verify.py::test_the_cache_is_used_unless_it_is_not_wanted",
        "--strict": "test_verify.py::test_a_skipped_card_fails_a_strict_run",
        "--warnings": "test_verify.py::test_warnings_are_counted_or_listed",
        "--lock": "../cli/test_locks.py::test_it_is_written_and_holds",
        "--locked": "../cli/test_locks.py::test_a_missing_lock_fails_only_where_one_is_asked_for",
        "--shard": "test_verify.py::test_shards_are_disjoint_and_everything",
        "--junit": "test_verify.py::test_junit_names_cards_and_failures",
        "--json": BANKS,
    },
    "run": {"--param": NUMBERS, "--seed": NUMBERS, "--bank": BANKS, "--json": BANKS},
    "show": {"--bank": BANKS, "--json": BANKS},
    "list": {
        "--topic": "test_selection.py::test_list_by_topic",
        "--area": SELECTED,
        "--level": SELECTED,
        "--kind": SELECTED,
        "--bank": BANKS,
        "--json": BANKS,
    },
    "search": {"--bank": BANKS, "--json": BANKS},
    "syllabus": {
        "--area": "test_selection.py::test_syllabus_of_an_area_with_the_cards_of_added_banks",
        "--missing": "test_selection.py::test_syllabus_without_what_is_covered",
        "--bank": "test_selection.py::test_syllabus_of_an_area_with_the_cards_of_added_banks",
        "--json": "test_selection.py::test_syllabus_of_an_area_with_the_cards_of_added_banks",
    },
    "grade": {"--param": NUMBERS, "--seed": NUMBERS, "--bank": BANKS, "--json": BANKS},
    "stats": {
        "--bank": "test_progress.py::test_stats_of_an_added_bank_in_json_and_in_words",
        "--json": "test_progress.py::test_stats_of_an_added_bank_in_json_and_in_words",
    },
    "plan": {
        "--date": "test_plan.py::test_the_day_is_kept_until_it_is_changed",
        "--minutes": "test_plan.py::test_the_minutes_are_kept",
        "--forget": "test_plan.py::test_forget",
        "--bank": "test_plan.py::test_the_cards_of_the_banks",
        "--json": "test_plan.py::test_in_words_and_in_json",
    },
    "progress backup": {"--json": "test_progress.py::test_backup_and_restore_in_text_and_in_json"},
    "progress restore": {"--json": "test_progress.py::test_backup_and_restore_in_text_and_in_json"},
    "progress export": {
        "--format": "test_progress.py::test_export_as_csv_or_json_to_a_file_or_not"
    },
    "progress rebuild": {"--json": "test_progress.py::test_rebuild_in_text_and_in_json"},
    "trace": {
        "--param": "../cli/test_trace.py::test_options_reach_the_builder",
        "--all": "../cli/test_trace.py::test_table_hides_what_keeps_the_shape",
        "--json": "../cli/test_trace.py::test_list_of_networks",
    },
    "bank check": {"--json": "test_bank.py::test_check_in_words_and_in_json"},
    "bank new": {"--area": "test_bank.py::test_a_new_bank_is_of_the_area"},
    "bank list": {"--bank": BANKS, "--json": BANKS},
    "doctor": {"--json": "../cli/test_browse.py::test_doctor_reports_the_machine"},
}
HELD = {
    (command, option): test for command, held in BY_COMMAND.items() for option, test in held.items()
}


def options_below(command: Any, *path: str) -> Iterator[tuple[str, str]]:
    """Yield every option of a command and of those below it, by its longest name."""
    for parameter in command.params:
        if parameter.param_type_name == "option":
            yield " ".join(path), max(parameter.opts, key=len)
    for name in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield from options_below(command.get_command(None, name), *path, name)


def test_every_option_is_held_by_a_test() -> None:
    there_are = set(options_below(get_command(app)))
    assert {*there_are} - {*HELD} == set(), "options without a test"
    assert {*HELD} - there_are == set(), "options that are no more"


@pytest.mark.parametrize("test", sorted({*HELD.values()}))
def test_the_tests_are_there(test: str) -> None:
    file, name = test.split("::")
    module = ast.parse((HERE / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
