"""Stored renders: one text file each, to be read and compared as what it shows."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


class TextFile(SingleFileSnapshotExtension):
    """A snapshot that is its text and nothing else."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def stored(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """What is stored for this test; `--snapshot-update` stores what it is compared with."""
    return snapshot.use_extension(TextFile)
