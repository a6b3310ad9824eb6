"""The networks need torch; without it there is nothing here to test."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["test_*.py"]

if find_spec("torch"):
    import torch

    # The tests share the cores already; threads that wait for each other cost as much again.
    torch.set_num_threads(1)
