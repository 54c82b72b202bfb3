"""Graph: a document becomes a Net; building one never raises for its content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from netlint.core.fault import Fault
from netlint.core.finding import FILE_START, Path
from netlint.core.problems import MissingKeys, Problem, UndefinedReference
from netlint.core.record import replace
from netlint.core.shape import LAYOUTS
from netlint.spec.body import Nodes
from netlint.spec.expand import Expander
from netlint.spec.expressions import (
    RESERVED,
    ExpressionFault,
    UnknownValue,
    Vars,
    has_expression,
    resolve,
)
from netlint.spec.form import Form, dotted, rooted
from netlint.spec.header import KNOWN_INPUTS, read_inputs, read_sizes, word
from netlint.spec.layer_types import signature, written
from netlint.spec.model import Contract, Input, Net
from netlint.spec.names import NAME, Entry, NameFault, One, look_up, told
from netlint.spec.node import Port
from netlint.spec.reading import Frame, Reading, Stop
from netlint.spec.version import KEYS, check_version, misspelt

if TYPE_CHECKING:
    from netlint.spec.losses import LookUp
    from netlint.spec.reading import Block
    from netlint.spec.source import Document

CONTRACT = frozenset(("frameworks", "causal", "budget", "data", "losses"))
NO_CONTRACT = Contract()


def read_net(value: object, name: str, document: Document | None = None) -> Net:
    """The net of a document, or of plain dicts and lists without a text."""
    form = Form()
    if document is not None:
        form.faults += document.faults
    if not isinstance(value, dict):
        if not form.faults:
            form.bad((), f"the document is {written(value)}; a spec is a mapping of keys")
        faults = tuple(form.faults)
        return Net(name, (), Nodes(), (), faults=faults, complete=False, document=document)
    check_version(value, form, document is not None)
    return _Builder(value, name, form, document).net()


class _Builder:
    """Reads the keys of one document in the order in which they depend on each other."""

    def __init__(
        self, value: Mapping[str, object], name: str, form: Form, document: Document | None
    ) -> None:
        self.value = value
        self.form = form
        self.document = document
        self.name = name

    def net(self) -> Net:
        value, form = self.value, self.form
        near = misspelt(value) if "netlint" not in value and self.document else None
        form.known((k for k in value if k != near), KEYS, (), "a spec")
        missing = tuple(k for k in ("inputs", "layers") if k not in value)
        if missing:
            span = FILE_START if self.document else None
            form.faults.append(Fault(problem=MissingKeys(names=missing), span=span))
        self._texts()
        variables = self._vars()
        value = self.value = self._resolved(variables)
        layout = word(value.get("layout", LAYOUTS[0]), LAYOUTS, ("layout",), form) or LAYOUTS[0]
        inputs = self._inputs(layout) if "inputs" in value else ()
        given = frozenset(s for i in inputs for s in i.shape if isinstance(s, str))
        sizes, symbols = read_sizes(value.get("sizes", {}), given, form)
        reading = self._layers(inputs, symbols, variables, layout)
        outputs = self.outputs
        contract = self._contract(reading)
        return Net(
            name=self.name,
            inputs=inputs,
            nodes=reading.nodes,
            outputs=outputs,
            sizes=sizes,
            frameworks=contract.frameworks,
            causal=contract.causal,
            budget=contract.budget,
            faults=(*form.faults, *reading.faults),
            complete=self.complete,
            document=self.document,
            value=self.value,
            faulty=symbols - given - frozenset(sizes),
        )

    def _inputs(self, layout: str) -> tuple[Input, ...]:
        value, form = self.value["inputs"], self.form
        sign = signature([layout, value])
        return KNOWN_INPUTS.read(sign, form.faults, lambda: read_inputs(value, layout, form))

    def _resolved(self, variables: Vars) -> dict[str, object]:
        """The document with its own values evaluated; one at fault is left out."""
        found: dict[str, object] = {}
        for key, item in self.value.items():
            rows = key in ("layers", "blocks") and not isinstance(item, str)
            if key in ("name", "netlint", "vars") or rows or not has_expression(item):
                found[key] = item
                continue
            try:
                found[key] = resolve(item, variables)
            except ExpressionFault as error:
                path = (key, *error.problem.key)
                self.form.keep(path, rooted(error.problem, dotted(path)))
            except UnknownValue:
                continue
        return found

    def _contract(self, reading: Reading) -> Contract:
        if not CONTRACT & self.value.keys():
            return NO_CONTRACT
        from netlint.spec.contract import read_contract

        return read_contract(self.value, self.form, self._named(reading))

    def _texts(self) -> None:
        for key in ("name", "description"):
            if key in self.value and not isinstance(self.value[key], str):
                self.form.wrong((key,), self.value[key], "a text")
        if isinstance(self.value.get("name"), str):
            self.name = str(self.value["name"])

    def _vars(self) -> Vars:
        value = self.value.get("vars", {})
        written_ = self.form.mapping(value, ("vars",), "a mapping from a name to a value") or {}
        variables = Vars(written_)
        told: set[str] = set()
        for name in written_:
            if name in RESERVED or not NAME.fullmatch(name):
                fact = f'"{name}" is no name that expressions can read'
                self.form.bad(("vars", name), fact, on_key=True)
            try:
                variables[name]
            except ExpressionFault as error:
                variables.broken.add(name)
                self._var_fault(name, error.problem, told)
            except UnknownValue:
                variables.broken.add(name)
        variables.reads.clear()
        return variables

    def _var_fault(self, name: str, problem: Problem, told: set[str]) -> None:
        """Tell a cycle once, and every other fault at the var that has it."""
        path = ("vars", name, *problem.key)
        if not isinstance(problem, UndefinedReference) or not problem.fact.startswith("vars form"):
            if not (isinstance(problem, UndefinedReference) and problem.name in told):
                self.form.keep(path, rooted(problem, f"vars.{name}"))
            return
        if problem.name not in told:
            self.form.keep(path, replace(problem, key=()))
            told |= set(problem.fact.partition(": ")[2].split(" -> "))

    def _layers(
        self, inputs: tuple[Input, ...], symbols: frozenset[str], scope: Vars, layout: str
    ) -> Reading:
        context = signature([layout, self.value.get("blocks"), self.value.get("vars")])
        blocks, broken = self._blocks(context)
        reading = Reading(blocks, broken, symbols, scope, layout, context)
        rows = self.value.get("layers", [])
        self.complete = self.whole = True
        self.names: dict[str, Entry] = {}
        self.outputs: tuple[Port, ...] = ()
        if not isinstance(rows, list | tuple):
            self.form.wrong(("layers",), rows, "a list of layers")
            return reading
        if not rows and "layers" in self.value:
            self.form.bad(("layers",), "layers is empty; a net needs at least one layer")
        names = self.names = {i.name: One((-k - 1, 0)) for k, i in enumerate(inputs)}
        declared = self.value.get("inputs")
        if isinstance(declared, dict):
            names |= {n: One(None) for n in declared if n not in names}
        frame = Frame(scope, ("layers",), rows, names)
        frame.ambiguous = len(names) > 1
        frame.last = (-1, 0) if len(inputs) == 1 and not frame.ambiguous else None
        try:
            Expander(reading).expand(frame)
            if len(reading.used) < len(blocks):
                from netlint.spec.blocks import read_unused

                read_unused(reading)
        except Stop:
            self.complete = self.whole = False
        self.complete = self.complete and not any(n.layer is None for n in reading.nodes.loose)
        if not self.complete and any(f.problem.rule == "limit-exceeded" for f in reading.faults):
            return reading
        self.outputs = self._outputs(frame, reading)
        return reading

    def _blocks(self, context: bytes) -> tuple[dict[str, Block], frozenset[str]]:
        if "blocks" not in self.value:
            return {}, frozenset()
        from netlint.spec.blocks import KNOWN_BLOCKS, read_blocks

        value = self.value["blocks"]
        return KNOWN_BLOCKS.read(context, self.form.faults, lambda: read_blocks(value, self.form))

    def _named(self, reading: Reading) -> LookUp:
        """Why a name stands for no tensor; None where it does, or where reading ended early."""

        def fault(name: str) -> NameFault | None:
            try:
                look_up(name, self.names, reading.nodes)
            except NameFault as error:
                return error if self.whole else None
            return None

        return fault

    def _outputs(self, frame: Frame, reading: Reading) -> tuple[Port, ...]:
        if "outputs" not in self.value:
            return (frame.last,) if frame.last is not None else ()
        value = self.value["outputs"]
        listed = isinstance(value, list | tuple)
        wanted = list(value) if isinstance(value, list | tuple) else [value]
        if not wanted:
            self.form.bad(("outputs",), "outputs is empty; leave the key out for the last layer")
        found: list[Port] = []
        for i, name in enumerate(wanted):
            path: Path = ("outputs", i) if listed else ("outputs",)
            if not isinstance(name, str):
                self.form.wrong(path, name, "the name of a layer")
                continue
            try:
                ports = look_up(name, frame.names, reading.nodes)
            except NameFault as error:
                fact = told(f'outputs names "{name}"', name, error)
                problem = UndefinedReference(fact=fact, name=error.name, known=error.known)
                self.form.keep(path, problem)
                continue
            found += [p for p in ports if p is not None and p not in found]
        return tuple(found)
