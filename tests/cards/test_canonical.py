"""Which questions name a network, however it is written."""

from __future__ import annotations

import pytest

from quizcv.cards.canonical import NETWORKS, names_a_network


@pytest.mark.parametrize(
    "text",
    [
        "How many parameters has VGG-16?",
        "How many has VGG16 with {{c}} classes?",
        "In ResNet 50, how wide is the map?",
        "What does Inception-v3 take?",
        "and MobileNetV2, with …",
        "A U-Net on {{n}}×{{n}} images",
        "the first layer of AlexNet's",
    ],
)
def test_a_name_is_found(text: str) -> None:
    assert names_a_network(text)


@pytest.mark.parametrize(
    "text",
    ["A network like this", "ResNets are deep", "resnet-{{n}}", "run et al.", "VGG-1600", "16 VGG"],
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert not names_a_network(text)


def test_the_names_are_those_of_the_networks() -> None:
    pytest.importorskip("torch", reason="the networks are built of torch's layers")
    from quizcv.networks import NETWORKS as BUILT

    assert set(BUILT) == NETWORKS
