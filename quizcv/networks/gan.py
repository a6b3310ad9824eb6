"""The vanilla GAN for 28×28 images: two multi-layer perceptrons.

Reference: Goodfellow et al., Generative Adversarial Nets, NeurIPS 2014.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn


def generator(noise: int = 100, hidden: int = 128, pixels: int = 784) -> nn.Sequential:
    """Return the generator: noise (N, noise) to images (N, pixels) in (0, 1)."""
    return nn.Sequential(
        OrderedDict(
            fc1=nn.Linear(noise, hidden),
            relu=nn.ReLU(),
            fc2=nn.Linear(hidden, pixels),
            sigmoid=nn.Sigmoid(),
        )
    )


def discriminator(hidden: int = 128, pixels: int = 784) -> nn.Sequential:
    """Return the discriminator: images (N, pixels) to the logit (N, 1) of being real."""
    return nn.Sequential(
        OrderedDict(
            fc1=nn.Linear(pixels, hidden),
            relu=nn.LeakyReLU(0.2),
            fc2=nn.Linear(hidden, 1),
        )
    )
