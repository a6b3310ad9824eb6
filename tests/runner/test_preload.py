"""Which server a snippet has to run on."""

from __future__ import annotations

import pytest

from quizcv.runner.host.preload import code_needs_torch, server_for
from quizcv.runner.host.protocol import Job


@pytest.mark.parametrize(
    "source",
    [
        "import torch",
        "import numpy, torch.nn as nn",
        "from torch import nn",
        "from torch.nn import functional as F",
        "def f():\n    import torchvision",
        "import quizcv.networks",
        "from quizcv import networks",
        "from quizcv.networks import vgg16",
    ],
)
def test_needs_torch(source):
    assert code_needs_torch(source)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "import numpy as np",
        "torch = 1",
        "answer = 'import torch'",
        "# import torch",
        "import torchless.torch",
        "import quizcv",
        "import torch(",
        "from . import torch",
    ],
)
def test_needs_numpy_only(source):
    assert not code_needs_torch(source)


@pytest.mark.parametrize(
    ("snippet", "kind"),
    [
        ("import numpy as np", "numpy"),
        ("optim = 1", "numpy"),
        ("import torch\ntorch.optimum = 1", "torch"),
        ("import torch\ntorch.optim.SGD", "compiler"),
        ("from torch import optim", "compiler"),
        ("from torch.optim import SGD", "compiler"),
        ("import torch\nx = torch.zeros(1, device='meta')", "compiler"),
        ("from quizcv.networks import build", "compiler"),
        ("import numpy\nmeta = 1", "numpy"),
    ],
)
def test_the_server_has_what_the_snippet_imports(snippet, kind):
    assert server_for(Job(key="", params={}, cases=(), snippet=snippet)) == kind
