"""The bank that `quizcv bank new` writes: one card that passes, to be replaced."""

from __future__ import annotations

import re

from quizcv.app.libraries import open_syllabus
from quizcv.bank.schema import schema_path

_TEMPLATE = """\
# yaml-language-server: $schema={schema}
bank: {slug}
title: {title}
area: {area}
cards:
  - id: {slug}-parameters
    topics: [{topic}]
    level: warmup
    question: >
      A linear layer maps {{{{n}}}} features to {{{{m}}}}, with a bias. How many parameters has it?
    params: {{n: 512, m: 10}}
    vary:
      n: [64, 128, 256, 512, 1024]
      m: {{from: 2, to: 100}}
    answer:
      kind: integer
      value: 5130
      formula: n * m + m
    check: |
      import numpy as np
      weight, bias = np.zeros((m, n)), np.zeros(m)
      answer = weight.size + bias.size
    mistakes:
      - name: forgot the bias
        kind: convention
        formula: n * m
        feedback: Each of the outputs also has a bias of its own.
    explanation: >
      {{{{m}}}} rows of {{{{n}}}} weights and {{{{m}}}} biases make {{{{answer:,}}}}.
"""


def bank_text(name: str, area: str) -> str:
    """Return a new bank named after its file, on the first topic of the area.

    Raises:
        UnknownName: the syllabus has no such area.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "bank"
    topic = open_syllabus().in_area(area)[0].topic
    title = slug.replace("-", " ").capitalize()
    return _TEMPLATE.format(schema=schema_path(), slug=slug, title=title, area=area, topic=topic)
