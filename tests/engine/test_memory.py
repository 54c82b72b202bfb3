"""Memory: bytes of activations, and their peak against a simulation of every tensor's life."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netlint.app.check import check_net
from netlint.app.load import load_dict
from netlint.app.show import shown_net
from netlint.engine.analysis import Analysis
from netlint.reports.shown import ShownNet

CELLS = 4 * 4
"""Every tensor of the drawn nets has 4x4 cells of float32."""

Keys = dict[str, object]


class Drawn(NamedTuple):
    """A net, the channels of every tensor by name, what each layer reads and makes, the outputs."""

    value: Keys
    channels: dict[str, int]
    reads: list[list[str]]
    makes: list[list[str]]
    outputs: list[str]


@st.composite
def nets(draw: st.DrawFn) -> Drawn:
    inputs = {f"in{i}": draw(st.integers(1, 8)) for i in range(draw(st.integers(1, 3)))}
    channels = dict(inputs)
    layers: list[object] = []
    reads: list[list[str]] = []
    makes: list[list[str]] = []
    for i in range(draw(st.integers(1, 8))):
        name = f"l{i}"
        read = [draw(st.sampled_from(sorted(channels)))]
        kind = draw(st.sampled_from(["relu", "conv2d", "concat", "chunk", "add"]))
        keys: Keys = {"name": name, "type": kind}
        made = {name: channels[read[0]]}
        if kind == "conv2d":
            made = {name: draw(st.integers(1, 16))}
            keys |= {"out_channels": made[name], "kernel_size": 1}
        elif kind == "concat":
            read.append(draw(st.sampled_from(sorted(channels))))
            made = {name: channels[read[0]] + channels[read[1]]}
        elif kind == "chunk":
            whole = channels[read[0]]
            each = -(-whole // 2)
            parts = [min(each, whole - at) for at in range(0, whole, each)]
            made = {f"{name}.{k}": n for k, n in enumerate(parts)}
            keys["chunks"] = 2
        elif kind == "add":
            alike = sorted(n for n, c in channels.items() if c == channels[read[0]])
            read.append(draw(st.sampled_from(alike)))
        keys["inputs"] = read
        layers.append(keys)
        reads.append(read)
        makes.append(list(made))
        channels |= made
    outputs = draw(st.lists(st.sampled_from(sorted(channels)), min_size=1, max_size=3, unique=True))
    shapes = {n: ["N", c, 4, 4] for n, c in inputs.items()}
    value: Keys = {"inputs": shapes, "layers": layers, "outputs": outputs}
    return Drawn(value, channels, reads, makes, outputs)


def simulated(net: Drawn) -> int:
    """At each layer what it reads and makes, and all that a later one or an output still reads."""
    made = [name for name in net.channels if name.startswith("in")]
    peak = 0
    for i, (read, new) in enumerate(zip(net.reads, net.makes, strict=True)):
        later = {name for names in net.reads[i + 1 :] for name in names} | set(net.outputs)
        live = {*read, *new, *(name for name in made if name in later)}
        peak = max(peak, sum(net.channels[name] for name in live))
        made += new
    return peak * CELLS * 4


@settings(max_examples=400, deadline=None)
@given(nets())
def test_the_peak_is_that_of_a_simulation(net: Drawn) -> None:
    loaded = load_dict(net.value)
    assert [f.message for f in check_net(loaded).findings if f.severity > 2] == []
    memory = Analysis(loaded).memory
    assert memory.peak == simulated(net)
    sizes = [sum(net.channels[name] for name in new) * CELLS * 4 for new in net.makes]
    assert memory.nodes == sizes


def shown(layers: list[object], **keys: object) -> ShownNet:
    inputs = {"x": ["N", 3, 32, 32]}
    return shown_net(Analysis(load_dict({"inputs": inputs, "layers": layers, **keys})))


def test_a_chain_holds_two_tensors() -> None:
    """The input (3), the first (64) and the second layer (16) of 32x32 cells of 4 bytes."""
    wide: Keys = {"type": "conv2d", "out_channels": 64, "kernel_size": 1}
    thin: Keys = {"type": "conv2d", "out_channels": 16, "kernel_size": 1}
    net = shown([wide, thin])
    assert net.totals.peak_activation_bytes == (64 + 16) * 32 * 32 * 4
    assert net.totals.activation_bytes == (64 + 16) * 32 * 32 * 4


def test_a_skip_is_held() -> None:
    layers: list[object] = [
        {"name": "a", "type": "conv2d", "out_channels": 8, "kernel_size": 1},
        "relu",
        "relu",
        {"type": "add", "inputs": ["a", "relu_2"]},
    ]
    assert shown(layers).totals.peak_activation_bytes == 3 * 8 * 32 * 32 * 4


def test_the_batch_counts() -> None:
    net = shown(["relu"], sizes={"N": 16})
    assert net.totals.peak_activation_bytes == 16 * 2 * 3 * 32 * 32 * 4


def test_views_count_as_new_tensors() -> None:
    assert shown(["flatten"]).totals.activation_bytes == 3 * 32 * 32 * 4


DTYPES = [
    pytest.param("float16", "relu", 2, id="a-layer-keeps-it"),
    pytest.param("float16", {"type": "conv2d", "out_channels": 3, "kernel_size": 1}, 2, id="conv"),
    pytest.param("float64", "batch_norm", 8, id="float64"),
    pytest.param("uint8", {"type": "max_pool2d", "kernel_size": 1}, 1, id="a-pool-keeps-integers"),
]


@pytest.mark.parametrize(("dtype", "layer", "width"), DTYPES)
def test_bytes_follow_the_dtype(dtype: str, layer: object, width: int) -> None:
    inputs = {"x": {"shape": ["N", 3, 32, 32], "dtype": dtype}}
    net = shown_net(Analysis(load_dict({"inputs": inputs, "layers": [layer]})))
    assert net.layers[0].activation_bytes == width * 3 * 32 * 32


def test_an_embedding_gives_floats() -> None:
    inputs = {"x": {"shape": ["N", 7], "dtype": "int64"}}
    layers = [{"type": "embedding", "num_embeddings": 9, "embedding_dim": 5}]
    net = shown_net(Analysis(load_dict({"inputs": inputs, "layers": layers})))
    assert net.totals.activation_bytes == 4 * 7 * 5
    assert net.totals.peak_activation_bytes == 4 * 7 * 5 + 8 * 7


def test_an_argmax_gives_int64() -> None:
    net = shown([{"type": "argmax", "dim": 1}])
    assert net.layers[0].activation_bytes == 8 * 32 * 32


def test_a_closed_form_of_the_peak() -> None:
    inputs = {"x": ["N", 3, "H", "W"]}
    layers: list[object] = [
        {"type": "conv2d", "out_channels": 8, "kernel_size": 3, "padding": 1},
        {"type": "max_pool2d", "kernel_size": 2},
    ]
    net = shown_net(Analysis(load_dict({"inputs": inputs, "layers": layers})))
    assert str(net.layers[0].activation_bytes) == "32*H*W"
    assert str(net.layers[1].activation_bytes) == "32*floor(H/2)*floor(W/2)"
    peak = net.totals.peak_activation_bytes
    assert peak is not None
    assert not isinstance(peak, int)
    for h, w in [(1, 1), (2, 2), (5, 9), (64, 64)]:
        first, second = (3 + 8) * h * w, 8 * h * w + 8 * (h // 2) * (w // 2)
        assert peak.at({"H": h, "W": w}) == 4 * max(first, second)


def test_an_unknown_tensor_leaves_the_peak_unknown() -> None:
    layers: list[object] = [
        "relu",
        {"type": "conv2d", "out_channels": 8, "kernel_size": 99},
        "relu",
    ]
    net = shown(layers)
    assert [x.activation_bytes for x in net.layers] == [3 * 32 * 32 * 4, None, None]
    assert net.totals.activation_bytes is None
    assert net.totals.peak_activation_bytes is None
    assert not net.complete
