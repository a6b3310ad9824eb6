"""A terminal for tests: a command on a pseudo-terminal, and the screen that a person would see.

What is looked at is the screen of 80 by 24 characters, not the stream that drew it: a line that
was overwritten, or scrolled off, is not there.
"""

from __future__ import annotations

import re
import signal
import time
import warnings
from collections.abc import Mapping, Sequence
from types import TracebackType

import pexpect
import pyte

COLUMNS, LINES = 80, 24


def heed_ctrl_c() -> None:
    """Let a new process be interrupted, also where `nohup` or `&` had Ctrl-C ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Screen:
    """What a terminal shows after it was sent a stream."""

    def __init__(self, columns: int = COLUMNS, lines: int = LINES, sent: str = "") -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        # A file's "\n" begins a line, as the kernel has it done on the way to a terminal.
        self.feed(sent.replace("\n", "\r\n"))

    def feed(self, sent: str) -> None:
        """Draw what a program wrote."""
        self._stream.feed(sent)

    def resize(self, columns: int, lines: int) -> None:
        """Change the size, as a dragged window does."""
        self._screen.resize(lines, columns)

    @property
    def lines(self) -> list[str]:
        """The lines from top to bottom, without the spaces at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The lines in one string."""
        return "\n".join(self.lines)

    def color(self, text: str) -> str:
        """Return the color of the first character of `text` where it stands on the screen."""
        for row, line in enumerate(self.lines):
            if text in line:
                return str(self._screen.buffer[row][line.index(text)].fg)
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")


class Terminal:
    """A command that runs on a terminal of its own; killed at the end of the block."""

    def __init__(
        self,
        argv: Sequence[object],
        *,
        env: Mapping[str, str],
        columns: int = COLUMNS,
        lines: int = LINES,
    ) -> None:
        self._shown = Screen(columns, lines)
        command, *arguments = [str(each) for each in argv]
        with warnings.catch_warnings():
            # From Python 3.12 on, about forks beside threads: what is forked is at once replaced.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child = pexpect.spawn(
                command,
                arguments,
                env={"TERM": "xterm-256color", **env},
                dimensions=(lines, columns),
                encoding="utf-8",
                codec_errors="replace",
                preexec_fn=heed_ctrl_c,
            )
        self._child.delaybeforesend = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.close(force=True)

    @property
    def screen(self) -> list[str]:
        """The lines of the screen as it was last looked at."""
        return self._shown.lines

    @property
    def text(self) -> str:
        """The screen in one string."""
        return self._shown.text

    def read(self, seconds: float) -> bool:
        """Draw what the command writes next; return whether it can still write more."""
        try:
            self._shown.feed(self._child.read_nonblocking(65536, max(0.0, seconds)))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True

    def expect(self, pattern: str, seconds: float = 30.0) -> re.Match[str]:
        """Wait until the screen shows something, which may go over several lines."""
        found = self._wait(lambda: re.search(pattern, self.text, re.DOTALL), seconds)
        assert found, f"{pattern!r} does not appear:\n{self.text}"
        return found

    def expect_gone(self, pattern: str, seconds: float = 30.0) -> None:
        """Wait until the screen no longer shows something."""
        gone = self._wait(lambda: not re.search(pattern, self.text, re.DOTALL), seconds)
        assert gone, f"{pattern!r} stays:\n{self.text}"

    def _wait(self, condition, seconds):
        deadline = time.monotonic() + seconds
        going_on = True
        while not (met := condition()) and going_on and time.monotonic() < deadline:
            going_on = self.read(0.1)
        return met or condition()

    def send(self, keys: str) -> None:
        """Press keys."""
        self._child.send(keys)

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        self._shown.resize(columns, lines)
        self._child.setwinsize(lines, columns)

    def kill(self) -> None:
        """Pull the plug."""
        self._child.kill(signal.SIGKILL)

    def end(self, seconds: float = 30.0) -> int:
        """Wait for the end and return the exit code, negative for a signal."""
        deadline = time.monotonic() + seconds
        while self.read(0.1):
            assert time.monotonic() < deadline, f"it does not end:\n{self.text}"
        self._child.wait()
        self._child.close()
        return -self._child.signalstatus if self._child.signalstatus else self._child.exitstatus
