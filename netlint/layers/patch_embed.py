"""Patch embedding: every patch of an image becomes a vector."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import ClassVar, Literal

from netlint.core.problems import Problem
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Call, Case, Layer, Weights, per_axis, weights
from netlint.layers._blocks import grid
from netlint.layers._fields import Count, Flag, PerAxis, SizeOf
from netlint.layers._sequence import TOKENS
from netlint.layers._sliding import declared, spatial


class PatchEmbed(Layer):
    """A convolution with kernel and stride ``patch_size``, then all positions in a row.

    Dosovitskiy 2020, 2010.11929.
    """

    type: Literal["patch_embed"] = "patch_embed"
    embed_dim: Count
    patch_size: PerAxis
    bias: Flag = True
    in_channels: SizeOf | None = None

    ranked: ClassVar = True
    traits: ClassVar = ("weights",)
    sizes: ClassVar = ("in_channels",)
    pytorch: ClassVar = Call("timm.layers.PatchEmbed", keys={"in_chans": "in_channels"})
    cases: ClassVar = (
        Case(
            "embed_dim: 768, patch_size: 16",
            "1x3x224x224",
            "1x196x768",
            params=590_592,
            macs=115_605_504,
        ),
        Case("embed_dim: 8, patch_size: [2, 4], bias: false", "1x3x6x8", "1x6x8", params=192),
    )

    def weights(self, inputs: Shapes) -> Weights:
        (x,) = inputs
        patch = per_axis(self, "patch_size", x.dims)
        row = {"proj.weight": (self.embed_dim, x.channels, *patch)}
        return weights(**row, **{"proj.bias": self.bias and (self.embed_dim,)})

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        patch = per_axis(self, "patch_size", spatial(x))
        patches = prod(grid(x.space, patch, "patch_size"))
        return (Shape((x.batch, patches, self.embed_dim), TOKENS),)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        yield from declared(self, inputs[0])

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        (x,), (y,) = inputs, outputs
        return y.elements * (x.channels * prod(per_axis(self, "patch_size", x.dims)))

    def reach(self, inputs: Shapes) -> None:
        return None
