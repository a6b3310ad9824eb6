"""The system call filter: what it denies is seen in test_walls, what it leaves is seen here."""

from __future__ import annotations

import pytest

from quizcv.runner.inside.privileges import Unavailable
from quizcv.runner.inside.seccomp import filter_program
from quizcv.runner.inside.walls import SYSTEM_CALLS

needs_filter = pytest.mark.skipif(
    not SYSTEM_CALLS.offered(),
    reason="not run: the kernel offers no system call filter",
)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_jump_of_the_program_lands_inside_it(machine):
    program = filter_program(machine)
    steps = [program[i : i + 8] for i in range(0, len(program), 8)]
    assert len(steps) < 4096
    for index, step in enumerate(steps):
        code, if_true, if_false = step[0], step[2], step[3]
        if code & 0x07 == 0x05:
            assert index + 1 + max(if_true, if_false) < len(steps)
    assert steps[-1][0] == 0x06


def test_machines_whose_calls_are_unknown_have_no_filter():
    with pytest.raises(Unavailable):
        filter_program("riscv64")


@needs_filter
@pytest.mark.parametrize(
    "snippet",
    [
        "import threading\nt = threading.Thread(target=int)\nt.start()\nt.join()\nanswer = 1",
        "import resource\nanswer = resource.getrlimit(resource.RLIMIT_AS)[0] > 0",
        "import os, signal\nsignal.signal(10, print)\nos.kill(os.getpid(), 10)\nanswer = 1",
        "import tempfile\nwith tempfile.TemporaryFile() as f:\n    answer = f.write(b'x')",
        "import os\nwith open(os.devnull, 'w') as f:\n    answer = f.write('x')",
        "import asyncio\nanswer = asyncio.run(asyncio.sleep(0, 1))",
        "from concurrent.futures import ThreadPoolExecutor as T\nanswer = sum(T(2).map(int, '12'))",
        "import mmap\nm = mmap.mmap(-1, 4096)\nanswer = len(m)",
        "import numpy as np\nnp.save('a.npy', np.ones(3))\nanswer = np.load('a.npy').sum()",
        "import sqlite3\nanswer = sqlite3.connect('x.db').execute('select 1').fetchone()[0]",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\nanswer = A(1).x",
        "import inspect\ndef f():\n    return 1\nanswer = inspect.getsource(f)",
    ],
    ids=lambda snippet: snippet.split("\n")[0],
)
def test_honest_snippets_are_not_in_the_way(snippet, run):
    assert run(snippet, outputs=("answer",)).failure is None


@needs_filter
def test_torch_works_under_it(run):
    pytest.importorskip("torch")
    snippet = (
        "import torch\n"
        "from torch.nn import Conv2d, Flatten, Linear, Sequential\n"
        "net = Sequential(Conv2d(1, 2, 3), Flatten(), Linear(72, 1))\n"
        "opt = torch.optim.Adam(net.parameters())\n"
        "for _ in range(3):\n"
        "    loss = net(torch.randn(4, 1, 8, 8)).square().mean()\n"
        "    opt.zero_grad(); loss.backward(); opt.step()\n"
        "torch.save(net.state_dict(), 'net.pt')\n"
        "answer = len(torch.load('net.pt'))"
    )
    outcome = run(snippet, outputs=("answer",), seconds=10)
    assert outcome.failure is None
    assert outcome.values == {"answer": 4}
