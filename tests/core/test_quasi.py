"""Quasi: golden networks, merge rules, texts, then its laws against plain evaluation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netlint.core.quasi import EVERYWHERE, Quasi, larger, smaller, total

W = Quasi()
HALF = W.then(1, 0, 2)
FAR = 10**40


def chain(*steps: tuple[int, int, int]) -> Quasi:
    f = W
    for step in steps:
        f = f.then(*step)
    return f


def windows(*layers: tuple[int, int, int]) -> Quasi:
    """Convolutions and floor pools of kernel, stride and padding on both sides."""
    return chain(*((1, 2 * pad - kernel + stride, stride) for kernel, stride, pad in layers))


def ceil_pools(f: Quasi, *layers: tuple[int, int]) -> Quasi:
    """Unpadded pools in ceil mode, whose last window must begin inside the input."""
    for kernel, stride in layers:
        f = f.then(1, min(stride - 1 - kernel, -1) + stride, stride)
    return f


def deconvolutions(*layers: tuple[int, int, int]) -> Quasi:
    return chain(*((stride, kernel - 2 * pad - stride, 1) for kernel, stride, pad in layers))


VGG = windows(*[(2, 2, 0)] * 5)
RESNET = windows((7, 2, 3), *[(3, 2, 1)] * 4)
ALEXNET = windows(
    (11, 4, 2), (3, 2, 0), (5, 1, 2), (3, 2, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2, 0)
)
INCEPTION = windows((3, 2, 0), (3, 1, 0), (3, 1, 1), (3, 2, 0), (1, 1, 0), (3, 1, 0), (3, 2, 0))
SQUEEZENET = ceil_pools(windows((7, 2, 0)), (3, 2), (3, 2), (3, 2))
LENET = windows((5, 1, 0), (2, 2, 0), (5, 1, 0), (2, 2, 0))
DCGAN = deconvolutions((4, 1, 0), *[(4, 2, 1)] * 4)


@pytest.mark.parametrize(
    ("f", "text", "law", "least", "values"),
    [
        pytest.param(VGG, "floor(H/32)", (32, 1), 32, {224: 7, 225: 7, 32: 1}, id="vgg16"),
        pytest.param(
            RESNET, "floor((H+31)/32)", (32, 1), 1, {224: 7, 225: 8, 1: 1}, id="resnet50-c5"
        ),
        pytest.param(
            ALEXNET, "floor((H-31)/32)", (32, 1), 63, {224: 6, 223: 6, 63: 1}, id="alexnet"
        ),
        pytest.param(INCEPTION, "floor((H-19)/8)", (8, 1), 27, {299: 35}, id="inception-v3-stem"),
        pytest.param(
            SQUEEZENET, "floor((H-5)/16)", (16, 1), 21, {224: 13, 227: 13}, id="squeezenet-1.0"
        ),
        pytest.param(LENET, "floor((H-12)/4)", (4, 1), 16, {32: 5, 28: 4}, id="lenet-5"),
        pytest.param(DCGAN, "16*H+48", (1, 16), -2, {1: 64}, id="dcgan"),
        pytest.param(VGG.then(32, 32), "32*floor(H/32)+32", (32, 32), 0, {224: 256}, id="fcn-32s"),
        pytest.param(
            chain((1, 1, 2), (1, 3, 4), (2, 1, 1)),
            "2*floor((H+7)/8)+1",
            (8, 2),
            -7,
            {1: 3, 8: 3, 9: 5},
            id="affine-after-floor",
        ),
    ],
)
def test_golden(
    f: Quasi, text: str, law: tuple[int, int], least: int, values: dict[int, int]
) -> None:
    assert f.text("H") == text
    assert (f.period, f.rise) == law
    assert f.start is None
    assert f.least(1) == least
    assert {w: f(w) for w in values} == values


@pytest.mark.parametrize(
    ("f", "steps"),
    [
        pytest.param(chain((1, 0, 2), (1, 0, 2)), ((1, 0, 4),), id="floors-nest"),
        pytest.param(chain((1, 1, 2), (1, 3, 4)), ((1, 7, 8),), id="offset-scales"),
        pytest.param(chain((2, 1, 1), (3, 4, 1)), ((6, 7, 1),), id="affine"),
        pytest.param(chain((2, 3, 4)), ((1, 1, 2),), id="common-factor-floors-the-offset"),
        pytest.param(chain((1, 0, 2), (2, 1, 1)), ((1, 0, 2), (2, 1, 1)), id="not-one-floor"),
        pytest.param(chain((1, 0, 2), (2, 1, 1), (1, 0, 2)), ((1, 0, 2),), id="undone"),
        pytest.param(chain((1, 3, 1), (1, -3, 1)), (), id="identity"),
        pytest.param(chain((1, 0, 2), (0, 7, 2), (3, 1, 1)), ((0, 10, 1),), id="constant"),
    ],
)
def test_steps_merge(f: Quasi, steps: tuple[tuple[int, int, int], ...]) -> None:
    assert f.steps == steps
    assert f == Quasi(steps)
    assert hash(f) == hash(Quasi(steps))


@pytest.mark.parametrize(
    ("f", "text"),
    [
        pytest.param(W, "H", id="identity"),
        pytest.param(W.then(0, 5), "5", id="constant"),
        pytest.param(W.then(1, -2), "H-2", id="offset"),
        pytest.param(W.then(3, 0, 2), "floor(3*H/2)", id="scale"),
        pytest.param(W.then(3, 1, 2), "floor((3*H+1)/2)", id="scale-and-offset"),
        pytest.param(
            HALF.then(2, 1).then(1, 0, 3), "floor((2*floor(H/2)+1)/3)", id="floor-of-affine"
        ),
        pytest.param(smaller(HALF, W), "min(H, floor(H/2))", id="min"),
        pytest.param(larger(W, W.then(0, 7)), "max(H, 7)", id="max"),
        pytest.param(smaller(HALF, W).then(2, 1), "2*min(H, floor(H/2))+1", id="min-then-affine"),
        pytest.param(total(W, HALF), "H+floor(H/2)", id="sum"),
        pytest.param(total(W, HALF.then(1, 3)), "H+floor(H/2)+3", id="sum-keeps-constants-outside"),
        pytest.param(total(W, HALF).then(2, 0), "2*(H+floor(H/2))", id="sum-times"),
        pytest.param(total(W, HALF).then(1, 0, 2), "floor((H+floor(H/2))/2)", id="sum-halved"),
        pytest.param(total(W, HALF).then(1, 1, 2), "floor((H+floor(H/2)+1)/2)", id="sum-and-one"),
        pytest.param(total(W, HALF).then(3, 1, 2), "floor((3*(H+floor(H/2))+1)/2)", id="all"),
    ],
)
def test_text(f: Quasi, text: str) -> None:
    assert f.text("H") == text


@pytest.mark.parametrize(
    ("joined", "plain"),
    [
        pytest.param(smaller(HALF, HALF), HALF, id="min-of-one"),
        pytest.param(smaller(W, W.then(1, 2)), W, id="min-of-shifted"),
        pytest.param(larger(HALF, W.then(1, 2, 2)), W.then(1, 2, 2), id="max-of-shifted"),
        pytest.param(larger(W.then(0, 3), W.then(0, 5)), W.then(0, 5), id="max-of-constants"),
        pytest.param(smaller(W, HALF), smaller(HALF, W), id="min-has-no-order"),
        pytest.param(total(W, HALF), total(HALF, W), id="sum-has-no-order"),
        pytest.param(total(HALF, HALF), HALF.then(2, 0), id="sum-of-one"),
        pytest.param(total(total(W, W), W), W.then(3, 0), id="sum-of-multiples"),
        pytest.param(total(W, W.then(0, 3)), W.then(1, 3), id="sum-with-a-constant"),
        pytest.param(total(W.then(0, 4), W.then(0, 3)), W.then(0, 7), id="sum-of-constants"),
        pytest.param(smaller(W, HALF).then(0, 2), W.then(0, 2), id="constant-forgets-its-base"),
    ],
)
def test_joins_simplify(joined: Quasi, plain: Quasi) -> None:
    assert joined == plain
    assert hash(joined) == hash(plain)


@pytest.mark.parametrize(
    ("f", "y", "least"),
    [
        pytest.param(W.then(0, 3), 3, EVERYWHERE, id="constant-reaches"),
        pytest.param(W.then(0, 3), 4, None, id="constant-never"),
        pytest.param(smaller(W, W.then(0, 3)), 4, None, id="cropped-never"),
        pytest.param(larger(HALF, W.then(0, 3)), 3, EVERYWHERE, id="padded-everywhere"),
        pytest.param(larger(HALF, W.then(0, 3)), 4, 8, id="padded-later"),
        pytest.param(HALF, FAR, 2 * FAR, id="no-bound-on-sizes"),
        pytest.param(total(W, HALF), 3 * FAR, 2 * FAR, id="sum-far-up"),
        pytest.param(total(W, HALF), -3 * FAR, -2 * FAR, id="sum-far-down"),
        pytest.param(total(W, larger(W, W.then(0, FAR))), 0, -FAR, id="sum-before-its-law-begins"),
        pytest.param(
            total(larger(W, W.then(0, 3)), larger(HALF, W.then(0, 5))), 8, EVERYWHERE, id="sum-low"
        ),
        pytest.param(
            total(smaller(W, W.then(0, 3)), smaller(HALF, W.then(0, 5))), 9, None, id="sum-high"
        ),
    ],
)
def test_least(f: Quasi, y: int, least: int | None) -> None:
    assert f.least(y) == least


@pytest.mark.parametrize(
    ("f", "lo", "hi", "interval"),
    [
        pytest.param(ALEXNET, 6, 6, (223, 254), id="alexnet-6"),
        pytest.param(ALEXNET, 1, None, (63, None), id="no-end"),
        pytest.param(HALF.then(2, 0), 5, 5, None, id="skipped-value"),
        pytest.param(W, 5, 4, None, id="no-values"),
        pytest.param(W.then(0, 3), 1, 5, (EVERYWHERE, None), id="constant-inside"),
        pytest.param(W.then(0, 3), 4, None, None, id="constant-below"),
        pytest.param(W.then(0, 3), 1, 2, None, id="constant-above"),
        pytest.param(smaller(W, W.then(0, 3)), 2, 3, (2, None), id="cropped"),
    ],
)
def test_preimage(
    f: Quasi, lo: int, hi: int | None, interval: tuple[int, int | None] | None
) -> None:
    assert f.preimage(lo, hi) == interval


@pytest.mark.parametrize(("m", "c"), [(-1, 1), (1, 0), (1, -2)])
def test_a_step_that_decreases_is_refused(m: int, c: int) -> None:
    with pytest.raises(ValueError, match="it needs m >= 0 and c >= 1"):
        W.then(m, 0, c)


def test_original_unet_crops() -> None:
    """Ronneberger et al. 2015: 572 goes in, 388 comes out."""
    x, skips = W, []
    for _ in range(4):
        skips.append(x.then(1, -4))
        x = skips[-1].then(1, 0, 2)
    x = x.then(1, -4)
    for skip in reversed(skips):
        x = smaller(x.then(2, 0), skip).then(1, -4)
    assert x(572) == 388
    assert x.least(1) == 188


@pytest.mark.parametrize(
    ("join", "plain"),
    [
        pytest.param(smaller, min, id="min"),
        pytest.param(larger, max, id="max"),
        pytest.param(total, lambda x, y: x + y, id="sum"),
    ],
)
def test_shared_parts_are_walked_once(
    join: Callable[[Quasi, Quasi], Quasi], plain: Callable[[int, int], int]
) -> None:
    """Written out, sixty joins of a function with its own half have 2^60 leaves."""

    def built() -> Quasi:
        f = W
        for _ in range(60):
            f = join(f, f.then(1, 7, 2)).then(1, 1)
        return f

    f = built()
    x = 1000
    for _ in range(60):
        x = plain(x, (x + 7) // 2) + 1
    assert f(1000) == x
    assert f == built()
    assert hash(f) == hash(built())
    assert f.text("H").startswith("...")
    least = f.least(x)
    assert least is not None
    assert f(least) >= x > f(least - 1)


STEPS = st.tuples(
    st.sampled_from([1, 1, 1, 2, 3, 0]), st.integers(-9, 9), st.sampled_from([1, 1, 2, 3, 4])
)
CHAINS = st.lists(STEPS, max_size=4).map(lambda steps: chain(*steps))


def _joins(inner: st.SearchStrategy[Quasi]) -> st.SearchStrategy[Quasi]:
    join = st.sampled_from([smaller, larger, total])
    return st.builds(
        lambda op, f, g, step: op(f, g).then(*step), join, inner, inner, st.one_of(STEPS)
    )


FUNCTIONS = st.recursive(CHAINS, _joins, max_leaves=4)
LAW = settings(deadline=None, max_examples=200)


@LAW
@given(st.lists(STEPS, max_size=6), st.integers())
def test_a_chain_is_its_steps(steps: list[tuple[int, int, int]], w: int) -> None:
    x = w
    for m, n, c in steps:
        x = (m * x + n) // c
    assert chain(*steps)(w) == x


@LAW
@given(FUNCTIONS, FUNCTIONS, st.integers())
def test_joins_are_what_they_say(f: Quasi, g: Quasi, w: int) -> None:
    assert smaller(f, g)(w) == min(f(w), g(w))
    assert larger(f, g)(w) == max(f(w), g(w))
    assert total(f, g)(w) == f(w) + g(w)


@LAW
@given(FUNCTIONS, st.integers(-(10**30), 10**30))
def test_the_period_law(f: Quasi, w: int) -> None:
    w = w if f.start is None else f.start + abs(w)
    assert f(w + f.period) == f(w) + f.rise


@LAW
@given(FUNCTIONS, st.integers())
def test_functions_never_decrease(f: Quasi, w: int) -> None:
    assert f(w) <= f(w + 1)


@LAW
@given(FUNCTIONS, st.one_of(st.integers(-60, 60), st.integers(-FAR, FAR)))
def test_least_is_exact(f: Quasi, y: int) -> None:
    least = f.least(y)
    beyond = FAR**3
    if least is None:
        assert f(beyond) < y
    elif least == EVERYWHERE:
        assert f(-beyond) >= y
    else:
        assert f(least) >= y > f(least - 1)


@LAW
@given(FUNCTIONS, st.integers(-30, 60), st.one_of(st.none(), st.integers(0, 9)))
def test_preimage_is_exact(f: Quasi, lo: int, width: int | None) -> None:
    hi = None if width is None else lo + width
    sizes = range(-200, 400)
    fits = [w for w in sizes if f(w) >= lo and (hi is None or f(w) <= hi)]
    interval = f.preimage(lo, hi)
    if interval is None:
        assert not fits
        return
    first, last = interval
    assert fits == [w for w in sizes if w >= first and (last is None or w <= last)]


@LAW
@given(FUNCTIONS, FUNCTIONS)
def test_equal_functions_hash_alike_and_agree(f: Quasi, g: Quasi) -> None:
    if f == g:
        assert hash(f) == hash(g)
        assert all(f(w) == g(w) for w in range(-50, 50))


@LAW
@given(FUNCTIONS, st.integers(-99, 99))
def test_the_text_computes(f: Quasi, w: int) -> None:
    text = f.text("H").replace("/", "//").replace("floor", "")
    assert eval(text, {"H": w, "min": min, "max": max}) == f(w)
