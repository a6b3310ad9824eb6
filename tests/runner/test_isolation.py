"""The walls of bubblewrap, and how their absence is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import quizcv
from quizcv.runner.host import filesystem, isolation
from quizcv.runner.host.isolation import OWN_FOLDER, SYSTEM_CALLS, Isolation, probe
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Case, Job
from quizcv.runner.inside.selftest import WALLS


@pytest.fixture
def bubblewrap(isolation_of):
    return isolation_of("bubblewrap")


@pytest.fixture
def fresh_probe():
    probe.cache_clear()
    yield
    probe.cache_clear()


def test_the_probe_tells_of_every_wall():
    names = [guard.name for guard in probe().guards]
    assert {SYSTEM_CALLS, OWN_FOLDER} <= set(names)
    if probe().level == "bubblewrap":
        assert names[: len(WALLS)] == list(WALLS)
        assert all(guard.detail == "" for guard in probe().guards if guard.holds)


def test_without_bubblewrap_it_says_so_with_a_remedy(monkeypatch, fresh_probe):
    monkeypatch.setattr(isolation.shutil, "which", lambda name: None)
    report = probe()
    assert report.level == "process"
    assert report.isolation == Isolation("process")
    assert "bubblewrap" in report.remedy


def test_a_bubblewrap_that_is_blocked_is_no_isolation(tmp_path, monkeypatch, fresh_probe):
    """As under Ubuntu's AppArmor rule: the program is there and fails."""
    blocked = tmp_path / "bwrap"
    blocked.write_text("#!/bin/sh\necho 'setting up uid map: Permission denied' >&2\nexit 1\n")
    blocked.chmod(0o755)
    monkeypatch.setattr(isolation.shutil, "which", lambda name: str(blocked))
    report = probe()
    assert report.level == "process"
    assert "uid map: Permission denied" in report.reason


def test_a_bubblewrap_that_isolates_nothing_is_found_out(tmp_path, monkeypatch, fresh_probe):
    """A program of that name that only runs the command, as a wrapper might."""
    fake = tmp_path / "bwrap"
    fake.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setattr(isolation.shutil, "which", lambda name: str(fake))
    report = probe()
    assert report.level == "process"
    standing = {guard.name for guard in report.guards if guard.holds}
    assert standing.isdisjoint(WALLS.keys() - {"clean environment", "own session"})


REMOVED = {
    "no network": ("--unshare-net",),
    "no other processes": ("--unshare-pid",),
    "own session": ("--new-session",),
    "dies with its parent": ("--die-with-parent",),
    "clean environment": ("--clearenv",),
}


@pytest.mark.parametrize("wall", REMOVED)
def test_each_missing_wall_is_reported_by_name(wall, bubblewrap, monkeypatch, fresh_probe):
    monkeypatch.setenv("PLANTED", "1")
    walls = tuple(option for option in isolation._WALLS if option not in REMOVED[wall])
    monkeypatch.setattr(isolation, "_WALLS", walls)
    if wall == "clean environment":
        monkeypatch.setattr(isolation, "_ENVIRONMENT", dict(os.environ))
    down = {guard.name for guard in probe().guards if not guard.holds}
    assert wall in down
    assert probe().level == "process"


@pytest.mark.parametrize(
    ("wall", "arguments"),
    [
        ("no home directory", ["--bind", str(Path.home()), str(Path.home())]),
        ("read-only files", ["--bind", "/usr/lib", "/usr/lib"]),
        ("private /tmp", ["--tmpfs", isolation.INSIDE]),
    ],
)
def test_each_opened_wall_is_reported_by_name(
    wall, arguments, bubblewrap, monkeypatch, fresh_probe
):
    if wall == "private /tmp":
        private = [*isolation._PRIVATE[:4], *arguments]
        monkeypatch.setattr(isolation, "_PRIVATE", tuple(private))
    else:
        shown = filesystem.read_only_arguments()
        monkeypatch.setattr(isolation, "read_only_arguments", lambda: [*shown, *arguments])
    down = {guard.name for guard in probe().guards if not guard.holds}
    assert wall in down
    assert probe().level == "process"


def test_only_the_interpreter_and_its_libraries_are_in_view():
    shown = [Path(path) for path in filesystem.readable_paths()]
    home = Path.home()
    for path in shown:
        assert not home.is_relative_to(path)
        assert path not in (Path("/usr"), Path("/etc"), Path("/tmp"), Path("/"))
    package = Path(quizcv.__file__).parent
    assert any(package.is_relative_to(path) for path in shown)


def test_the_server_dies_with_a_host_that_is_killed(bubblewrap, tmp_path):
    script = (
        "import sys, time\n"
        "from quizcv.runner.host.isolation import probe\n"
        "from quizcv.runner.host.pool import Pool\n"
        "from quizcv.runner.host.protocol import Case, Job\n"
        "with Pool(isolation=probe().isolation) as pool:\n"
        "    pool.run_one(Job('a', {}, (Case(),), 'answer = 1'))\n"
        "    started = pool._lanes['numpy'].link._started\n"
        "    print(started.process.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    root = Path(quizcv.__file__).parents[1]
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, env=env, stdout=subprocess.PIPE, text=True
    ) as host:
        pid = int(host.stdout.readline())
        inner = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        host.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{each}").exists() for each in (pid, *inner)):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_snippet_sees_an_almost_empty_machine(bubblewrap):
    snippet = (
        "import os, socket\n"
        "answer = [sorted(os.listdir('/')), os.getuid(), socket.gethostname(),\n"
        "          sorted(os.listdir('/etc')), sum(map(str.isdigit, os.listdir('/proc')))]"
    )
    with Pool(isolation=bubblewrap) as pool:
        outcome = pool.run_one(Job("a", {}, (Case(),), snippet, ("answer",))).outcomes[0]
    root, uid, host, etc, processes = outcome.values["answer"]
    assert {"home", "var", "boot", "media", "opt", "srv"}.isdisjoint(root)
    assert uid == 65534
    assert host == "quizcv"
    assert set(etc) <= {"alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d"}
    assert processes <= 3


def test_the_self_test_prints_json_for_the_host():
    outside = {"canary": "/nowhere"}
    source = Path(quizcv.__file__).with_name("runner") / "inside" / "selftest.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", source, json.dumps(outside)], capture_output=True, check=True
    )
    assert json.loads(done.stdout).keys() == WALLS.keys()
