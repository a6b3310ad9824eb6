"""Makes text from untrusted code harmless to a terminal."""

from __future__ import annotations

import re

# C0 without tab and newline, DEL and C1, line and paragraph separators, the marks that reorder
# text on screen or take no room, lone surrogates, and tag characters (invisible text).
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""Return `text` with every control character written as its escape, such as ``\x1b``.

    Tabs and newlines stay. Colours, titles, clipboard writes, cursor moves, carriage returns and
    bidirectional overrides all lose their effect and can be read.
    """
    return _HARMFUL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
