"""Ledger: the symbols of one analysis, what they have been made into, and the conditions noted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from netlint.core.atoms import AnyAtom, Atom, Opaque
from netlint.core.conditions import AtLeast, Condition
from netlint.core.quasi import Quasi, larger, smaller
from netlint.core.rational import whole
from netlint.core.size import Int, Polynomial, Size, Terms, order


class Ledger:
    """What the symbols of one analysis share: their atoms, and the conditions noted on the way.

    ``sums``, ``products`` and ``floors`` are what Sizes have been made into, by the operands.
    """

    def __init__(self) -> None:
        self.conditions: list[Condition] = []
        self.sums: dict[tuple[Size, Int], Int] = {}
        self.products: dict[tuple[Size, Int | Fraction], Int] = {}
        self.floors: dict[tuple[Size, int, int], Int] = {}
        self._atoms: dict[object, AnyAtom] = {}
        self._sizes: dict[Polynomial, Size] = {}

    def note_least(self, size: Size, least: int) -> None:
        """Note that the size is ``least`` or more, unless that has been noted before."""
        if least not in size.noted:
            size.noted += (least,)
            self.conditions.append(AtLeast(size, least))

    def taken(self) -> tuple[Condition, ...]:
        """The conditions noted since this was last asked."""
        noted = self.conditions
        if not noted:
            return ()
        self.conditions = []
        return tuple(noted)

    def symbol(self, name: str) -> Int:
        """The size that ``name`` stands for."""
        return self.of_quasi(name, Quasi())

    def size(self, terms: Terms) -> Int:
        """The polynomial, or the int that it is."""
        kept = [(m, whole(f)) for m, f in terms.items() if f]
        if not kept:
            return 0
        if len(kept) == 1:
            monomial, factor = kept[0]
            return self.intern(((monomial, factor),)) if monomial else int(factor // 1)
        return self.intern(tuple(sorted(kept, key=order)))

    def intern(self, terms: Polynomial) -> Size:
        """The one Size of a polynomial that is no constant."""
        found = self._sizes.get(terms)
        if found is None:
            found = self._sizes[terms] = Size(self, terms)
        return found

    def of_quasi(self, symbol: str, quasi: Quasi) -> Int:
        """A function of one symbol, its outer ``m*x + n`` told as a polynomial."""
        factor, offset = 1, 0
        steps = quasi.steps
        if steps:
            if quasi.is_constant:
                return quasi(1)
            m, n, c = steps[-1]
            if c == 1:
                factor, offset, quasi = m, n, Quasi(steps[:-1], quasi.base)
                steps = steps[:-1]
            m, n, c = steps[-1] if steps else (1, 0, 1)
            if n // c:
                offset += factor * (n // c)
                quasi = Quasi((*steps[:-1], (m, n % c, c)), quasi.base)
        key = (symbol, quasi)
        atom = self._atoms.get(key)
        if atom is None:
            atom = self._atoms[key] = Atom(symbol, quasi, len(self._atoms))
        term = ((atom,), factor)
        return self.intern((term, ((), offset)) if offset else (term,))

    def opaque(
        self,
        key: object,
        operands: tuple[Int, ...],
        apply: Callable[..., int],
        words: Callable[..., str],
    ) -> Int:
        """A function that is known only by its values."""
        if not any(isinstance(n, Size) for n in operands):
            return apply(*operands)
        atom = self._atoms.get(key)
        if atom is None:
            atom = self._atoms[key] = Opaque(operands, apply, words, len(self._atoms))
        return self.size({(atom,): 1})

    def extreme(self, word: str, left: Int, right: Int) -> Int:
        """``min`` or ``max`` of two sizes."""
        one, two = _linear(left), _linear(right)
        if one and two and (one[0] == two[0] or not (one[0] and two[0])):
            join = smaller if word == "min" else larger
            return self.of_quasi(one[0] or two[0], join(one[1], two[1]))
        pick = min if word == "min" else max
        return self.opaque(
            (word, left, right), (left, right), pick, lambda a, b: f"{word}({a}, {b})"
        )


def _linear(n: Int) -> tuple[str, Quasi] | None:
    return n.linear() if isinstance(n, Size) else ("", Quasi().then(0, n))
