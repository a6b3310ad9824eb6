"""Sweeping takes everything away but what is in use, and never follows a link out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizcv.runner.scratch import Scratch


@pytest.fixture
def scratch(tmp_path):
    (tmp_path / "root").mkdir()
    return Scratch(f"{tmp_path}/root", [f"{tmp_path}/root/mounts/python"])


def made(scratch):
    folder = Path(scratch.new())
    folder.mkdir()
    return folder


def test_keeps_what_is_in_use_and_what_is_mounted(scratch, tmp_path):
    python = tmp_path / "root" / "mounts" / "python"
    python.mkdir(parents=True)
    (python / "lib").touch()
    (python.parent / "planted").touch()
    (tmp_path / "root" / "planted").mkdir()
    gone, stays = made(scratch), made(scratch)
    (gone / "file").touch()
    (stays / "file").touch()
    scratch.sweep({str(stays)})
    assert sorted(p.name for p in (tmp_path / "root").rglob("*")) == [
        "2",
        "file",
        "jobs",
        "lib",
        "mounts",
        "python",
    ]


def test_does_not_follow_links(scratch, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").touch()
    folder = made(scratch)
    (folder / "link").symlink_to(outside)
    (folder / "deep").mkdir()
    (folder / "deep" / "link").symlink_to(outside)
    scratch.sweep(())
    assert not folder.exists()
    assert (outside / "file").exists()


def test_puts_back_the_folder_of_jobs(scratch, tmp_path):
    jobs = made(scratch).parent
    jobs.rename(tmp_path / "moved")
    jobs.symlink_to(tmp_path)
    scratch.sweep(())
    assert jobs.is_dir()
    assert not jobs.is_symlink()
    jobs.chmod(0)
    assert made(scratch).parent == jobs
    assert jobs.stat().st_mode & 0o777 == 0o700


def test_removes_everything_at_the_end(scratch, tmp_path):
    folder = made(scratch)
    os.mkfifo(folder / "pipe")
    (folder / "broken").symlink_to("nowhere")
    scratch.remove()
    assert not (tmp_path / "root").exists()
