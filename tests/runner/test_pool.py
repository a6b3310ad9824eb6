"""Many jobs, two servers, and servers that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from terminal import heed_ctrl_c

import quizcv
from quizcv.errors import WorkerLost
from quizcv.runner.host import launch
from quizcv.runner.host import pool as pool_module
from quizcv.runner.host.isolation import Isolation
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Case, Failure, Job, Limits

BARE = Isolation("process", hardened=False)


def job(key, snippet="answer = n", **params):
    return Job(str(key), params, (Case(),), snippet, ("answer",))


def servers(pool):
    connections = [queue.connection for queue in pool._queues]
    return [connection._started.process for connection in connections if connection is not None]


def test_every_job_comes_back_once(pool):
    results = list(pool.run(job(i, n=i) for i in range(100)))
    assert sorted(int(result.key) for result in results) == list(range(100))
    assert all(result.outcomes[0].values["answer"] == int(result.key) for result in results)


def test_jobs_are_taken_only_as_they_are_needed(pool):
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield job(len(taken), n=1)

    results = pool.run(endless())
    for _ in range(50):
        next(results)
    results.close()
    assert len(taken) < 70


def test_numpy_jobs_run_while_torch_loads():
    pytest.importorskip("torch")
    jobs = [
        job("torch", "import torch\nanswer = torch.ones(2).sum()"),
        *(job(i, n=i) for i in "abc"),
    ]
    with Pool(slots=1) as pool:
        assert [result.key for result in pool.run(jobs)] == ["a", "b", "c", "torch"]


def test_only_the_server_that_is_needed_is_started():
    with Pool(slots=1) as pool:
        assert servers(pool) == []
        pool.run_one(job("a", n=1))
        assert len(servers(pool)) == 1


def test_no_more_children_than_slots(tmp_path):
    """Each snippet counts the others that run beside it."""
    snippet = (
        "import os, time\n"
        "mine = f'{folder}/{os.getpid()}'\n"
        "open(mine, 'w').close()\n"
        "time.sleep(0.02)\n"
        "answer = len(os.listdir(folder))\n"
        "os.remove(mine)"
    )
    jobs = [job(i, snippet, folder=str(tmp_path)) for i in range(20)]
    jobs += [job(f"t{i}", f"import torch\n{snippet}", folder=str(tmp_path)) for i in range(6)]
    with Pool(slots=2, isolation=BARE) as pool:
        counts = [result.outcomes[0].values["answer"] for result in pool.run(jobs)]
    assert max(counts) == 2


def test_without_torch_its_jobs_say_so_and_nothing_is_started(monkeypatch):
    monkeypatch.setattr(pool_module.importlib.util, "find_spec", lambda name: None)
    with Pool() as pool:
        outcome = pool.run_one(job("a", "import torch\nanswer = 1", n=2)).outcomes[0]
        assert servers(pool) == []
    assert outcome.failure == Failure("no-module", "No module named 'torch'")
    assert outcome.params == {"n": 2}


def test_a_job_without_cases_is_done(pool):
    assert pool.run_one(Job("none", {}, ())).outcomes == ()


class TestAhead:
    def test_collects_what_was_submitted(self, pool):
        pool.submit(job("first", n=1))
        pool.submit(job("second", n=2))
        assert pool.run_one(job("between", n=3)).outcomes[0].values == {"answer": 3}
        assert pool.collect("second").outcomes[0].values == {"answer": 2}
        assert pool.collect("first").outcomes[0].values == {"answer": 1}
        with pytest.raises(KeyError):
            pool.collect("first")

    def test_runs_while_nobody_waits(self, tmp_path):
        snippet = "open(path, 'w').close()\nanswer = 1"
        with Pool(isolation=BARE) as pool:
            pool.submit(job("ahead", snippet, path=str(tmp_path / "done")))
            wait_for((tmp_path / "done").exists)
            assert pool.collect("ahead").outcomes[0].values == {"answer": 1}


class TestLostServer:
    def test_the_job_that_kills_it_twice_is_lost_and_the_others_are_not(self):
        kill = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nanswer = 1"
        jobs = [job(i, kill if i == 3 else "answer = n", n=i) for i in range(10)]
        with Pool(slots=2, isolation=BARE) as pool:
            results = {int(result.key): result.outcomes[0] for result in pool.run(jobs)}
        lost = results.pop(3)
        assert lost.failure is not None
        assert lost.failure.code == "worker-lost"
        assert lost.params == {"n": 3}
        assert {i: outcome.values["answer"] for i, outcome in results.items()} == {
            i: i for i in range(10) if i != 3
        }

    def test_a_job_that_only_happened_to_be_there_is_run_again(self, tmp_path):
        once = (
            "import os, signal\n"
            "if not os.path.exists(path):\n"
            "    open(path, 'w').close()\n"
            "    os.kill(os.getppid(), signal.SIGKILL)\n"
            "answer = 1"
        )
        with Pool(isolation=BARE) as pool:
            outcome = pool.run_one(job("once", once, path=str(tmp_path / "x"))).outcomes[0]
        assert outcome.values == {"answer": 1}

    def test_forged_frames_to_the_host_count_as_a_loss(self):
        forge = (
            "import os\n"
            "for fd in range(64):\n"
            "    try:\n"
            "        with open(f'/proc/{os.getppid()}/fd/{fd}', 'wb', buffering=0) as pipe:\n"
            "            pipe.write(b'\\xff\\xff\\xff\\xff')\n"
            "    except OSError:\n"
            "        pass\n"
            "answer = 1"
        )
        with Pool(isolation=BARE) as pool:
            pool.run_one(job("forge", forge))
            assert pool.run_one(job("good", n=1)).outcomes[0].values == {"answer": 1}

    def test_a_server_that_hangs_is_given_up(self, monkeypatch):
        monkeypatch.setattr(pool_module, "_SILENCE", 0.5)
        stop = "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\nanswer = 1"
        with Pool(isolation=BARE) as pool:
            slow = Job("stop", {}, (Case(),), stop, ("answer",), limits=Limits(seconds=0.2))
            outcome = pool.run_one(slow).outcomes[0]
        assert outcome.failure is not None
        assert outcome.failure.code == "worker-lost"

    def test_a_server_that_never_starts_is_an_error_with_its_last_words(self, monkeypatch):
        monkeypatch.setattr(launch, "_MAIN", "raise SystemExit('no \\x1b[31mluck')")
        with Pool() as pool, pytest.raises(WorkerLost, match=r"no \\x1b\[31mluck"):
            pool.run_one(job("a", n=1))


class TestNothingIsLeft:
    def test_after_the_block(self):
        with Pool(slots=2) as pool:
            pool.run_one(job("a", n=1))
            started = [queue.connection._started for queue in pool._queues if queue.connection]
        assert all(each.process.returncode == 0 for each in started)
        assert not any(each.folder.exists() for each in started)

    def test_after_an_exception_with_jobs_under_way(self):
        sleeps = [job(n, "import time; time.sleep(n); answer = 1", n=n) for n in (0, 60, 61, 62)]
        running = []

        def stop():
            with Pool(slots=2) as pool:
                assert next(pool.run(sleeps)).key == "0"
                running.extend(servers(pool))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            stop()
        assert all(process.poll() is not None for process in running)

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
    def test_after_the_host_is_gone(self, number, tmp_path):
        """A child that sleeps writes its pid and its server's; both are gone soon after."""
        snippet = "import os, time; open(path, 'w').write(f'{os.getppid()} {os.getpid()}'); "
        script = (
            "from quizcv.runner.host.isolation import Isolation\n"
            "from quizcv.runner.host.pool import Pool\n"
            "from quizcv.runner.host.protocol import Case, Job\n"
            f"path = {str(tmp_path / 'pids')!r}\n"
            f"code = {snippet + 'time.sleep(60)'!r}\n"
            "with Pool(isolation=Isolation(hardened=False)) as pool:\n"
            "    pool.run_one(Job('a', {'path': path}, (Case(),), code))\n"
        )
        env = {**os.environ, "TMPDIR": str(tmp_path)}
        root = Path(quizcv.__file__).parents[1]
        host = subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=root,
            env=env,
            stderr=subprocess.DEVNULL,
            preexec_fn=heed_ctrl_c,
        )
        wait_for(lambda: (tmp_path / "pids").exists() and (tmp_path / "pids").read_text())
        pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        host.send_signal(number)
        host.wait(10)
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
        wait_for(lambda: not list(tmp_path.glob("quizcv-*")))


def wait_for(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def test_the_server_has_one_thread(pool):
    pytest.importorskip("torch")
    pool.run_one(job("a", "import torch\nanswer = 1"))
    pool.run_one(job("b", "answer = 1"))
    for process in servers(pool):
        assert len(list(Path(f"/proc/{process.pid}/task").iterdir())) == 1


def test_the_server_has_nothing_of_this_environment(monkeypatch):
    monkeypatch.setenv("QUIZCV_TEST_SECRET", "secret")
    snippet = "import os\nanswer = sorted(os.environ)"
    with Pool() as pool:
        names = pool.run_one(job("env", snippet)).outcomes[0].values["answer"]
    assert "QUIZCV_TEST_SECRET" not in names
    assert {"PYTHONHASHSEED", "OMP_NUM_THREADS"} <= set(names)


def test_a_server_that_was_idle_for_long_is_not_taken_for_hung(monkeypatch):
    monkeypatch.setattr(pool_module, "_SILENCE", 0.0)
    nap = Job("nap", {}, (Case(),), "import time; time.sleep(1.2); answer = 1", ("answer",))
    with Pool() as pool:
        pool.run_one(job("a", n=1))
        for queue in pool._queues:
            queue.quiet = 1e6
        assert pool.run_one(nap).outcomes[0].failure is None


def test_where_nothing_can_be_forked_running_is_refused_and_importing_is_not():
    """As on Windows: the modules and functions below do not exist there."""
    script = (
        "import os, signal, sys\n"
        "for name in ('resource', 'fcntl', 'pwd', 'termios'): sys.modules[name] = None\n"
        "del os.fork, signal.setitimer, signal.ITIMER_REAL, os.O_DIRECTORY, os.O_NOFOLLOW\n"
        "from quizcv.errors import ExecutionRefused\n"
        "from quizcv.runner.host import cache, pool\nfrom quizcv.store import trust\n"
        "from quizcv.runner.host.protocol import Case, Job\n"
        "try:\n"
        "    pool.Pool().run_one(Job('a', {}, (Case(),)))\n"
        "except ExecutionRefused as refused:\n"
        "    print(refused)\n"
    )
    root = Path(quizcv.__file__).parents[1]
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert "WSL" in done.stdout
