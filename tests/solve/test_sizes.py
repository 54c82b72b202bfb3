"""Sizes: the accepted sets of known nets, and of drawn ones against trying every size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netlint
from netlint.core.size import Size, evaluate
from netlint.engine.analysis import Analysis
from netlint.solve.sizes import Entry, accepted
from netlint.spec.model import Net

EXAMPLES = Path(__file__).parents[2] / "examples"
MOST = 200

Keys = dict[str, object]


def sequence(layers: Sequence[object], x: Sequence[object] = ("N", 2, "T"), **keys: object) -> Net:
    return netlint.load({"inputs": {"x": list(x)}, "layers": list(layers), **keys})


def text(layers: Sequence[object]) -> str:
    (entry,) = accepted(Analysis(sequence(layers)))
    return entry.text


EXAMPLE_SETS = [
    pytest.param("unet", {"H": "multiples of 16", "W": "multiples of 16"}, id="unet"),
    pytest.param("unet_2015", {"H": "H >= 188 with H mod 16 = 12"}, id="unet_2015"),
    pytest.param("resnet50", {"H": "all H >= 1", "W": "all W >= 1"}, id="resnet50"),
    pytest.param("mobilenet_v2", {"H": "all H >= 1", "W": "all W >= 1"}, id="mobilenet_v2"),
    pytest.param("vgg16", {"H": "H >= 32", "W": "W >= 32"}, id="vgg16"),
    pytest.param("alexnet", {"H": "223 <= H <= 254"}, id="alexnet"),
    pytest.param("fcn8s", {"H": "all H >= 1", "W": "all W >= 1"}, id="fcn8s"),
    pytest.param("unet3d", {"D": "multiples of 8", "H": "multiples of 8"}, id="unet3d"),
    pytest.param("wavenet", {"T": "all T >= 1"}, id="wavenet"),
]


@pytest.mark.parametrize(("name", "sets"), EXAMPLE_SETS)
def test_the_sets_of_the_examples(name: str, sets: dict[str, str]) -> None:
    found = netlint.accepted_sizes(EXAMPLES / f"{name}.yaml")
    assert {symbol: str(entry) for symbol, entry in found.items()} == sets


def conv(k: int, s: int = 1, p: object = 0) -> Keys:
    return {"type": "conv1d", "out_channels": 2, "kernel_size": k, "stride": s, "padding": p}


def grown(k: int, s: int, p: int = 0, more: int = 0) -> Keys:
    keys: Keys = {"type": "conv_transpose1d", "out_channels": 2, "kernel_size": k, "stride": s}
    return keys | {"padding": p, "output_padding": more}


def pool(k: int, *, ceil: bool = False) -> Keys:
    return {"type": "max_pool1d", "kernel_size": k, "ceil_mode": ceil}


def up(m: int) -> Keys:
    return {"type": "upsample1d", "scale_factor": m}


def mirrored(down: Sequence[Keys], back: Sequence[Keys]) -> list[object]:
    """An encoder whose decoder meets each of its levels again."""
    layers: list[object] = [{"name": "s0", "type": "identity"}]
    for i, keys in enumerate(down, 1):
        layers.append({**keys, "name": f"s{i}"})
    for i, keys in zip(reversed(range(len(down))), back, strict=True):
        layers.append({**keys, "name": f"u{i}"})
        layers.append({"name": f"m{i}", "type": "add", "inputs": [f"u{i}", f"s{i}"]})
    return layers


NETS = [
    pytest.param(mirrored([pool(2)] * 5, [up(2)] * 5), "multiples of 32", id="5-pools"),
    pytest.param(
        mirrored([conv(3, 2)] * 3, [grown(3, 2)] * 3), "T >= 15 with T mod 8 = 7", id="k3-s2-p0"
    ),
    pytest.param(
        mirrored([conv(3, 2, 1)] * 3, [grown(3, 2, 1)] * 3), "T mod 8 = 1", id="k3-s2-p1-op0"
    ),
    pytest.param(mirrored([conv(5, 3, 2)] * 2, [grown(5, 3, 2)] * 2), "T mod 9 = 1", id="k5-s3-p2"),
    pytest.param(
        mirrored([conv(3, 2, 1)] * 5, [grown(4, 2, 1)] * 5), "multiples of 32", id="k4-s2-p1"
    ),
    pytest.param(
        mirrored([conv(3, 2, 1)] * 5, [grown(3, 2, 1, 1)] * 5), "multiples of 32", id="k3-s2-p1-op1"
    ),
    pytest.param(mirrored([conv(3, 2, 1)] * 5, [grown(2, 2)] * 5), "multiples of 32", id="k2-s2"),
    pytest.param(mirrored([conv(3, 2, 1)] * 5, [up(2)] * 5), "multiples of 32", id="upsample"),
    pytest.param(
        mirrored([conv(3, 2, 1)] * 5, [grown(3, 2, 1)] * 5), "T mod 32 = 1", id="k3-s2-p1-op0-5"
    ),
    pytest.param(mirrored([pool(4, ceil=True)], [up(4)]), "multiples of 4", id="a-ceil-pool-of-4"),
    pytest.param(
        mirrored([pool(k, ceil=True) for k in (2, 2, 3)], [up(k) for k in (3, 2, 2)]),
        "multiples of 12",
        id="ceil-pools-2-2-3",
    ),
    pytest.param(
        mirrored([conv(k, k, "same") for k in (3, 5, 7)], [up(k) for k in (7, 5, 3)]),
        "multiples of 105",
        id="same-strides-3-5-7",
    ),
    pytest.param(mirrored([pool(2)], [grown(3, 2)]), "T >= 3 with T mod 2 = 1", id="odd"),
    pytest.param(mirrored([pool(3)], [grown(4, 3)]), "T >= 4 with T mod 3 = 1", id="one-mod-3"),
    pytest.param(
        [
            pool(2),
            {**up(3), "name": "a"},
            {"name": "b", "type": "pad1d", "padding": [[2, 3]], "inputs": "x"},
            {"type": "add", "inputs": ["a", "b"]},
        ],
        "T in {10, 13}",
        id="scales-that-differ",
    ),
    pytest.param(
        [
            {"name": "far", "type": "crop1d", "cropping": 30},
            {"type": "pad1d", "padding": [[0, 1]], "inputs": "x"},
            pool(4),
            {**up(4), "name": "u"},
            {"type": "add", "inputs": ["u", "x"]},
        ],
        "T >= 64 with multiples of 4",
        id="a-threshold",
    ),
    pytest.param([conv(7, 2, 3)], "all T >= 1", id="a-stem"),
    pytest.param([pool(2)] * 5, "T >= 32", id="pools-alone"),
    pytest.param([{"type": "crop1d", "cropping": 3}], "T >= 7", id="a-crop"),
    pytest.param(
        [{"type": "pad1d", "padding": 4, "mode": "reflect"}], "T >= 5", id="a-reflect-pad"
    ),
    pytest.param(
        [{"type": "pad1d", "padding": 4, "mode": "circular"}], "T >= 4", id="a-circular-pad"
    ),
    pytest.param(
        ["flatten", {"type": "linear", "out_features": 3, "in_features": 20}],
        "T in {10}",
        id="a-flatten",
    ),
    pytest.param(
        [pool(4), "flatten", {"type": "linear", "out_features": 3, "in_features": 20}],
        "40 <= T <= 43",
        id="a-flatten-behind-a-pool",
    ),
    pytest.param(
        [{"type": "relu", "expect": ["N", 2, "T//2*2"]}], "multiples of 2", id="an-expectation"
    ),
    pytest.param([{"type": "relu", "expect": ["N", 2, 7]}], "T in {7}", id="one-size"),
    pytest.param([{"type": "relu", "expect": ["N", 2, "T + 1"]}], "none", id="none"),
    pytest.param([{"type": "pad1d", "multiple_of": 8}], "all T >= 1", id="pad-to-a-multiple"),
    pytest.param([{"type": "reshape", "shape": ["N", 8, -1]}], "multiples of 4", id="reshape"),
]


@pytest.mark.parametrize(("layers", "words"), NETS)
def test_the_set_of_a_net(layers: Sequence[object], words: str) -> None:
    assert text(layers) == words


FORMS = [
    pytest.param([pool(2)] * 5, "floor(T/32)", id="vgg16"),
    pytest.param([conv(7, 2, 3), *[conv(3, 2, 1)] * 4], "floor((T+31)/32)", id="resnet50"),
    pytest.param(
        [
            conv(11, 4, 2),
            {**pool(3), "stride": 2},
            conv(5, 1, 2),
            {**pool(3), "stride": 2},
            {**pool(3), "stride": 2},
        ],
        "floor((T-31)/32)",
        id="alexnet",
    ),
    pytest.param(
        [
            conv(3, 2),
            conv(3),
            conv(3, 1, 1),
            {**pool(3), "stride": 2},
            conv(1),
            conv(3),
            {**pool(3), "stride": 2},
        ],
        "floor((T-19)/8)",
        id="inception-v3-stem",
    ),
    pytest.param(
        [conv(7, 2), *[{**pool(3, ceil=True), "stride": 2}] * 3],
        "floor((T-5)/16)",
        id="squeezenet-1.0",
    ),
    pytest.param([conv(5), pool(2), conv(5), pool(2)], "floor((T-12)/4)", id="lenet-5"),
    pytest.param([grown(4, 1), *[grown(4, 2, 1)] * 4], "16*T+48", id="dcgan"),
    pytest.param([*[pool(2)] * 5, grown(64, 32)], "32*floor(T/32)+32", id="fcn-32s"),
]


@pytest.mark.parametrize(("layers", "form"), FORMS)
def test_the_closed_form_of_a_net(layers: Sequence[object], form: str) -> None:
    analysis = Analysis(sequence(layers))
    (y,) = analysis.outputs(analysis.nodes[-1]) or ()
    assert [str(n) for n in y.space] == [form]


@st.composite
def drawn(draw: st.DrawFn) -> list[Keys]:
    """A net over T: windows, resizes, pads and crops, merges by adding, joining and like."""
    layers: list[Keys] = []
    names = ["x"]
    for i in range(draw(st.integers(1, 8))):
        k, s = draw(st.integers(1, 5)), draw(st.integers(1, 4))
        source = names[-1] if draw(st.integers(0, 3)) else draw(st.sampled_from(names))
        other = draw(st.sampled_from(names))
        choices: list[Keys] = [
            conv(k, s, draw(st.sampled_from([0, 1, 2, "same", "causal"]))),
            {**conv(k, s), "dilation": draw(st.integers(1, 3))},
            {**pool(k), "stride": s, "padding": k // 2, "ceil_mode": draw(st.booleans())},
            grown(k, s, 0, draw(st.integers(0, max(s - 1, 0)))),
            up(draw(st.integers(1, 3))),
            {"type": "upsample1d", "scale_factor": 0.5},
            {"type": "pad1d", "padding": [[draw(st.integers(0, 3)), draw(st.integers(0, 3))]]},
            {"type": "crop1d", "cropping": [[draw(st.integers(0, 3)), draw(st.integers(0, 3))]]},
            {"type": "pad1d", "padding": draw(st.integers(1, 4)), "mode": "reflect"},
            {"type": "pad1d", "multiple_of": draw(st.integers(1, 6))},
            {"type": "add"},
            {"type": "add"},
            {"type": "concat", "dim": 2},
            {"type": "crop1d", "like": other},
            {"type": "pad1d", "like": other},
            {**grown(k, s), "like": other},
            {"type": "reshape", "shape": ["N", 2 * draw(st.integers(1, 4)), -1]},
            {"type": "slice", "dim": 2, "start": draw(st.integers(0, 3)), "end": -1},
            "relu6",  # type: ignore[list-item]
        ]
        keys = draw(st.sampled_from(choices))
        keys = {"type": "relu"} if isinstance(keys, str) else dict(keys)
        keys |= {"name": f"n{i}", "inputs": source}
        if keys["type"] in ("add", "concat"):
            keys["inputs"] = [source, other]
        layers.append(keys)
        if keys["type"] == "reshape":
            layers.append({"name": f"n{i}c", "inputs": f"n{i}", **conv(1)})
            names.append(f"n{i}c")
        else:
            names.append(f"n{i}")
    return layers


def stretches(analysis: Analysis, family: Analysis) -> bool:
    """Whether a merge only holds because a size that depends on T happens to be 1 (LANGUAGE 10)."""
    for node in analysis.nodes:
        if node.type != "add":
            continue
        shapes = [analysis.shape(p) for p in node.inputs]
        open_shapes = [family.shape(p) for p in node.inputs]
        sizes = [x.sizes[2] for x in shapes if x is not None]
        depends = [isinstance(x.sizes[2], Size) for x in open_shapes if x is not None]
        if len(set(sizes)) > 1 and len(sizes) == len(depends):
            return any(n == 1 and d for n, d in zip(sizes, depends, strict=True))
    return False


def taken(net: Net, family: Analysis, sizes: dict[str, int]) -> bool:
    """Whether a check at these sizes has nothing to tell."""
    analysis = netlint.analyse(net, sizes)
    told = any(analysis.shown.problems(node) for node in analysis.nodes)
    return not told and not stretches(analysis, family)


@settings(max_examples=150, deadline=None)
@given(drawn())
def test_a_size_is_accepted_if_a_check_at_it_is_silent(layers: list[Keys]) -> None:
    net = sequence(layers)
    family = Analysis(net)
    if any(family.shown.problems(node) for node in family.nodes):
        return
    (entry,) = accepted(family)
    for size in range(1, MOST + 1):
        assert (size in entry) == taken(net, family, {"T": size}), (size, entry.text)


@settings(max_examples=60, deadline=None)
@given(drawn())
def test_the_nearest_sizes_are_the_nearest(layers: list[Keys]) -> None:
    family = Analysis(sequence(layers))
    if any(family.shown.problems(node) for node in family.nodes):
        return
    (entry,) = accepted(family)
    if entry.sizes is None:
        return
    inside = [w for w in range(1, MOST + 1) if w in entry]
    for size in (1, 17, 64, 100):
        below, above = entry.sizes.nearest(size)
        assert below == max((w for w in inside if w <= size), default=None)
        if above is not None and above <= MOST:
            assert above == min(w for w in inside if w >= size)
        else:
            assert not [w for w in inside if w >= size]


def image(layers: Sequence[object], **keys: object) -> Net:
    return sequence(layers, ("N", 2, "H", "W"), **keys)


def both(net: Net) -> Entry:
    (entry,) = accepted(Analysis(net))
    assert entry.symbols == ("H", "W")
    return entry


COUPLED = [
    pytest.param(
        ["flatten", {"type": "linear", "out_features": 3, "in_features": 48}], 30, id="flatten"
    ),
    pytest.param(
        [
            {"type": "max_pool2d", "kernel_size": 3},
            "flatten",
            {"type": "linear", "out_features": 3, "in_features": 72},
        ],
        60,
        id="flatten-behind-a-pool",
    ),
    pytest.param(
        [
            {"type": "conv2d", "out_channels": 3, "kernel_size": 3, "stride": [2, 3]},
            "flatten",
            {"type": "linear", "out_features": 3, "in_features": 60},
        ],
        40,
        id="two-strides",
    ),
    pytest.param([{"type": "reshape", "shape": ["N", -1, 24]}], 30, id="patches"),
    pytest.param(
        [{"type": "max_pool2d", "kernel_size": 2}, {"type": "reshape", "shape": ["N", 12, -1]}],
        30,
        id="patches-behind-a-pool",
    ),
    pytest.param(
        ["flatten", {"type": "linear", "out_features": 1, "in_features": 7}], 20, id="no-way"
    ),
]


@pytest.mark.parametrize(("layers", "most"), COUPLED)
def test_coupled_axes_against_a_grid(layers: Sequence[object], most: int) -> None:
    net = image(layers)
    family = Analysis(net)
    entry = both(net)
    for h in range(1, most + 1):
        for w in range(1, most + 1):
            assert ((h, w) in entry) == taken(net, family, {"H": h, "W": w}), (h, w)


@pytest.mark.parametrize(("layers", "most"), COUPLED)
def test_rectangles_cover_what_is_accepted(layers: Sequence[object], most: int) -> None:
    entry = both(image(layers))
    rectangles = entry.rectangles
    assert rectangles is not None
    for h in range(1, most + 1):
        for w in range(1, most + 1):
            inside = any(h in r["H"] and w in r["W"] for r in rectangles)
            assert inside == ((h, w) in entry)


def test_alexnets_rectangles() -> None:
    """ARITHMETIC 2.7: nine, among them 223..254 squared and 63..94 x 1183..1214."""
    alexnet = (
        (EXAMPLES / "alexnet.yaml").read_text(encoding="utf-8").replace("  W: H\n", "  W: 224\n")
    )
    (entry,) = netlint.accepted_sizes(alexnet.replace("expect: [N, 256, 6, 6]", "")).values()
    assert entry.rectangles is not None
    assert len(entry.rectangles) == 9
    assert entry.text.startswith("223 <= H <= 254, 223 <= W <= 254, or ")
    assert (63, 1183) in entry
    assert (94, 1214) in entry
    assert (62, 1183) not in entry
    assert (95, 1183) not in entry


TIED = [
    pytest.param({"W": "H"}, ("H",), "H in {3}", id="bound"),
    pytest.param({"W": "2*H"}, ("H",), "none", id="bound-to-twice"),
    pytest.param({"W": "H + 6"}, ("H",), "none", id="bound-to-more"),
    pytest.param({"W": 1}, ("H", "W"), None, id="a-number-is-freed-too"),
]


@pytest.mark.parametrize(("sizes", "symbols", "words"), TIED)
def test_a_bound_symbol_has_no_entry(
    sizes: Keys, symbols: tuple[str, ...], words: str | None
) -> None:
    layers = ["flatten", {"type": "linear", "out_features": 3, "in_features": 18}]
    (entry,) = accepted(Analysis(image(layers, sizes=sizes)))
    assert entry.symbols == symbols
    if words is not None:
        assert entry.text == words


def test_a_symbol_that_no_input_has_is_the_number_that_it_stands_for() -> None:
    layers = [{"type": "relu", "expect": ["N", 2, "S"]}]
    (entry,) = accepted(Analysis(sequence(layers, sizes={"S": 5})))
    assert (entry.symbols, entry.text) == (("T",), "T in {5}")


def test_axes_that_are_asked_apart_have_an_entry_each() -> None:
    entries = accepted(Analysis(image([{"type": "max_pool2d", "kernel_size": [2, 3]}])))
    assert [(e.symbols, e.text) for e in entries] == [(("H",), "H >= 2"), (("W",), "W >= 3")]


def test_two_inputs_that_must_be_equal_are_tied() -> None:
    inputs = {"a": ["N", 2, "T"], "b": ["N", 2, "U"]}
    net = netlint.load({"inputs": inputs, "layers": [{"type": "add", "inputs": ["a", "b"]}]})
    (entry,) = accepted(Analysis(net))
    assert entry.symbols == ("T", "U")
    assert (5, 5) in entry
    assert (5, 6) not in entry
    assert entry.text in ("T = U", "U = T")
    assert not entry.is_empty


def test_a_float_scale_is_decided_at_concrete_sizes() -> None:
    """0.7 in double precision is not 7/10: 90 gives 62 (ARITHMETIC 1.4)."""
    layers = [{"type": "upsample1d", "scale_factor": 0.7, "expect": ["N", 2, 62]}]
    net = sequence(layers)
    (entry,) = accepted(Analysis(net))
    assert [w for w in range(80, 100) if w in entry] == [
        w for w in range(80, 100) if int(w * 0.7) == 62
    ]


def test_a_flatten_under_an_open_symbol_takes_every_size() -> None:
    assert text(["flatten", {"type": "linear", "out_features": 3}]) == "all T >= 1"


def test_the_batch_is_no_entry() -> None:
    assert accepted(Analysis(sequence(["relu"], ("N", 2, 8)))) == ()


def test_a_channel_that_is_a_symbol() -> None:
    layers = [{"type": "conv1d", "out_channels": 4, "kernel_size": 3, "groups": 4}]
    entries = accepted(Analysis(sequence(layers, ("N", "C", 8))))
    assert [e.text for e in entries] == ["multiples of 4"]


SWIN = [
    pytest.param({"type": "window_partition", "window_size": 7}, "multiples of 7", id="windows"),
    pytest.param(
        {"type": "pixel_unshuffle", "downscale_factor": 4}, "multiples of 4", id="unshuffle"
    ),
    pytest.param(
        {"type": "patch_embed", "patch_size": 16, "embed_dim": 8}, "multiples of 16", id="patches"
    ),
]


@pytest.mark.parametrize(("layer", "words"), SWIN)
def test_layers_that_divide(layer: Keys, words: str) -> None:
    layout = "channels_last" if layer["type"] == "window_partition" else "channels_first"
    shape = ["N", "H", "W", 2] if layout == "channels_last" else ["N", 2, "H", "W"]
    found = netlint.accepted_sizes({"inputs": {"x": shape}, "layout": layout, "layers": [layer]})
    assert {str(e).replace("W", "H") for e in found.values()} == {words}


def test_coprime_periods_are_not_multiplied_out_for_ever() -> None:
    """Nine coprime strides: the period of 223,092,870 is told, membership is exact."""
    layers: list[object] = []
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23):
        layers += [{**pool(p), "inputs": "x"}, {**up(p), "name": f"u{p}"}]
        layers.append({"type": "add", "inputs": [f"u{p}", "x"]})
    (entry,) = accepted(Analysis(sequence(layers)))
    assert 223_092_870 in entry
    assert 223_092_870 // 2 not in entry
    assert 223_092_871 not in entry


PINNED: list[list[object]] = [
    ["flatten", {"type": "linear", "out_features": 3}],
    [
        {"type": "max_pool2d", "kernel_size": [2, 1]},
        "flatten",
        {"type": "linear", "out_features": 3},
    ],
    [{"type": "layer_norm", "dims": [1, 2, 3]}],
    [{"type": "permute", "dims": [0, 1, 3, 2]}, "layer_norm"],
    [{"type": "flatten", "start_dim": 2}, {"type": "linear", "out_features": 3}],
    [
        {"type": "flatten", "start_dim": 2},
        {"type": "permute", "dims": [0, 2, 1]},
        "positional_embedding",
    ],
]
LISTED: list[Keys] = [{"H": 6}, {"W": 5}, {"H": 6, "W": 5}]


def weights(net: Net, sizes: dict[str, int]) -> list[object] | None:
    """The shapes of all weights at these sizes, where a check has nothing to tell."""
    analysis = netlint.analyse(net, sizes)
    if any(analysis.shown.problems(node) for node in analysis.nodes):
        return None
    return [w.shape for step in analysis.shown.steps if step for w in step.weights]


@pytest.mark.parametrize("sizes", LISTED, ids=str)
@pytest.mark.parametrize("layers", PINNED, ids=[str(i) for i in range(len(PINNED))])
def test_a_listed_symbol_decides_the_shapes_of_weights(layers: list[object], sizes: Keys) -> None:
    """They are those of the shown size; under an open symbol a shape stays an expression."""
    free = image(layers)
    shown = {s: n for s, n in sizes.items() if isinstance(n, int)}
    entries = accepted(Analysis(image(layers, sizes=sizes)))
    assert not any(e.is_empty for e in entries)
    for h in range(1, 13):
        for w in range(1, 13):
            values = {"H": h, "W": w}
            here, due = weights(free, values), weights(free, {**values, **shown})
            taken_ = here is not None and here == due
            assert all(e.accepts(values) for e in entries) == taken_, values
            for entry in entries:
                if entry.rectangles is not None and len(entries) == 1:
                    inside = any(all(values[s] in r[s] for s in r) for r in entry.rectangles)
                    assert inside == taken_, values


SUMS = [
    pytest.param({"expect": ["N", 2, "H + W - 5", "W"]}, id="a-sum-with-another"),
    pytest.param({"expect": ["N", 2, "max(H, 9)", "W"]}, id="a-maximum"),
    pytest.param({"expect": ["N", 2, "min(H, 9)", "W"]}, id="a-minimum"),
    pytest.param({"expect": ["N", 2, "H", "2*W - 6"]}, id="one-solution"),
    pytest.param({"expect": ["N", 2, "H", "W//4*2 + 4"]}, id="two-slopes"),
    pytest.param({"expect": ["N", 2, "H", "W/3*3"]}, id="a-division"),
    pytest.param({"expect": ["N", 2, "H", "2*(W//2) + W//3 - W//3"]}, id="a-difference"),
    pytest.param({"expect": ["N", 2, "H", "W//2 + W//3 + 2"]}, id="a-sum-of-floors"),
    pytest.param({"expect": ["N", 2, "H", "W*W - 6"]}, id="a-square"),
    pytest.param({"expect": ["N", 2, "H", "W*W - 5*W + 8"]}, id="a-square-that-falls"),
    pytest.param({"expect": ["N", 2, "H", "9 - W"]}, id="a-falling-side"),
    pytest.param({"expect": ["N", 2, "H", "H"]}, id="tied"),
    pytest.param({"expect": ["N", 2, "H", "2*H + 1"]}, id="tied-to-an-odd-number"),
    pytest.param({"expect": ["N", 2, "H", "H//2 + 1"]}, id="tied-to-a-floor"),
    pytest.param({"expect": ["N", 2, "H", "20/5*W - 3*H"]}, id="tied-by-a-difference"),
    pytest.param({"expect": ["N", 2, "H*W - 20", "W"]}, id="a-product"),
]


@pytest.mark.parametrize("keys", SUMS)
def test_conditions_of_every_form(keys: Keys) -> None:
    """By trying: the set of a declared shape is where it is the shape."""
    net = image([{"type": "relu", **keys}])
    family = Analysis(net)
    entries = accepted(family)
    for h in range(1, 31):
        for w in range(1, 31):
            values = {"H": h, "W": w}
            assert all(e.accepts(values) for e in entries) == taken(net, family, values), values
    for entry in entries:
        if entry.is_empty:
            assert not any(
                taken(net, family, {"H": h, "W": w}) for h in range(1, 31) for w in range(1, 31)
            )


def test_tokens_of_a_square_image() -> None:
    """H*H + 1 tokens, as in a vision transformer: one size, found without trying."""
    layers: list[object] = [
        {"type": "patch_embed", "patch_size": 4, "embed_dim": 8},
        "cls_token",
        {"type": "positional_embedding", "num_embeddings": 50},
    ]
    net = image(layers, sizes={"W": "H"})
    (entry,) = accepted(Analysis(net))
    inside = [h for h in range(1, 80) if h in entry]
    assert inside == [h for h in range(4, 80, 4) if (h // 4) ** 2 + 1 <= 50]


RESHAPED = [
    pytest.param(["N", "H", -1], "2*W", id="one-of-its-sizes"),
    pytest.param(["N", "2*H", -1], "W", id="twice-one-of-its-sizes"),
    pytest.param(["N", "H*W", -1], "2", id="both"),
    pytest.param(["N", "4*H", -1], None, id="more-than-there-is"),
    pytest.param(["N", "H + 1", -1], None, id="a-sum"),
    pytest.param(["N", "H - W", -1], None, id="a-difference"),
    pytest.param(["N", -1, "W//2"], None, id="a-floor"),
    pytest.param(["N", 2, "H*W/3", -1], "3", id="a-third"),
]


@pytest.mark.parametrize(("shape", "rest"), RESHAPED)
def test_the_rest_of_a_reshape(shape: list[object], rest: str | None) -> None:
    net = image([{"type": "reshape", "shape": shape}])
    family = Analysis(net)
    (y,) = family.outputs(family.nodes[0]) or ()
    if rest is not None:
        assert str(y.sizes[shape.index(-1)]) == rest
    entries = accepted(family)
    for h in range(1, 15):
        for w in range(1, 15):
            values = {"H": h, "W": w}
            if h - w < 1 and "H - W" in shape:
                continue
            fits = taken(net, family, values)
            assert all(e.accepts(values) for e in entries) == fits, values
            if fits:
                (at_size,) = netlint.analyse(net, values).outputs(family.nodes[0]) or ()
                assert tuple(evaluate(n, values) for n in y.sizes) == at_size.sizes
