"""Wording: a set of sizes in words of its symbol."""

from __future__ import annotations

from math import lcm
from typing import Final

from netlint.core.description import Description, describe
from netlint.core.edges import Edges, runs
from netlint.core.periodic import Periodic

WIDTH: Final = 80
"""The letters that factors may take; beyond it only their number is said."""

SAID: Final = 16
"""The runs that a list says; of a longer one it says the first and the last ones."""


def wording(parts: tuple[Periodic, ...], symbol: str) -> str:
    """What all parts hold together: ``H >= 64 with multiples of 4``."""
    if len(parts) == 1:
        return _set(parts[0], symbol)
    period = lcm(*(part.period for part in parts))
    words = " and ".join(_set(part, symbol) for part in parts)
    if len(words) > WIDTH:
        words = f"{symbol} in {len(parts)} factors"
    return f"{words}, not expanded, period {_about(period)}"


def _set(members: Periodic, symbol: str) -> str:
    if not members:
        return "none"
    rule = describe(members)
    return _finite(members, rule, symbol) if members.is_finite else _endless(members, rule, symbol)


def _finite(members: Periodic, rule: Description, symbol: str) -> str:
    between = f"{rule.min} <= {symbol} <= {rule.max}"
    head = members.head
    if len(head) == 2 and head[1] - head[0] > 2:
        return between
    if len(head) > 2 * SAID and 2 * len(rule.residues) < len(head):
        return f"{between} with {_residues(rule, symbol)}"
    return f"{symbol} in {_listed(head)}"


def _endless(members: Periodic, rule: Description, symbol: str) -> str:
    words = f"{symbol} >= {rule.min}"
    implied = Periodic(1, (), members.period, members.tail).first(1) == rule.min
    if members.period > 1:
        residues = _residues(rule, symbol)
        words = residues if implied else f"{words} with {residues}"
    elif implied:
        words = f"all {words}"
    if rule.extra:
        words += f" plus {_listed(rule.extra)}"
    if rule.missing:
        words += f" except {_listed(rule.missing)}"
    return words


def _residues(rule: Description, symbol: str) -> str:
    if rule.residues == (0, 1):
        return f"multiples of {rule.period}"
    first, after, *others = rule.residues
    if not others and after == first + 1:
        return f"{symbol} mod {rule.period} = {first}"
    return f"{symbol} mod {rule.period} in {_listed(rule.residues)}"


def _listed(edges: Edges) -> str:
    """The members in braces; three and more in a row are ``a..b``."""
    words = [_run(begin, end) for begin, end in runs(edges)]
    if len(words) > SAID:
        words[SAID - 2 : -1] = ["..."]
    return f"{{{', '.join(words)}}}"


def _run(begin: int, end: int) -> str:
    if end - begin > 2:
        return f"{begin}..{end - 1}"
    return ", ".join(str(w) for w in range(begin, end))


def _about(n: int) -> str:
    """A number; of a long one its magnitude."""
    if n.bit_length() > 10_000:
        return f"above 2^{n.bit_length() - 1}"
    digits = str(n)
    return digits if len(digits) < 10 else f"{digits[0]}.{digits[1]}e{len(digits) - 1}"
