"""Every snippet in tests/data/hostile costs its own card and nothing else.

The first lines of a snippet say what must come of it: `# expect: CODE | text`, for one level
`# expect[bubblewrap]: …`; CODE is a failure's code, or `value` followed by the answer as JSON.
Further lines: `# line: 5` of the failure, `# stdout: text`, `# seconds: 10`, `# memory: 256` (MB),
`# torch`. The level `bare` is a plain process without the system call filter and Landlock, as on a
machine that has neither; it runs only what names it.
"""

from __future__ import annotations

import json
import os
import re
import socket
import tempfile
from pathlib import Path

import pytest

from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Case, Job, Limits
from quizcv.runner.inside.walls import OWN_WRITING, SYSTEM_CALLS

HOSTILE = sorted((Path(__file__).parents[1] / "data" / "hostile").glob("*.py"))
MISSING = [wall.name for wall in (SYSTEM_CALLS, OWN_WRITING) if not wall.offered()]
LEVELS = ("process", "bubblewrap", "bare")
SECRET = "QUIZCV_TEST_SECRET"

# What a good snippet must find, whatever ran before it.
GOOD = """
import json, os, resource, sys, tempfile
import numpy as np
import math
umask = os.umask(0)
answer = [
    json.dumps({"sum": float(np.sum(np.ones(3)))}),
    math.sqrt(4),
    [p for p in sys.path if "planted" in p],
    "PLANTED" in os.environ or os.environ["OMP_NUM_THREADS"],
    umask,
    os.listdir(),
    os.listdir("..") == [os.path.basename(os.getcwd())],
    [p for p in os.listdir("../..") if "planted" in p],
    tempfile.gettempdir() == os.environ["TMPDIR"] == os.environ["HOME"] == os.getcwd(),
    len(os.listdir("/proc/self/fd")),
    len(os.listdir("/proc/self/task")),
    os.getpgid(0) == os.getpid(),
]
"""
FINE = ['{"sum": 3.0}', 2.0, [], "1", 0o077, [], True, [], True, 5, 1, True]


class Range:
    """A pool at one level, with what the hostile snippets aim at."""

    def __init__(self, level: str, pool: Pool, outside: Path, port: int) -> None:
        self.level, self.pool = level, pool
        self.params = {"home": str(outside), "port": port}
        self.outside = outside

    def good(self, header: str):
        source = f"import torch\n{GOOD}" if "# torch" in header else GOOD
        job = Job("good", {}, (Case(),), source, ("answer",))
        outcome = self.pool.run_one(job).outcomes[0]
        assert outcome.failure is None
        return outcome.values["answer"]

    def servers(self):
        connections = [queue.connection for queue in self.pool._queues]
        return [connection._started for connection in connections if connection is not None]

    def processes(self, ranges):
        """Return the descendants of this pool's servers, and what escaped from any server."""
        skip = 2 if self.level == "bubblewrap" else 0
        found, known = [], set()
        for each in ranges:
            for server in each.servers():
                tree = descendants(server.process.pid)
                known |= {server.process.pid, *tree}
                found += tree[skip:] if each is self else []
        return found + sorted(marked(tempfile.gettempdir()) - known)

    def files(self):
        folders = [server.folder for server in self.servers() if server.folder]
        return [path for each in folders for path in each.rglob("*") if path.name != "jobs"]


def descendants(pid):
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in map(int, children) for each in (child, *descendants(child))]


def marked(folder):
    """Return the processes whose environment names a folder: servers, children and escapees."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"TMPDIR={folder}/quizcv-" in path.read_text(errors="replace"):
                found.add(int(path.parent.name))
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def ranges(tmp_path_factory, isolation_of):
    os.environ[SECRET] = "secret"
    tempfile.tempdir = str(tmp_path_factory.mktemp("servers"))
    made: dict[str, Range] = {}
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def at(level):
            if level not in made:
                home = tmp_path_factory.mktemp("home")
                (home / ".ssh").mkdir()
                (home / ".ssh" / "id_ed25519").write_text("secret")
                (home / "progress.sqlite").touch(mode=0o600)
                pool = Pool(slots=1, isolation=isolation_of(level))
                made[level] = Range(level, pool, home, listener.getsockname()[1])
            return made[level]

        at.all = made.values
        yield at
        for each in made.values():
            each.pool.close()
    del os.environ[SECRET]
    tempfile.tempdir = None


def header_of(path):
    return "".join(line for line in path.read_text().splitlines(True) if line.startswith("#"))


def expectation(header, level):
    """Return what a snippet must come to at a level, or None when it is not meant for it."""
    found = re.search(rf"# expect\[{level}\]: (.*)", header)
    if found is None and level != "bare":
        found = re.search(r"# expect: (.*)", header)
    return found and found[1]


def setting(header, name, default=""):
    found = re.search(rf"# {name}: (.*)", header)
    return found[1] if found else default


CASES = [
    pytest.param(path, level, id=f"{path.stem}-{level}")
    for path in HOSTILE
    for level in LEVELS
    if expectation(header_of(path), level)
]


@pytest.mark.parametrize(("path", "level"), CASES)
def test_hostile_snippet_costs_only_its_own_card(path, level, ranges):
    header = header_of(path)
    expected = expectation(header, level)
    if "PermissionError" in expected and MISSING:
        pytest.skip(f"not run: this kernel has not {', '.join(MISSING)}")
    firing = ranges(level)
    here_before = snapshot(firing)

    limits = Limits(
        seconds=float(setting(header, "seconds", "1")),
        memory_mb=int(setting(header, "memory", "2048")),
    )
    job = Job(path.stem, firing.params, (Case(),), path.read_text(), ("answer",), limits=limits)
    result = firing.pool.run_one(job)

    check_outcome(result.outcomes[0], expected, header)
    assert firing.good(header) == FINE
    assert firing.processes(ranges.all()) == []
    assert firing.files() == []
    assert snapshot(firing) == here_before


def snapshot(firing):
    """Return what of this process and its surroundings a snippet might have changed."""
    outside = sorted(path.name for path in firing.outside.iterdir() if path.name != "written")
    temporary = sorted(path.name for path in Path(tempfile.gettempdir()).glob("*planted*"))
    pipes = 3 * len(firing.servers())
    fds = sum(1 for _ in Path("/proc/self/fd").iterdir()) - pipes
    return dict(os.environ), Path.cwd(), fds, outside, temporary


def check_outcome(outcome, expected, header):
    code, _, text = expected.partition(" | ")
    if code == "value":
        assert outcome.failure is None
        if text:
            assert outcome.values["answer"] == json.loads(text)
    else:
        assert outcome.failure is not None
        assert outcome.failure.code == code
        assert text in outcome.failure.message
        assert not outcome.values
    if line := setting(header, "line"):
        assert outcome.failure.line == int(line)
    assert setting(header, "stdout") in outcome.stdout
    assert setting(header, "stderr") in outcome.stderr
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", f"{outcome}")


def test_corpus_is_complete():
    assert len(HOSTILE) >= 45
    assert all(any(expectation(header_of(path), level) for level in LEVELS) for path in HOSTILE)
