"""AlexNet in the forms that share its name, and ZFNet.

All take RGB images and return logits; all convolutions and dense layers have biases.

References:
    Krizhevsky, Sutskever and Hinton, ImageNet Classification with Deep Convolutional Neural
    Networks, NeurIPS 2012.
    Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014.
"""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from quizcv.networks.blocks import dense_head


def alexnet(classes: int = 1000, groups: int = 2) -> nn.Sequential:
    """Return the 2012 network; `groups=2` is the split over two GPUs, 1 joins the towers.

    (N, 3, 227, 227) → 96×55×55 → 96×27×27 → 256×27×27 → 256×13×13 → 384×13×13 → 384×13×13 →
    256×13×13 → 256×6×6 → 4096 → 4096 → classes. The paper draws 224, which does not give 55;
    227 is the crop of the reference code. 60,965,224 parameters.
    """
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(3, 96, 11, stride=4),
            relu1=nn.ReLU(),
            norm1=nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0),
            pool1=nn.MaxPool2d(3, 2),
            conv2=nn.Conv2d(96, 256, 5, padding=2, groups=groups),
            relu2=nn.ReLU(),
            norm2=nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0),
            pool2=nn.MaxPool2d(3, 2),
            conv3=nn.Conv2d(256, 384, 3, padding=1),
            relu3=nn.ReLU(),
            conv4=nn.Conv2d(384, 384, 3, padding=1, groups=groups),
            relu4=nn.ReLU(),
            conv5=nn.Conv2d(384, 256, 3, padding=1, groups=groups),
            relu5=nn.ReLU(),
            pool5=nn.MaxPool2d(3, 2),
            flatten=nn.Flatten(),
            head=dense_head(256 * 6 * 6, 4096, classes),
        )
    )


def alexnet_single_tower(classes: int = 1000) -> nn.Sequential:
    """Return the narrower one-GPU network of 2014 that torchvision calls alexnet.

    (N, 3, 224, 224), conv1 padded by 2, widths 64, 192, 384, 256, 256, no response normalization.
    Krizhevsky, One weird trick for parallelizing convolutional neural networks, 2014.
    61,100,840 parameters.
    """
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(3, 64, 11, stride=4, padding=2),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(3, 2),
            conv2=nn.Conv2d(64, 192, 5, padding=2),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(3, 2),
            conv3=nn.Conv2d(192, 384, 3, padding=1),
            relu3=nn.ReLU(),
            conv4=nn.Conv2d(384, 256, 3, padding=1),
            relu4=nn.ReLU(),
            conv5=nn.Conv2d(256, 256, 3, padding=1),
            relu5=nn.ReLU(),
            pool5=nn.MaxPool2d(3, 2),
            flatten=nn.Flatten(),
            head=dense_head(256 * 6 * 6, 4096, classes),
        )
    )


def alexnet_course(
    classes: int = 1000, kernel1: int = 11, widths: tuple[int, int, int] = (384, 384, 256)
) -> nn.Sequential:
    """Return the layout taught in courses: one tower, no padding, no response normalization.

    (N, 3, 227, 227) → 55 → 27 → 23 → 11 → 9 → 7 → 5 → 256×2×2 → 4096 → 4096 → classes.
    28,813,344 weights without biases. `kernel1=7, widths=(512, 1024, 512)` is the same course's
    ZFNet (40,507,168 weights), whose conv1 then gives 56, not 55.
    """
    c3, c4, c5 = widths
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(3, 96, kernel1, stride=4),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(3, 2),
            conv2=nn.Conv2d(96, 256, 5),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(3, 2),
            conv3=nn.Conv2d(256, c3, 3),
            relu3=nn.ReLU(),
            conv4=nn.Conv2d(c3, c4, 3),
            relu4=nn.ReLU(),
            conv5=nn.Conv2d(c4, c5, 3),
            relu5=nn.ReLU(),
            pool5=nn.MaxPool2d(3, 2),
            flatten=nn.Flatten(),
            head=dense_head(c5 * 2 * 2, 4096, classes),
        )
    )


def zfnet(classes: int = 1000, widths: tuple[int, int, int] = (384, 384, 256)) -> nn.Sequential:
    """Return ZFNet as in figure 3 of the paper; `widths=(512, 1024, 512)` is its wide variant.

    (N, 3, 224, 224) → 96×110×110 → 55 → 256×26×26 → 13 → 13 → 13 → 13 → 6 → 4096 → 4096 → classes.
    Pools round their sizes up, as the framework of the time did. 62,357,608 parameters.
    """
    return nn.Sequential(
        OrderedDict(zfnet_features(widths).named_children())
        | OrderedDict(
            pool5=nn.MaxPool2d(3, 2, ceil_mode=True),
            flatten=nn.Flatten(),
            head=dense_head(widths[2] * 6 * 6, 4096, classes),
        )
    )


def zfnet_features(widths: tuple[int, int, int] = (384, 384, 256)) -> nn.Sequential:
    """Return ZFNet up to relu5: (N, 3, H, W) to (N, widths[2], H/16 or so, W/16 or so)."""
    c3, c4, c5 = widths
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(3, 96, 7, stride=2, padding=1),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(3, 2, ceil_mode=True),
            norm1=nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0),
            conv2=nn.Conv2d(96, 256, 5, stride=2),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(3, 2, ceil_mode=True),
            norm2=nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0),
            conv3=nn.Conv2d(256, c3, 3, padding=1),
            relu3=nn.ReLU(),
            conv4=nn.Conv2d(c3, c4, 3, padding=1),
            relu4=nn.ReLU(),
            conv5=nn.Conv2d(c4, c5, 3, padding=1),
            relu5=nn.ReLU(),
        )
    )
