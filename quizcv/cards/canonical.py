"""Cards whose default numbers are worth knowing by heart: VGG-16 has 138 million parameters."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizcv.cards.model import Card

_WORD = re.compile(r"[a-z0-9]+(?:[-_‑][a-z0-9]+)*")


def is_canonical(card: Card) -> bool:
    """Return whether a card's own numbers come first: it says so, or it names a known network."""
    return card.canonical or names_a_network(card.question)


def names_a_network(text: str) -> bool:
    """Return whether a text names one of the bundled networks, however it is hyphenated."""
    return any(word in _BARE for word in _words(text))


def _words(text: str) -> Iterator[str]:
    """Yield words without hyphens, then each with the next: ResNet 50, Inception v3."""
    words = [re.sub("[-_‑]", "", word) for word in _WORD.findall(text.casefold())]
    yield from words
    yield from map("".join, pairwise(words))


NETWORKS = frozenset(
    (
        *("alexnet", "alexnet-single-tower", "alexnet-course", "zfnet", "zfnet-wide"),
        *("vgg-11", "vgg-11-lrn", "vgg-13", "vgg-16-c", "vgg-16", "vgg-19"),
        *("googlenet", "googlenet-aux", "inception-v3", "inception-v3-aux"),
        *("inception-resnet-v2", "xception"),
        *("resnet-18", "resnet-34", "resnet-50", "resnet-101", "resnet-152"),
        *("preact-resnet-18", "preact-resnet-34", "preact-resnet-50"),
        *("preact-resnet-101", "preact-resnet-152"),
        *("resnext-50", "se-resnet-50", "wide-resnet-50-2"),
        *("densenet-121", "densenet-169", "densenet-201"),
        *("mobilenet-v1", "mobilenet-v2", "squeezenet", "fractalnet"),
        *("sppnet", "resnet-50-fpn", "fcn-32s", "unet", "segnet"),
        *("gan-generator", "gan-discriminator"),
    )
)
"""What `quizcv.networks` knows, which cannot be asked without torch; a test compares the two."""
_BARE = frozenset(name.replace("-", "") for name in NETWORKS)
