"""Rearrange: axes split, moved and merged as an einops pattern says."""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal

from pydantic import ConfigDict, model_validator

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, ImpossibleSize, NotDivisible, RankMismatch
from netlint.core.shape import FEATURE, SPACE, Shape, Shapes
from netlint.core.size import Int
from netlint.layers._axes import merged_role, parted_roles
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._fields import Count
from netlint.layers._misfit import Misfit, at_key
from netlint.layers._pattern import ELLIPSIS, Group, Pattern, Sides, sides
from netlint.layers._shares import share

Named = dict[str, tuple[Int, str]]
"""The size and the role of every named part of an axis."""


class Rearrange(Layer):
    """``pattern`` as in einops, and a key for every name whose size it leaves open.

    A part keeps the role of its axis (Rogozhnikov 2022, einops).
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Count]

    type: Literal["rearrange"] = "rearrange"
    pattern: Pattern

    pytorch: ClassVar = Call("einops.layers.torch.Rearrange")
    cases: ClassVar = (
        Case('pattern: "n c h w -> n (h w) c"', "1x8x4x5", "1x20x8", params=0, macs=0),
        Case('pattern: "n c (h a) (w b) -> n (c a b) h w", a: 2, b: 3', "1x4x8x9", "1x24x4x3"),
        Case('pattern: "n (h w) c -> n c h w", h: 4', "1x20x8", "1x8x4x5", layout="tokens"),
        Case('pattern: "n c ... -> n ... c"', "1x8x4x5", "1x4x5x8"),
    )

    @model_validator(mode="after")
    def _names_exist(self) -> Rearrange:
        names = sides(self.pattern).names
        for name, size in self._sizes().items():
            if name not in names:
                raise at_key(name, size, Misfit(f'the pattern has no axis "{name}"'))
        return self

    def _sizes(self) -> dict[str, int]:
        return self.__pydantic_extra__ or {}

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        left, right = self._sides(x)
        named: Named = {}
        for axis, group in enumerate(left):
            roles = parted_roles(x.roles[axis], len(group))
            parts = self._parts(group, x.sizes[axis], axis)
            named |= dict(zip(group, zip(parts, roles, strict=True), strict=True))
        sizes = tuple(prod(named[n][0] for n in group) for group in right)
        return (Shape(sizes, "".join(_role(group, named) for group in right)),)

    def _sides(self, x: Shape) -> Sides:
        """The sides, their ``...`` as long as the input makes it."""
        least = len(sides(self.pattern, 0).left)
        dots = x.rank - least if ELLIPSIS in self.pattern else 0
        if dots < 0 or x.rank != least + dots:
            axes = f"{least} axes or more" if ELLIPSIS in self.pattern else f"{least} axes"
            fact = f"has a pattern of {axes}, the input {shape_words(x)} has {x.rank}"
            raise ShapeError(RankMismatch(key=("pattern",), fact=fact))
        return sides(self.pattern, dots)

    def _parts(self, group: Group, size: Int, axis: int) -> list[Int]:
        """The sizes of the parts of one axis; at most one of them is not given."""
        given = self._sizes()
        unknown = [n for n in group if n not in given]
        known = prod(given[n] for n in group if n in given)
        if len(unknown) > 1:
            fact = f"leaves the sizes of {' and '.join(unknown)} open; give one of them as a key"
            raise ShapeError(BadValue(key=("pattern",), fact=fact))
        if not unknown:
            if not equal(size, known):
                fact = f"has {known} for axis {axis}, which has {size} cells"
                raise ShapeError(ImpossibleSize(key=("pattern",), fact=fact))
            return [given[n] for n in group]
        rest = share(size, known)
        if rest is None:
            assert isinstance(size, int)
            noun = f"cells of axis {axis}"
            word = " * ".join(n for n in group if n in given)
            raise ShapeError(
                NotDivisible(key=("pattern",), divisor=known, size=size, noun=noun, word=word)
            )
        return [given.get(n, rest) for n in group]

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        left, right = self._sides(x)
        space = [group for group, role in zip(left, x.roles, strict=True) if role == SPACE]
        whole = all(len(group) == 1 for group in space)
        return () if whole and [g for g in right if g in space] == space else None


def _role(group: Group, named: Named) -> str:
    return merged_role("".join(named[n][1] for n in group)) if group else FEATURE
