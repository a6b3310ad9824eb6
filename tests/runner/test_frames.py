"""Frames survive any cutting of the stream; a forged length claims no memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcv.runner.frames import BadFrame, Frames, pack


@given(st.lists(st.binary(max_size=50)), st.integers(min_value=1, max_value=20))
def test_frames_come_out_as_they_went_in(payloads, cut):
    stream = b"".join(map(pack, payloads))
    frames = Frames(limit=50)
    pieces = [stream[i : i + cut] for i in range(0, len(stream), cut)]
    assert [frame for piece in pieces for frame in frames.feed(piece)] == payloads


def test_a_length_beyond_the_limit_is_refused_at_once():
    with pytest.raises(BadFrame):
        list(Frames(limit=100).feed(b"\xff\xff\xff\xff"))
