"""Words: the names that someone could have meant."""

from __future__ import annotations

from collections.abc import Iterable


def distance(left: str, right: str, most: int) -> int:
    """The edits (insert, drop, replace, swap of neighbours) between two words, or ``most + 1``."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def nearest(word: str, known: Iterable[str], most: int = 2) -> tuple[str, ...]:
    """The known words at the smallest distance, up to ``most`` edits, never the whole word."""
    bound = min(most, max(len(word) - 1, 0))
    near = [(distance(word.lower(), k.lower(), bound), k) for k in dict.fromkeys(known)]
    least = min((d for d, _ in near), default=bound + 1)
    if least > bound:
        return ()
    return tuple(sorted(k for d, k in near if d == least))
