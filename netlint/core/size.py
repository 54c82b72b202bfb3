"""Size: what an int is when an input's size is a symbol.

A polynomial with rational coefficients whose atoms are nondecreasing quasi-affine functions of one
symbol, or opaque functions that print and evaluate exactly. Comparisons are never asked of a Size:
the functions of ``conditions`` answer for ints and take notes for Sizes.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal, NoReturn

from netlint.core.atoms import AnyAtom, Atom, serial
from netlint.core.quasi import Quasi, total
from netlint.core.rational import Rational, whole

if TYPE_CHECKING:
    from netlint.core.ledger import Ledger

Monomial = tuple[AnyAtom, ...]
"""Atoms in the order of their serials; ``()`` is the constant."""

Terms = dict[Monomial, Rational]

Polynomial = tuple[tuple[Monomial, Rational], ...]
"""Monomials with their factors, none of them 0: the longest first, the constant last."""


class Size:
    """A polynomial of atoms; equal Sizes of one ledger are one object.

    ``noted`` are the lower bounds that were noted for it.
    """

    __slots__ = ("_line", "_symbols", "ledger", "noted", "terms")

    def __init__(self, ledger: Ledger, terms: Polynomial) -> None:
        self.ledger = ledger
        self.terms = terms
        self.noted: tuple[int, ...] = ()
        self._line: tuple[str, Quasi] | Literal[False] | None = False
        self._symbols: frozenset[str] | None = None

    @property
    def symbols(self) -> frozenset[str]:
        """The symbols that the size depends on."""
        if self._symbols is None:
            atoms = dict.fromkeys([a for m, _ in self.terms for a in m])
            self._symbols = frozenset().union(*[a.symbols for a in atoms])
        return self._symbols

    @property
    def constant(self) -> Rational:
        monomial, factor = self.terms[-1]
        return 0 if monomial else factor

    def __add__(self, other: Int) -> Int:
        sums = self.ledger.sums
        found = sums.get((self, other))
        if found is None:
            found = sums[self, other] = self._plus(other)
        return found

    __radd__ = __add__

    def _plus(self, other: Int) -> Int:
        if isinstance(other, Size):
            terms = dict(self.terms)
            for monomial, factor in other.terms:
                terms[monomial] = terms.get(monomial, 0) + factor
            return self.ledger.size(terms)
        constant = self.constant
        rest = self.terms[:-1] if constant else self.terms
        shifted = whole(constant + other)
        return self.ledger.intern((*rest, ((), shifted)) if shifted else rest)

    def __neg__(self) -> Int:
        return self * -1

    def __sub__(self, other: Int) -> Int:
        return self + -other

    def __rsub__(self, other: int) -> Int:
        return -self + other

    def __mul__(self, other: Int | Fraction) -> Int:
        if type(other) is int:
            return self if other == 1 else self._times(other)
        products = self.ledger.products
        found = products.get((self, other))
        if found is None:
            found = products[self, other] = self._times(other)
        return found

    __rmul__ = __mul__

    def _times(self, other: Int | Fraction) -> Int:
        if not isinstance(other, Size):
            scaled = tuple([(m, whole(f * other)) for m, f in self.terms])
            return self.ledger.intern(scaled) if other else 0
        terms: Terms = {}
        for mine, a in self.terms:
            for theirs, b in other.terms:
                monomial = tuple(sorted(mine + theirs, key=serial)) if theirs else mine
                terms[monomial] = terms.get(monomial, 0) + a * b
        return self.ledger.size(terms)

    def stepped(self, shift: int, stride: int) -> Int:
        """``(self + shift) // stride``."""
        if stride == 1:
            return self + shift
        floors = self.ledger.floors
        found = floors.get((self, shift, stride))
        if found is None:
            line = self.linear()
            if line is None:
                found = (self + shift) // stride
            else:
                found = self.ledger.of_quasi(line[0], line[1].then(1, shift, stride))
            floors[self, shift, stride] = found
        return found

    def __floordiv__(self, divisor: int) -> Int:
        if divisor == 1 or self.linear():
            return self.stepped(0, divisor)
        return self.ledger.opaque(
            ("floor", self, divisor),
            (self,),
            lambda n: n // divisor,
            lambda text: f"floor(({text})/{divisor})",
        )

    def linear(self) -> tuple[str, Quasi] | None:
        """The size as one nondecreasing function of one symbol, if it is one."""
        if self._line is False:
            self._line = self._as_line()
        return self._line

    def _as_line(self) -> tuple[str, Quasi] | None:
        monomial, factor = self.terms[0]
        rest = self.terms[1:]
        if len(rest) > 1 or (rest and rest[0][0]) or type(factor) is not int:
            return self._sum_as_line()
        atom, offset = monomial[0], rest[0][1] if rest else 0
        if type(offset) is not int:
            return self._sum_as_line()
        if len(monomial) > 1 or factor < 0 or not isinstance(atom, Atom):
            return None
        return atom.symbol, atom.quasi.then(factor, offset)

    def _sum_as_line(self) -> tuple[str, Quasi] | None:
        share = lcm(*[f.denominator for _, f in self.terms])
        symbol = ""
        offset = 0
        quasi: Quasi | None = None
        for monomial, factor in self.terms:
            scaled = int(factor * share)
            if not monomial:
                offset = scaled
                continue
            atom = monomial[0]
            if len(monomial) > 1 or scaled < 0 or not isinstance(atom, Atom):
                return None
            if symbol not in ("", atom.symbol):
                return None
            symbol = atom.symbol
            part = atom.quasi if scaled == 1 else atom.quasi.then(scaled, 0)
            quasi = part if quasi is None else total(quasi, part)
        assert quasi is not None
        return symbol, quasi.then(1, offset, share)

    def at(self, values: Mapping[str, int]) -> int:
        """The size when every symbol has its value; a fraction is cut (its condition tells)."""
        amount: Rational = 0
        for monomial, factor in self.terms:
            product: Rational = factor
            for atom in monomial:
                product *= atom.at(values)
            amount += product
        return amount if type(amount) is int else int(amount // 1)

    def bind(self, values: Mapping[str, int]) -> Int:
        """The size when some symbols have values."""
        if not self.symbols & values.keys():
            return self
        amount: Int = 0
        for monomial, factor in self.terms:
            product: Int = self.ledger.size({(): factor}) if type(factor) is int else 1
            rest = 1 if type(factor) is int else factor
            for atom in monomial:
                product = product * self._bind_atom(atom, values)
            if rest != 1:
                product = product * rest if isinstance(product, Size) else int(product * rest)
            amount = product + amount
        return amount

    def _bind_atom(self, atom: AnyAtom, values: Mapping[str, int]) -> Int:
        if atom.symbols <= values.keys():
            return atom.at(values)
        if isinstance(atom, Atom):
            return self.ledger.size({(atom,): 1})
        operands = tuple(n.bind(values) if isinstance(n, Size) else n for n in atom.operands)
        return self.ledger.opaque((atom, operands), operands, atom.apply, atom.words)

    def __str__(self) -> str:
        from netlint.core.factoring import text

        return text(self)

    __repr__ = __str__

    def _refuse(self, _: object = None) -> NoReturn:
        raise TypeError("a Size has no order and no truth; ask netlint.core.conditions")

    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = __mod__ = __truediv__ = _refuse


Int = int | Size


def evaluate(size: Int, values: Mapping[str, int]) -> int:
    """The number that ``size`` is when every symbol has its value."""
    return size.at(values) if isinstance(size, Size) else size


def order(term: tuple[Monomial, Rational]) -> tuple[int, tuple[int, ...]]:
    """What the terms of a polynomial are sorted by."""
    return -len(term[0]), tuple(map(serial, term[0]))
