"""Expressions: what ``$`` may say, what it never may, and where it stands (LANGUAGE 6 and 14)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netlint.app.check import check_net
from netlint.app.load import load_dict, load_text
from netlint.core.finding import Finding
from netlint.core.problems import BadValue, LimitExceeded, UndefinedReference
from netlint.engine.analysis import Analysis
from netlint.spec.expressions import ExpressionFault, Scope, resolve

VARS = {"a": 7, "b": 2, "xs": [64, 128, 256], "half": 0.5, "yes": True, "word": "relu"}
ROOT = Path(__file__).parents[2]


def found(layers: str, more: str = "", inputs: str = "x: [N, 3, 32, 32]") -> list[Finding]:
    text = f"netlint: 1\ninputs: {{{inputs}}}\n{more}\nlayers:\n{layers}\n"
    return list(check_net(load_text(text)).findings)


def told(layers: str, more: str = "") -> list[str]:
    """Every finding as ``CODE key: message``."""
    return [f"{f.code} {f.key}: {f.message}" for f in found(layers, more)]


VALUES = [
    pytest.param("$a", 7, id="a-name"),
    pytest.param("$(a)", 7, id="a-name-in-parentheses"),
    pytest.param("$( a )", 7, id="blanks"),
    pytest.param("$(a + b)", 9, id="plus"),
    pytest.param("$(a - b)", 5, id="minus"),
    pytest.param("$(-a)", -7, id="negative"),
    pytest.param("$(+a)", 7, id="positive"),
    pytest.param("$(a * b)", 14, id="times"),
    pytest.param("$(a / b)", 3.5, id="divided"),
    pytest.param("$(a // b)", 3, id="floor"),
    pytest.param("$(-a // b)", -4, id="floor-of-a-negative"),
    pytest.param("$(a % b)", 1, id="rest"),
    pytest.param("$(b ** a)", 128, id="power"),
    pytest.param("$(2 ** -1)", 0.5, id="negative-power"),
    pytest.param("$(2 + 3 * 4)", 14, id="precedence"),
    pytest.param("$((2 + 3) * 4)", 20, id="parentheses"),
    pytest.param("$(a > b)", True, id="greater"),
    pytest.param("$(a <= b)", False, id="at-most"),
    pytest.param("$(a == 7)", True, id="equal"),
    pytest.param("$(a != 7)", False, id="unequal"),
    pytest.param("$(1 < b < 3)", True, id="a-chain-of-comparisons"),
    pytest.param("$(yes and a == 7)", True, id="and"),
    pytest.param("$(not yes or b == 2)", True, id="or"),
    pytest.param("$(not yes)", False, id="not"),
    pytest.param("$(a if yes else b)", 7, id="if-else"),
    pytest.param("$(b if a < 3 else 1 / 0 if not yes else 4)", 4, id="if-else-is-lazy"),
    pytest.param("$(xs[0])", 64, id="an-item"),
    pytest.param("$(xs[-1])", 256, id="the-last-item"),
    pytest.param("$(xs[a % 3])", 128, id="an-item-computed"),
    pytest.param("$xs", [64, 128, 256], id="a-list"),
    pytest.param("$(min(a, b))", 2, id="min"),
    pytest.param("$(max(a, b, 11))", 11, id="max"),
    pytest.param("$(max(xs))", 256, id="max-of-a-list"),
    pytest.param("$(round(2.6))", 3, id="round"),
    pytest.param("$(int(2.6))", 2, id="int"),
    pytest.param("$(ceil(2.1))", 3, id="ceil"),
    pytest.param("$(floor(2.9))", 2, id="floor-function"),
    pytest.param("$(abs(b - a))", 5, id="abs"),
    pytest.param("$(len(xs))", 3, id="len"),
    pytest.param("$yes", True, id="a-boolean"),
    pytest.param("$half", 0.5, id="a-float"),
    pytest.param("$(2 ** 100)", 1 << 100, id="exact-at-any-size"),
    pytest.param("$word", "relu", id="a-text"),
    pytest.param('$("re" + "lu")', "relu", id="a-text-made"),
    pytest.param("enc.$(b - 1).skip", "enc.1.skip", id="embedded"),
    pytest.param("$(word)6", "relu6", id="at-the-begin"),
    pytest.param("x$b", "x2", id="at-the-end"),
    pytest.param("$a$b", "72", id="two-side-by-side"),
    pytest.param("n$(8 / 2)", "n4", id="an-embedded-float-without-a-fraction"),
    pytest.param("is $yes", "is true", id="an-embedded-boolean"),
    pytest.param("$", "$", id="a-lone-sign"),
    pytest.param("5 $ and $6", "5 $ and $6", id="no-expression"),
    pytest.param(["$a", {"k": "$b"}], [7, {"k": 2}], id="in-lists-and-mappings"),
    pytest.param({"$a": 1}, {"$a": 1}, id="never-a-key"),
    pytest.param('$(")" + "(")', ")(", id="parentheses-in-quotes"),
]


@pytest.mark.parametrize(("value", "result"), VALUES)
def test_value(value: object, result: object) -> None:
    found = resolve(value, Scope(VARS))
    assert found == result
    assert type(found) is type(result)


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 9))
def test_arithmetic_is_that_of_python(a: int, b: int, c: int) -> None:
    scope = Scope({"a": a, "b": b, "c": c})
    assert resolve("$(a * b + c)", scope) == a * b + c
    assert resolve("$(a // c)", scope) == a // c
    assert resolve("$(a % c + (b - a) % c)", scope) == a % c + (b - a) % c
    assert resolve("$(max(a, b) if a > c else min(a, b))", scope) == (
        max(a, b) if a > c else min(a, b)
    )


REFUSED = [
    pytest.param("$(a.bit_length())", id="a-method"),
    pytest.param("$(a.__class__)", id="an-attribute"),
    pytest.param("$(().__class__.__bases__)", id="the-usual-way-out"),
    pytest.param("$('{0.__class__}'.format(a))", id="format"),
    pytest.param("$(f'{a}')", id="an-f-string"),
    pytest.param("$([x for x in xs])", id="a-comprehension"),
    pytest.param("$(lambda: 1)", id="a-lambda"),
    pytest.param("$((a := 3))", id="a-walrus"),
    pytest.param("$(a = 3)", id="an-assignment"),
    pytest.param("$(a; b)", id="two-statements"),
    pytest.param("$(import os)", id="an-import"),
    pytest.param("$()", id="nothing"),
    pytest.param("$(1 +)", id="a-half"),
    pytest.param("$(a b)", id="two-words"),
    pytest.param("$(1 / 0)", id="by-zero"),
    pytest.param("$(1 % 0)", id="rest-by-zero"),
    pytest.param("$(0 ** -1)", id="a-power-of-zero"),
    pytest.param("$(xs[3])", id="beyond-a-list"),
    pytest.param("$(a[0])", id="an-item-of-a-number"),
    pytest.param("$(len(a))", id="len-of-a-number"),
    pytest.param("$('a' * 1000000000)", id="a-long-text"),
    pytest.param("$(xs * 1000000000)", id="a-long-list"),
    pytest.param("$('%1000000000d' % 1)", id="a-long-number-as-text"),
    pytest.param("$(2.0 ** 4000)", id="a-float-overflow"),
    pytest.param("$(int('x'))", id="int-of-a-word"),
    pytest.param("$((-8) ** 0.5)", id="a-complex-number"),
    pytest.param("$(" + "(" * 400 + "1" + ")" * 400 + ")", id="many-parentheses"),
    pytest.param("$(min(a)", id="an-open-parenthesis"),
    pytest.param("$(max(**xs))", id="stars"),
    pytest.param("$(1j)", id="an-imaginary-number"),
    pytest.param("$(b'x')", id="bytes"),
    pytest.param("$(...)", id="dots"),
    pytest.param("$({1, 2})", id="a-set"),
    pytest.param("$(1 << 9)", id="a-shift"),
    pytest.param("$(~a)", id="bits"),
    pytest.param("$(abs)", id="a-function-alone"),
]


@pytest.mark.parametrize("text", REFUSED)
def test_an_expression_that_is_none(text: str) -> None:
    with pytest.raises(ExpressionFault) as error:
        resolve(text, Scope(VARS))
    assert isinstance(error.value.problem, BadValue)
    assert "\n" not in error.value.problem.fact


UNKNOWN = [
    pytest.param("$c", "c", id="a-var"),
    pytest.param("$(a + wdith)", "wdith", id="in-a-sum"),
    pytest.param("$(__import__('os'))", "__import__", id="import"),
    pytest.param("$(open('x'))", "open", id="open"),
    pytest.param("$(eval('1'))", "eval", id="eval"),
    pytest.param("$(getattr(a, 'x'))", "getattr", id="getattr"),
    pytest.param("$(range(3))", "range", id="range"),
    pytest.param("$(sum(xs))", "sum", id="sum"),
    pytest.param("$i", "i", id="i"),
]


@pytest.mark.parametrize(("text", "name"), UNKNOWN)
def test_an_unknown_name(text: str, name: str) -> None:
    with pytest.raises(ExpressionFault) as error:
        resolve(text, Scope(VARS))
    problem = error.value.problem
    assert isinstance(problem, UndefinedReference), problem
    assert problem.name == name


def test_an_unknown_name_lists_what_is_known() -> None:
    layer = "  - {type: conv2d, out_channels: $widht, kernel_size: 1}"
    (finding,) = found(layer, "vars: {width: 3}")
    assert finding.message == '"conv2d_1" reads "widht", which is no var or param here'
    assert finding.help == 'did you mean "width"?'


HUGE = [
    pytest.param("$(9 ** 9 ** 9)", id="a-tower"),
    pytest.param("$(2 ** 10000000)", id="a-power"),
    pytest.param("$((2 ** 4000) ** 4000)", id="a-power-of-a-power"),
    pytest.param(f"$({'1 + ' * 400}1)", id="too-many-letters"),
]


@pytest.mark.parametrize("text", HUGE)
def test_a_limit_of_expressions(text: str) -> None:
    with pytest.raises(ExpressionFault) as error:
        resolve(text, Scope(VARS))
    assert isinstance(error.value.problem, LimitExceeded)


def test_an_expression_of_a_thousand_letters_is_read() -> None:
    assert resolve(f"$({' ' * 999}1)", Scope({})) == 1
    with pytest.raises(ExpressionFault) as error:
        resolve(f"$({' ' * 1000}1)", Scope({}))
    assert error.value.problem == LimitExceeded(
        fact="an expression has 1001 characters; the limit is 1000"
    )


HOSTILE = [
    pytest.param(
        {"v0": 2**60, **{f"v{i}": f"$(v{i - 1} * v{i - 1})" for i in range(1, 60)}},
        id="squares-of-squares",
    ),
    pytest.param(
        {"v0": [1], **{f"v{i}": f"$(v{i - 1} + v{i - 1})" for i in range(1, 60)}},
        id="lists-that-double",
    ),
    pytest.param(
        {"v0": "x", **{f"v{i}": f"$v{i - 1}$v{i - 1}" for i in range(1, 60)}},
        id="texts-that-double",
    ),
    pytest.param(
        {"v0": "x", **{f"v{i}": [f"$v{i - 1}"] * 9 for i in range(1, 40)}}, id="lists-of-lists"
    ),
    pytest.param({"v0": "$('%999999999999d' % 1)"}, id="a-wide-format"),
    pytest.param({"v0": "$(round(5, -10 ** 10))"}, id="a-wide-round"),
    pytest.param({"v0": "$(0 ** 10 ** 4000)"}, id="a-power-of-nothing"),
]


def test_a_list_is_not_walked_through_for_every_item() -> None:
    """Cost of a read is that of the item: 20,000 copies that each read a list of 20,000 numbers."""
    widths = [*range(1, 20_001)]
    layer = {"type": "dropout", "p": "$(1 / widths[i])", "repeat": len(widths)}
    spec = {"inputs": {"x": ["N", 3]}, "vars": {"widths": widths}, "layers": [layer]}
    start = perf_counter()
    net = load_dict(spec)
    assert perf_counter() - start < 20
    assert len(net.nodes) == len(widths)


@pytest.mark.parametrize("variables", HOSTILE)
def test_a_hostile_file_is_told_and_never_hangs(variables: dict[str, object]) -> None:
    """In a process of its own with little memory, for what fails here would take all of it."""
    last = list(variables)[-1]
    layer = {"type": "dropout", "p": f"$({last} == 1)"}
    spec = {"netlint": 1, "inputs": {"x": ["N", 3]}, "vars": variables, "layers": [layer]}
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "import netlint\n"
        f"print(*(f'{{f.code}} {{f.message}}' for f in netlint.check({spec!r}).findings))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.strip()
    assert "emory" not in done.stdout


HALVES = [
    pytest.param("  - {type: conv2d, out_channels: $(min(a, b)), kernel_size: 1}", id="a-comma"),
    pytest.param("  - {type: conv2d, kernel_size: 1, out_channels: $(min(a, b))}", id="at-the-end"),
    pytest.param("  - {type: conv2d, out_channels: $(xs[0]), kernel_size: 1}", id="a-bracket"),
]


@pytest.mark.parametrize("layer", HALVES)
def test_an_unquoted_expression_is_told_by_its_halves(layer: str) -> None:
    (finding,) = found(layer, "vars: {a: 1, b: 2, xs: [1]}")
    assert finding.code in ("NL001", "NL004")
    assert "quote" in (finding.help or "")


def test_an_unquoted_expression_in_a_list_of_inputs() -> None:
    layers = "  - {name: e, type: relu, repeat: 2}\n  - {type: add, inputs: [x, e.$(min(1, 0))]}"
    (finding,) = found(layers)
    assert finding.code in ("NL001", "NL004", "NL007")
    assert "quote" in (finding.help or "")


def test_block_style_needs_no_quotes() -> None:
    layer = "  - type: conv2d\n    out_channels: $(max(xs[0], 2))\n    kernel_size: $(xs[1])"
    assert told(layer, "vars: {xs: [4, 3]}") == []


VARIABLES = [
    pytest.param("{a: 3, b: $a, c: $(a + b)}", [], id="vars-use-vars"),
    pytest.param("{c: $(a + b), b: $a, a: 3}", [], id="in-any-order"),
    pytest.param("{a: [1, 2], b: '$(a[1])', c: $b}", [], id="a-list"),
    pytest.param("{a: $b, b: $a}", ["NL007 vars/a: vars form a cycle: a -> b -> a"], id="a-cycle"),
    pytest.param("{a: $(a + 1)}", ["NL007 vars/a: vars form a cycle: a -> a"], id="itself"),
    pytest.param(
        "{a: $b, b: $c, c: $b}",
        ["NL007 vars/a: vars form a cycle: b -> c -> b"],
        id="a-cycle-is-told-once",
    ),
    pytest.param(
        "{a: $zz}", ['NL007 vars/a: vars.a reads "zz", which is no var or param here'], id="unknown"
    ),
    pytest.param(
        "{a: [1, $zz]}",
        ['NL007 vars/a/1: vars.a reads "zz", which is no var or param here'],
        id="unknown-in-a-list",
    ),
    pytest.param("{a: $i}", ['NL007 vars/a: vars.a reads "i" outside of a repeat'], id="i"),
    pytest.param(
        "{i: 3}", ['NL004 vars/i: "i" is no name that expressions can read'], id="named-i"
    ),
    pytest.param(
        "{if: 3}", ['NL004 vars/if: "if" is no name that expressions can read'], id="a-keyword"
    ),
    pytest.param(
        "{a-b: 3}", ['NL004 vars/a-b: "a-b" is no name that expressions can read'], id="a-dash"
    ),
    pytest.param(
        "[1]",
        ["NL004 vars: vars is [1]; it must be a mapping from a name to a value"],
        id="a-list-of-vars",
    ),
    pytest.param(
        "{a: $(1 / 0)}",
        ['NL004 vars/a: vars.a has "$(1 / 0)", which does not evaluate: division by zero'],
        id="no-value",
    ),
]


@pytest.mark.parametrize(("variables", "words"), VARIABLES)
def test_vars(variables: str, words: list[str]) -> None:
    assert told("  - relu", f"vars: {variables}") == words


def test_a_var_that_fails_is_told_once() -> None:
    words = told("  - {type: dropout, p: $a}\n  - {type: dropout, p: $(a / 2)}", "vars: {a: $zz}")
    assert words == ['NL007 vars/a: vars.a reads "zz", which is no var or param here']


PLACES = [
    pytest.param({"inputs": {"x": ["N", "$c", 8, 8]}}, id="an-input"),
    pytest.param({"inputs": {"x": {"shape": ["N", "$c", 8, 8], "dtype": "$dtype"}}}, id="a-dtype"),
    pytest.param({"inputs": {"x": ["N", 3, "H", 8]}, "sizes": {"H": "$eight"}}, id="a-size"),
    pytest.param(
        {"inputs": {"x": ["N", 3, "H", 8]}, "sizes": {"H": {"min": "$eight", "max": 16}}},
        id="a-range",
    ),
    pytest.param({"outputs": ["$last"]}, id="an-output"),
    pytest.param({"frameworks": ["$torch"]}, id="a-framework"),
    pytest.param({"budget": {"params": "$(c * 1000)"}}, id="a-budget"),
    pytest.param({"data": {"x": {"shape": ["N", "$c", 8, 8], "batch": "$eight"}}}, id="data"),
    pytest.param({"losses": [{"type": "mse", "weight": "$half", "target": "x"}]}, id="a-loss"),
    pytest.param({"layers": [{"type": "relu", "expect": ["N", "$c", "$eight", 8]}]}, id="expect"),
    pytest.param({"description": "$c channels", "layout": "$first"}, id="a-layout"),
]


@pytest.mark.parametrize("keys", PLACES)
def test_an_expression_stands_in_any_value(keys: dict[str, object]) -> None:
    variables = {
        "c": 3,
        "eight": 8,
        "half": 0.5,
        "last": "relu_1",
        "torch": "pytorch",
        "dtype": "float32",
        "first": "channels_first",
    }
    spec = {"netlint": 1, "inputs": {"x": ["N", 3, 8, 8]}, "layers": ["relu"], "vars": variables}
    net = load_dict({**spec, **keys})
    assert [f.message for f in check_net(net).findings] == []
    shape = Analysis(net).outputs(net.nodes[0])
    assert shape is not None
    assert shape[0].text() == "3x8x8"


def test_an_expression_never_stands_in_netlint() -> None:
    text = "netlint: $one\nvars: {one: 1}\ninputs: {x: [N, 3]}\nlayers: [relu]\n"
    (finding,) = check_net(load_text(text)).findings
    assert (finding.code, finding.key) == ("NL004", "netlint")


def test_a_result_keeps_its_type_in_a_layer() -> None:
    layer = "  - {type: conv2d, out_channels: $(64 / 2), kernel_size: 1, bias: $no}"
    assert told(layer, "vars: {no: false}") == []
    layer = "  - {type: conv2d, out_channels: $(65 / 2), kernel_size: 1}"
    assert told(layer) == [
        'NL004 layers/0/out_channels: "conv2d_1" has out_channels 32.5; it must be a whole number'
    ]
    assert told("  - {type: conv2d, out_channels: $yes, kernel_size: 1}", "vars: {yes: true}") == [
        'NL004 layers/0/out_channels: "conv2d_1" has out_channels true; it must be a whole number'
    ]
