"""Smooth functions of which something is known: what holds for all of them is accepted, what holds for some is not."""

from fractions import Fraction

import numpy as np
import pytest

from derived.algebra import *
from derived.algebra.ridges import RIDGES, RidgeSum
from derived.autodiff import PRECISE, Irrational, hessian, jacobian
from derived.derivation import Derivation
from derived.derivation.trials import trials
from tests.algebra.calculus import accepted, is_refused

(p,) = sizes("p")
x, y, s = scalar("x"), scalar("y"), scalar("s", "between 0 and 1")
h, L, mu = scalar("h", "positive"), scalar("L", "positive"), scalar("mu", "positive")
u, v = vector("u", 2), vector("v", 2)
f, g, F = smooth("f", x), smooth("g", x), smooth("F", u)

FALSE = {
    "second difference": ((f(x + h) - 2 * f(x) + f(x - h)) / h**2, f.second_derivative(x)),
    "central difference": ((f(x + h) - f(x - h)) / (2 * h), f.derivative(x)),
    "five-point difference": (
        (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h),
        f.derivative(x),
    ),
    "Simpson's rule": (
        (f.derivative(x) + 4 * f.derivative((x + y) / 2) + f.derivative(y)) / 6 * (y - x),
        f(y) - f(x),
    ),
    "Boole's rule": (
        (y - x) / 90 * (7 * f.derivative(x) + 32 * f.derivative((3 * x + y) / 4) + 12 * f.derivative((x + y) / 2)
                        + 32 * f.derivative((x + 3 * y) / 4) + 7 * f.derivative(y)),
        f(y) - f(x),
    ),
    "mean Hessian": (
        F.derivative(v) - F.derivative(u),
        ((F.second_derivative(u) + F.second_derivative(v)) @ (v - u)) / 2,
    ),
    "a polynomial of Taylor's": (
        f(x + h),
        f(x) + h * f.derivative(x) + h**2 / 2 * f.second_derivative(x) + h**3 / 6 * f.derivative(x, order=3)
        + h**4 / 24 * f.derivative(x, order=4),
    ),
    "a determinant of zero": (
        F.second_derivative(u)[1, 1] * F.second_derivative(u)[2, 2],
        F.second_derivative(u)[1, 2] ** 2,
    ),
    "an even function": (f(x), (f(x) + f(-x)) / 2),
    "no seventh derivative": (f.derivative(x, order=7), 0),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_what_holds_for_some_functions_only_is_wrong(name):
    assert "is wrong" in is_refused(*FALSE[name])


TRUE = {
    "chain rule": (partial(f(g(x)), x), f.derivative(g(x)) * g.derivative(x)),
    "product rule": (partial(f(x) * g(x), x), f.derivative(x) * g(x) + f(x) * g.derivative(x)),
    "Leibniz": (
        partial(f(x) * g(x), x, x),
        f.second_derivative(x) * g(x) + 2 * f.derivative(x) * g.derivative(x) + f(x) * g.second_derivative(x),
    ),
    "a third derivative": (partial(f.second_derivative(x), x), f.derivative(x, order=3)),
    "a symmetric Hessian": (F.second_derivative(u), F.second_derivative(u).T),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_for_all_is_accepted(name):
    accepted(*TRUE[name])


def test_mixed_partial_derivatives_agree_and_print():
    q = smooth("q", x, y)
    line = accepted(partial(q(x, y), x, y), partial(q(x, y), y, x))
    assert r"\frac{\partial^2 q(x, y)}{\partial x\, \partial y}" in line.tex
    assert partial(x**3, x, x).tex() == r"\frac{\partial^2}{\partial x^2} (x^{3})"
    is_refused(partial(q(x, y), x, y), partial(q(x, y), x, x))


def test_derivatives_of_any_order_print():
    assert [f.derivative(x, order=k).tex() for k in (1, 2, 3, 4)] == ["f'(x)", "f''(x)", "f'''(x)", "f^{(4)}(x)"]
    with pytest.raises(ShapeError, match="function of one number"):
        F.derivative(u, order=3)


def test_an_activation_entry_by_entry():
    phi, z, W = smooth("phi", x), vector("z", p), matrix("W", p, p)
    line = accepted(jacobian_of(phi(z), z), diag(phi.derivative(z)))
    assert r"\phi(\mathbf{z})" in line.tex
    accepted(phi(W @ z)[1], phi((W @ z)[1]))
    assert phi(W).shape == W.shape
    is_refused(jacobian_of(phi(z), z), diag(phi(z)))
    is_refused(phi.derivative(W @ z), W @ phi.derivative(z))


def is_true(relation):
    """Whether a relation holds on the instances on which a line would be tried."""
    found = {kind: trials((relation, relation), kind, 20) for kind in ("exact", "precise")}
    try:
        return all(relation.at(here) for here in found["exact"])
    except Irrational:
        return all(relation.at(here) for here in found["precise"])


def gap(q, a, b):
    """How far a function is above its tangent, or tangent plane."""
    slope = q.derivative(a)
    return q(b) - q(a) - (slope.T @ (b - a) if slope.shape else slope * (b - a))


def test_convex_functions():
    c, below = smooth("c", x, "convex"), smooth("b", x, "concave")
    line = Derivation("Tangents", label="tangents")
    line.holds(c(y) >= c(x) + c.derivative(x) * (y - x), because="a curve above its tangents", tight={y: x})
    assert is_true(c(s * x + (1 - s) * y) <= s * c(x) + (1 - s) * c(y))
    assert is_true(gap(below, x, y) <= 0)
    assert is_true(c.second_derivative(x) >= 0)
    assert not is_true(c.second_derivative(x) > 0)  # some have level pieces
    assert not is_true(c(x) >= 0)
    assert not is_true(c(s * x + (1 - s) * y) < s * c(x) + (1 - s) * c(y))
    assert not is_true(gap(f, x, y) >= 0)  # of any function, it is not true
    is_refused(c.derivative(x, order=3), 0)  # they are not all parabolas


def test_functions_of_bounded_curvature():
    q, both = smooth("q", u, lipschitz_gradient=L), smooth("b", u, "convex", lipschitz_gradient=L)
    assert is_true(gap(q, u, v) <= L / 2 * norm(v - u) ** 2)
    assert is_true(gap(q, u, v) >= -L / 2 * norm(v - u) ** 2)
    assert is_true(norm(q.derivative(v) - q.derivative(u)) ** 2 <= L**2 * norm(v - u) ** 2)
    assert not is_true(gap(q, u, v) <= L / 3 * norm(v - u) ** 2)  # some reach the bound
    assert not is_true(gap(q, u, v) >= -L / 3 * norm(v - u) ** 2)
    assert is_true(gap(both, u, v) >= norm(both.derivative(v) - both.derivative(u)) ** 2 / (2 * L))
    assert not is_true(gap(q, u, v) >= norm(q.derivative(v) - q.derivative(u)) ** 2 / (2 * L))


def test_a_bound_is_no_letter_of_the_function():
    q = smooth("q", u, lipschitz_gradient=L)
    accepted(partial(q(u), L), 0 * L)
    is_refused(partial(q(u), L), q(u) / L)


def test_strong_convexity():
    q, both = smooth("q", u, strong_convexity=mu), smooth("b", u, strong_convexity=mu, lipschitz_gradient=mu + L)
    assert is_true(gap(q, u, v) >= mu / 2 * norm(v - u) ** 2)
    assert not is_true(gap(q, u, v) >= mu * norm(v - u) ** 2)
    assert is_true(gap(both, u, v) >= mu / 2 * norm(v - u) ** 2)
    assert is_true(gap(both, u, v) <= (mu + L) / 2 * norm(v - u) ** 2)
    assert not is_true(gap(both, u, v) <= (mu + L) / 3 * norm(v - u) ** 2)


def test_positive_and_monotone_functions():
    positive, up, down = smooth("a", x, "positive"), smooth("b", x, "increasing"), smooth("d", x, "decreasing")
    assert is_true(positive(x) > 0)
    assert is_true(up.derivative(x) >= 0)
    assert is_true(down(x + h) < down(x))
    assert not is_true(positive(x) > number(1) / 10)
    assert not is_true(up(x) > 0)
    assert not is_true(up.second_derivative(x) >= 0)


@pytest.mark.parametrize("kind", ["exact", "precise"])
@pytest.mark.parametrize("known", [{"convex"}, {"concave"}, {"positive"}, {"increasing"}, {"decreasing"}])
def test_stand_ins_have_their_properties(kind, known):
    for seed in range(12):
        q = RidgeSum(Instance(seed, kind), "q", 1, 1, known)
        for k in range(-12, 13):
            point = Fraction(k, 3) if kind == "exact" else PRECISE.mpf(k) / 3
            value, slope, bend = (d(lambda t, q=q: q([t])[0], point) for d in (lambda a, b: a(b), jacobian, hessian))
            assert {"convex": bend >= 0, "concave": bend <= 0, "positive": value > 0, "increasing": slope >= 0,
                    "decreasing": slope <= 0}[min(known)]  # fmt: skip


@pytest.mark.parametrize("known", [(), ("convex",), ("concave",), ("positive",)])
def test_stand_ins_are_bent_by_one_at_most(known):
    for seed in range(12):
        q = RidgeSum(Instance(seed, "precise"), "q", 2, 1, known, bent=True)
        for k in range(-6, 7):
            H = hessian(lambda t, q=q: q(t)[0], np.array([PRECISE.mpf(k) / 3, PRECISE.mpf(k * k) / 7], dtype=object))
            assert max(abs(np.linalg.eigvalsh(H.astype(float)))) <= 1 + 1e-12


def test_a_bend_is_what_is_said_of_it():
    for ridge in (r for r in RIDGES.values() if r.bend is not None):
        bends = [abs(hessian(ridge.value, PRECISE.mpf(k) / 50)) for k in range(-500, 501)]
        assert max(bends) <= float(ridge.bend)
        assert max(bends) >= 0.8 * float(ridge.bend)


def test_what_cannot_be_is_told():
    with pytest.raises(ValueError, match="unknown property"):
        smooth("f", x, "bounded")
    with pytest.raises(ShapeError, match="one increases"):
        smooth("f", u, "increasing")
    with pytest.raises(ShapeError, match="values are numbers"):
        smooth("f", u, 2, "convex")
