"""Draw: seeded choices from which the cases of a recorder are made."""

from __future__ import annotations

from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


class Draw:
    """Choices that are the same in every run: a text is the seed."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def pick(self, *options: T) -> T:
        return self._random.choice(options)

    def integer(self, low: int, high: int) -> int:
        """Both ends included."""
        return self._random.randint(low, high)

    def sizes(self, count: int, low: int = 1, high: int = 9) -> list[int]:
        return [self.integer(low, high) for _ in range(count)]

    def shuffled(self, values: list[int]) -> list[int]:
        return self._random.sample(values, len(values))

    def per_axis(self, rank: int, low: int, high: int) -> int | list[int]:
        """One int for all axes, or a list; now and then the list has an entry too many."""
        if self.chance(0.5):
            return self.integer(low, high)
        return self.sizes(rank + self.chance(0.02), low, high)

    def pairs(self, rank: int, high: int) -> list[list[int]]:
        return [self.sizes(2, 0, high) for _ in range(rank)]

    def tensor(self, low: int = 2, high: int = 5) -> list[int]:
        """A batch of any rank from low to high."""
        return [self.integer(1, 3), *self.sizes(self.integer(low, high) - 1, 1, 6)]

    def bumped(self, x: list[int]) -> list[int]:
        """Another size on one axis."""
        axis = self.integer(0, len(x) - 1)
        return [*x[:axis], x[axis] + self.integer(1, 3), *x[axis + 1 :]]

    def spoiled(self, x: list[int]) -> list[int]:
        """Another size on one axis, or one axis fewer."""
        return self.pick(self.bumped(x), x[:-1])

    def image(self, rank: int, channels: int, low: int = 1, high: int = 12) -> list[int]:
        """Batch, channels, space; smaller where there are more axes."""
        return [
            self.integer(1, 3),
            channels,
            *self.sizes(rank, low, high if rank < 3 else high - 3),
        ]

    def divisor(self, n: int) -> int:
        return self.pick(*(d for d in range(1, n + 1) if n % d == 0))

    def dim(self, rank: int) -> int:
        """An axis from either end; now and then one that is not there."""
        if self.chance(0.18):
            return self.pick(rank, -rank - 1)
        return self.integer(-rank, rank - 1)

    def ranked(self, base: str, rank: int, params: dict[str, Any]) -> str:
        """The type with its rank, without it, or rarely with another one that is surely refused."""
        if self.chance(0.25):
            return base
        lists = any(isinstance(value, list) for value in params.values())
        others = [other for other in (1, 2, 3) if other not in (rank, rank + 1)]
        if lists or not self.chance(0.03):
            return f"{base}{rank}d"
        return f"{base}{self.pick(*others)}d"
