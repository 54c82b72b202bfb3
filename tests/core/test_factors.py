"""Factors: sets whose common period is huge, joined where few runs remain and else kept apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import lcm, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netlint.core.edges import cross, from_members, shortest, turned
from netlint.core.quasi import Quasi
from netlint.core.sizeset import NotExpanded, SizeSet

W = Quasi()
PRIMES = (7, 11, 13, 17, 19, 23, 29, 31, 37)
COPRIME = (16, 9, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
BILLION = 10**9 + 7, 10**9 + 9


def every(sets: list[SizeSet]) -> SizeSet:
    return reduce(SizeSet.__and__, sets, SizeSet())


def all_but(period: int, *left_out: int) -> SizeSet:
    return SizeSet.residues(period, set(range(period)) - set(left_out))


DENSE = every([all_but(p, 0, 3, 5) for p in PRIMES])


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        pytest.param(
            every([SizeSet.multiples(p) for p in BILLION]),
            f"multiples of {prod(BILLION)}",
            id="two-huge-strides",
        ),
        pytest.param(
            every([SizeSet.residues(p, [1]) for p in BILLION]) - SizeSet.of([1]),
            f"H >= {prod(BILLION) + 1} with H mod {prod(BILLION)} = 1",
            id="two-huge-residues",
        ),
        pytest.param(
            SizeSet.multiples(2 * BILLION[0]) & SizeSet.residues(2 * BILLION[1], [1]),
            "none",
            id="huge-and-odd-and-even",
        ),
        pytest.param(
            SizeSet.multiples(2) & SizeSet.interval(1, 10**12),
            "1 <= H <= 1000000000000 and multiples of 2, not expanded, period 2",
            id="too-long-a-list",
        ),
        pytest.param(
            DENSE, f"H in {len(DENSE.factors)} factors, not expanded, period 2.4e11", id="dense"
        ),
    ],
)
def test_text(accepted: SizeSet, text: str) -> None:
    assert accepted.text("H") == text


def test_twelve_moduli_join_while_their_residues_are_few() -> None:
    accepted = every([SizeSet.residues(m, [1, 3]) for m in COPRIME])
    assert accepted.is_expanded
    assert accepted.period == prod(COPRIME)
    assert accepted.residue_count == 2**12
    assert list(accepted.within(1, 10**6)) == [1, 3]


def test_dense_moduli_stay_apart() -> None:
    assert not DENSE.is_expanded
    assert DENSE.period == prod(PRIMES)
    assert DENSE.members is None
    assert DENSE.residue_count is None
    assert DENSE.exceptions == ()
    assert (DENSE.min, DENSE.max) == (1, None)
    assert all(factor.is_expanded for factor in DENSE.factors)
    assert prod(factor.period or 0 for factor in DENSE.factors) == DENSE.period


def test_members_of_factors() -> None:
    members = [w for w in range(1, 5001) if all(w % p not in {0, 3, 5} for p in PRIMES)]
    assert [w for w in range(1, 5001) if w in DENSE] == members
    assert list(DENSE.within(-5, 5000)) == members
    assert DENSE.first() == members[0]
    for w in range(100, 1000, 7):
        below = max(x for x in members if x <= w)
        above = min(x for x in members if x >= w)
        assert DENSE.nearest(w) == (below, above)
        assert DENSE.last_before(above) == max(x for x in members if x < above)


def test_a_narrower_part_joins_the_factors() -> None:
    narrow = DENSE & SizeSet.interval(1, 2000)
    assert narrow.is_expanded
    assert narrow == SizeSet.of(DENSE.within(1, 2000))
    assert (narrow & SizeSet.interval(3000)) == SizeSet.none()


def test_an_order_of_conditions_is_no_matter() -> None:
    assert every([all_but(p, 0, 3, 5) for p in reversed(PRIMES)]).period == DENSE.period
    assert DENSE & SizeSet.every() == DENSE
    assert SizeSet.every() & DENSE == DENSE
    assert DENSE & DENSE == DENSE
    assert DENSE & SizeSet.none() == SizeSet.none()


def test_factors_in_set_algebra() -> None:
    assert DENSE.is_subset(all_but(7, 0))
    assert not DENSE.is_subset(SizeSet.interval(500))
    wider = DENSE | SizeSet.of([7])
    assert 7 in wider
    assert [w for w in wider.within(1, 999) if w != 7] == list(DENSE.within(1, 999))
    assert (DENSE - SizeSet.interval(1, 99)).first() == DENSE.first(100)


def test_factors_are_pulled_one_by_one() -> None:
    pulled = DENSE.pull(W.then(1, 1, 2))
    assert [w for w in range(1, 999) if w in pulled] == [
        w for w in range(1, 999) if (w + 1) // 2 in DENSE
    ]


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: ~DENSE, id="complement"),
        pytest.param(lambda: SizeSet.every() - DENSE, id="difference"),
    ],
)
def test_what_factors_cannot_say(ask: Callable[[], SizeSet]) -> None:
    with pytest.raises(NotExpanded) as caught:
        ask()
    assert caught.value.period == DENSE.period


def test_a_search_gives_up() -> None:
    """Even and odd sizes have nothing in common, but these are too many to be compared."""
    nothing = SizeSet.residues(2018, range(2, 2018, 2)) & SizeSet.residues(2026, range(3, 2026, 2))
    assert not nothing.is_expanded
    assert nothing
    assert nothing.first() is None
    assert nothing.nearest(10**9) == (None, None)


RESIDUES = st.integers(1, 40).flatmap(
    lambda p: st.tuples(st.just(p), st.lists(st.integers(0, p - 1), max_size=8).map(sorted))
)
LAW = settings(deadline=None, max_examples=300)


@LAW
@given(RESIDUES, RESIDUES)
def test_cross_is_the_chinese_remainder_theorem(
    one: tuple[int, list[int]], other: tuple[int, list[int]]
) -> None:
    (p, mine), (q, theirs) = one, other
    met = [w for w in range(lcm(p, q)) if w % p in mine and w % q in theirs]
    assert cross(p, from_members(mine), q, from_members(theirs)) == from_members(met)


@LAW
@given(RESIDUES, st.integers(1, 4), st.integers(1, 200))
def test_the_shortest_period_is_found_from_anywhere(
    residues: tuple[int, list[int]], times: int, start: int
) -> None:
    p, members = residues
    period = p * times
    known = from_members(w for w in range(start, start + period) if w % p in members)
    found = turned(start, period, known)
    assert found == from_members(w for w in range(period) if w % p in members)
    shorter = next(
        q
        for q in range(1, p + 1)
        if p % q == 0 and all(((r + q) % p in members) == (r in members) for r in range(p))
    )
    assert shortest(period, found)[0] == shorter


@LAW
@given(st.lists(RESIDUES, max_size=6))
def test_a_conjunction_holds_where_all_hold(conditions: list[tuple[int, list[int]]]) -> None:
    accepted = every([SizeSet.residues(p, members) for p, members in conditions])
    assert [w for w in range(1, 1501) if w in accepted] == [
        w for w in range(1, 1501) if all(w % p in members for p, members in conditions)
    ]
