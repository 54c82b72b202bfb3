"""Problems: one record per kind of fault; facts only, a rule file has the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from netlint.core.finding import Path, Span
from netlint.core.record import Facts

if TYPE_CHECKING:
    from netlint.core.shape import Shape


class Problem(Facts):
    """A fault at ``key``, a path below the layer or document; ``on_key`` blames the key itself."""

    rule: ClassVar[str]
    costs_known: ClassVar[bool] = True

    key: Path = ()
    on_key: bool = False


class BrokenText(Problem):
    """The text is no YAML 1.2 core document, or its key ``netlint`` is missing or misspelt."""

    rule = "yaml-syntax"
    fact: str
    remedy: str | None = None
    rename: bool = False
    insert: bool = False


class UnknownName(Problem):
    """A key, type or word that the language does not know.

    ``known`` are the words that would do; ``meant`` is the language's word for a foreign spelling
    and ``equal`` tells whether it means the same.
    """

    rule = "unknown-name"
    kind: str
    name: str
    owner: str | None = None
    known: tuple[str, ...] = ()
    meant: str | None = None
    equal: bool = False
    value: object = None
    respell: bool = False
    hint: str | None = None


class BadValue(Problem):
    """A value that is missing, of a wrong type, or out of range.

    ``fact`` continues the layer's name (``has stride 0; it must be at least 1``);
    ``only`` is the one value that could be meant.
    """

    rule = "bad-value"
    fact: str
    remedy: str | None = None
    only: object = None
    respell: bool = False
    quote: bool = False


class MissingKeys(Problem):
    """Keys that the layer or the document needs."""

    rule = "bad-value"
    names: tuple[str, ...]


class DuplicateKey(Problem):
    """One key twice in a mapping, or one name twice in a list."""

    rule = "duplicate-key"
    fact: str
    remedy: str
    first: Path = ()
    first_span: Span | None = None


class UndefinedReference(Problem):
    """A name that stands for nothing yet, or for itself."""

    rule = "undefined-reference"
    fact: str
    name: str
    known: tuple[str, ...] = ()
    remedy: str | None = None
    quote: bool = False


class LimitExceeded(Problem):
    """A limit of the language is passed; reading stops at this node."""

    rule = "limit-exceeded"
    fact: str


class ChannelMismatch(Problem):
    """Declared channels are not those that arrive."""

    rule = "channel-mismatch"
    costs_known = False
    declared: int
    actual: int
    shape: Shape


class FeaturesMismatch(Problem):
    """A weight's extent, ``declared``, does not fit the axes that arrive."""

    rule = "features-mismatch"
    costs_known = False
    declared: tuple[int, ...]
    actual: tuple[int, ...]
    shape: Shape


class MergeMismatch(Problem):
    """Operands do not meet."""

    rule = "merge-shape-mismatch"
    shapes: tuple[Shape, ...]
    first: int = 0
    second: int = 1
    axis: int | None = None
    fact: str | None = None


class ConcatMismatch(Problem):
    """Concatenated operands ``first`` and ``second`` differ on ``axis``, which is not joined."""

    rule = "concat-shape-mismatch"
    shapes: tuple[Shape, ...]
    dim: int
    first: int
    second: int
    axis: int
    word: str = "concat"


class ImpossibleSize(Problem):
    """A size below 1, or one that cannot be had; ``fact`` continues the layer's name."""

    rule = "impossible-size"
    fact: str
    remedy: str | None = None
    too_small: bool = False


class RankMismatch(Problem):
    """Wrong number or roles of axes; ``fact`` continues the layer's name."""

    rule = "rank-mismatch"
    fact: str
    remedy: str | None = None
    pool_first: bool = False


class NotDivisible(Problem):
    """``divisor`` does not divide ``size`` (the ``noun``)."""

    rule = "not-divisible"
    costs_known = False
    divisor: int
    size: int
    noun: str
    word: str


class OutputMismatch(Problem):
    """``expect`` does not hold."""

    rule = "output-mismatch"
    actual: Shape
    expected: tuple[str, ...]
    fact: str | None = None


class ShareMismatch(Problem):
    """Shared weights of another type or shape."""

    rule = "share-mismatch"
    costs_known = False
    fact: str


class KernelExceedsInput(Problem):
    """The kernel is larger than the padded input."""

    rule = "kernel-exceeds-input"
    kernel: int
    dilation: int
    size: int
    pads: tuple[int, int]
    space: tuple[int, ...]


class PoolPadding(Problem):
    """A pool padded by more than half its kernel."""

    rule = "pool-padding"
    kernel: int
    padding: int


class ReflectPad(Problem):
    """Reflect or circular padding beyond the input."""

    rule = "reflect-pad-too-large"
    mode: str
    pad: int
    size: int


class OutputPaddingRange(Problem):
    """output_padding is not below stride and dilation."""

    rule = "output-padding-range"
    output_padding: int
    stride: int
    dilation: int
