"""Differentials, gradients as rows, real exponents, ≠, least values; and derivatives without dual numbers."""

from fractions import Fraction

import pytest

from derived.algebra import *
from derived.algebra.differentiation import WAYS, by, jacobian
from derived.autodiff import PRECISE
from derived.derivation import Derivation, state
from tests.algebra.calculus import accepted, is_refused

n, p = sizes("n p")
x, a = scalar("x"), scalar("a", "positive")
t, r = scalar("t", "positive"), scalar("r")
w, c, v = vector("w", p), vector("c", p), vector("v", 2)
A, B, S = matrix("A", p, p), matrix("B", p, p), matrix("S", p, p, "symmetric")
change_a, change_b = differential(A), differential(B)
f = smooth("f", x)


def test_differentials():
    accepted(differential(A @ B, A, B), change_a @ B + A @ change_b)
    accepted(differential(inverse(A), A), -inverse(A) @ change_a @ inverse(A))
    accepted(differential(log(determinant(A)), A), trace(inverse(A) @ change_a))
    accepted(differential(w.T @ A @ w, w), differential(w).T @ (A + A.T) @ w)
    accepted(differential(w.T @ S @ w, w), 2 * w.T @ S @ differential(w))
    is_refused(differential(w.T @ A @ w, w), 2 * w.T @ A @ differential(w))
    is_refused(differential(A @ B, A, B), change_b @ A + B @ change_a)
    is_refused(differential(A @ B, A, B), change_a @ B)
    is_refused(differential(inverse(A), A), -inverse(A) @ inverse(A) @ change_a)


def test_differentials_print():
    assert differential(A @ B, A, B).tex() == r"\mathrm{d} (\mathbf{A} \mathbf{B})"
    assert (change_a @ B).tex() == r"\mathrm{d}\mathbf{A}\, \mathbf{B}"
    assert (A @ change_b.T + A @ change_b).tex().endswith(r"+ \mathbf{A}\, \mathrm{d}\mathbf{B}")
    assert (differential(x) ** 2).tex() == r"(\mathrm{d}x)^{2}"
    assert differential(differential(x**2, x), x).tex() == r"\mathrm{d}^{2} (x^{2})"
    accepted(differential(differential(x**3, x), x), 6 * x * differential(x) ** 2)
    with pytest.raises(ShapeError, match="which letters vary"):
        differential(A @ B)


def test_a_gradient_as_a_row():
    accepted(row_gradient(norm(w - c) ** 2, w), 2 * (w - c).T)
    assert "a row of p" in is_refused(row_gradient(norm(w - c) ** 2, w), 2 * (w - c))


def test_real_exponents():
    accepted(partial(t**r, t), r * t ** (r - 1))
    accepted(partial(t**r, r), t**r * log(t))
    accepted(t**r, exp(r * log(t)))
    is_refused(partial(t**r, t), r * t**r)


def test_unequal():
    assert ne(x, 0).tex() == r"x \ne 0"
    assert [ne(x, 2).at(Instance(0).bind({x: Fraction(k)})) for k in (1, 2)] == [True, False]
    assert cases((1 / x, ne(x, 0)), otherwise=7).at(Instance(0).bind({x: Fraction(0)})) == 7


def test_the_least_value_of_a_function():
    line = accepted(minimum_of(x**2 - 2 * a * x, x), -(a**2))
    assert line.tex.startswith(r"\min_{x}\, (x^{2} - 2 a\, x)")
    accepted(maximum_of(x * (a - x), x), a**2 / 4)
    accepted(minimum_of(norm(w) ** 2 - 2 * w.T @ c, w), -(norm(c) ** 2))
    accepted(minimum_of(t + a / t, t), 2 * sqrt(a))
    accepted(argmin(exp(x) - a * x, x), log(a))
    is_refused(minimum_of(x**2 - 2 * a * x, x), a**2)


@pytest.mark.parametrize(
    "body", [(x**2 - 1) ** 2, x**3 - 3 * x, 0 * x, exp(x), (v[1] - v[2]) ** 2, -(x**2)], ids=lambda e: e.tex()
)
def test_no_least_value_or_several_places_of_it(body):
    letter = x if x in body.depends else v
    is_refused(argmin(body, letter), argmin(body + 0 * a, letter))


def test_the_lower_of_two_minima():
    deep = (x**2 - 1) ** 2 + x / 5
    for seed in range(6):
        assert argmin(deep, x).at(Instance(seed, "precise")) < 0


@pytest.mark.parametrize("order", [1, 2, 3])
def test_both_ways_to_differentiate_agree(order):
    for formula in (f.derivative(x, order=order), f.derivative(sin(x) * x, order=order)):
        duals = formula.at(Instance(0, "precise"))
        with by("differences"):
            differences = formula.at(Instance(0, "precise"))
        assert abs(duals - differences) < PRECISE.mpf(10) ** -50 * max(1, abs(duals))
    with by("differences"):
        assert abs(jacobian(lambda s: s**3, PRECISE.mpf(2)) - 12) < 1e-50


def test_a_derivation_without_dual_numbers():
    line = accepted(partial(x**3 * sin(x), x), 3 * x**2 * sin(x) + x**3 * cos(x), derivatives="differences")
    assert "not by dual numbers" in line.evidence.detail
    (said,) = state("slope", eq(partial(x**3, x), 3 * x**2), because="a rule", derivatives="differences").lines.values()
    assert "not by dual numbers" in said.evidence.detail
    accepted(gradient(norm(w - c) ** 2, w), 2 * (w - c), derivatives="differences")
    accepted(hessian_of(w.T @ A @ w, w), A + A.T, derivatives="differences")
    is_refused(partial(x**3 * sin(x), x), 3 * x**2 * cos(x), derivatives="differences")
    is_refused(hessian_of(w.T @ A @ w, w), 2 * A, derivatives="differences")


@pytest.mark.parametrize("structure", ["symmetric", "positive definite", "positive semidefinite", "diagonal"])
def test_a_symmetric_matrix_varies_as_a_symmetric_one(structure):
    M = matrix("M", p, p, structure)
    accepted(differential(M.T @ w, M), differential(M) @ w)
    is_refused(differential(M.T @ w, M), -differential(M) @ w)


def test_a_column_by_its_entries():
    bed = v[1] * v[2]
    line = accepted(gradient(bed, v), column(v[2], v[1]), derivatives="differences")
    assert line.tally.rejected > 10
    is_refused(gradient(bed, v), column(v[1], v[2]))
    accepted(jacobian_of(column(bed, v[1] + v[2]), v), block([[v[2], v[1]], [1, 1]]))
    is_refused(jacobian_of(column(bed, v[1] + v[2]), v), block([[v[2], 1], [v[1], 1]]))
    with pytest.raises(ShapeError, match="entries of a column are scalars"):
        column(v, 1)
    with pytest.raises(ShapeError, match="at least one entry"):
        column()


def test_a_definition_is_judged_without_dual_numbers_too(monkeypatch):
    g = define("g", x, x**3)
    d = Derivation("A case", label="case", derivatives="differences").define(g, because="a name")
    d.start(g.derivative(x)).equals(3 * x**2, because="a rule")
    monkeypatch.setitem(WAYS, "duals", lambda f, at: pytest.fail("found by dual numbers"))
    assert d.lines[0].tally.rejected > 5
