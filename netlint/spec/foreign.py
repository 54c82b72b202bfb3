"""Foreign spellings: what users of PyTorch, Keras and ONNX write, and our word for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from netlint.core.registry import Registry
    from netlint.layers._base import Layer

_PREFIX = re.compile(
    r"^(?:torch\.nn\.|nn\.|F\.|torch\.|keras\.layers\.|layers\.|tf\.keras\.layers\.)"
)
_RANK = re.compile(r"(?<=[A-Za-z_])_?([123])[dD](?=$|_|[A-Z])")


class Meant(NamedTuple):
    """The language's word, and whether it means the same."""

    word: str
    equal: bool


KEYS: Mapping[str, str] = {
    "filters": "out_channels",
    "strides": "stride",
    "units": "out_features",
    "dilation_rate": "dilation",
    "dilations": "dilation",
    "pool_size": "kernel_size",
    "kernel_shape": "kernel_size",
    "use_bias": "bias",
    "kernel": "kernel_size",
    "ksize": "kernel_size",
    "pad": "padding",
    "group": "groups",
    "rate": "p",
    "input_dim": "num_embeddings",
    "output_dim": "embedding_dim",
    "epsilon": "eps",
    "alpha": "negative_slope",
    "axis": "dim",
    "target_shape": "shape",
    "activation": "type",
}

DIFFERENT = frozenset({"axis", "alpha", "target_shape", "input_dim", "activation", "pad"})

TYPES: Mapping[str, Meant] = {
    "dense": Meant("linear", True),
    "fc": Meant("linear", True),
    "gemm": Meant("linear", True),
    "zeropad": Meant("pad", True),
    "zeropadding": Meant("pad", True),
    "reflectionpad": Meant("pad", False),
    "replicationpad": Meant("pad", False),
    "constantpad": Meant("pad", False),
    "cropping": Meant("crop", False),
    "concatenate": Meant("concat", True),
    "cat": Meant("concat", True),
    "multiply": Meant("mul", True),
    "subtract": Meant("sub", True),
    "swish": Meant("silu", True),
    "conv_transposed": Meant("conv_transpose", True),
    "deconv": Meant("conv_transpose", True),
    "upsampling": Meant("upsample", False),
    "interpolate": Meant("upsample", True),
    "resize": Meant("upsample", False),
    "batchnormalization": Meant("batch_norm", False),
    "layernormalization": Meant("layer_norm", False),
    "groupnormalization": Meant("group_norm", False),
    "bn": Meant("batch_norm", True),
    "instancenormalization": Meant("instance_norm", False),
    "localresponsenorm": Meant("local_response_norm", True),
    "lrn": Meant("local_response_norm", False),
    "spatialdropout": Meant("spatial_dropout", True),
    "leakyrelu": Meant("leaky_relu", True),
    "hardswish": Meant("hardswish", True),
    "hard_swish": Meant("hardswish", True),
    "hard_sigmoid": Meant("hardsigmoid", True),
    "logsoftmax": Meant("log_softmax", True),
    "maxpooling": Meant("max_pool", True),
    "averagepooling": Meant("avg_pool", True),
    "averagepool": Meant("avg_pool", True),
    "globalaveragepooling": Meant("global_avg_pool", False),
    "globalmaxpooling": Meant("global_max_pool", False),
    "globalaveragepool": Meant("global_avg_pool", True),
    "globalmaxpool": Meant("global_max_pool", True),
    "adaptiveavgpool": Meant("adaptive_avg_pool", True),
    "adaptivemaxpool": Meant("adaptive_max_pool", True),
    "dropout2d": Meant("spatial_dropout", True),
    "dropout1d": Meant("spatial_dropout", True),
    "dropout3d": Meant("spatial_dropout", True),
    "dropoutnd": Meant("spatial_dropout", True),
    "depthwiseconv": Meant("depthwise_conv", True),
    "separableconv": Meant("separable_conv", True),
    "convtranspose": Meant("conv_transpose", True),
    "view": Meant("reshape", True),
    "multiheadattention": Meant("multihead_attention", False),
    "bmm": Meant("matmul", True),
    "gap": Meant("global_avg_pool", True),
    "maxpool": Meant("max_pool", True),
    "avgpool": Meant("avg_pool", True),
    "lstm": Meant("lstm", False),
    "gru": Meant("gru", False),
    "rnn": Meant("rnn", False),
    "simplernn": Meant("rnn", False),
    "rmsnorm": Meant("rms_norm", True),
}


def key_for(foreign: str, known: Mapping[str, object] | tuple[str, ...]) -> Meant | None:
    """The key that a framework's key means, if the layer has it."""
    word = KEYS.get(foreign)
    if word is None:
        snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", foreign).lower().replace("-", "_")
        return Meant(snake, True) if snake != foreign and snake in known else None
    return Meant(word, foreign not in DIFFERENT) if word in known else None


def type_for(foreign: str, layers: Registry[Layer]) -> Meant | None:
    """The layer type that a framework's name means, with its rank suffix."""
    bare = _PREFIX.sub("", foreign)
    rank = _RANK.search(bare)
    base = _RANK.sub("", bare, count=1) if rank else bare
    suffix = f"{rank[1]}d" if rank else ""
    plain = base.lower()
    if plain == "dropout" and rank:
        return Meant("spatial_dropout", True)
    found = TYPES.get(plain) or TYPES.get(plain.replace("_", ""))
    if found is None:
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", base).lower()
        known = {n.replace("_", ""): n for n in layers}
        word = snake if snake in layers else known.get(plain.replace("_", ""))
        if word is None:
            return None
        found = Meant(word, True)
    if found.word not in layers:
        return None
    ranked = bool(suffix) and layers[found.word].ranked
    word = found.word + (suffix if ranked else "")
    return Meant(word, found.equal) if word != foreign else None
