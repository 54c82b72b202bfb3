"""SizeSet: golden nets and printed texts, then its laws against enumeration and against isl."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from netlint.core.quasi import Quasi, larger, smaller, total
from netlint.core.sizeset import LISTED, NotExpanded, SizeSet

W = Quasi()
HALF = W.then(1, 0, 2)
EVENS = SizeSet.multiples(2)
SEEN = 1500
SIZES = range(1, SEEN + 1)

Layer = tuple[int, int, int]


def unet(down: list[Layer], up: list[Layer]) -> SizeSet:
    """The sizes whose skips fit: each level joins what went down with what came up."""
    skips = [W]
    for step in down:
        skips.append(skips[-1].then(*step))
    accepted = SizeSet.at_least(skips[-1], 1)
    for skip, deep, step in zip(skips[-2::-1], skips[::-1], up, strict=False):
        accepted &= SizeSet.equal(deep.then(*step), skip)
    return accepted


def pooled(*strides: int) -> SizeSet:
    return unet([(1, 0, s) for s in strides], [(s, 0, 1) for s in reversed(strides)])


def padded(*strides: int) -> SizeSet:
    """Down by `same` pools, whose size is rounded up."""
    return unet([(1, s - 1, s) for s in strides], [(s, 0, 1) for s in reversed(strides)])


def conv_3_2_1(up: Layer) -> SizeSet:
    """Five convolutions of kernel 3, stride 2, padding 1, and five ways up."""
    return unet([(1, 1, 2)] * 5, [up] * 5)


def original_unet(even: bool) -> SizeSet:
    """Ronneberger et al. 2015: valid 3x3 convolutions, pools of 2, skips cropped."""
    x, skips = W, []
    accepted = SizeSet()
    for _ in range(4):
        x = x.then(1, -4)
        skips.append(x)
        accepted &= EVENS.pull(x) if even else SizeSet()
        x = x.then(1, 0, 2)
    x = x.then(1, -4)
    for skip in reversed(skips):
        x = x.then(2, 0)
        accepted &= SizeSet.equal(smaller(x, skip), x) & SizeSet.at_least(x.then(1, -4), 1)
        x = x.then(1, -4)
    return accepted


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        pytest.param(pooled(2, 2, 2, 2, 2), "multiples of 32", id="five-pools"),
        pytest.param(padded(2, 2), "multiples of 4", id="ceil-4"),
        pytest.param(padded(2, 2, 3), "multiples of 12", id="ceil-12"),
        pytest.param(padded(3, 5, 7), "multiples of 105", id="ceil-105"),
        pytest.param(pooled(*[2] * 16), "multiples of 65536", id="sixteen-levels"),
        pytest.param(
            pooled(3, 5, 7, 11, 13, *[2] * 16), "multiples of 984023040", id="beyond-any-mask"
        ),
        pytest.param(conv_3_2_1((2, 0, 1)), "multiples of 32", id="tconv-k4-s2-p1"),
        pytest.param(conv_3_2_1((2, -1, 1)), "H mod 32 = 1", id="tconv-k3-s2-p1"),
        pytest.param(original_unet(even=False), "H >= 188", id="unet-2015"),
        pytest.param(original_unet(even=True), "H >= 188 with H mod 16 = 12", id="unet-2015-even"),
        pytest.param(
            SizeSet.equal(W.then(1, 0, 3).then(3, 1), W), "H mod 3 = 1", id="one-lost-of-three"
        ),
        pytest.param(SizeSet.equal(HALF.then(2, 1), W), "H mod 2 = 1", id="odd"),
        pytest.param(
            SizeSet.equal(HALF.then(3, 0), W.then(1, 5)), "H in {10, 13}", id="scales-differ"
        ),
        pytest.param(
            SizeSet.equal(W.then(1, 1, 4).then(4, 0), W) & SizeSet.interval(61),
            "H >= 64 with multiples of 4",
            id="from-64",
        ),
        pytest.param(
            SizeSet.between(W.then(1, -31, 32), 6, 6), "223 <= H <= 254", id="alexnet-6x6"
        ),
        pytest.param(SizeSet.at_least(W.then(1, 31, 32), 1), "all H >= 1", id="resnet"),
    ],
)
def test_golden(accepted: SizeSet, text: str) -> None:
    assert accepted.text("H") == text


@pytest.mark.parametrize(
    ("sizes", "text"),
    [
        pytest.param(SizeSet.every(), "all H >= 1", id="every"),
        pytest.param(SizeSet.none(), "none", id="none"),
        pytest.param(SizeSet.interval(37), "H >= 37", id="start"),
        pytest.param(SizeSet.multiples(1), "all H >= 1", id="multiples-of-1"),
        pytest.param(SizeSet.multiples(32), "multiples of 32", id="multiples"),
        pytest.param(
            SizeSet.multiples(32) & SizeSet.interval(32), "multiples of 32", id="implied-start"
        ),
        pytest.param(SizeSet.residues(32, [1]), "H mod 32 = 1", id="residue"),
        pytest.param(
            SizeSet.residues(32, [1]) - SizeSet.of([1]),
            "H >= 33 with H mod 32 = 1",
            id="residue-from-33",
        ),
        pytest.param(
            SizeSet.residues(32, [0, 29, 30, 31]), "H mod 32 in {0, 29..31}", id="residues"
        ),
        pytest.param(SizeSet.residues(5, [1, 2]), "H mod 5 in {1, 2}", id="run-of-two"),
        pytest.param(
            SizeSet.residues(96, [61, 62, 63, 64, 69, 70, 71, 72]) & SizeSet.interval(61),
            "H mod 96 in {61..64, 69..72}",
            id="residues-implied-start",
        ),
        pytest.param(
            SizeSet.residues(96, [61, 62, 63, 64, 69, 70, 71, 72]) & SizeSet.interval(62),
            "H >= 62 with H mod 96 in {61..64, 69..72}",
            id="residues-from-62",
        ),
        pytest.param(SizeSet.interval(223, 254), "223 <= H <= 254", id="interval"),
        pytest.param(SizeSet.interval(7, 9), "7 <= H <= 9", id="interval-of-three"),
        pytest.param(SizeSet.interval(7, 8), "H in {7, 8}", id="interval-of-two"),
        pytest.param(SizeSet.interval(7, 7), "H in {7}", id="one"),
        pytest.param(SizeSet.of([10, 13]), "H in {10, 13}", id="two"),
        pytest.param(SizeSet.of([3, 4, 5, 9]), "H in {3..5, 9}", id="run-and-one"),
        pytest.param(
            SizeSet.multiples(32) & SizeSet.interval(1, 1024),
            "32 <= H <= 1024 with multiples of 32",
            id="long-list-that-repeats",
        ),
        pytest.param(
            SizeSet.of(n * n for n in range(1, 31)),
            "H in {1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, ..., 900}",
            id="long-list",
        ),
        pytest.param(SizeSet.multiples(8) | SizeSet.of([7]), "multiples of 8 plus {7}", id="plus"),
        pytest.param(
            SizeSet.interval(100) | SizeSet.of([3, 5, 6, 7]), "H >= 100 plus {3, 5..7}", id="pluses"
        ),
        pytest.param(SizeSet.every() - SizeSet.of([7]), "all H >= 1 except {7}", id="all-but-one"),
        pytest.param(
            SizeSet.multiples(8) - SizeSet.of([24]), "multiples of 8 except {24}", id="except"
        ),
        pytest.param(
            (SizeSet.interval(10) | SizeSet.of([3])) - SizeSet.of([50]),
            "H >= 10 plus {3} except {50}",
            id="plus-and-except",
        ),
    ],
)
def test_text(sizes: SizeSet, text: str) -> None:
    assert sizes.text("H") == text


@pytest.mark.parametrize(
    ("sizes", "entry"),
    [
        pytest.param(SizeSet.every(), (1, None, 1, (0,), ()), id="every"),
        pytest.param(SizeSet.none(), (None, None, None, (), ()), id="none"),
        pytest.param(SizeSet.multiples(8), (8, None, 8, (0,), ()), id="multiples"),
        pytest.param(SizeSet.interval(223, 254), (223, 254, 1, (0,), ()), id="interval"),
        pytest.param(SizeSet.of([10, 13]), (10, 13, 3, (1,), ()), id="two"),
        pytest.param(SizeSet.of([1, 5, 7]), (1, 7, 6, (1, 5), ()), id="three"),
        pytest.param(SizeSet.multiples(8) | SizeSet.of([7]), (8, None, 8, (0,), (7,)), id="plus"),
        pytest.param(
            SizeSet.multiples(8) - SizeSet.of([24]), (8, None, 8, (0,), (24,)), id="except"
        ),
    ],
)
def test_entry(sizes: SizeSet, entry: tuple[object, ...]) -> None:
    assert (sizes.min, sizes.max, sizes.period, sizes.members, sizes.exceptions) == entry


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(SizeSet.multiples(6), EVENS & SizeSet.multiples(3), id="meet"),
        pytest.param(SizeSet.residues(4, [0, 2]), EVENS, id="shorter-period"),
        pytest.param(SizeSet.residues(6, [-2, 8]), SizeSet.residues(6, [2, 4]), id="negative"),
        pytest.param(SizeSet.residues(3, [0, 1, 2]), SizeSet.every(), id="all-residues"),
        pytest.param(SizeSet.residues(3, []), SizeSet.none(), id="no-residues"),
        pytest.param(SizeSet.interval(-5), SizeSet.every(), id="sizes-begin-at-1"),
        pytest.param(SizeSet.interval(5, 4), SizeSet.none(), id="no-interval"),
        pytest.param(SizeSet.interval(-5, 0), SizeSet.none(), id="no-positive-interval"),
        pytest.param(SizeSet.of([0, -1, 3, 3]), SizeSet.interval(3, 3), id="positive-members"),
        pytest.param(EVENS | SizeSet.residues(2, [1]), SizeSet.every(), id="union-of-all"),
        pytest.param(EVENS & SizeSet.residues(4, [1]), SizeSet.none(), id="nothing-in-common"),
        pytest.param(SizeSet.equal(HALF, HALF), SizeSet.every(), id="equal-to-itself"),
        pytest.param(SizeSet.equal(W, W.then(1, 1)), SizeSet.none(), id="never-equal"),
        pytest.param(SizeSet.equal(HALF.then(2, 0), W), EVENS, id="equal"),
        pytest.param(
            SizeSet.equal(smaller(W, W.then(0, 9)), W), SizeSet.interval(1, 9), id="cropped"
        ),
        pytest.param(EVENS.pull(W.then(3, 0)), EVENS, id="pulled"),
        pytest.param(SizeSet.interval(4).pull(W.then(0, 5)), SizeSet.every(), id="constant-in"),
        pytest.param(SizeSet.interval(4).pull(W.then(0, 3)), SizeSet.none(), id="constant-out"),
    ],
)
def test_canonical(one: SizeSet, other: SizeSet) -> None:
    assert one == other
    assert hash(one) == hash(other)
    assert one.text("H") == other.text("H")


def test_sizes_of_any_magnitude() -> None:
    far = 10**30
    assert SizeSet.at_least(W, far).text("H") == f"H >= {far}"
    assert SizeSet.equal(HALF.then(1, far), W).text("H") == f"H in {{{2 * far - 1}, {2 * far}}}"
    assert (SizeSet.interval(far) & SizeSet.multiples(32)).first() == far
    assert far + 1 not in EVENS
    assert EVENS.nearest(far + 1) == (far, far + 2)


def test_a_crop_that_takes_nothing_needs_no_look_at_the_crop() -> None:
    """The skip grows by 82 where the other grows by 81: it is ahead for good from 8 on."""
    skip = total(W, W.then(1, 73, 81)).then(1, -1)
    assert SizeSet.equal(smaller(W, skip), W).text("H") == "H >= 8"


def test_close_slopes_meet_far_away() -> None:
    slow = W.then(499, 10**12, 500)
    assert SizeSet.equal(slow, W) == SizeSet.interval(10**12 - 499, 10**12)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(
            lambda: SizeSet.equal(smaller(W, W.then(0, 10**12)), HALF.then(2, 0)), id="equal"
        ),
        pytest.param(lambda: EVENS.pull(smaller(W, W.then(0, 10**12))), id="pull"),
        pytest.param(
            lambda: SizeSet.multiples(10**9 + 7) | SizeSet.multiples(10**9 + 9), id="union"
        ),
    ],
)
def test_too_many_runs(ask: Callable[[], SizeSet]) -> None:
    with pytest.raises(NotExpanded) as caught:
        ask()
    assert caught.value.period >= 1


def test_residues_beyond_any_list_are_counted() -> None:
    sizes = SizeSet.residues(1 << 18, range(1 << 17))
    assert sizes.residue_count == 1 << 17
    assert sizes.members is None
    assert LISTED < 1 << 17
    assert sizes.is_expanded
    assert sizes.factors == (sizes,)


def test_last_before_is_strict() -> None:
    assert EVENS.last_before(8) == 6
    assert EVENS.last_before(2) is None


STEPS = st.tuples(
    st.sampled_from([1, 1, 1, 2, 3, 0]), st.integers(-9, 9), st.sampled_from([1, 1, 2, 3, 4])
)


@st.composite
def _chains(draw: st.DrawFn) -> Quasi:
    f = W
    for step in draw(st.lists(STEPS, max_size=4)):
        f = f.then(*step)
    return f


def _joins(inner: st.SearchStrategy[Quasi]) -> st.SearchStrategy[Quasi]:
    return st.builds(
        lambda join, f, g, step: join(f, g).then(*step),
        st.sampled_from([smaller, larger, total]),
        inner,
        inner,
        STEPS,
    )


CHAINS = _chains()
FUNCTIONS = st.recursive(CHAINS, _joins, max_leaves=4)


@st.composite
def _residues(draw: st.DrawFn) -> SizeSet:
    period = draw(st.integers(1, 24))
    return SizeSet.residues(period, draw(st.lists(st.integers(0, period - 1), max_size=6)))


PLAIN = st.one_of(
    _residues(),
    st.lists(st.integers(1, 60), max_size=8).map(SizeSet.of),
    st.builds(SizeSet.interval, st.integers(-3, 50), st.one_of(st.none(), st.integers(0, 90))),
    st.builds(SizeSet.equal, CHAINS, CHAINS),
)
SETS = st.recursive(
    PLAIN,
    lambda inner: st.builds(
        lambda one, other, join: join(one, other),
        inner,
        inner,
        st.sampled_from([SizeSet.__and__, SizeSet.__or__, SizeSet.__sub__]),
    ),
    max_leaves=4,
)
LAW = settings(deadline=None, max_examples=150)


def seen(sizes: SizeSet, until: int = SEEN) -> list[int]:
    return [w for w in range(1, until + 1) if w in sizes]


@LAW
@given(FUNCTIONS, FUNCTIONS)
def test_equal_is_exact(f: Quasi, g: Quasi) -> None:
    equal = SizeSet.equal(f, g)
    assert seen(equal) == [w for w in SIZES if f(w) == g(w)]
    assert equal == SizeSet.equal(g, f)


@LAW
@given(FUNCTIONS, FUNCTIONS)
def test_at_most_is_exact(f: Quasi, g: Quasi) -> None:
    try:
        below, above, even = SizeSet.at_most(f, g), SizeSet.at_most(g, f), SizeSet.equal(f, g)
        least, most = SizeSet.equal(smaller(f, g), f), SizeSet.equal(larger(f, g), f)
    except NotExpanded:
        reject()  # too fine to be written out, which is said
    assert seen(below) == [w for w in SIZES if f(w) <= g(w)]
    assert below & above == even
    assert (least, most) == (below, above)


@LAW
@given(FUNCTIONS, st.integers(-9, 60), st.one_of(st.none(), st.integers(-9, 90)))
def test_between_is_exact(f: Quasi, lo: int, hi: int | None) -> None:
    fits = [w for w in SIZES if f(w) >= lo and (hi is None or f(w) <= hi)]
    assert seen(SizeSet.between(f, lo, hi)) == fits


@LAW
@given(SETS, FUNCTIONS)
def test_pull_is_exact(sizes: SizeSet, f: Quasi) -> None:
    try:
        pulled = sizes.pull(f)
    except NotExpanded:
        reject()  # too fine to be written out, which is said
    assert seen(pulled) == [w for w in SIZES if f(w) in sizes]


@LAW
@given(SETS, SETS)
def test_set_operations_are_exact(one: SizeSet, other: SizeSet) -> None:
    mine, theirs = set(seen(one)), set(seen(other))
    assert set(seen(one & other)) == mine & theirs
    try:
        joined, less, others = one | other, one - other, ~one
    except NotExpanded:
        reject()  # too fine to be written out, which is said
    assert set(seen(joined)) == mine | theirs
    assert set(seen(less)) == mine - theirs
    assert set(seen(others)) == set(SIZES) - mine


@LAW
@given(SETS, SETS, SETS)
def test_sets_are_canonical(a: SizeSet, b: SizeSet, c: SizeSet) -> None:
    try:
        joined, outer = a | b, (a & c) | (b & c)
        less, crossed = a - b, ~(~a | ~b)
    except NotExpanded:
        reject()  # too fine to be written out, which is said
    assume((a & b & c).is_expanded and (joined & c).is_expanded)
    assume((a & c).is_expanded and (b & c).is_expanded and (b & a).is_expanded)
    assert a & b == b & a
    assert (a & b) & c == a & (b & c)
    assert crossed == a & b
    assert joined & c == outer
    assert ~~a == a
    assert less == a & ~b
    assert (a & b).is_subset(a)
    assert a.is_subset(b) == (less == SizeSet.none())
    assert bool(a) == (a != SizeSet.none())


@LAW
@given(SETS)
def test_the_entry_tells_the_set(sizes: SizeSet) -> None:
    residues, exceptions = set(sizes.members or ()), set(sizes.exceptions or ())

    def accepts(w: int) -> bool:
        if sizes.min is None or sizes.period is None:
            return False
        inside = sizes.min <= w and (sizes.max is None or w <= sizes.max)
        return (inside and w % sizes.period in residues) != (w in exceptions)

    assert sizes.residue_count == len(residues)
    assert [w for w in range(1, 2001) if accepts(w)] == seen(sizes, 2000)


@LAW
@given(SETS, st.integers(-3, 1000))
def test_nearest_is_the_nearest(sizes: SizeSet, w: int) -> None:
    members = seen(sizes)
    below = max((x for x in members if x <= w), default=None)
    above = min((x for x in members if x >= w), default=None)
    last, first = sizes.nearest(w)
    assert last == below
    assert first == above or (above is None and first is not None and first > SEEN)
    assert sizes.first(w) == first
    assert sizes.last_before(w + 1) == last


@LAW
@given(SETS, st.integers(-3, 500), st.integers(-3, 500))
def test_within_lists_the_members(sizes: SizeSet, lo: int, hi: int) -> None:
    assert list(sizes.within(lo, hi)) == [w for w in range(max(lo, 1), hi + 1) if w in sizes]


@settings(deadline=None, max_examples=400)
@given(FUNCTIONS, FUNCTIONS)
def test_equal_is_what_isl_says_without_bounds(f: Quasi, g: Quasi) -> None:
    isl = pytest.importorskip("islpy")
    try:
        ours = SizeSet.equal(f, g)
    except NotExpanded:
        reject()  # too fine to be written out, which is said
    one, other = (isl.PwAff(f"{{ [w] -> [{h.text('w')}] }}") for h in (f, g))
    proved = one.eq_set(other).intersect(isl.Set("{ [w] : w >= 1 }"))
    assert isl.Set(_in_isl(ours)).is_equal(proved)


def _in_isl(sizes: SizeSet) -> str:
    if sizes.min is None:
        return "{ [w] : false }"
    ends = f"w >= {sizes.min}" + ("" if sizes.max is None else f" and w <= {sizes.max}")
    residues = _spans(f"w mod {sizes.period}", sizes.members or ())
    exceptions = sizes.exceptions or ()
    extra = _spans("w", [w for w in exceptions if w in sizes])
    missing = _spans("w", [w for w in exceptions if w not in sizes])
    return f"{{ [w] : ({ends} and ({residues}) and not ({missing})) or ({extra}) }}"


def _spans(term: str, members: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for w in members:
        if runs and runs[-1][1] == w - 1:
            runs[-1][1] = w
        else:
            runs.append([w, w])
    return " or ".join(f"({term} >= {lo} and {term} <= {hi})" for lo, hi in runs) or "false"
