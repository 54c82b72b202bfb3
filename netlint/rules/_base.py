"""The contract of a rule: code, name, severity, docs and examples; a diagnosis or a lint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from netlint.core.finding import Finding, Fix, Path, Related, RuleInfo, Severity, Spot
from netlint.core.problems import Problem
from netlint.core.record import Record
from netlint.core.shape import Shape
from netlint.engine.analysis import Analysis
from netlint.engine.propagate import Reading
from netlint.spec.model import Input
from netlint.spec.node import Node, Port


class Good(NamedTuple):
    """A spec, layers or a layer on which the rule is silent."""

    text: str
    x: str = "[N, 3, 32, 32]"
    more: str = ""


class Bad(NamedTuple):
    """What the rule fires on: the path of the finding and the text after its fix."""

    text: str
    at: str | None = None
    fixed: str | None = None
    x: str = "[N, 3, 32, 32]"
    more: str = ""


class Rule:
    """Line 1 of the docstring is the claim; the rest says why."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    on: ClassVar[bool] = True
    since: ClassVar[str] = "0.1"
    source: ClassVar[str] = ""
    good: ClassVar[tuple[Good, ...]] = ()
    bad: ClassVar[tuple[Bad, ...]] = ()

    @classmethod
    def info(cls) -> RuleInfo:
        """What reports may know of the rule."""
        claim = (cls.__doc__ or "").strip().splitlines()[0]
        return RuleInfo(cls.code, cls.name, cls.severity, claim)

    def report(
        self,
        spot: Spot,
        message: str,
        *,
        layer: str | None = None,
        help: str | None = None,
        related: tuple[Related, ...] = (),
        fixes: tuple[Fix, ...] = (),
    ) -> Finding:
        """A finding of this rule."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=message,
            help=help,
            layer=layer,
            spot=spot,
            related=related,
            fixes=fixes,
        )


class Lint(Rule):
    """A rule that reads an analysis at the shown sizes."""

    def check(self, net: Analysis) -> Iterator[Finding]:
        """The findings; silent where a number is needed and there is none."""
        raise NotImplementedError


class Told(Record):
    """A problem in words."""

    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


class Place(Record):
    """Where a problem was met: the node (None: the document) in one reading of the net."""

    analysis: Analysis
    reading: Reading
    path: Path
    node: Node | None = None
    layer: str | None = None

    def says(self, fact: str) -> str:
        """The fact with the layer's name before it."""
        return f'"{self.layer}" {fact}' if self.layer else fact

    @property
    def ports(self) -> tuple[Port | None, ...]:
        return self.node.inputs if self.node is not None else ()

    def written(self, key: str) -> bool:
        """Whether the layer is written with this key."""
        value: object = self.analysis.net.value
        for step in (*(self.node.path if self.node is not None else self.path), key):
            keys = range(len(value)) if isinstance(value, list) else value
            if not isinstance(value, dict | list) or step not in keys:  # type: ignore[operator]
                return False
            value = value[step]  # type: ignore[index]
        return True

    def reads(self, i: int) -> str:
        """The name of the tensor that is the node's ``i``-th input."""
        port = self.ports[i] if i < len(self.ports) else None
        return self.analysis.net.port_name(port) if port is not None else "its input"

    def maker(self, i: int) -> Node | Input | None:
        """The node or the input that makes the ``i``-th input."""
        port = self.ports[i] if i < len(self.ports) else None
        if port is None:
            return None
        net = self.analysis.net
        return net.nodes[port[0]] if port[0] >= 0 else net.inputs[-port[0] - 1]

    def shape(self, i: int = 0) -> Shape | None:
        """The shape of the ``i``-th input in this reading."""
        port = self.ports[i] if i < len(self.ports) else None
        shapes = self.reading.shapes(port[0]) if port is not None else None
        return shapes[port[1]] if port is not None and shapes is not None else None

    def related(self, i: int, message: str) -> tuple[Related, ...]:
        """The place of the layer or input that makes the ``i``-th input."""
        maker = self.maker(i)
        if maker is None:
            return ()
        layer = maker.name if isinstance(maker, Node) else None
        return (Related(message, layer, Spot(maker.path)),)

    def wanted_sizes(self) -> str | None:
        """The sizes that the net takes where the shown ones are refused: ``use H = 96 or 112``.

        Space axes written in numbers are freed for the question.
        """
        from netlint.solve.freeing import freed
        from netlint.solve.sizes import accepted

        analysis, values = self.analysis, self.reading.values
        free = freed(analysis.net)
        if free.sizes:
            analysis = Analysis(free.net)
            values = {**values, **free.sizes}
        words: dict[str, list[str]] = {}
        for entry in accepted(analysis):
            shown = {s: values[s] for s in entry.symbols if s in values}
            if entry.is_empty or len(shown) < len(entry.symbols) or entry.accepts(shown):
                continue
            if entry.sizes is None:
                words.setdefault(f"sizes with {entry.text}", []).append("")
                continue
            (symbol,) = entry.symbols
            near = [n for n in dict.fromkeys(entry.sizes.nearest(shown[symbol])) if n is not None]
            sizes = " or ".join(map(str, near))
            words.setdefault(f"{sizes} ({entry.sizes.text('...')})", []).append(symbol)
        told = [_use(symbols, sizes) for sizes, symbols in words.items()]
        return f"use {' and '.join(told)}" if told else None

    def fitting_sizes(self) -> str | None:
        """The sizes that meet what the node itself demands: ``224 <= H <= 255``."""
        from netlint.solve.freeing import freed
        from netlint.solve.sizes import Entry, accepted

        net = self.analysis.net
        free = freed(net)
        analysis = Analysis(free.net) if free.sizes else self.analysis
        for entry in accepted(analysis):
            for demand in entry.demands:
                if self.node is None or demand.node != self.node.index:
                    continue
                fits = Entry(demand.symbols, sizes=demand.sizes, rectangles=demand.rectangles)
                if demand.is_solved and not fits.is_empty:
                    return fits.text
        return None


def _use(symbols: list[str], sizes: str) -> str:
    """``H = W = 64 or 80 (multiples of 16)``."""
    if not symbols[0]:
        return sizes
    return f"{' = '.join(symbols)} = {sizes.replace('...', symbols[0])}"


class Diagnosis(Rule):
    """A rule that explains kinds of Problem: message, remedy, fix."""

    problems: ClassVar[tuple[type[Problem], ...]] = ()

    def tell(self, problem: Problem, place: Place) -> Told:
        """The problem in words, with the numbers and one remedy."""
        raise NotImplementedError

    def finding(self, problem: Problem, place: Place) -> Finding:
        """The finding of a problem in its place."""
        told = self.tell(problem, place)
        return self.report(
            Spot(place.path, problem.on_key),
            told.message,
            layer=place.layer,
            help=told.help,
            related=told.related,
            fixes=told.fixes,
        )
