"""An elementary function is added by one entry in the table: it is then typeset, checked, misprinted and averaged."""

import math
from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy

from derived.algebra import (
    PI,
    Instance,
    absolute,
    cos,
    exp,
    expectation,
    gaussian,
    matrix,
    partial,
    relu,
    scalar,
    sin,
    substitute,
    vector,
)
from derived.algebra.elementwise import Elementary
from derived.algebra.misprints import misprints
from derived.autodiff import (
    ELEMENTARY,
    PRECISE,
    ElementaryFunction,
    Irrational,
    NoDerivative,
    apply,
    hessian,
    jacobian,
    pi,
)
from derived.derivation import Derivation
from derived.derivation.lines import DerivationError


def softsign(x):
    return x / (1 + abs(x))


def inside(x):
    return min(max(x, 0 * x), 0 * x + 6)


ENTRIES = {
    "softsign": ElementaryFunction(
        r"\operatorname{softsign}",
        softsign,
        softsign,
        softsign,
        lambda x, at: 1 / (1 + at("abs", x)) ** 2,
        exact=softsign,
        borders=(0,),
        parity="odd",
        confused_with=("tanh",),
    ),
    "erf": ElementaryFunction(
        r"\operatorname{erf}",
        math.erf,
        PRECISE.erf,
        sympy.erf,
        lambda x, at: 2 * at("exp", -x * x) / at("sqrt", pi(x)),
        parity="odd",
        confused_with=("tanh",),
    ),
    "gelu": ElementaryFunction(
        r"\operatorname{GELU}",
        lambda x: x * math.erfc(-x / math.sqrt(2)) / 2,
        lambda x: x * PRECISE.erfc(-x / PRECISE.sqrt(2)) / 2,
        lambda x: x * sympy.erfc(-x / sympy.sqrt(2)) / 2,
        lambda x, at: at("normal", x) + x * at("exp", -x * x / 2) / at("sqrt", 2 * pi(x)),
        confused_with=("relu",),
    ),
    "normal": ElementaryFunction(
        r"\Phi",
        lambda x: math.erfc(-x / math.sqrt(2)) / 2,
        lambda x: PRECISE.erfc(-x / PRECISE.sqrt(2)) / 2,
        lambda x: sympy.erfc(-x / sympy.sqrt(2)) / 2,
        lambda x, at: at("exp", -x * x / 2) / at("sqrt", 2 * pi(x)),
        nonnegative=True,
        confused_with=("sigmoid",),
    ),
    "relu6": ElementaryFunction(
        r"\operatorname{ReLU6}",
        inside,
        inside,
        lambda x: sympy.Min(sympy.Max(x, 0), 6),
        lambda x, at: int(0 < x < 6),
        exact=inside,
        pieces=lambda x, side, at: 0 * x if side(0) < 0 else x if side(6) < 0 else 0 * x + 6,
        borders=(0, 6),
        nonnegative=True,
        confused_with=("relu",),
    ),
    "elu": ElementaryFunction(
        r"\operatorname{ELU}",
        lambda x: x if x > 0 else math.expm1(x),
        lambda x: x if x > 0 else PRECISE.expm1(x),
        lambda x: sympy.Piecewise((x, x > 0), (sympy.exp(x) - 1, True)),
        lambda x, at: 1 if x > 0 else at("exp", x),
        pieces=lambda x, side, at: x if side(0) > 0 else at("exp", x) - 1,
        borders=(0,),
        confused_with=("relu",),
    ),
    "log1p": ElementaryFunction(
        r"\operatorname{log1p}",
        math.log1p,
        PRECISE.log1p,
        lambda x: sympy.log(1 + x),
        lambda x, at: 1 / (1 + x),
        domain=lambda x: x > -1,
        borders=(-1,),
        confused_with=("log",),
    ),
}
x = scalar("x")


@pytest.fixture(autouse=True)
def _more_functions(monkeypatch):
    for name, entry in ENTRIES.items():
        monkeypatch.setitem(ELEMENTARY, name, entry)


def of(name, part):
    return Elementary(name, part)


def line(left, right, because="by the rule"):
    return Derivation("A new function", label="new").start(left).equals(right, because=because).lines[0]


TRUE = {
    "softsign is odd": lambda: (of("softsign", -x), -of("softsign", x)),
    "softsign is a fraction": lambda: (of("softsign", x), x / (1 + absolute(x))),
    "the slope of softsign": lambda: (partial(of("softsign", x), x), 1 / (1 + absolute(x)) ** 2),
    "the slope of Φ": lambda: (partial(of("normal", x) ** 2, x), 2 * of("normal", x) * partial(of("normal", x), x)),
    "GELU by Φ": lambda: (of("gelu", x), x * of("normal", x)),
    "the slope of GELU": lambda: (partial(of("gelu", x), x), of("normal", x) + x * partial(of("normal", x), x)),
    "erf is odd": lambda: (of("erf", -x), -of("erf", x)),
    "ReLU6 by ReLU": lambda: (of("relu6", x), relu(x) - relu(x - 6)),
    "ELU": lambda: (of("elu", x), relu(x) + exp(-relu(-x)) - 1),
    "log1p": lambda: (exp(of("log1p", x)), 1 + x),
}
FALSE = {
    "softsign is even": lambda: (of("softsign", -x), of("softsign", x)),
    "the slope of softsign, without the square": lambda: (partial(of("softsign", x), x), 1 / (1 + absolute(x))),
    "GELU by Φ, without x": lambda: (of("gelu", x), of("normal", x)),
    "ReLU6 by ReLU, with five": lambda: (of("relu6", x), relu(x) - relu(x - 5)),
    "ELU by ReLU": lambda: (of("elu", x), relu(x)),
}


@pytest.mark.parametrize("name", TRUE)
def test_lines_with_new_functions_are_checked_and_sharp(name):
    made = line(*TRUE[name]())
    assert made.evidence.kind in ("proved", "exact", "numeric")
    assert made.tally.rejected > 3


@pytest.mark.parametrize("name", FALSE)
def test_wrong_lines_with_new_functions_are_refused(name):
    with pytest.raises(DerivationError, match="wrong"):
        line(*FALSE[name]())


@pytest.mark.parametrize("name", ENTRIES)
def test_new_functions_are_typeset_and_misprinted(name):
    rule = ENTRIES[name]
    assert of(name, x).tex() == rf"{rule.tex}(x)"
    made = [m.tex for m in misprints(of(name, x) + 1, [x])]
    assert rf"{ELEMENTARY[rule.confused_with[0]].tex}(x) + 1" in made and "x + 1" in made
    equal = {m.tex: m.equal for m in misprints(of(name, -x) ** 2, [x])}
    assert bool(equal.get(rf"{rule.tex}(x)^{{2}}")) == (rule.parity == "odd")


@pytest.mark.parametrize("name", ENTRIES)
def test_new_functions_have_values_and_derivatives_of_each_kind(name):
    rule, t = ENTRIES[name], sympy.Symbol("t")
    for place in (Fraction(3, 4), Fraction(-1, 3), Fraction(17, 2)):
        slope = mpmath.mp.diff(lambda v: float(apply(name, float(v))), float(place), h=1e-6)
        precise = PRECISE.mpf(place.numerator) / place.denominator
        assert jacobian(lambda v: apply(name, v), float(place)) == pytest.approx(float(slope), abs=1e-5)
        assert float(jacobian(lambda v: apply(name, v), precise)) == pytest.approx(float(slope), abs=1e-5)
        assert float(apply(name, precise)) == pytest.approx(apply(name, float(place)), rel=1e-12)
        assert float(rule.symbolic(t).subs(t, sympy.Rational(place))) == pytest.approx(apply(name, float(place)))
        if rule.exact:
            assert apply(name, place) == Fraction(apply(name, place)) == pytest.approx(apply(name, float(place)))
        second = hessian(lambda v: apply(name, v), float(place))
        bent = mpmath.mp.diff(lambda v: jacobian(lambda u: apply(name, u), float(v)), float(place), h=1e-6)
        assert float(second) == pytest.approx(float(bent), abs=1e-4)


def test_a_new_function_outside_of_its_domain():
    with pytest.raises(ValueError, match=r"log1p\(-2\) is no real number"):
        apply("log1p", -2.0)


def by_hand(f):
    """The mean of f under a normal law of mean 1 and variance 4."""
    places = np.linspace(-8, 8, 4002)
    weights = np.exp(-(places**2) / 2)
    return sum(w * f(float(1 + 2 * z)) for z, w in zip(places, weights, strict=True)) / weights.sum()


@pytest.mark.parametrize("name", ["softsign", "erf", "gelu", "relu6", "elu"])
def test_means_of_new_functions(name):
    g = gaussian("g", mean=1, variance=4)
    mean = float(expectation(of(name, g)).at(Instance(0, "precise")))
    assert mean == pytest.approx(by_hand(lambda v: apply(name, v)), abs=1e-4)


def test_the_mean_of_straight_pieces_has_a_closed_form():
    g = gaussian("g", mean=1, variance=9)
    made = line(expectation(of("relu6", g)), expectation(relu(g)) - expectation(relu(g - 6)))
    assert "quadrature" not in made.evidence.detail


@pytest.mark.parametrize("name", ["elu", "relu6", "softsign"])
def test_the_slope_of_a_mean_is_that_of_its_kinked_body(name):
    m, g = scalar("m"), gaussian("g", variance=4)
    slope = substitute(partial(expectation(of(name, g + m)), m), m, 1).at(Instance(0, "precise"))
    assert float(slope) == pytest.approx(by_hand(lambda v: jacobian(lambda u: apply(name, u), v)), abs=1e-3)


def test_a_letter_that_moves_a_jump_is_refused(monkeypatch):
    step = replace(ELEMENTARY["sign"], pieces=lambda x, side, at: 0 * x + (side(1) > 0), borders=(1,))
    monkeypatch.setitem(ELEMENTARY, "step", step)
    m, g = scalar("m"), gaussian("g", variance=1)
    with pytest.raises(NoDerivative, match="moves a jump"):
        partial(expectation(of("step", g + m)), m).at(Instance(0, "precise"))


def test_arrays():
    v, A = vector("v", 3), matrix("A", 2, 3)
    here = Instance(0, "precise")
    assert of("gelu", v).at(here).shape == (3,) and of("gelu", A).at(here).shape == (2, 3)


def test_pi_is_what_each_kind_of_number_has_for_it():
    assert PI.at(Instance(0, "float")) == math.pi and PI.at(Instance(0, "symbolic")) is sympy.pi
    assert abs(PRECISE.sin(PI.at(Instance(0, "precise")))) < PRECISE.mpf(10) ** -59
    with pytest.raises(Irrational, match="π is no fraction"):
        PI.at(Instance(0))


def test_pi_is_printed_proved_and_misprinted():
    x = scalar("x")
    d = Derivation("A wave", label="wave").start(partial(sin(2 * PI * x), x))
    line = d.equals(2 * PI * cos(2 * PI * x), because="the chain rule").lines[0]
    assert line.tex.endswith(r"= 2 \pi\, \cos(2 \pi\, x)") and line.evidence.kind == "proved"
    made = {m.tex for m in misprints(2 * PI * cos(2 * PI * x), [x])}
    assert {r"2 \cos(2 \pi\, x)", r"2 \pi^{2}\, \cos(2 \pi\, x)", r"2 \pi\, \cos(2 x)"} <= made
    for wrong in (2 * cos(2 * PI * x), PI * cos(2 * PI * x), 2 * PI * cos(PI * x), 2 * PI**2 * cos(2 * PI * x)):
        with pytest.raises(DerivationError, match="is wrong"):
            Derivation("A wave", label="wave").start(partial(sin(2 * PI * x), x)).equals(wrong, because="no")
