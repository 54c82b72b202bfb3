"""ONNX nodes as netlint layers: every function writes one operator into a spec."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import prod
from typing import Any, NamedTuple

import numpy as np

from netlint import analyse

Value = Any
Sizes = list[int]
Keys = dict[str, Value]


class Unsaid(Exception):
    """The language has no words for a node."""


class Tensor(NamedTuple):
    """What a node reads; ``value`` is known for small tensors that decide shapes.

    A ``fixed`` tensor is stored in the model.
    """

    name: str
    sizes: Sizes
    value: Value = None
    fixed: bool = False


@dataclass
class Spec:
    """A spec that grows by nodes; tensors become inputs when they are first read."""

    inputs: Keys = field(default_factory=dict)
    layers: list[Keys] = field(default_factory=list)

    def add(self, kind: str, *inputs: str, **keys: Value) -> str:
        """A further layer; returns its name."""
        name = f"layer_{len(self.layers)}"
        self.layers.append({"name": name, "type": kind, "inputs": list(inputs), **keys})
        return name

    def read(self, tensor: Tensor, layout: str = "channels_first", dtype: str = "float32") -> str:
        """The name under which a layer reads the tensor."""
        if tensor.name.startswith("layer_"):
            return tensor.name
        name = f"x_{tensor.name}"
        written = any(layer["name"] == name for layer in self.layers)
        if tensor.fixed and not written:
            self.layers.append(
                {"name": name, "type": "parameter", "inputs": [], "shape": tensor.sizes}
            )
        elif not written:
            self.inputs[name] = {"shape": tensor.sizes, "layout": layout, "dtype": dtype}
        return name

    def sizes(self, name: str) -> Sizes:
        """The sizes of a tensor that has been written."""
        if name in self.inputs:
            return list(self.inputs[name]["shape"])
        analysis = analyse({"netlint": 1, **self.document(name)})
        (port,) = analysis.net.outputs
        shape = analysis.shape(port)
        if shape is None:
            raise Unsaid(f"{name} has no shape")
        return [int(str(n)) for n in shape.sizes]

    def document(self, *outputs: str) -> Keys:
        return {"inputs": self.inputs, "layers": self.layers, "outputs": list(outputs)}


class Node(NamedTuple):
    """One operator: what it reads, ``None`` for what is left out, and how many tensors it gives."""

    op: str
    attrs: Keys
    inputs: list[Tensor | None]
    outputs: list[str]

    def tensor(self, i: int) -> Tensor:
        found = self.inputs[i] if i < len(self.inputs) else None
        if found is None:
            raise Unsaid(f"input {i} is left out")
        return found

    def given(self, i: int) -> Tensor | None:
        return self.inputs[i] if i < len(self.inputs) else None

    def value(self, i: int, attr: str) -> Value:
        """What stands in an attribute, or in an input in later opsets; None if in neither."""
        if attr in self.attrs:
            return self.attrs[attr]
        tensor = self.given(i)
        return None if tensor is None else known(tensor)


def known(tensor: Tensor) -> Value:
    if tensor.value is None:
        raise Unsaid("the value of a tensor that decides the shape is not recorded")
    return tensor.value


WORDS = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower", "VALID": "valid"}


def pairs(pads: Sizes) -> list[Sizes]:
    half = len(pads) // 2
    return [list(pair) for pair in zip(pads[:half], pads[half:], strict=True)]


def window(node: Node, kernel: Sizes) -> Keys:
    attrs = node.attrs
    keys: Keys = {"kernel_size": kernel, "stride": attrs.get("strides", [1] * len(kernel))}
    if "dilations" in attrs and attrs["dilations"] != [1] * len(kernel):
        keys["dilation"] = attrs["dilations"]
    if attrs.get("auto_pad", "NOTSET") != "NOTSET":
        return keys | {"padding": WORDS[attrs["auto_pad"]]}
    if "pads" in attrs:
        keys["padding"] = pairs(attrs["pads"])
    return keys


def conv(node: Node, spec: Spec) -> list[str]:
    out, _, *kernel = node.tensor(1).sizes
    keys = window(node, kernel)
    bias = node.given(2) is not None
    x = spec.read(node.tensor(0))
    groups = node.attrs.get("group", 1)
    return [spec.add("conv", x, out_channels=out, groups=groups, bias=bias, **keys)]


def conv_transpose(node: Node, spec: Spec) -> list[str]:
    _, per_group, *kernel = node.tensor(1).sizes
    groups = node.attrs.get("group", 1)
    keys = {"out_channels": per_group * groups, "groups": groups, **window(node, kernel)}
    keys["bias"] = node.given(2) is not None
    x = spec.read(node.tensor(0))
    if "output_shape" in node.attrs:
        wanted = Tensor("wanted", [1, 1, *node.attrs["output_shape"]])
        return [spec.add("conv_transpose", x, like=spec.read(wanted), **keys)]
    if "output_padding" in node.attrs:
        keys["output_padding"] = node.attrs["output_padding"]
    return [spec.add("conv_transpose", x, **keys)]


def pool(kind: str) -> Callable[[Node, Spec], list[str]]:
    def write(node: Node, spec: Spec) -> list[str]:
        keys = window(node, node.attrs["kernel_shape"])
        if node.attrs.get("ceil_mode"):
            keys["ceil_mode"] = True
        if kind == "lp_pool":
            keys["norm_type"] = node.attrs.get("p", 2)
        if kind == "avg_pool":
            keys["count_include_pad"] = bool(node.attrs.get("count_include_pad", 0))
        if kind != "max_pool" and "dilation" in keys:
            raise Unsaid(f"{kind} has no dilation, as in PyTorch")
        return [spec.add(kind, spec.read(node.tensor(0)), **keys)]

    return write


def plain(kind: str, **keys: Value) -> Callable[[Node, Spec], list[str]]:
    """A layer that reads the first input and needs no more."""

    def write(node: Node, spec: Spec) -> list[str]:
        return [spec.add(kind, spec.read(node.tensor(0)), **keys)]

    return write


def merge(kind: str) -> Callable[[Node, Spec], list[str]]:
    def write(node: Node, spec: Spec) -> list[str]:
        tensors = [node.tensor(i) for i in range(len(node.inputs))]
        for tensor in tensors:
            if not tensor.sizes and tensor.fixed:
                raise Unsaid("a constant is not recorded")
        return [spec.add(kind, *map(spec.read, tensors))]

    return write


def pad(node: Node, spec: Spec) -> list[str]:
    x = node.tensor(0)
    pads = pairs(node.value(1, "pads"))
    chosen = node.given(3)
    each = [[0, 0] for _ in x.sizes]
    for axis, pair in zip(known(chosen) if chosen else range(len(each)), pads, strict=True):
        each[axis] = pair
    modes = {"edge": "replicate", "wrap": "circular"}
    mode = node.attrs.get("mode", "constant")
    return [padded(spec, spec.read(x), each, mode=modes.get(mode, mode))]


def resize(node: Node, spec: Spec) -> list[str]:
    x = node.tensor(0)
    policy = node.attrs.get("keep_aspect_ratio_policy", "stretch")
    if policy != "stretch":
        raise Unsaid("upsample keeps no aspect ratio")
    scales = node.given(1) if node.op == "Upsample" else node.given(2)
    wanted = node.given(3)
    axes = node.attrs.get("axes", list(range(len(x.sizes))))
    dims = len(x.sizes) - 2
    names = {"linear": ["linear", "bilinear", "trilinear"][dims - 1], "cubic": "bicubic"}
    mode = names.get(node.attrs.get("mode", "nearest"), "nearest")
    given = dict(zip(axes, known(wanted or scales or x), strict=True))
    rest: Value = x.sizes if wanted else [1] * len(x.sizes)
    each = [given.get(i, rest[i]) for i in range(len(x.sizes))]
    if each[:2] != list(rest[:2]):
        raise Unsaid("upsample works on space axes")
    key = "size" if wanted else "scale_factor"
    return [spec.add("upsample", spec.read(x), mode=mode, **{key: each[2:]})]


def depth_to_space(node: Node, spec: Spec) -> list[str]:
    r = node.attrs["blocksize"]
    x = spec.read(node.tensor(0))
    if node.attrs.get("mode", "DCR") == "CRD":
        return [spec.add("pixel_shuffle", x, upscale_factor=r)]
    pattern = "n (a b c) h w -> n c (h a) (w b)"
    return [spec.add("rearrange", x, pattern=pattern, a=r, b=r)]


def space_to_depth(node: Node, spec: Spec) -> list[str]:
    r = node.attrs["blocksize"]
    x = spec.read(node.tensor(0))
    if node.attrs.get("mode", "DCR") == "CRD":
        return [spec.add("pixel_unshuffle", x, downscale_factor=r)]
    pattern = "n c (h a) (w b) -> n (a b c) h w"
    return [spec.add("rearrange", x, pattern=pattern, a=r, b=r)]


def flatten(node: Node, spec: Spec) -> list[str]:
    x = node.tensor(0)
    axis = node.attrs.get("axis", 1) % len(x.sizes)
    if axis == 0:
        raise Unsaid("a new axis of 1 in front is no flattening")
    behind = spec.add("flatten", spec.read(x), start_dim=axis)
    return [spec.add("flatten", behind, start_dim=0, end_dim=axis - 1)]


def reshape(node: Node, spec: Spec) -> list[str]:
    x = node.tensor(0)
    wanted = node.value(1, "shape")
    if not node.attrs.get("allowzero"):
        wanted = [x.sizes[i] if n == 0 else n for i, n in enumerate(wanted)]
    return [spec.add("reshape", spec.read(x), shape=wanted)]


def concat(node: Node, spec: Spec) -> list[str]:
    names = [spec.read(node.tensor(i)) for i in range(len(node.inputs))]
    return [spec.add("concat", *names, dim=node.attrs["axis"])]


def tile(node: Node, spec: Spec) -> list[str]:
    name = spec.read(node.tensor(0))
    for axis, times in enumerate(known(node.tensor(1))):
        name = spec.add("concat", *[name] * times, dim=axis)
    return [name]


def gemm(node: Node, spec: Spec) -> list[str]:
    weight = node.tensor(1).sizes
    x = spec.read(node.tensor(0))
    if node.attrs.get("transA"):
        x = spec.add("permute", x, dims=[1, 0])
    out = weight[0] if node.attrs.get("transB") else weight[1]
    return [spec.add("linear", x, out_features=out, bias=node.given(2) is not None)]


def split(node: Node, spec: Spec) -> list[str]:
    sections = node.value(1, "split")
    axis = node.attrs.get("axis", 0)
    x = spec.read(node.tensor(0))
    if sections is None:
        name = spec.add("chunk", x, chunks=len(node.outputs), dim=axis)
    else:
        name = spec.add("split", x, split_size_or_sections=sections, dim=axis)
    return [f"{name}.{i}" for i in range(len(node.outputs))]


def slices(node: Node, spec: Spec) -> list[str]:
    starts, ends = node.value(1, "starts"), node.value(2, "ends")
    axes = node.value(3, "axes") or list(range(len(starts)))
    steps = node.value(4, "steps") or [1] * len(starts)
    name = spec.read(node.tensor(0))
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        name = spec.add("slice", name, dim=axis, start=start, end=end, step=step)
    return [name]


def squeeze(node: Node, spec: Spec) -> list[str]:
    axes = node.value(1, "axes")
    return [spec.add("squeeze", spec.read(node.tensor(0)), dim=axes)]


def unsqueeze(node: Node, spec: Spec) -> list[str]:
    x, axes = node.tensor(0), node.value(1, "axes")
    name = spec.read(x)
    for axis in sorted(a % (len(x.sizes) + len(axes)) for a in axes):
        name = spec.add("unsqueeze", name, dim=axis)
    return [name]


def transpose(node: Node, spec: Spec) -> list[str]:
    x = node.tensor(0)
    order = node.attrs.get("perm", list(range(len(x.sizes)))[::-1])
    return [spec.add("permute", spec.read(x), dims=order)]


def gather(node: Node, spec: Spec) -> list[str]:
    """Rows of a stored table are an embedding, known cells a stack of those selected."""
    table, index = node.tensor(0), node.tensor(1)
    axis = node.attrs.get("axis", 0)
    if table.fixed and len(table.sizes) == 2 and axis == 0:
        rows, width = table.sizes
        x = spec.read(index, dtype="int64")
        return [spec.add("embedding", x, num_embeddings=rows, embedding_dim=width)]
    places = np.ravel(known(index)).tolist()
    x = spec.read(table)
    cells = [spec.add("select", x, dim=axis, index=i) for i in places]
    picked = spec.add("stack", *cells, dim=axis)
    if len(index.sizes) == 1:
        return [picked]
    return [spec.add("unflatten", picked, dim=axis, unflattened_size=index.sizes)]


def matmul(node: Node, spec: Spec) -> list[str]:
    """A vector is no matrix of the language; einsum says what it is multiplied by."""
    x, y = node.tensor(0), node.tensor(1)
    names = [spec.read(x), spec.read(y)]
    if min(len(x.sizes), len(y.sizes)) > 1:
        return [spec.add("matmul", *names)]
    left = "i" if len(x.sizes) == 1 else "...ki"
    right = "i" if len(y.sizes) == 1 else "...ij"
    kept = (left + right).replace("...", "").replace("i", "")
    return [spec.add("einsum", *names, equation=f"{left},{right}->...{kept}")]


def center_crop_pad(node: Node, spec: Spec) -> list[str]:
    """Smaller axes are sliced about the middle; only space axes can be padded."""
    x = node.tensor(0)
    name = spec.read(x)
    axes = node.attrs.get("axes", list(range(len(x.sizes))))
    padding = [[0, 0] for _ in x.sizes]
    for axis, wanted in zip(axes, known(node.tensor(1)), strict=True):
        more = wanted - x.sizes[axis]
        if more < 0:
            start = -more // 2
            name = spec.add("slice", name, dim=axis, start=start, end=start + wanted)
        elif more > 0:
            padding[axis] = [more // 2, more - more // 2]
    return [padded(spec, name, padding)]


def padded(spec: Spec, name: str, each: list[Sizes], **keys: Value) -> str:
    if each[:2] != [[0, 0], [0, 0]]:
        raise Unsaid("pad works on space axes")
    if not any(map(any, each)):
        return name
    return spec.add("pad", name, padding=each[2:], **keys)


def expand(node: Node, spec: Spec) -> list[str]:
    x, wanted = node.tensor(0), known(node.tensor(1))
    kept = [1] * (len(wanted) - len(x.sizes)) + x.sizes
    size = [max(n, m) for n, m in zip(wanted, kept, strict=True)]
    return [spec.add("expand", spec.read(x), size=size)]


def reduction(kind: str) -> Callable[[Node, Spec], list[str]]:
    def write(node: Node, spec: Spec) -> list[str]:
        axes = node.value(1, "axes")
        keys: Keys = {"dim": axes} if axes else {}
        keys["keepdim"] = bool(node.attrs.get("keepdims", 1))
        return [spec.add(kind, spec.read(node.tensor(0)), **keys)]

    return write


def layer_norm(node: Node, spec: Spec) -> list[str]:
    x = node.tensor(0)
    axis = node.attrs.get("axis", -1) % len(x.sizes)
    dims = list(range(axis, len(x.sizes)))
    return [spec.add("layer_norm", spec.read(x), dims=dims, eps=node.attrs.get("epsilon", 1e-5))]


def group_norm(node: Node, spec: Spec) -> list[str]:
    x = spec.read(node.tensor(0))
    return [spec.add("group_norm", x, num_groups=node.attrs["num_groups"])]


def lrn(node: Node, spec: Spec) -> list[str]:
    attrs = node.attrs
    keys = {"size": attrs["size"], "alpha": attrs["alpha"], "beta": attrs["beta"]}
    x = spec.read(node.tensor(0))
    return [spec.add("local_response_norm", x, k=attrs["bias"], **keys)]


def col2im(node: Node, spec: Spec) -> list[str]:
    keys = window(node, known(node.tensor(2)))
    image = known(node.tensor(1))
    return [spec.add("fold", spec.read(node.tensor(0)), output_size=image, **keys)]


def max_unpool(node: Node, spec: Spec) -> list[str]:
    """The pool that was undone read what the unpool gives."""
    x = node.tensor(0)
    wanted = Tensor("before", known(node.tensor(2)))
    undone = spec.add("max_pool", spec.read(wanted), **window(node, node.attrs["kernel_shape"]))
    return [spec.add("max_unpool", spec.read(x), indices=undone)]


def recurrent(kind: str) -> Callable[[Node, Spec], list[str]]:
    """The outputs Y and Y_h, as the language has them turned to ONNX's order of axes."""

    def write(node: Node, spec: Spec) -> list[str]:
        x = node.tensor(0)
        hidden = node.attrs["hidden_size"]
        both = node.attrs.get("direction") == "bidirectional"
        batch_first = node.attrs.get("layout", 0) == 1
        steps = x.sizes if batch_first else [x.sizes[1], x.sizes[0], x.sizes[2]]
        state = spec.add(
            kind,
            spec.read(Tensor(x.name, steps), "tokens"),
            hidden_size=hidden,
            bidirectional=both,
            bias=node.given(3) is not None,
        )
        found = []
        if "Y" in node.outputs:
            sizes = [1 + both, hidden]
            cut = spec.add("unflatten", f"{state}.output", dim=2, unflattened_size=sizes)
            order = [0, 1, 2, 3] if batch_first else [1, 2, 0, 3]
            found.append(spec.add("permute", cut, dims=order))
        for output, port in (("Y_h", "h_n"), ("Y_c", "c_n")):
            if output in node.outputs:
                last = f"{state}.{port}"
                found.append(spec.add("permute", last, dims=[1, 0, 2]) if batch_first else last)
        return found

    return write


def elementwise(kind: str, **names: str) -> Callable[[Node, Spec], list[str]]:
    """A pointwise layer; ``names`` maps its keys to attributes."""

    def write(node: Node, spec: Spec) -> list[str]:
        keys = {key: node.attrs[attr] for key, attr in names.items() if attr in node.attrs}
        return [spec.add(kind, spec.read(node.tensor(0)), **keys)]

    return write


def prelu(node: Node, spec: Spec) -> list[str]:
    count = prod(node.tensor(1).sizes)
    return [spec.add("prelu", spec.read(node.tensor(0)), num_parameters=count)]


NODES: dict[str, Callable[[Node, Spec], list[str]]] = {
    "Add": merge("add"),
    "AveragePool": pool("avg_pool"),
    "BatchNormalization": elementwise("batch_norm", eps="epsilon"),
    "CenterCropPad": center_crop_pad,
    "Clip": elementwise("hardtanh", min_val="min", max_val="max"),
    "Col2Im": col2im,
    "Concat": concat,
    "Conv": conv,
    "ConvTranspose": conv_transpose,
    "DepthToSpace": depth_to_space,
    "Div": merge("div"),
    "Elu": elementwise("elu", alpha="alpha"),
    "Expand": expand,
    "Flatten": flatten,
    "GRU": recurrent("gru"),
    "Gather": gather,
    "Gemm": gemm,
    "GlobalAveragePool": plain("global_avg_pool"),
    "GlobalMaxPool": plain("global_max_pool"),
    "GroupNormalization": group_norm,
    "InstanceNormalization": plain("instance_norm", affine=True),
    "LRN": lrn,
    "LSTM": recurrent("lstm"),
    "LayerNormalization": layer_norm,
    "LeakyRelu": elementwise("leaky_relu", negative_slope="alpha"),
    "LogSoftmax": elementwise("log_softmax", dim="axis"),
    "LpPool": pool("lp_pool"),
    "MatMul": matmul,
    "Max": merge("maximum"),
    "MaxPool": pool("max_pool"),
    "MaxUnpool": max_unpool,
    "Min": merge("minimum"),
    "Mul": merge("mul"),
    "Neg": plain("mul", value=-1),
    "PRelu": prelu,
    "Pad": pad,
    "RNN": recurrent("rnn"),
    "ReduceMean": reduction("mean"),
    "ReduceSum": reduction("sum"),
    "Relu": plain("relu"),
    "Reshape": reshape,
    "Resize": resize,
    "Selu": plain("selu"),
    "Sigmoid": plain("sigmoid"),
    "Slice": slices,
    "Softmax": elementwise("softmax", dim="axis"),
    "Softplus": plain("softplus"),
    "SpaceToDepth": space_to_depth,
    "Split": split,
    "Squeeze": squeeze,
    "Sub": merge("sub"),
    "Sum": merge("add"),
    "Tanh": plain("tanh"),
    "Tile": tile,
    "Transpose": transpose,
    "Unsqueeze": unsqueeze,
    "Upsample": resize,
}
