"""The walls of bubblewrap, and how their absence is told."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import quizcv
from quizcv.errors import WorkerLost
from quizcv.runner.host import filesystem, isolation, launch
from quizcv.runner.host.isolation import Isolation, probe
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Case, Job
from quizcv.runner.inside.walls import CHILD, NAMESPACES, PRIVATE_TMP, SHOWN

ROOT = Path(quizcv.__file__).parents[1]
NAMES = [wall.name for wall in NAMESPACES]
CHILD_NAMES = [wall.name for wall in CHILD]


@pytest.fixture
def bubblewrap(isolation_of):
    return isolation_of("bubblewrap")


@pytest.fixture
def fresh_probe():
    probe.cache_clear()
    yield
    probe.cache_clear()


def fake_bubblewrap(tmp_path, monkeypatch, script):
    """Put a program in its place and return what the probe makes of it."""
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(isolation.shutil, "which", lambda name: str(fake))
    return probe()


def test_the_probe_tells_of_every_wall():
    names = [guard.name for guard in probe().guards]
    assert names[-len(CHILD) :] == CHILD_NAMES
    if probe().level == "bubblewrap":
        assert names == [*NAMES, *CHILD_NAMES]
        assert all(guard.detail == "" for guard in probe().guards if guard.holds)


def test_every_wall_that_this_system_offers_stands():
    standing = {guard.name for guard in probe().guards if guard.holds}
    assert [wall.name for wall in CHILD if wall.offered() and wall.name not in standing] == []


def test_the_docs_tell_of_every_wall():
    told = (Path(__file__).parents[2] / "docs" / "isolation.md").read_text()
    assert [name for name in [*NAMES, *CHILD_NAMES] if f"| {name} |" not in told] == []


def test_where_bubblewrap_works_at_all_it_is_used():
    """Else the tests of its walls would be skipped, on the machine that could run them."""
    plain = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    if shutil.which("bwrap") is None or subprocess.run(plain, capture_output=True).returncode:
        pytest.skip("not run: no bubblewrap here")
    assert probe().level == "bubblewrap", probe().reason


def test_without_bubblewrap_it_says_so_with_a_remedy(monkeypatch, fresh_probe):
    monkeypatch.setattr(isolation.shutil, "which", lambda name: None)
    report = probe()
    assert report.level == "process"
    assert report.isolation == Isolation("process")
    assert "bubblewrap" in report.remedy


def test_a_bubblewrap_that_is_blocked_is_no_isolation(tmp_path, monkeypatch, fresh_probe):
    """As under Ubuntu's AppArmor rule: the program is there and fails."""
    script = "echo 'setting up uid map: Permission denied' >&2\nexit 1"
    report = fake_bubblewrap(tmp_path, monkeypatch, script)
    assert report.level == "process"
    assert "uid map: Permission denied" in report.reason


def test_a_bubblewrap_that_isolates_nothing_is_found_out(tmp_path, monkeypatch, fresh_probe):
    """A program of that name that only runs the command, as a wrapper might."""
    script = 'while [ "$1" != -- ]; do shift; done\nshift\nexec "$@"'
    report = fake_bubblewrap(tmp_path, monkeypatch, script)
    assert report.level == "process"
    standing = {guard.name for guard in report.guards if guard.holds}
    assert standing.isdisjoint(set(NAMES) - {"clean environment", "own session"})


@pytest.mark.parametrize(
    "said",
    ["{}", "[]", "null", "", json.dumps(dict.fromkeys(NAMES, "")), json.dumps({"no network": ""})],
    ids=lambda said: said[:30],
)
def test_a_bubblewrap_that_does_not_answer_for_every_wall_is_not_believed(
    said, tmp_path, monkeypatch, fresh_probe
):
    report = fake_bubblewrap(tmp_path, monkeypatch, f"echo '{said}'")
    assert report.level == "process"
    assert "did not answer for every wall" in report.reason
    assert [guard.name for guard in report.guards] == ["bubblewrap", *CHILD_NAMES]


def test_a_server_sweeps_no_folder_that_is_not_private(tmp_path, monkeypatch):
    """As when a program called bwrap isolates nothing and is believed all the same."""
    (tmp_path / "kept").touch()
    fake = tmp_path / "bwrap"
    fake.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setattr(launch, "PRIVATE_TMP", str(tmp_path))
    job = Job("a", {}, (Case(),), "answer = 1", ("answer",))
    with (
        Pool(isolation=Isolation("bubblewrap", str(fake))) as pool,
        pytest.raises(WorkerLost, match="is not private"),
    ):
        pool.run_one(job)
    assert (tmp_path / "kept").exists()


def replaced(monkeypatch, name, **changes):
    """Put another wall in the place of one of bubblewrap's."""
    changed = [w._replace(**changes) if w.name == name else w for w in NAMESPACES]
    monkeypatch.setattr(isolation, "NAMESPACES", tuple(changed))


def down():
    return {guard.name for guard in probe().guards if not guard.holds}


@pytest.mark.parametrize(
    ("wall", "removed"),
    [
        ("no network", "--unshare-net"),
        ("no other processes", "--unshare-pid"),
        ("own session", "--new-session"),
        ("dies with its parent", "--die-with-parent"),
        ("clean environment", "--clearenv"),
        ("no privileges", "--unshare-ipc"),
        ("no privileges", "--unshare-user --uid --gid 65534"),
        ("no privileges", "--cap-drop ALL"),
    ],
)
def test_each_missing_wall_is_reported_by_name(wall, removed, bubblewrap, monkeypatch, fresh_probe):
    found = next(each for each in NAMESPACES if each.name == wall)
    rest = tuple(word for word in found.arguments if word not in removed.split())
    replaced(monkeypatch, wall, arguments=rest)
    if wall == "clean environment":
        monkeypatch.setattr(isolation, "_ENVIRONMENT", {**os.environ, "PLANTED": "1"})
    assert wall in down()
    assert probe().level == "process"


HOME = str(Path.home())


@pytest.mark.parametrize(
    ("wall", "changed", "arguments"),
    [
        ("no home directory", "read-only files", ("--dev", "/dev", SHOWN, "--bind", HOME, HOME)),
        ("read-only files", "read-only files", (SHOWN, "--bind", "/usr/lib", "/usr/lib")),
        ("private /tmp", "private /tmp", ("--tmpfs", PRIVATE_TMP)),
    ],
)
def test_each_opened_wall_is_reported_by_name(
    wall, changed, arguments, bubblewrap, monkeypatch, fresh_probe
):
    replaced(monkeypatch, changed, arguments=arguments)
    assert wall in down()
    assert probe().level == "process"


@pytest.mark.parametrize("wall", CHILD, ids=lambda wall: wall.name)
def test_a_child_without_a_wall_is_found_out(wall, monkeypatch):
    """The self-test is run with a wall that a child does not put up."""
    if wall.name == "no capabilities" and os.geteuid() != 0:
        pytest.skip("not run: this user has none to give up")
    script = (
        "import sys, json\n"
        "from quizcv.runner.inside import selftest, walls\n"
        "changed = [w._replace(enter=lambda _: None) if w.name == sys.argv[1] else w "
        "for w in walls.CHILD]\n"
        "walls.CHILD = selftest.CHILD = tuple(changed)\n"
        "print(json.dumps(selftest.child()))"
    )
    command = [sys.executable, "-c", script, wall.name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    if wall.name == "no descriptors but its own":
        assert set(found.values()) == {"the child died"}  # it has no way to answer
    else:
        assert found[wall.name]


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
        "    started = pool._queues['numpy'].connection._started\n"
        "    print(started.process.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
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
