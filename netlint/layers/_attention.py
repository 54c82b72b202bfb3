"""Attention: what the attention layers and the transformer layers share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, FeaturesMismatch, MergeMismatch, Problem
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Weight, shape_words
from netlint.layers._sequence import tokens


class Operands(NamedTuple):
    """What an attention reads; one tensor stands for query, key and value."""

    query: Shape
    key: Shape
    value: Shape
    mask: Shape | None


def operands(inputs: Shapes) -> Operands:
    """The operands among the inputs; raises ShapeError where two leave it open."""
    if len(inputs) == 2:
        fact = "has 2 inputs; give query, key and value, or one tensor that stands for all three"
        raise ShapeError(BadValue(key=("inputs",), fact=fact))
    query, key, value, *mask = inputs if len(inputs) > 1 else inputs * 3
    return Operands(query, key, value, mask[0] if mask else None)


def attended(query: Shape, key: Shape, value: Shape, inputs: Shapes) -> None:
    """Raises ShapeError where batches, or the steps of key and value, differ."""
    for x in (query, key, value):
        tokens(x)
    pairs = ((query, key, 0, "samples"), (key, value, 0, "samples"), (key, value, 1, "steps"))
    for one, other, axis, noun in pairs:
        if not equal(one.sizes[axis], other.sizes[axis]):
            texts = " and ".join(map(shape_words, dict.fromkeys((query, key, value))))
            fact = f"attends over {texts}: {one.sizes[axis]} {noun} meet {other.sizes[axis]}"
            second = inputs.index(other)
            raise ShapeError(
                MergeMismatch(key=("inputs",), shapes=inputs, second=second, axis=axis, fact=fact)
            )


def masked(mask: Shape | None, rows: Int, columns: Int, heads: Int, inputs: Shapes) -> None:
    """Raises ShapeError for a mask that is not ``rows x columns``, nor that for each head."""
    if mask is None:
        return
    wanted = (heads, rows, columns) if mask.rank > 2 else (rows, columns)
    same = mask.rank == len(wanted)
    if not same or not all(equal(a, b) for a, b in zip(mask.sizes, wanted, strict=True)):
        found, fits = ("x".join(map(str, sizes)) for sizes in (mask.sizes, wanted))
        fact = f"has a mask of {found}, it must be {fits}"
        second = len(inputs) - 1 - inputs[::-1].index(mask)
        raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, second=second, fact=fact))


def attention_weights(
    embed: Int, key: Int, value: Int, *, bias: bool, bias_kv: bool = False, prefix: str = ""
) -> Iterator[Weight]:
    """The weights of torch's nn.MultiheadAttention: one matrix where all widths are one."""
    if len({embed, key, value}) == 1:
        yield Weight(f"{prefix}in_proj_weight", (embed * 3, embed))
    else:
        yield Weight(f"{prefix}q_proj_weight", (embed, embed))
        yield Weight(f"{prefix}k_proj_weight", (embed, key))
        yield Weight(f"{prefix}v_proj_weight", (embed, value))
    if bias:
        yield Weight(f"{prefix}in_proj_bias", (embed * 3,))
    if bias_kv:
        yield Weight(f"{prefix}bias_k", (1, 1, embed))
        yield Weight(f"{prefix}bias_v", (1, 1, embed))
    yield Weight(f"{prefix}out_proj.weight", (embed, embed))
    if bias:
        yield Weight(f"{prefix}out_proj.bias", (embed,))


def attention_macs(query: Shape, key: Shape, value: Shape, embed: Int, more: int = 0) -> Int:
    """Four projections and both products, over ``more`` steps than the key has."""
    batch, rows, columns = query.sizes[0], query.sizes[1], key.sizes[1]
    projections = (rows * embed * 2 + columns * (key.sizes[2] + value.sizes[2])) * embed
    return batch * (projections + rows * (columns + more) * embed * 2)


def declared_width(x: Shape, key: str, wanted: int | None) -> Iterator[Problem]:
    """A fault where the declared width is not the one that arrives."""
    actual = x.sizes[2]
    if wanted is not None and not equal(wanted, actual):
        assert isinstance(actual, int)
        yield FeaturesMismatch(key=(key,), declared=(wanted,), actual=(actual,), shape=x)
