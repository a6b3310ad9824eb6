"""Blocks as one HTML page that needs nothing else: no script, no font, no request."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, assert_never

from quizcv.session import blocks as doc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt

    from quizcv.session.blocks import Block, Tone

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
_STYLE = """\
:root { color-scheme: light dark; --ink: #1c1c1e; --soft: #6b6b70; --line: #d9d9de; --page: #fff;
  --good: #1a7f37; --bad: #b42318; --bar: #3b6fd4; --code: #f4f4f6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8ea; --soft: #9a9aa2; --line: #3a3a40;
  --page: #17171a; --good: #57c274; --bad: #ff8a7a; --bar: #7fa4f0; --code: #232328; } }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 2rem 0 .3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
p { margin: .5rem 0; }
.dim { color: var(--soft); font-size: .9rem; }
.lead { font-size: 1.15rem; font-weight: 600; margin: 1rem 0; }
.good { color: var(--good); } .bad { color: var(--bad); }
.label { color: var(--soft); margin-right: .4em; }
.said { white-space: pre-wrap; }
table { border-collapse: collapse; margin: .5rem 0; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: .85rem; }
th, td { padding: .2rem 1.2rem .2rem 0; vertical-align: top; }
.bar { display: inline-block; width: 8rem; height: .6rem; background: var(--line);
  border-radius: .3rem; overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--bar); }
pre { background: var(--code); padding: .7rem .9rem; border-radius: .4rem; overflow-x: auto;
  font-size: .85rem; line-height: 1.45; }
code { font-family: ui-monospace, monospace; font-size: .92em; }
blockquote { margin: .5rem 0; padding-left: .9rem; border-left: 3px solid var(--line);
  color: var(--soft); }
ul { margin: .5rem 0; padding-left: 1.2rem; } li > p { margin: 0; display: inline; }
figure { margin: 1rem 0; }
svg { max-width: 100%; height: auto; }
"""


def html(blocks: Iterable[Block], title: str) -> str:
    """Return the document as a page of its own. The page's policy forbids every request."""
    reader = _reader()
    body = "\n".join(_block(block, reader) for block in blocks if block.on != "lines")
    return _PAGE.format(title=escape(title), style=_STYLE, body=body)


def _reader() -> MarkdownIt:
    """Return a Markdown reader that passes no HTML through and loads no picture."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 18 ms, for pages alone

    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def _block(block: Block, reader: MarkdownIt) -> str:
    match block:
        case doc.Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case doc.Place(text):
            return f'<p class="dim">{escape(text)}</p>'
        case doc.Prose(text):
            return _prose(text, reader)
        case doc.Line():
            return _line(block)
        case doc.Lines(lines):
            return "\n".join(_line(line) for line in lines if line.on != "lines")
        case doc.Options(items):
            return _bullets(((f"{letter}\\) {text}", "") for letter, text in items), reader)
        case doc.Hint(number, text):
            return f"{_line(doc.Line(f'Hint {number}', 'strong'))}\n{_prose(text, reader)}"
        case doc.Verdict():
            return _verdict(block, reader)
        case doc.Miss():
            asked = f"<h3>{escape(block.card)}</h3>\n{_prose(block.question, reader)}"
            told = f"{_verdict(block.verdict, reader)}\n{_prose(block.explanation, reader)}"
            return f"{asked}\n{told}"
        case doc.Bullets(items, heading):
            head = f"{_line(doc.Line(heading, 'strong'))}\n" if heading else ""
            return head + _bullets(items, reader)
        case doc.Code(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case doc.Table():
            return _table(block)
        case doc.Chart():
            return _chart(block)
        case doc.Rule():
            return "<hr>"
        case doc.Times():
            return f'<p class="dim">{escape(block.told)}</p>'
        case _:
            assert_never(block)


def _prose(text: str, reader: MarkdownIt) -> str:
    return str(reader.render(text)).strip()


def _line(line: doc.Line) -> str:
    kind = "lead" if line.tone == "strong" and not line.label else line.tone
    text = f'<span class="said">{escape(line.text)}</span>'
    if line.tone == "strong" and line.label:
        kind, text = "", f"<strong>{text}</strong>"
    label = f'<span class="label">{escape(line.label)}</span>' if line.label else ""
    return f'<p class="{kind}">{label}{text}</p>' if kind else f"<p>{label}{text}</p>"


def _verdict(block: doc.Verdict, reader: MarkdownIt) -> str:
    right = doc.Line(block.expected, "strong", "Right")
    lines = [doc.Line(block.given, "bad", "Wrong")] if block.verdict == "wrong" else []
    feedback = [_prose(block.feedback, reader)] if block.feedback else []
    return "\n".join([*map(_line, [*lines, right]), *feedback])


def _table(table: doc.Table) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table.header)
    lines = [f"<tr>{head}</tr>"] if head else []
    for number, row in enumerate(table.rows):
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row)
        if table.shares:
            share = f"{table.shares[number]:.0%}"
            cells += f'<td><span class="bar"><i style="width:{share}"></i></span></td>'
        lines.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _bullets(items: Iterable[tuple[str, Tone]], reader: MarkdownIt) -> str:
    marks = {"good": "✓ ", "bad": "✗ "}
    lines = [
        f'<li class="{tone}">{marks.get(tone, "")}{reader.renderInline(text)}</li>'
        for text, tone in items
    ]
    return f"<ul>{''.join(lines)}</ul>"


def _chart(chart: doc.Chart) -> str:
    from quizcv.formats.figures import svg_figure  # noqa: PLC0415 - 19 ms, for figures alone

    return f"<figure>{svg_figure(chart.figure, chart.variant)}</figure>"
