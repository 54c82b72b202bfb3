"""ONNX: models of one node, run by onnxruntime."""

from __future__ import annotations

import re

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.capi import onnxruntime_pybind11_state as state

from tests.oracle._record import Answer, Case, Params, Sizes, Value

OPSET = 22
ANY = NDArray[Value]

options = onnxruntime.SessionOptions()
options.log_severity_level = 4
options.intra_op_num_threads = 1


def run(case: Case, op: str, constants: list[ANY], outputs: int = 1, **attributes: Value) -> Answer:
    """The first inputs are the case's, the others constants; weights are not measured."""
    kinds = case.dtypes or ["float32"] * len(case.inputs)
    arrays = [np.zeros(x, kind) for x, kind in zip(case.inputs, kinds, strict=True)]
    names = [f"x{i}" for i in range(len(arrays))]
    fixed = [f"c{i}" for i in range(len(constants))]
    results = [f"y{i}" for i in range(outputs)]
    values = [
        helper.make_tensor_value_info(name, TensorProto.DataType.Value(KINDS[kind]), x)
        for name, kind, x in zip(names, kinds, case.inputs, strict=True)
    ]
    operands = [name if c.size else "" for name, c in zip(fixed, constants, strict=True)]
    stored = [
        numpy_helper.from_array(c, n) for n, c in zip(fixed, constants, strict=True) if c.size
    ]
    graph = helper.make_graph(
        [helper.make_node(op, [*names, *operands], results, **attributes)],
        "case",
        values,
        [helper.make_empty_tensor_value_info(name) for name in results],
        stored,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        found = session.run(None, dict(zip(names, arrays, strict=True)))
    except ERRORS as error:
        raise ValueError(plain(str(error))) from None
    return Answer([list(one.shape) for one in found], None if constants else 0)


def plain(message: str) -> str:
    """What is said after the status, the node and the place in the source."""
    last = message.splitlines()[0].split("Status Message: ")[-1]
    last = re.sub(
        r"^\[ONNXRuntimeError\] : \d+ : \w+ : |Exception during initialization: ", "", last
    )
    return re.sub(r"\S*/\S+:\d+ .*?\) |\[with [^\]]*\] ", "", last)


ERRORS = (
    state.Fail,
    state.InvalidArgument,
    state.InvalidGraph,
    state.NotImplemented,
    state.RuntimeException,
)
KINDS = {"float32": "FLOAT", "int64": "INT64"}
NOTHING: ANY = np.zeros(0, np.float32)


def floats(*shape: int) -> ANY:
    return np.zeros(shape, np.float32)


def ints(values: Sizes) -> ANY:
    return np.array(values, np.int64)


def spread(value: Value, rank: int) -> Value:
    """An int for every axis; a list as it is."""
    return value if isinstance(value, list) else [value] * rank


def attributes(params: Params, rank: int) -> Params:
    """Window parameters by the names of ONNX."""
    names = {"kernel_size": "kernel_shape", "stride": "strides", "dilation": "dilations"}
    given = {names[key]: spread(params[key], rank) for key in names if key in params}
    padding = params.get("padding")
    if isinstance(padding, str):
        return given | {"auto_pad": WORDS[padding]}
    if padding is None:
        return given
    return given | {"pads": ends(padding, rank)}


def ends(padding: Value, rank: int) -> Sizes:
    """All begins, then all ends."""
    pairs = [pair if isinstance(pair, list) else [pair, pair] for pair in spread(padding, rank)]
    return [begin for begin, _ in pairs] + [end for _, end in pairs]


WORDS = {"same": "SAME_UPPER", "same_lower": "SAME_LOWER", "valid": "VALID"}
