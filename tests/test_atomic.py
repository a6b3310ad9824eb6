"""A file is written whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import stat

import pytest

from quizcv.atomic import replacing, write_whole


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_replaced(durable, tmp_path):
    target = tmp_path / "file"
    target.write_bytes(b"old")
    write_whole(target, b"new", durable=durable)
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_one_and_nothing_else(tmp_path):
    target = tmp_path / "file"
    target.write_bytes(b"old")

    def fail():
        with replacing(target) as partial:
            partial.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_nobody_else_may_read_it(tmp_path):
    write_whole(tmp_path / "file", b"mine")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
