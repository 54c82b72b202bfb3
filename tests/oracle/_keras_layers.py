"""Keras layers as netlint layers: constructor arguments become a spec.

What changes neither a shape nor a number of weights is left out: activations, initialisers,
regularisers, the rate of dropouts, and the direction in which a sequence is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from string import ascii_letters
from typing import Any

Value = Any
Keys = dict[str, Value]
Sizes = list[int | str]


class Unsaid(Exception):
    """The language has no words for a layer."""


@dataclass
class Spec:
    """A spec that grows by layers.

    ``fewer`` counts the weights that Keras keeps less of than the language does.
    """

    shapes: list[Sizes]
    layout: str = "channels_last"
    dtype: str = "float32"
    layers: list[Keys] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    fewer: int = 0

    @property
    def names(self) -> list[str]:
        return [f"x{i}" for i in range(len(self.shapes))]

    @property
    def sizes(self) -> Sizes:
        return self.shapes[0]

    @property
    def dims(self) -> int:
        return len(self.sizes) - 2

    def add(self, kind: str, *inputs: str, **keys: Value) -> str:
        """A further layer on the inputs named, else on the one before; returns its name."""
        name = f"layer_{len(self.layers)}"
        row = {"name": name, "type": kind, **keys}
        if inputs or not self.layers:
            row["inputs"] = list(inputs or self.names)
        self.layers.append(row)
        return name

    def parameter(self, sizes: list[int]) -> str:
        name = f"layer_{len(self.layers)}"
        self.layers.append({"name": name, "type": "parameter", "inputs": [], "shape": sizes})
        return name

    def document(self) -> Keys:
        inputs = {
            name: {"shape": shape, "layout": self.layout, "dtype": self.dtype}
            for name, shape in zip(self.names, self.shapes, strict=True)
        }
        outputs = self.outputs or [self.layers[-1]["name"]]
        return {"netlint": 1, "inputs": inputs, "layers": self.layers, "outputs": outputs}


Write = Callable[[Keys, Spec], None]


def each(value: Value, dims: int) -> list[int]:
    return list(value) if isinstance(value, list) else [value] * dims


def windowed(init: Keys, spec: Spec, kernel: str = "kernel_size") -> Keys:
    """The keys of a window; the layout is set on the way."""
    spec.layout = init.get("data_format") or "channels_last"
    keys: Keys = {"kernel_size": each(init[kernel], spec.dims), "padding": init["padding"]}
    if init.get("strides") is not None:
        keys["stride"] = each(init["strides"], spec.dims)
    if "dilation_rate" in init:
        keys["dilation"] = each(init["dilation_rate"], spec.dims)
    return keys


def conv(init: Keys, spec: Spec) -> None:
    keys = windowed(init, spec)
    bias, groups = init.get("use_bias", True), init.get("groups", 1)
    spec.add("conv", out_channels=init["filters"], bias=bias, groups=groups, **keys)


def depthwise(init: Keys, spec: Spec) -> None:
    keys = windowed(init, spec)
    times = init.get("depth_multiplier", 1)
    spec.add("depthwise_conv", depth_multiplier=times, bias=init.get("use_bias", True), **keys)


def separable(init: Keys, spec: Spec) -> None:
    keys = windowed(init, spec) | {"depth_multiplier": init.get("depth_multiplier", 1)}
    bias = init.get("use_bias", True)
    spec.add("separable_conv", out_channels=init["filters"], bias=bias, **keys)


def conv_transpose(init: Keys, spec: Spec) -> None:
    """Keras' ``valid`` fills up to the stride; ``same`` with an output_padding takes ``e // 2``."""
    keys = windowed(init, spec)
    same = keys["padding"] == "same"
    spans = [
        rate * (k - 1) + 1 for k, rate in zip(keys["kernel_size"], keys["dilation"], strict=True)
    ]
    if init.get("output_padding") is not None:
        keys["output_padding"] = each(init["output_padding"], spec.dims)
        keys["padding"] = [span // 2 if same else 0 for span in spans]
    elif not same:
        filled = [max(s - e, 0) for s, e in zip(keys["stride"], spans, strict=True)]
        keys |= {"padding": 0, "output_padding": filled}
    bias = init.get("use_bias", True)
    spec.add("conv_transpose", out_channels=init["filters"], bias=bias, **keys)


def pool(kind: str) -> Write:
    def write(init: Keys, spec: Spec) -> None:
        spec.add(kind, **windowed(init, spec, "pool_size"))

    return write


def adaptive(kind: str) -> Write:
    def write(init: Keys, spec: Spec) -> None:
        spec.layout = init["data_format"]
        spec.add(kind, output_size=init["output_size"])

    return write


def whole(kind: str) -> Write:
    def write(init: Keys, spec: Spec) -> None:
        spec.layout = init["data_format"]
        spec.add(kind)
        if not init["keepdims"]:
            spec.add("flatten")

    return write


def upsample(init: Keys, spec: Spec) -> None:
    spec.layout = init.get("data_format") or "channels_last"
    mode = init.get("interpolation", "nearest")
    spec.add("upsample", scale_factor=each(init["size"], spec.dims), mode=mode)


def pairs(value: Value, dims: int) -> list[list[int]]:
    if dims == 1 and isinstance(value, list):
        return [value]
    return [pair if isinstance(pair, list) else [pair, pair] for pair in each(value, dims)]


def space(kind: str, key: str) -> Write:
    """Padding or cropping: a pair for every space axis."""

    def write(init: Keys, spec: Spec) -> None:
        spec.layout = init.get("data_format") or "channels_last"
        spec.add(kind, **{key: pairs(init[key], spec.dims)})

    return write


def dense(init: Keys, spec: Spec) -> None:
    spec.add("linear", out_features=init["units"], bias=init.get("use_bias", True))


def embedding(init: Keys, spec: Spec) -> None:
    spec.dtype = "int64"
    spec.add("embedding", num_embeddings=init["input_dim"], embedding_dim=init["output_dim"])


def merge(kind: str) -> Write:
    def write(init: Keys, spec: Spec) -> None:
        keys = {"dim": init["axis"]} if kind == "concat" else {}
        spec.add(kind, **keys)

    return write


def dot(init: Keys, spec: Spec) -> None:
    """One axis of each operand is multiplied; all others stay, those of the first in front."""
    first, second = (len(shape) for shape in spec.shapes)
    axes = init["axes"] if isinstance(init["axes"], list) else [init["axes"]] * 2
    left, right = list(ascii_letters[:first]), list("a" + ascii_letters[first : first + second - 1])
    right[axes[1]] = left[axes[0]]
    kept = [a for a in left if a != left[axes[0]]] + [b for b in right[1:] if b not in left]
    spec.add("einsum", equation=f"{''.join(left)},{''.join(right)}->{''.join(kept)}")
    if len(kept) == 1:
        spec.add("unsqueeze", dim=1)


def einsum_dense(init: Keys, spec: Spec) -> None:
    """The kernel is a parameter, and so is the bias, which is 1 on the axes that it lacks."""
    terms, result = init["equation"].split("->")
    left, kernel = terms.split(",")
    sizes = dict(zip(left.replace("...", ""), spec.sizes, strict=False))
    if left.startswith("..."):
        sizes = dict(zip(left[:2:-1], spec.sizes[::-1], strict=False))
    made = [a for a in result.replace("...", "") if a not in left[:1].replace(".", "")]
    wanted = zip(made, init["output_shape"], strict=True)
    sizes |= {a: n for a, n in wanted if n is not None}
    weight = spec.parameter([int(sizes[a]) for a in kernel])
    product = spec.add("einsum", *spec.names, weight, equation=init["equation"])
    if init.get("bias_axes"):
        dots = len(spec.sizes) - len(left.replace("...", ""))
        axes = result.replace("...", "." * dots)
        row = [int(sizes[a]) if a in init["bias_axes"] else 1 for a in axes]
        spec.add("add", product, spec.parameter(row))


def channel_layout(axis: int, spec: Spec) -> None:
    """The layout whose channel axis this is."""
    rank = len(spec.sizes)
    if axis % rank not in (1, rank - 1):
        raise Unsaid("channels stand behind the batch or at the end")
    spec.layout = "channels_last" if axis % rank == rank - 1 else "channels_first"


def affine(init: Keys) -> bool:
    if init.get("center", True) != init.get("scale", True):
        raise Unsaid("a batch or group norm has a scale and a shift, or neither")
    return bool(init.get("scale", True))


def batch_norm(init: Keys, spec: Spec) -> None:
    if init.get("renorm"):
        raise Unsaid("batch renormalisation keeps further statistics")
    channel_layout(init.get("axis", -1), spec)
    spec.add("batch_norm", affine=affine(init))


def group_norm(init: Keys, spec: Spec) -> None:
    channel_layout(init.get("axis", -1), spec)
    spec.add("group_norm", num_groups=init["groups"], affine=affine(init))


def layer_norm(init: Keys, spec: Spec) -> None:
    if 0 in spec.sizes:
        raise Unsaid("every size is at least 1")
    axes = init.get("axis", -1)
    if init.get("rms_scaling"):
        spec.add("rms_norm", dims=axes)
        return
    scale, shift = init.get("scale", True), init.get("center", True)
    spec.add("layer_norm", dims=axes, elementwise_affine=scale, bias=shift)


def rms_norm(init: Keys, spec: Spec) -> None:
    spec.add("rms_norm", dims=init.get("axis", -1))


def unit_norm(init: Keys, spec: Spec) -> None:
    (x,) = spec.names
    length = spec.add("norm", dim=init.get("axis", -1), keepdim=True)
    spec.add("div", x, length)


def flatten(init: Keys, spec: Spec) -> None:
    spec.add("flatten")


def reshape(init: Keys, spec: Spec) -> None:
    spec.add("reshape", shape=[spec.sizes[0], *init["target_shape"]])


def permute(init: Keys, spec: Spec) -> None:
    spec.add("permute", dims=[0, *init["dims"]])


def repeat_vector(init: Keys, spec: Spec) -> None:
    spec.add("unsqueeze", dim=1)
    spec.add("expand", size=[-1, init["n"], -1])


GATES = {"SimpleRNN": ("rnn", 1), "GRU": ("gru", 3), "LSTM": ("lstm", 4)}


def state(name: str, init: Keys, spec: Spec, both: bool = False) -> str:
    """The layer itself; Keras keeps one bias a gate, PyTorch and the language two."""
    kind, gates = GATES[name]
    units, bias = init["units"], init.get("use_bias", True)
    spec.layout = "tokens"
    if bias and not (name == "GRU" and init.get("reset_after", True)):
        spec.fewer = gates * units * (2 if both else 1)
    return spec.add(kind, hidden_size=units, bias=bias, bidirectional=both)


def recurrent(name: str) -> Write:
    def write(init: Keys, spec: Spec) -> None:
        made = state(name, init, spec)
        ports = ["h_n", "c_n"][: 1 + (name == "LSTM")]
        last = [spec.add("select", f"{made}.{port}", dim=0, index=0) for port in ports]
        first = f"{made}.output" if init.get("return_sequences") else last[0]
        spec.outputs = [first, *(last if init.get("return_state") else [])]

    return write


def cell(name: str) -> Write:
    """A cell is one step: what it reads is written with a time of 1."""

    def write(init: Keys, spec: Spec) -> None:
        spec.shapes = [[spec.sizes[0], 1, spec.sizes[1]]]
        recurrent(name)(init | {"return_state": True}, spec)

    return write


def bidirectional(init: Keys, spec: Spec) -> None:
    name, inner = wrapped(init["layer"])
    if name not in GATES:
        raise Unsaid(f"only recurrent layers run both ways, not {name}")
    made = state(name, inner, spec, both=True)
    ports = ["h_n", "c_n"][: 1 + (name == "LSTM")]
    last = [spec.add("select", f"{made}.{port}", dim=0, index=i) for i in (0, 1) for port in ports]
    halves = [last[0], last[len(ports)]]
    if inner.get("return_sequences"):
        cut = spec.add("chunk", f"{made}.output", chunks=2, dim=-1)
        halves = [f"{cut}.0", f"{cut}.1"]
    kinds = {"sum": "add", "mul": "mul", "ave": "average", "concat": "concat"}
    mode = init.get("merge_mode", "concat")
    if mode is not None:
        keys: Keys = {"dim": -1} if mode == "concat" else {}
        halves = [spec.add(kinds[mode], *halves, **keys)]
    spec.outputs = [*halves, *(last if inner.get("return_state") else [])]


def time_distributed(init: Keys, spec: Spec) -> None:
    """A dense layer works on the last axis, whatever stands before it."""
    name, inner = wrapped(init["layer"])
    if name != "Dense":
        raise Unsaid(f"no layer is applied to every step; {name} has the step as a space axis")
    dense(inner, spec)


def wrapped(layer: Keys) -> tuple[str, Keys]:
    """Class and arguments of an inner layer, in either of the two forms of the corpus."""
    return layer.get("class_name") or layer["layer"], layer["config"]


LAYERS: dict[str, Write] = {
    "Add": merge("add"),
    "Average": merge("average"),
    "Concatenate": merge("concat"),
    "Maximum": merge("maximum"),
    "Minimum": merge("minimum"),
    "Multiply": merge("mul"),
    "Subtract": merge("sub"),
    "BatchNormalization": batch_norm,
    "Bidirectional": bidirectional,
    "Dense": dense,
    "Dot": dot,
    "EinsumDense": einsum_dense,
    "Embedding": embedding,
    "Flatten": flatten,
    "GroupNormalization": group_norm,
    "LayerNormalization": layer_norm,
    "Permute": permute,
    "RMSNormalization": rms_norm,
    "RepeatVector": repeat_vector,
    "Reshape": reshape,
    "TimeDistributed": time_distributed,
    "UnitNormalization": unit_norm,
    **{name: recurrent(name) for name in GATES},
    **{f"{name}Cell": cell(name) for name in GATES},
    **{f"AdaptiveAveragePooling{n}D": adaptive("adaptive_avg_pool") for n in (1, 2, 3)},
    **{f"AdaptiveMaxPooling{n}D": adaptive("adaptive_max_pool") for n in (1, 2, 3)},
    **{f"AveragePooling{n}D": pool("avg_pool") for n in (1, 2, 3)},
    **{f"Conv{n}D": conv for n in (1, 2, 3)},
    **{f"Conv{n}DTranspose": conv_transpose for n in (1, 2, 3)},
    **{f"Cropping{n}D": space("crop", "cropping") for n in (1, 2, 3)},
    **{f"DepthwiseConv{n}D": depthwise for n in (1, 2)},
    **{f"GlobalAveragePooling{n}D": whole("global_avg_pool") for n in (1, 2, 3)},
    **{f"GlobalMaxPooling{n}D": whole("global_max_pool") for n in (1, 2, 3)},
    **{f"MaxPooling{n}D": pool("max_pool") for n in (1, 2, 3)},
    **{f"SeparableConv{n}D": separable for n in (1, 2)},
    **{f"UpSampling{n}D": upsample for n in (1, 2, 3)},
    **{f"ZeroPadding{n}D": space("pad", "padding") for n in (1, 2, 3)},
}
